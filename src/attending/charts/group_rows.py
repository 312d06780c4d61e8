"""The numbers of a comparison of groups as words: differences with a sign, in points where the measure is a share."""

from collections.abc import Sequence

from attending.analytics.catalogs import measures
from attending.analytics.equity import GroupComparison, Simultaneous
from attending.charts.numbers import decimal, is_proportion
from attending.charts.rows import Column, Table


def signed(measure: str, value: float) -> str:
    """A difference of a measure, such as "+0.021" or "+3.4" (percentage points)."""
    digits = 1 if is_proportion(measure) else measures()[measure].digits
    text = decimal(value * 100 if is_proportion(measure) else value, digits)
    return f"+{text}" if value > 0 and float(text.replace(",", "")) != 0 else text


def unit(measure: str) -> str:
    """What a difference is counted in; nothing where it is the measure's own scale."""
    return "percentage points" if is_proportion(measure) else ""


def span_of_difference(measure: str, value: float, low: float, high: float) -> str:
    """Value and interval, such as "+0.02 (+0.01 to +0.05)"."""
    return f"{signed(measure, value)} ({signed(measure, low)} to {signed(measure, high)})"


def difference_text(each: GroupComparison) -> str:
    """The difference with its own interval; a dash without one."""
    found = each.difference
    if found.value is None or found.low is None or found.high is None:
        return "\N{EN DASH}"
    return span_of_difference(each.measure, found.value, found.low, found.high)


def told_simultaneous(measure: str, found: Simultaneous) -> str:
    """The interval that holds together with those of its family."""
    return f"{signed(measure, found.low)} to {signed(measure, found.high)}"


def short_of(each: GroupComparison) -> str:
    """What a group lacks, such as "not enough data yet: 12 more events needed"; nothing where there is a number."""
    if each.difference.value is not None:
        return ""
    if not each.shortfalls:
        return each.difference.reason or "not estimable"
    first = each.shortfalls[0]
    return f"not enough data yet: {first.more:,} more {first.unit} needed"


def group_differences(comparisons: Sequence[GroupComparison]) -> Table:
    """One row a group: what it is compared with, the difference with both intervals, n, events."""
    measure = comparisons[0].measure if comparisons else "auroc"
    counted = f", {unit(measure)}" if unit(measure) else ""
    columns = (
        Column("Attribute", False),
        Column("Group", False),
        Column(f"Difference{counted} (95 % interval)", True),
        Column("Simultaneous interval", True),
        Column("n", True),
        Column("Events", True),
    )
    rows = tuple(
        (
            each.attribute,
            each.level,
            short_of(each) or difference_text(each),
            "" if each.simultaneous_difference is None else told_simultaneous(measure, each.simultaneous_difference),
            f"{each.of_level.n:,}",
            f"{each.of_level.events:,}",
        )
        for each in comparisons
    )
    return Table(f"{measures()[measure].title}: each group less its reference", columns, rows)
