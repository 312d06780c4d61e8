"""The charts of a review: each titled with its answer, with its numbers as a table below, drawn once per process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from attending import charts
from attending.analytics import PerformanceReview, ScoreComparison, StratumPerformance
from attending.analytics.alert_burden import CapacityPoint
from attending.analytics.equity import GroupComparison
from attending.charts import KnownEvent, group_rows, rows
from attending.program.registries.limits import AgreedLimits
from attending.review.report import beside, groups
from attending.review.report.figures import Grid
from attending.review.report.words import window_text
from attending.review.rules.standing import drawn, limits_of
from attending.review.supplements import Supplements
from attending.review.workload import at_capacity, usual_capacities
from attending.ui.parts import DataTable, Figure

if TYPE_CHECKING:
    import altair as alt

GROUPS = "Does it work for everybody?"
BESIDE = "Does it do better than those who decide?"

Draw: TypeAlias = "Callable[[int], alt.LayerChart]"


@dataclass(frozen=True)
class Recorded:
    """A recorded review with all that its charts show; a review never changes, so its identifier stands for it."""

    uid: UUID
    review: PerformanceReview = field(compare=False, repr=False)
    agreed: tuple[AgreedLimits, ...]
    events: tuple[KnownEvent, ...]
    comparator: str
    beside: Supplements = field(default_factory=Supplements, compare=False, repr=False)
    act_at: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Charts that answer one question; they stand beside one another."""

    title: str
    figures: tuple[Figure, ...]
    note: str = ""
    tables: tuple[NumberTable, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberTable:
    """One table of numbers, closed until somebody opens it."""

    title: str
    note: str
    table: DataTable


@lru_cache(maxsize=64)
def shelves(recorded: Recorded) -> tuple[Shelf, ...]:
    """Every chart of a review, in the order in which a reader asks."""
    review, overall = recorded.review, recorded.review.overall
    calibration = _paired(lambda width: charts.calibration(overall, width=width), rows.calibration(overall))
    found = [
        Shelf("Are its risks right?", (calibration, _by_month(recorded, "oe", _paired))),
        Shelf("Does it still tell who is at risk?", _discrimination(recorded)),
    ]
    if review.subgroups:
        found.append(_groups(recorded))
    if review.comparator is not None:
        found.append(_against_comparator(recorded, review.comparator))
    if review.thresholds:
        threshold = _paired(lambda width: charts.threshold_table(overall, width=width), rows.thresholds(overall))
        curve = _paired(lambda width: charts.decision_curve(overall, width=width), rows.decision_curve(overall))
        figures = [threshold, curve]
        if review.comparator is None:
            figures.append(_avoided(overall, None, ""))
        found.append(Shelf("What does acting on it bring?", tuple(figures)))
    return tuple(found)


def _discrimination(recorded: Recorded) -> tuple[Figure, ...]:
    """AUROC by month."""
    return (_by_month(recorded, "auroc", _alone),)


def _groups(recorded: Recorded) -> Shelf:
    """Every group's own values, then what sets it apart from everyone else, then the widest gaps."""
    review, equity = recorded.review, recorded.beside.equity
    figures = [_forest(review, name) for name in ("auroc", "oe", "calibration_slope")]
    if equity is None:
        return Shelf(GROUPS, tuple(figures))
    wanted: list[tuple[str, Decimal | None]] = [("auroc", None), ("oe", None)]
    if review.thresholds:
        at = recorded.act_at if recorded.act_at in review.thresholds else review.thresholds[len(review.thresholds) // 2]
        wanted.append(("sensitivity", at))
    figures += [_differences(found) for name, at in wanted if (found := groups.differences_of(equity, name, at))]
    gaps = [each for each in equity.gaps if (each.measure, each.threshold) in wanted]
    tables = [number_table(groups.gap_grid(gaps))]
    pooled = [each for each in equity.pooled if (each.measure, each.threshold) in wanted]
    if pooled:
        tables.append(number_table(groups.pooled_grid(pooled)))
    return Shelf(GROUPS, tuple(figures), f"{equity.multiplicity} {equity.assumptions}", tuple(tables))


def _differences(found: Sequence[GroupComparison]) -> Figure:
    return _paired(lambda width: charts.group_differences(found, width=width), group_rows.group_differences(found))


def _against_comparator(recorded: Recorded, pair: ScoreComparison) -> Shelf:
    """Both scores on the rows that have both: measures, net benefit, interventions avoided, and the paired tests."""
    name = recorded.comparator
    figures = [
        _paired(
            lambda width: charts.score_comparison(pair, comparator=name, width=width),
            rows.comparison(pair, comparator=name.capitalize()),
        ),
        _paired(
            lambda width: charts.decision_curve(
                pair.model, comparator=pair.comparator, comparator_name=name, width=width
            ),
            rows.decision_curve(pair.model),
        ),
        _avoided(pair.model, pair.comparator, name),
    ]
    if pair.paired is None:
        return Shelf(BESIDE, tuple(figures))
    table = number_table(beside.paired_grid(pair.paired))
    return Shelf(BESIDE, tuple(figures), beside.paired_sentence(pair.paired, name), (table,))


def _avoided(side: StratumPerformance, other: StratumPerformance | None, name: str) -> Figure:
    return _paired(
        lambda width: charts.interventions_avoided(side, comparator=other, comparator_name=name, width=width),
        avoided_chart_table(side, other),
    )


def avoided_chart_table(side: StratumPerformance, other: StratumPerformance | None) -> rows.Table:
    """The numbers of interventions avoided; drawing is loaded at its first use."""
    from attending.charts.avoided_chart import avoided_table

    return avoided_table(side, comparator=other)


@lru_cache(maxsize=64)
def work_figure(recorded: Recorded, capacity: float | None) -> Figure | None:
    """Alerts a day by threshold, with the threshold that fits a capacity; None where the work was not counted."""
    work = recorded.beside.workload
    if work is None or not work.days:
        return None
    fitting = None if capacity is None else at_capacity(work, capacity)
    steps = [(step.threshold, step.flagged) for step in work.steps]
    used = [float(threshold) for threshold in recorded.review.thresholds]

    def draw(width: int) -> alt.LayerChart:
        return charts.alerts_by_threshold(steps, work.days, fitting=fitting, used=used, width=width)

    chart = draw(charts.NARROW)
    points = (*usual_capacities(work), *([fitting] if fitting is not None else []))
    grid = beside.capacity_grid(sorted(set_of(points), key=lambda point: point.capacity_per_day), work)
    table = DataTable(grid.columns, grid.rows, grid.heading, grid.numeric)
    return Figure(charts.answer_of(chart), charts.responsive_svg(draw), table, charts.note_of(chart))


def set_of(points: Sequence[CapacityPoint]) -> list[CapacityPoint]:
    """Each capacity once."""
    return list({point.capacity_per_day: point for point in points}.values())


def number_table(grid: Grid) -> NumberTable:
    """A grid as a table of the page."""
    return NumberTable(grid.heading, grid.note, DataTable(grid.columns, grid.rows, grid.heading, grid.numeric))


def _by_month(recorded: Recorded, measure: str, place: Callable[[Draw, rows.Table, str], Figure]) -> Figure:
    months = recorded.review.months
    agreed = limits_of(recorded.agreed, measure)
    limits = drawn(agreed) if agreed else None
    baseline = 1.0 if measure == "oe" and agreed is None else None
    note = ""
    if agreed and agreed.window_months > 1:
        note = f"The limits are agreed for {window_text(agreed.window_months)} together; single months vary more."

    def draw(width: int) -> alt.LayerChart:
        return charts.measure_by_month(
            months, measure, limits=limits, baseline=baseline, events=recorded.events, width=width
        )

    return place(draw, rows.months(months, measure), note)


def _forest(review: PerformanceReview, measure: str) -> Figure:
    return _paired(
        lambda width: charts.subgroup_forest(review.subgroups, measure, review.overall, width=width),
        rows.subgroups(review.subgroups, measure, review.overall),
    )


def _alone(draw: Draw, table: rows.Table, note: str = "") -> Figure:
    """A chart that has the page's width to itself."""
    return _figure(draw(charts.WIDE), charts.responsive_svg(draw), table, note)


def _paired(draw: Draw, table: rows.Table, note: str = "") -> Figure:
    """A chart that stands beside another: on every screen its column is as narrow as a phone."""
    chart = draw(charts.NARROW)
    return _figure(chart, f'<div class="chart-narrow">{charts.svg(chart)}</div>', table, note)


def _figure(chart: alt.LayerChart, svg: str, table: rows.Table, note: str = "") -> Figure:
    told = " ".join(part for part in (charts.note_of(chart), note) if part)
    return Figure(charts.answer_of(chart), svg, data_table(table), told)


def data_table(table: rows.Table) -> DataTable:
    """A chart's rows as a table of a page."""
    numeric = tuple(at for at, column in enumerate(table.columns) if column.numeric)
    return DataTable([column.label for column in table.columns], table.rows, table.caption, numeric)
