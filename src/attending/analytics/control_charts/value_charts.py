"""Charts of counts and values: what is plotted, and what the baseline says of the place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from attending.analytics.control_charts import accumulating, shewhart
from attending.analytics.control_charts.chart import LocalSetting
from attending.analytics.control_charts.design import ACCUMULATING, ChartDesign
from attending.analytics.control_charts.period_data import EventCount, Measurement
from attending.analytics.control_charts.rules import Flags, Floats
from attending.analytics.control_charts.stretch import Plot, Stretch

Rows = Sequence[EventCount | Measurement]


def value_plot(design: ChartDesign, stretch: Stretch, rows: Rows) -> Plot | str:
    """What is plotted, or why not."""
    n = np.asarray([row.n for row in rows], dtype=np.float64)
    value, error = _values(rows)
    if design.kind == "measured" and bool(np.any(np.isnan(error) & ~np.isnan(value))):
        raise ValueError("A chart of a measure with its own error needs a standard error for every value.")
    if design.kind in ("g", "t") and bool(np.any(value < 0)):
        raise ValueError("The count or time between two events cannot be negative.")
    usable = stretch.in_baseline & ~np.isnan(value)
    reason = _flat(design, rows, value, usable)
    if reason is not None:
        return reason
    chart = _standardised(design, rows, value, error, usable)
    if design.kind not in ACCUMULATING:
        if design.kind != "run" and not bool(np.any(chart.z[usable] != 0)):
            return "The baseline does not vary, so that nothing says what is unusual"
        return Plot(n, value, chart.value, chart.centre, chart.lower, chart.upper, chart.z)
    return _accumulated(design, stretch, n, value, chart.z)


def value_setting(design: ChartDesign, stretch: Stretch, rows: Rows) -> LocalSetting:
    """Volume, rate, errors and dispersion of the baseline."""
    value, error = _values(rows)
    usable = stretch.in_baseline & ~np.isnan(value)
    n = np.asarray([row.n for row in rows], dtype=np.float64)[usable]
    volume = tuple(np.maximum(n, 1e-9).tolist())
    periods = int(usable.sum())
    if isinstance(rows[0], EventCount):
        events = np.asarray([row.events for row in rows if isinstance(row, EventCount)], dtype=np.float64)[usable]
        rate = float(events.sum() / n.sum())
        spread = rate * (1 - rate if design.kind in ("p", "p_prime") else 1)
        z = (value[usable] - rate) / np.sqrt(spread / n)
        dispersion = float(shewhart.moving_range_sigma(z)[0]) if design.kind.endswith("_prime") else 1.0
        return LocalSetting(volume, rate=rate, dispersion=dispersion, baseline_periods=periods)
    if design.kind == "g":
        return LocalSetting(volume, rate=1 / (1 + float(value[usable].mean())), baseline_periods=periods)
    if design.kind == "measured" or (design.kind in ACCUMULATING and _with_errors(value, error)):
        chart = shewhart.measured(value[usable], error[usable], np.ones(periods, dtype=np.bool_))
        raw = (value[usable] - chart.centre) / error[usable]
        dispersion = float(shewhart.moving_range_sigma(raw)[0])
        errors = tuple(error[usable].tolist())
        return LocalSetting(volume, standard_error=errors, dispersion=dispersion, baseline_periods=periods)
    return LocalSetting(volume, baseline_periods=periods)


def _values(rows: Rows) -> tuple[Floats, Floats]:
    """Values and standard errors, NaN where there is none."""
    value, error = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    for i, row in enumerate(rows):
        if isinstance(row, EventCount):
            if row.events < 0 or row.n < 0:
                raise ValueError(f"{row.period}: counts cannot be negative.")
            value[i] = row.events / row.n if row.n > 0 else np.nan
            continue
        value[i] = np.nan if row.value is None else row.value
        error[i] = np.nan if row.standard_error is None else row.standard_error
        if row.standard_error is not None and not row.standard_error > 0:
            raise ValueError(f"{row.period}: a standard error is above 0, not {row.standard_error}.")
    return value, error


def _with_errors(value: Floats, error: Floats) -> bool:
    return not bool(np.any(np.isnan(error) & ~np.isnan(value)))


def _flat(design: ChartDesign, rows: Rows, value: Floats, usable: Flags) -> str | None:
    if not isinstance(rows[0], EventCount):
        if design.kind == "g" and float(value[usable].sum()) == 0:
            return "Every opportunity of the baseline was an event: use a p chart"
        return None
    events = sum(row.events for row, inside in zip(rows, usable, strict=True) if inside and isinstance(row, EventCount))
    n = sum(row.n for row, inside in zip(rows, usable, strict=True) if inside)
    if events == 0:
        return f"No events among {n:,.0f} in the baseline; use a g or t chart for events this rare"
    if design.kind in ("p", "p_prime"):
        if any(isinstance(row, EventCount) and row.events > row.n for row in rows):
            raise ValueError("A p chart cannot have more events than patients: use a u chart.")
        if events == n:
            return f"Every one of {n:,.0f} in the baseline had the event; the chart needs some without"
    return None


def _standardised(
    design: ChartDesign, rows: Rows, value: Floats, error: Floats, usable: Flags
) -> shewhart.Standardised:
    if isinstance(rows[0], EventCount):
        n = np.asarray([row.n for row in rows], dtype=np.float64)
        events = np.asarray([row.events for row in rows if isinstance(row, EventCount)], dtype=np.float64)
        counted = shewhart.proportion if design.kind in ("p", "p_prime") else shewhart.per_exposure
        return counted(events, n, usable, laney=design.kind.endswith("_prime"), exact=design.exact_limits)
    if design.kind == "g":
        return shewhart.between_events(value, usable, exact=design.exact_limits)
    if design.kind == "t":
        return shewhart.time_between(value, usable)
    if design.kind == "run":
        return shewhart.about_median(value, usable)
    if design.kind == "measured" or (design.kind in ACCUMULATING and _with_errors(value, error)):
        return shewhart.measured(value, error, usable)
    return shewhart.individuals(value, usable)


def _accumulated(design: ChartDesign, stretch: Stretch, n: Floats, observed: Floats, z: Floats) -> Plot | str:
    if not bool(np.any(z[stretch.in_baseline & ~np.isnan(z)] != 0)):
        return "The baseline does not vary, so that nothing says what is unusual"
    at = np.flatnonzero((np.arange(len(z)) >= stretch.first_monitored) & ~np.isnan(z))
    value, centre, scale = (np.full(len(z), np.nan) for _ in range(3))
    centre[at] = 0.0
    if design.kind == "ewma":
        value[at] = accumulating.ewma(z[at], design.weight)
        scale[at] = accumulating.ewma_deviation(len(at), design.weight)
        return Plot(n, observed, value, centre, scale, scale, value)
    downward = value.copy()
    up, down = accumulating.tabular_cusum(z[at], design.allowance)
    value[at], downward[at], scale[at] = up, -down, 1.0
    return Plot(n, observed, value, centre, scale, scale, value, downward)
