"""The numbers of a chart as a table of words: what a page shows below it and a reader can copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from attending.analytics import Estimate, ScoreComparison, StratumPerformance
from attending.analytics.catalogs import measures
from attending.charts.estimates import by_month, estimate_of
from attending.charts.numbers import decimal, month_name, months_between, percent, with_interval

_AT_THRESHOLD = ("flag_rate", "sensitivity", "specificity", "ppv", "npv", "nne", "net_benefit")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and whether its cells are numbers (to be right-aligned)."""

    label: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, columns and rows of text; every row has one cell a column."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def calibration(performance: StratumPerformance) -> Table:
    """One row a group of neighbouring scores."""
    return Table(
        "Predicted and observed risk by group of score, 95 % intervals",
        _columns("Group", "Predicted", "Observed (95 % interval)", "n", "Events"),
        tuple(
            (
                f"{number}",
                percent(point.mean_score),
                f"{percent(point.observed)} ({percent(point.low)} to {percent(point.high)})",
                f"{point.n:,}",
                f"{point.events:,}",
            )
            for number, point in enumerate(performance.calibration, start=1)
        ),
    )


def months(months: Sequence[StratumPerformance], measure: str, *, threshold: Decimal | None = None) -> Table:
    """One row a calendar month, those without rows too."""
    found = by_month(months)
    calendar = months_between(min(found), max(found)) if found else ()
    rows = []
    for month in calendar:
        if month in found:
            rows.append((month_name(month), *_cells(estimate_of(found[month], measure, threshold))))
        else:
            rows.append((month_name(month), "no data", "0", "0"))
    return Table(_caption(measure, threshold, "by month"), _columns("Month", *_told(measure)), tuple(rows))


def subgroups(
    subgroups: Sequence[StratumPerformance],
    measure: str,
    overall: StratumPerformance,
    *,
    threshold: Decimal | None = None,
) -> Table:
    """Everyone, then one row a level; a level without an estimate says why."""
    rows = [("Everyone", "all", *_cells(estimate_of(overall, measure, threshold)))]
    rows += [(group.attribute, group.level, *_cells(estimate_of(group, measure, threshold))) for group in subgroups]
    columns = (Column("Attribute", False), *_columns("Level", *_told(measure)))
    return Table(_caption(measure, threshold, "by subgroup"), columns, tuple(rows))


def thresholds(performance: StratumPerformance) -> Table:
    """One row a threshold with the four counts and every measure."""
    names = tuple(measures()[name].short for name in _AT_THRESHOLD)
    return Table(
        "Performance at thresholds, 95 % intervals; flagged means a score at or above the threshold",
        tuple(Column(label, True) for label in ("Threshold", "TP", "FP", "FN", "TN", *names)),
        tuple(
            (
                f"{point.threshold}",
                *(f"{count:,}" for count in (point.tp, point.fp, point.fn, point.tn)),
                *(_told_value(point.measures[name]) if name in point.measures else "" for name in _AT_THRESHOLD),
            )
            for point in performance.at_thresholds
        ),
    )


def decision_curve(performance: StratumPerformance) -> Table:
    """One row a threshold probability: net true positives per 100 patients."""
    return Table(
        "Net benefit: true positives per 100 patients, net of false ones; treating no one is 0",
        tuple(Column(label, True) for label in ("Threshold", "Act on score (95 % interval)", "Act on everyone")),
        tuple(
            (
                f"{point.threshold}",
                f"{decimal(point.net_benefit * 100, 2)} "
                f"({decimal(point.low * 100, 2)} to {decimal(point.high * 100, 2)})",
                decimal(point.treat_all * 100, 2),
            )
            for point in performance.decision_curve
        ),
    )


def comparison(pair: ScoreComparison, *, model: str = "Model", comparator: str = "Comparator") -> Table:
    """One row a measure, the two scores side by side."""
    names = [name for name in measures() if name in pair.model.measures]
    return Table(
        f"Two scores on the same {pair.model.labelled:,} labelled rows, {pair.model.events:,} events, 95 % intervals",
        _columns("Measure", model, comparator),
        tuple(
            (
                measures()[name].title,
                _told_value(estimate_of(pair.model, name)),
                _told_value(estimate_of(pair.comparator, name)),
            )
            for name in names
        ),
    )


def _columns(first: str, *numeric: str) -> tuple[Column, ...]:
    return (Column(first, False), *(Column(label, True) for label in numeric))


def _told(measure: str) -> tuple[str, str, str]:
    return f"{measures()[measure].short} (95 % interval)", "n", "Events"


def _caption(measure: str, threshold: Decimal | None, by: str) -> str:
    at = "" if threshold is None else f" at threshold {threshold}"
    return f"{measures()[measure].title}{at} {by}"


def _cells(estimate: Estimate) -> tuple[str, str, str]:
    return _told_value(estimate), f"{estimate.n:,}", f"{estimate.events:,}"


def _told_value(estimate: Estimate) -> str:
    return estimate.reason or "not estimable" if estimate.value is None else with_interval(estimate)
