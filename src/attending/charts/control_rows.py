"""The answer a control chart or a funnel gives, its numbers in words, and the table below it."""

from __future__ import annotations

import re
from typing import Final

from attending.analytics.catalogs import measures
from attending.analytics.control_charts import ChartPoint, ControlChart, FunnelChart, FunnelPoint
from attending.charts.numbers import amount, decimal, joined, month_name
from attending.charts.rows import Column, Table

RUNNING: Final = ("ewma", "cusum", "ra_cusum", "ra_vlad", "vlad", "calibration_cusum", "calibration_ewma")
"""Kinds that plot a running statistic instead of the measure itself."""

_NAMED: Final = 3
_MONTH: Final = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?\b")


def shown(chart: ControlChart, value: float) -> str:
    """A plotted value: in the measure's own unit where the measure is plotted."""
    if chart.kind in RUNNING:
        return decimal(value, 1 if abs(value) >= 10 else 2)
    if chart.measure not in measures():
        return plain(value)
    return amount(chart.measure, value)


def answer(chart: ControlChart, name: str) -> str:
    """Does it signal, and would it have by now? `name` is the measure as a reader knows it."""
    if chart.reason is not None:
        return f"{name}: cannot be judged yet. {chart.reason}"
    baseline = {point.period for point in chart.points if point.in_baseline}
    signals = [signal for signal in chart.signals if signal.period not in baseline]
    if signals:
        newest = signals[-1]
        more = f"; {len(signals)} signals in all" if len(signals) > 1 else ""
        return f"{name}: signal. {in_words(newest.words)}{more}"
    last = len(chart.phases) - 1
    judged = sum(1 for point in chart.points if point.phase == last and not point.in_baseline and point.n > 0)
    if not judged:
        return f"{name}: the baseline is set; no {entry(chart)} has been judged yet"
    return f"{name}: no signal in {entries(chart, judged)}; {_sight(chart, judged)}"


def entry(chart: ControlChart) -> str:
    """What one point stands for."""
    return "event" if chart.kind in ("g", "t") else "month"


def entries(chart: ControlChart, count: int) -> str:
    return f"{count} {entry(chart)}{'s' if count > 1 else ''}"


def _sight(chart: ControlChart, judged: int) -> str:
    setup = chart.setups[-1]
    found = setup.detection if setup is not None else None
    if found is None:
        return "no harm was named that it should find"
    words = found.harm.words
    harm = words[:1].lower() + words[1:] if words.startswith(("Odds ", "Observed ")) else words
    if found.p90_periods is None:
        return f"{harm} can stay unseen for more than {entries(chart, found.horizon)}"
    months = entries(chart, found.p90_periods)
    if judged >= found.p90_periods:
        return f"{harm} would have been seen within {months}, nine times in ten"
    return f"too early to tell: {harm} takes up to {months} to be seen, nine times in ten"


def in_words(words: str) -> str:
    """A signal's words with its months by name."""
    return _MONTH.sub(lambda found: month_name(found[0]), words)


def points(chart: ControlChart, name: str) -> Table:
    """One row a month: what was observed, what is judged, its limits, and what it showed."""
    running = chart.kind in RUNNING
    columns = [Column(entry(chart).capitalize(), False), Column("n", True), Column(name, True)]
    if running:
        columns.append(Column("Statistic", True))
    columns += [Column("Limits", True), Column("Verdict", False)]
    rows = []
    for point in chart.points:
        observed = "no value"
        if point.observed is not None:
            observed = amount(chart.measure, point.observed) if chart.measure in measures() else plain(point.observed)
        cells = [month_name(point.period), f"{point.n:,.0f}", observed]
        if running:
            cells.append(_statistic(chart, point))
        rows.append((*cells, _limits(chart, point), verdict(chart, point)))
    return Table(f"{name} by {entry(chart)}: {chart.method}", tuple(columns), tuple(rows))


def plain(value: float) -> str:
    """What was observed, where the catalog knows no unit: about three digits."""
    size = abs(value)
    return decimal(value, 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.1 else 4)


def verdict(chart: ControlChart, point: ChartPoint) -> str:
    """What a month showed, in words."""
    if point.flags:
        return "signal in the baseline" if point.in_baseline else "signal"
    if point.in_baseline:
        return "baseline"
    if point.observed is None:
        return "no data"
    return "not judged" if chart.phases[point.phase].reason else "no signal"


def _statistic(chart: ControlChart, point: ChartPoint) -> str:
    if point.value is None:
        return "none"
    if point.downward is None:
        return shown(chart, point.value)
    return f"{shown(chart, point.value)} up, {shown(chart, point.downward)} down"


def _limits(chart: ControlChart, point: ChartPoint) -> str:
    if point.lower is None and point.upper is None:
        return "none"
    ends = ["none" if end is None else shown(chart, end) for end in (point.lower, point.upper)]
    return f"{ends[0]} to {ends[1]}"


def funnel_answer(chart: FunnelChart, name: str) -> str:
    """Does any unit stand apart from the others?"""
    if chart.reason is not None:
        return f"{name} by unit: cannot be judged. {chart.reason}"
    units = len(chart.points)
    beyond = [point for point in chart.points if point.beyond == 0.998]
    if not beyond:
        near = [point.unit for point in chart.points if point.beyond is not None]
        tail = f"; {joined(near)} beyond 95 %, as one in twenty is by chance" if 0 < len(near) <= _NAMED else ""
        many = f"none of {units} units lies" if units > 1 else "the one unit does not lie"
        return f"{name} by unit: {many} beyond the 99.8 % limits{tail}"
    told = [f"{point.unit} ({point.side}, {decimal(point.value or 0.0, 2)})" for point in beyond]
    if len(told) > _NAMED:
        return f"{name} by unit: {len(told)} of {units} units lie beyond the 99.8 % limits"
    return f"{name} by unit: {joined(told)} beyond the 99.8 % limits"


def funnel_points(chart: FunnelChart, name: str) -> Table:
    """One row a unit."""
    rows = tuple(
        (
            point.unit,
            f"{point.observed:,}",
            decimal(point.size, 1),
            "not judged" if point.value is None else decimal(point.value, 2),
            *_pairs(point),
            unit_verdict(point),
        )
        for point in chart.points
    )
    columns = (
        Column("Unit", False),
        Column("Events", True),
        Column("Expected", True),
        Column(name, True),
        Column("95 % limits", True),
        Column("99.8 % limits", True),
        Column("Verdict", False),
    )
    return Table(f"{name} by unit: {chart.method}", columns, rows)


def unit_verdict(point: FunnelPoint) -> str:
    """Where a unit stands, in words."""
    if point.value is None:
        return "not judged"
    if point.beyond is None:
        return "within both limits"
    return f"{point.side}, beyond {'99.8' if point.beyond == 0.998 else '95'} %"


def _pairs(point: FunnelPoint) -> tuple[str, str]:
    if point.low is None or point.high is None:
        return "none", "none"
    first, second = (
        f"{decimal(low, 2)} to {decimal(high, 2)}" for low, high in zip(point.low, point.high, strict=True)
    )
    return first, second
