"""Charts of events against predicted risks: what is plotted, and what the baseline says of the place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from attending.analytics.control_charts import accumulating
from attending.analytics.control_charts.calibration_drift import (
    FEWEST_EVENTS,
    RiskGroups,
    baseline_ratio,
    local_mix,
    period_moments,
    pooled,
)
from attending.analytics.control_charts.case_path import climbed, cusum_path, vlad_path
from attending.analytics.control_charts.chart import LocalSetting
from attending.analytics.control_charts.design import BY_CASE, VLAD, ChartDesign
from attending.analytics.control_charts.period_data import PeriodBlocks, PeriodCases, PeriodCounts
from attending.analytics.control_charts.rules import Floats
from attending.analytics.control_charts.stretch import Plot, Stretch
from attending.analytics.reasons import lacking_classes
from attending.analytics.steiner import steiner_weights

Rows = Sequence[PeriodCounts | PeriodCases]


def risk_adjusted_plot(design: ChartDesign, stretch: Stretch, rows: Rows) -> Plot | str:
    """What is plotted, or why not."""
    if design.reference != "model" and design.kind in BY_CASE and isinstance(rows[0], PeriodBlocks):
        raise ValueError("Blocks of cases hold sums for the risks as the model states them: compare events with these.")
    groups = [RiskGroups.of(row) for row in rows]
    ratio = _null_ratio(design, stretch, groups)
    if isinstance(ratio, str):
        return ratio
    expected, variance, events = period_moments(groups, ratio)
    n = np.asarray([row.n if isinstance(row, PeriodCounts) else len(row.risk) for row in rows], dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.where(expected > 0, events / expected, np.nan)
    first = stretch.first_monitored
    at = np.flatnonzero((np.arange(len(rows)) >= first) & (n > 0))
    value, centre, scale = (np.full(len(rows), np.nan) for _ in range(3))
    centre[at] = 0.0
    in_blocks = _in_blocks(design, rows, at.tolist())
    if design.kind in VLAD:
        value[at] = accumulating.vlad(expected[at], events[at])
        reach = 3 * np.sqrt(np.cumsum(variance[at]))
        lower, upper = scale.copy(), scale.copy()
        lower[at], upper[at] = -reach, reach
        path = vlad_path(stretch.labels, in_blocks)
        return Plot(n, observed, value, centre, lower, upper, value, path=path)
    if design.kind == "calibration_ewma":
        certain = variance[at] <= 0
        z = np.where(certain, 0.0, (events[at] - expected[at]) / np.sqrt(np.where(certain, 1.0, variance[at])))
        value[at] = accumulating.ewma(z, design.weight)
        scale[at] = accumulating.ewma_deviation(len(at), design.weight)
        return Plot(n, observed, value, centre, scale, scale, value)
    downward = value.copy()
    sides = ((design.odds_ratio, 1), (1 / design.odds_ratio, -1))
    scale[at] = 1.0
    if in_blocks:
        (value[at], up), (fall, down) = (climbed(in_blocks, odds) for odds, _ in sides)
        downward[at] = -fall
        path = cusum_path(stretch.labels, up, down)
        return Plot(n, observed, value, centre, scale, scale, value, downward, path, (up, down))
    if design.kind == "ra_cusum":
        cases = [rows[i] for i in at.tolist()]
        value[at], downward[at] = (sign * _by_patient(odds, ratio, cases) for odds, sign in sides)
    else:
        value[at], downward[at] = (sign * _by_period(odds, ratio, [groups[i] for i in at]) for odds, sign in sides)
    return Plot(n, observed, value, centre, scale, scale, value, downward)


def risk_adjusted_setting(design: ChartDesign, stretch: Stretch, rows: Rows) -> LocalSetting:
    """Volume and case mix of the baseline; of all periods where the model's own risks need no baseline."""
    groups = [RiskGroups.of(row) for row in rows]
    ratio = _null_ratio(design, stretch, groups)
    if isinstance(ratio, str):
        raise ValueError(ratio)
    inside = [each for each, within in zip(groups, stretch.in_baseline, strict=True) if within]
    used = [each for each in inside or groups if each.n.sum() > 0]
    volume = tuple(float(each.n.sum()) for each in used)
    return LocalSetting(volume, local_mix(used, ratio), baseline_periods=len(inside))


def _in_blocks(design: ChartDesign, rows: Rows, at: list[int]) -> dict[int, PeriodBlocks]:
    """The monitored months with their blocks, by index, where the chart follows the cases."""
    if design.kind not in BY_CASE:
        return {}
    return {i: row for i in at if isinstance(row := rows[i], PeriodBlocks)}


def _null_ratio(design: ChartDesign, stretch: Stretch, groups: list[RiskGroups]) -> float | str:
    """The factor on all odds that recalibrates to the baseline; 1 for the risks as stated; or the reason for none."""
    if design.reference == "model":
        return 1.0
    baseline = pooled([each for each, inside in zip(groups, stretch.in_baseline, strict=True) if inside])
    lacking = lacking_classes(
        labelled=round(float(baseline.n.sum())),
        events=round(baseline.observed),
        events_needed=FEWEST_EVENTS,
        non_events_needed=FEWEST_EVENTS,
    )
    if lacking is not None:
        return f"Baseline: {lacking}"
    return float(baseline_ratio(baseline.risk, baseline.n, np.asarray(baseline.observed)))


def _by_period(odds: float, ratio: float, groups: list[RiskGroups]) -> Floats:
    scores = np.asarray([each.log_likelihood_ratio(odds, ratio) for each in groups])
    return accumulating.cusum(scores) if groups else scores


def _by_patient(odds: float, ratio: float, rows: Rows) -> Floats:
    """The highest value that the CUSUM by patient reached in each period."""
    scores, starts = [], [0]
    for row in rows:
        if isinstance(row, PeriodCases):
            with_event, without = steiner_weights(accumulating.odds_times(row.risk, ratio), odds)
            scores.append(np.where(row.event == 1, with_event, without))
            starts.append(starts[-1] + len(row.event))
    if not scores:
        return np.zeros(0)
    highest: Floats = np.maximum.reduceat(accumulating.cusum(np.concatenate(scores)), starts[:-1])
    return highest
