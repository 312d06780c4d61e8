"""From a design and data to a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

import numpy as np

from attending.analytics.control_charts.chart import (
    ChartPhase,
    ChartPoint,
    ChartSetup,
    ControlChart,
    LocalSetting,
    PathPoint,
    Signal,
)
from attending.analytics.control_charts.design import ACCUMULATING, BY_CASE, RISK_ADJUSTED, VLAD, ChartDesign, Harm
from attending.analytics.control_charts.period_data import (
    EventCount,
    Measurement,
    PeriodBlocks,
    PeriodCases,
    PeriodCounts,
)
from attending.analytics.control_charts.risk_adjusted import risk_adjusted_plot, risk_adjusted_setting
from attending.analytics.control_charts.rules import LIMIT, RULES, Flags, Side, began, fires
from attending.analytics.control_charts.run_chart import run_began, run_signals
from attending.analytics.control_charts.simulation import set_up
from attending.analytics.control_charts.stretch import Plot, Stretch, too_short
from attending.analytics.control_charts.tuning import rests_at_zero, tuned_odds_ratio
from attending.analytics.control_charts.value_charts import value_plot, value_setting

PeriodData: TypeAlias = EventCount | Measurement | PeriodCounts | PeriodCases

METHODS = {
    "p": "p chart, limits by each period's n",
    "p_prime": "p' chart (Laney 2002), limits by each period's n and the variation between baseline periods",
    "u": "u chart, limits by each period's exposure",
    "u_prime": "u' chart (Laney 2002), limits by each period's exposure and the variation between baseline periods",
    "xmr": "XmR chart, 3 standard deviations from the mean moving range",
    "g": "g chart of opportunities between events (Benneyan 2001)",
    "t": "t chart of time between events, XmR of time^(1/3.6) (Nelson 1994)",
    "measured": "Chart of a measure with its standard error, limits by each period's own error",
    "run": "Run chart about the median of the baseline",
    "ewma": "EWMA of standardised values (Roberts 1959), exact variance, simulated limit",
    "cusum": "Two-sided tabular CUSUM of standardised values (Page 1954), simulated limit",
    "ra_cusum": "Risk-adjusted CUSUM case by case (Steiner et al. 2000), highest value of each month, simulated limits",
    "ra_vlad": "VLAD case by case (Lovegrove et al. 1997); signals of the risk-adjusted CUSUM case by case",
    "vlad": "VLAD, expected minus observed events (Lovegrove et al. 1997); signals of the risk-adjusted CUSUM",
    "calibration_cusum": "Risk-adjusted CUSUM (Steiner et al. 2000) of monthly sums, simulated limits",
    "calibration_ewma": "EWMA of standardised observed minus expected events, simulated limits",
}


def draw(
    design: ChartDesign, data: Sequence[PeriodData], *, setups: Sequence[ChartSetup | None] | None = None
) -> ControlChart:
    """The chart of `data`, one entry per period in order of time, as `design` fixed it.

    EventCount for p, p', u, u'; Measurement for xmr, g, t, measured, run, ewma, cusum; PeriodCounts or PeriodCases for
    risk-adjusted kinds (case by case: PeriodBlocks or PeriodCases). `setups`, one for each phase, reuses limits that
    were stated when the chart was set up; otherwise they are simulated from the baseline of the phase. Each point is
    judged by the points up to it and by its phase's baseline alone: points that come later change nothing.

    Raises ValueError for data of another kind, a period given twice, or phases that are not in order.
    """
    if not data:
        raise ValueError("A chart needs at least one period.")
    labels = [each.period for each in data]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise ValueError(f"Period {twice[0]} is given twice: give each period once.")
    stretches = _stretches(design, labels)
    if setups is not None and len(setups) < len(stretches):
        raise ValueError(f"The chart has {len(stretches)} phases but {len(setups)} setups: give one for each.")
    drawn = [
        _phase(design, each, data[each.start : each.end], None if setups is None else setups[i])
        for i, each in enumerate(stretches)
    ]
    return ControlChart(
        design.kind,
        design.measure,
        tuple(point for each in drawn for point in each.points),
        tuple(signal for each in drawn for signal in each.signals),
        tuple(each.phase for each in drawn),
        design,
        tuple(each.setup for each in drawn),
        METHODS[design.kind],
        drawn[-1].phase.reason,
        tuple(point for each in drawn for point in each.path),
    )


def local_setting(design: ChartDesign, data: Sequence[PeriodData]) -> LocalSetting:
    """What the declared baseline of the first phase says of the place. Raises ValueError where it is too short."""
    labels = [each.period for each in data]
    stretch = _stretches(design, labels)[0]
    rows = data[stretch.start : stretch.end]
    plot = _plot(design, stretch, rows)
    if isinstance(plot, str):
        raise ValueError(plot)
    return _setting(design, stretch, rows)


@dataclass(frozen=True)
class _Drawn:
    phase: ChartPhase
    points: tuple[ChartPoint, ...]
    signals: tuple[Signal, ...]
    setup: ChartSetup | None
    path: tuple[PathPoint, ...] = ()


def _stretches(design: ChartDesign, labels: list[str]) -> list[Stretch]:
    starts = [(0, "Start", design.baseline)]
    known = [phase for phase in design.phases if phase.first in labels]
    starts.extend((labels.index(phase.first), phase.event, phase.baseline) for phase in known)
    ends = [*(start for start, _, _ in starts[1:]), len(labels)]
    found = []
    for i, ((start, event, baseline), end) in enumerate(zip(starts, ends, strict=True)):
        if end <= start:
            raise ValueError(
                f"The phase {event!r} does not come after the one before it: give phases in order of time."
            )
        inside = labels[start:end]
        strangers = [label for label in baseline if label in labels and label not in inside]
        if strangers:
            raise ValueError(f"{strangers[0]} is in the baseline of {event!r} but not in that phase.")
        found.append(Stretch(i, start, end, event, tuple(baseline), tuple(inside)))
    return found


def _phase(design: ChartDesign, stretch: Stretch, rows: Sequence[PeriodData], setup: ChartSetup | None) -> _Drawn:
    plot = _plot(design, stretch, rows)
    if isinstance(plot, str):
        return _unjudged(stretch, rows, plot)
    deciding = replace(design, kind=design.deciding)
    setup = setup or set_up(deciding, _setting(deciding, stretch, rows))
    if rests_at_zero(setup.limit):
        return _unjudged(stretch, rows, _resting(deciding, setup))
    if design.kind in VLAD:
        decided = _phase(deciding, stretch, rows, setup)
        flagged = [set(point.flags) for point in decided.points]
        points = tuple(
            replace(point, flags=tuple(sorted(flags)))
            for point, flags in zip(_points(stretch, plot, {}), flagged, strict=True)
        )
        return _Drawn(decided.phase, points, decided.signals, setup, plot.path)
    if design.kind in ACCUMULATING:
        plot = plot.with_limit(cast(float, setup.limit.up), cast(float, setup.limit.down))
    fired = _fired(design, plot)
    phase = ChartPhase(stretch.labels[0], stretch.event, stretch.baseline, None)
    return _Drawn(phase, _points(stretch, plot, fired), _signals(stretch, plot, fired), setup, plot.path)


def _unjudged(stretch: Stretch, rows: Sequence[PeriodData], reason: str) -> _Drawn:
    points = tuple(
        ChartPoint(label, n, value, None, None, None, None, None, stretch.index, bool(inside), ())
        for label, (n, value), inside in zip(stretch.labels, _raw(rows), stretch.in_baseline, strict=True)
    )
    return _Drawn(ChartPhase(stretch.labels[0], stretch.event, stretch.baseline, reason), points, (), None)


def _resting(design: ChartDesign, setup: ChartSetup) -> str:
    """Why a limit of 0 is none, and what to tune to instead."""
    volume = float(np.median(setup.setting.volume))
    text = f"With {volume:,.0f} a period, chance alone never lifts this statistic above 0, so that it has no limit"
    if design.kind not in RISK_ADJUSTED or setup.setting.mix is None:
        return f"{text}; choose a smaller allowance"
    own = Harm("odds_ratio", design.odds_ratio, "")
    most = tuned_odds_ratio(design.kind, own, setup.setting)
    return f"{text}: it is tuned to odds times {design.odds_ratio:.3g}; tune it to {most:.3g} or less, or use an EWMA"


def _plot(design: ChartDesign, stretch: Stretch, rows: Sequence[PeriodData]) -> Plot | str:
    """What is plotted, or the reason why it cannot be."""
    if design.kind in RISK_ADJUSTED:
        by_case = design.kind in BY_CASE
        risks = _of_kind(design, rows, (PeriodBlocks if by_case else PeriodCounts, PeriodCases))
        return too_short(design, stretch, [len_of > 0 for len_of, _ in _raw(rows)]) or risk_adjusted_plot(
            design, stretch, cast(Sequence[PeriodCounts | PeriodCases], risks)
        )
    counts = design.kind in ("p", "p_prime", "u", "u_prime")
    values = _of_kind(design, rows, (EventCount,) if counts else (Measurement,))
    return too_short(design, stretch, [value is not None for _, value in _raw(rows)]) or value_plot(
        design, stretch, cast(Sequence[EventCount | Measurement], values)
    )


def _setting(design: ChartDesign, stretch: Stretch, rows: Sequence[PeriodData]) -> LocalSetting:
    if design.kind in RISK_ADJUSTED:
        return risk_adjusted_setting(design, stretch, cast(Sequence[PeriodCounts | PeriodCases], rows))
    return value_setting(design, stretch, cast(Sequence[EventCount | Measurement], rows))


def _of_kind(
    design: ChartDesign, rows: Sequence[PeriodData], kinds: tuple[type[PeriodData], ...]
) -> Sequence[PeriodData]:
    for row in rows:
        if not isinstance(row, kinds):
            names = " or ".join(kind.__name__ for kind in kinds)
            raise ValueError(f"A {design.kind} chart is drawn from {names}, not from {type(row).__name__}.")
    if len({type(row) for row in rows}) > 1:
        raise ValueError("Give all periods of a chart as the same kind of data.")
    return rows


def _raw(rows: Sequence[PeriodData]) -> list[tuple[float, float | None]]:
    """Size and measured value of each period."""
    raw: list[tuple[float, float | None]] = []
    for row in rows:
        if isinstance(row, EventCount):
            raw.append((row.n, row.events / row.n if row.n > 0 else None))
        elif isinstance(row, Measurement):
            raw.append((row.n, row.value))
        elif isinstance(row, PeriodCounts):
            raw.append((row.n, row.observed / row.expected if row.expected > 0 else None))
        else:
            expected = float(row.risk.sum())
            raw.append((len(row.risk), float(row.event.sum()) / expected if expected > 0 else None))
    return raw


Fired: TypeAlias = dict[str, tuple[Flags, Flags]]


def _fired(design: ChartDesign, plot: Plot) -> Fired:
    fired: Fired = {}
    for name in design.rule_set.rules:
        if name == LIMIT:
            downward = plot.value if plot.downward is None else plot.downward
            with np.errstate(invalid="ignore"):
                fired[name] = (plot.value > plot.upper, downward < plot.lower)
        elif design.kind == "run":
            fired[name] = run_signals(name, plot.value, plot.centre)
        else:
            with np.errstate(invalid="ignore"):
                fired[name] = fires(RULES[name], plot.z, plot.value)
    return fired


def _points(stretch: Stretch, plot: Plot, fired: Fired) -> tuple[ChartPoint, ...]:
    return tuple(
        ChartPoint(
            label,
            float(plot.n[i]),
            _number(plot.observed[i]),
            _number(plot.value[i]),
            None if plot.downward is None else _number(plot.downward[i]),
            _number(plot.centre[i]),
            _number(plot.lower[i]),
            _number(plot.upper[i]),
            stretch.index,
            bool(stretch.in_baseline[i]),
            tuple(name for name, (high, low) in fired.items() if high[i] or low[i]),
        )
        for i, label in enumerate(stretch.labels)
    )


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _signals(stretch: Stretch, plot: Plot, fired: Fired) -> tuple[Signal, ...]:
    found: list[tuple[int, Signal]] = []
    for name, (high, low) in fired.items():
        sides: tuple[tuple[Side, Flags], ...] = (("high", high), ("low", low))
        for side, flags in sides:
            first = np.flatnonzero(flags & ~np.concatenate([[False], flags[:-1]])).tolist()
            found.extend((at, _signal(stretch, plot, name, side, at)) for at in first)
    return tuple(signal for _, signal in sorted(found, key=lambda each: each[0]))


def _signal(stretch: Stretch, plot: Plot, name: str, side: Side, at: int) -> Signal:
    period = stretch.labels[at]
    if name == LIMIT:
        start = plot.rising_since(side, at)
        limit = plot.upper[at] if side == "high" else plot.lower[at]
        block = plot.passed_in(side, at)
        where = "" if block is None else f", among the cases {block.first:,} to {block.last:,} of {plot.n[at]:,.0f}"
        words = f"The statistic passed its limit of {limit:.3g} in {period}{where}, after rising since "
        words += stretch.labels[start]
        if side == "low":
            words = words.replace("rising", "falling")
        return Signal(name, period, stretch.labels[start], side, words)
    if name in RULES:
        rule = RULES[name]
        start = began(rule, plot.z, at, side)
        if rule.pattern not in ("beyond", "trend"):
            side = "both"
        text = rule.words[1 if side == "low" else 0]
    else:
        start = run_began(name, plot.value, float(plot.centre[at]), at)
        text = _RUN_WORDS[name][1 if side == "low" else 0]
        side = "both" if name in ("runs", "anhoej_crossings") else side
    first = stretch.labels[start]
    return Signal(name, period, first, side, f"{text}, {period}" if first == period else f"{text}, {first} to {period}")


_RUN_WORDS = {
    "shift": ("Six or more points in a row above the median", "Six or more points in a row below the median"),
    "trend": ("Five or more points in a row rising", "Five or more points in a row falling"),
    "runs": ("Fewer or more runs about the median than chance gives",) * 2,
    "anhoej_longest_run": ("Unusually long run above the median", "Unusually long run below the median"),
    "anhoej_crossings": ("Fewer crossings of the median than chance gives",) * 2,
}
