"""Groups compared with everyone else, as rows ready to print. The numbers describe; they do not judge."""

from __future__ import annotations

from collections.abc import Sequence

from attending.analytics.catalogs import measures
from attending.analytics.equity import EquityReview, Gap, GroupComparison, PooledComparison, Simultaneous
from attending.analytics.estimate import Estimate
from attending.charts.group_rows import difference_text, span_of_difference, told_simultaneous
from attending.charts.numbers import decimal
from attending.documents.grid import Grid
from attending.review.report.figures import cell
from attending.ui import formats


def equity_grids(equity: EquityReview | None) -> list[Grid]:
    """One table for each measure and threshold, the gaps, and what comparing within the control's levels gave."""
    if equity is None:
        return []
    found = [_differences(equity.comparisons, key, equity.multiplicity) for key in keys_of(equity)]
    found.append(gap_grid(equity.gaps))
    if equity.pooled:
        found.append(pooled_grid(equity.pooled))
        found.append(within_grid(equity.within))
    return found


def keys_of(equity: EquityReview) -> list[tuple[str, str]]:
    """Each measure compared, with its threshold as text, in the order compared."""
    return list(dict.fromkeys((each.measure, at(each.threshold)) for each in equity.comparisons))


def at(threshold: object) -> str:
    """A threshold as text; nothing without one."""
    return "" if threshold is None else f"{threshold}"


def name_of(measure: str, threshold: object) -> str:
    """The measure's short name, at its threshold if it has one."""
    short = measures()[measure].short
    return short if threshold in (None, "") else f"{short} at {threshold}"


def differences_of(equity: EquityReview, measure: str, threshold: object = None) -> list[GroupComparison]:
    """The comparisons of one measure at one threshold."""
    return [c for c in equity.comparisons if (c.measure, at(c.threshold)) == (measure, at(threshold))]


def _differences(comparisons: Sequence[GroupComparison], key: tuple[str, str], note: str) -> Grid:
    chosen = [c for c in comparisons if (c.measure, at(c.threshold)) == key]
    rows: list[tuple[str, ...]] = [
        (
            each.attribute,
            each.level,
            cell(each.of_level),
            cell(each.of_reference),
            f"{each.of_level.n:,}",
            f"{each.of_level.events:,}",
            difference_text(each),
            _simultaneous(each.measure, each.simultaneous_difference),
            _ratio(each.ratio),
            _p(each.p_holm),
            lacking(each),
        )
        for each in chosen
    ]
    columns: tuple[str, ...] = (
        "Attribute",
        "Group",
        "Group's value",
        "Everyone else's",
        "n",
        "Events",
        "Difference",
        "Simultaneous interval",
        "Ratio",
        "Adjusted p",
        "What is missing",
    )
    numeric: tuple[int, ...] = tuple(range(2, 10))
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Grid(f"{name_of(*key)}: groups less everyone else", columns, rows, numeric, note)


def lacking(each: GroupComparison | PooledComparison) -> str:
    """Why there is no number: how many more of what are needed."""
    if each.shortfalls:
        return f"Not enough data yet: {'; '.join(needed(each))}"
    return each.difference.reason or ""


def needed(each: GroupComparison | PooledComparison) -> list[str]:
    """Such as "12 more events needed (38 of 50)"."""
    return [
        f"{short.more:,} more {short.unit} needed ({short.have:,} of {short.needed:,})"
        + ("" if short.group == each.level else f" in {short.group}")
        for short in each.shortfalls
    ]


def gap_grid(gaps: Sequence[Gap]) -> Grid:
    """The levels farthest apart of every attribute and measure."""
    rows = [
        (
            name_of(each.measure, at(each.threshold)),
            each.attribute,
            each.best or "",
            each.worst or "",
            _difference(each.measure, each.difference),
            f"{each.levels:,}",
            _p(each.p),
            ", ".join(each.left_out),
        )
        for each in gaps
    ]
    columns = (
        "Measure",
        "Attribute",
        "Best or lowest",
        "Worst or highest",
        "Worst less best",
        "Groups",
        "p",
        "Too few data",
    )
    note = (
        "The pair was picked by its values, so its interval is simultaneous over every pair of groups; p tests that "
        "all groups with enough data are alike (Cochran's Q)."
    )
    return Grid("Groups farthest apart", columns, rows, (4, 5, 6), note)


def pooled_grid(pooled: Sequence[PooledComparison]) -> Grid:
    """Each group against everyone else inside the levels of the control, pooled, and whether the levels agree."""
    rows = [
        (
            name_of(each.measure, at(each.threshold)),
            each.attribute,
            each.level,
            f"{each.strata:,}",
            _difference(each.measure, each.difference),
            _p(each.p_holm),
            "" if each.i_squared is None else formats.percent(each.i_squared, 0),
            _p(each.heterogeneity_p),
            lacking(each),
        )
        for each in pooled
    ]
    columns = (
        "Measure",
        "Attribute",
        "Group",
        "Levels",
        "Pooled difference",
        "Adjusted p",
        "I-squared",
        "p, levels alike",
        "What is missing",
    )
    control = pooled[0].control if pooled else ""
    note = (
        "I-squared is the share of the spread between levels beyond chance. Where the levels do not tell the same "
        "story the pooled number hides that: read the levels one by one."
    )
    return Grid(f"Compared within {control} and pooled", columns, rows, (3, 4, 5, 6, 7), note)


def within_grid(within: Sequence[GroupComparison]) -> Grid:
    """The comparisons inside each level of the control that have a number."""
    known = [each for each in within if each.difference.value is not None]
    rows = [
        (
            name_of(each.measure, at(each.threshold)),
            each.within or "",
            each.attribute,
            each.level,
            f"{each.of_level.n:,}",
            difference_text(each),
            _simultaneous(each.measure, each.simultaneous_difference),
        )
        for each in known
    ]
    columns = ("Measure", "Within", "Attribute", "Group", "n", "Difference", "Simultaneous interval")
    few = len(within) - len(known)
    note = f"{few:,} comparisons inside a level have not enough data yet." if few else ""
    return Grid("Level by level", columns, rows, (4, 5, 6), note)


def _difference(measure: str, estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return estimate.reason or ""
    return span_of_difference(measure, estimate.value, estimate.low, estimate.high)


def _simultaneous(measure: str, found: Simultaneous | None) -> str:
    return "" if found is None else told_simultaneous(measure, found)


def _ratio(estimate: Estimate) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return ""
    return f"{decimal(estimate.value, 2)} ({decimal(estimate.low, 2)} to {decimal(estimate.high, 2)})"


def _p(p: float | None) -> str:
    return "" if p is None else formats.p_value(p)
