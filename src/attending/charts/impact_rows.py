"""The numbers of an impact evaluation's charts as tables of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.analytics.impact.panel import Cell, Period, ordinal
from attending.analytics.impact.result import Effect, ImpactResult
from attending.charts.control_rows import in_words
from attending.charts.impact_answers import decimals, digits_for, with_interval
from attending.charts.numbers import decimal, month_name
from attending.charts.rows import Column, Table


def period_text(period: Period) -> str:
    """A month by name, a number as it is."""
    return month_name(period) if isinstance(period, str) else str(period)


def counterfactual(result: ImpactResult, *, unit: str) -> Table:
    """One row a period: observed, and expected without the change with its interval."""
    points = result.counterfactual
    digits = decimals(max((abs(point.high - point.low) for point in points), default=1.0) / 2)
    return Table(
        f"Observed and expected by period, in {unit}; 95 % intervals of what was expected",
        (
            Column("Period", False),
            Column("Observed", True),
            Column("Expected without it", True),
            Column("With the tool", False),
        ),
        tuple(
            (
                period_text(point.period),
                decimal(point.observed, digits),
                f"{decimal(point.expected, digits)} ({decimal(point.low, digits)} to {decimal(point.high, digits)})",
                "left out" if not point.used else "yes" if point.treated else "no",
            )
            for point in points
        ),
    )


def effects(found: Sequence[Effect], caption: str) -> Table:
    """One row an effect with interval, P value and what it rests on; without an estimate, why."""
    columns = (Column("Effect", False), Column("Estimate (95 % interval)", True), Column("P", True))
    rows = [(in_words(each.title), _told(each), _p(each)) for each in found]
    return Table(caption, columns, tuple(rows))


def rollout(cells: Sequence[Cell], starts: Mapping[str, Period | None], shown: Mapping[str, Sequence[float]]) -> Table:
    """One row a unit: from when it had the tool, and its mean before and since."""
    first = min(ordinal(cell.period) for cell in cells)
    rows = []
    for unit, start in starts.items():
        values = shown[unit]
        begun = len(values) if start is None else min(ordinal(start) - first, len(values))
        rows.append(
            (unit, "never" if start is None else period_text(start), _mean(values[:begun]), _mean(values[begun:]))
        )
    columns = (Column("Unit", False), Column("Start", False), Column("Mean before", True), Column("Mean since", True))
    return Table("Units, when each started, and the mean of its periods before and since", columns, tuple(rows))


def with_and_without(
    periods: Sequence[Period], starts: Mapping[str, Period | None], shown: Mapping[str, Sequence[float]]
) -> list[tuple[list[float], list[float]]]:
    """For each period the values of the units that had it by then, and of those that had not."""
    found = []
    for place, period in enumerate(periods):
        having = {unit for unit, start in starts.items() if start is not None and ordinal(start) <= ordinal(period)}
        found.append(
            (
                [values[place] for unit, values in shown.items() if unit in having],
                [values[place] for unit, values in shown.items() if unit not in having],
            )
        )
    return found


def unit_means(
    periods: Sequence[Period],
    starts: Mapping[str, Period | None],
    shown: Mapping[str, Sequence[float]],
    *,
    unit: str,
) -> Table:
    """One row a period: the mean of the units that had it by then, and of the others."""
    columns = (
        Column("Period", False),
        Column("Units with it", True),
        Column("Their mean", True),
        Column("Units without it", True),
        Column("Their mean without it", True),
    )
    rows = tuple(
        (period_text(period), str(len(having)), _mean(having), str(len(others)), _mean(others))
        for period, (having, others) in zip(periods, with_and_without(periods, starts, shown), strict=True)
    )
    return Table(f"Means of units by period, in {unit}; every unit counts the same", columns, rows)


def mean_text(values: Sequence[float]) -> str:
    """The mean of units; "none" where there are no units."""
    return _mean(values)


def _mean(values: Sequence[float]) -> str:
    if not values:
        return "none"
    mean = sum(values) / len(values)
    return decimal(mean, min(decimals(abs(mean)) + 1, 4))


def _told(effect: Effect) -> str:
    if effect.value is None or effect.low is None:
        told = f"{decimal(effect.value, digits_for(effect))}. " if effect.value is not None else ""
        return f"{told}{effect.reason or 'Not estimable'}"
    return with_interval(effect)


def _p(effect: Effect) -> str:
    if effect.p is None:
        return ""
    return "< 0.001" if effect.p < 0.001 else decimal(effect.p, 3)
