"""The charts of a review on their shelves: each shelf tells its answer in a line, each chart has its numbers below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from attending import charts
from attending.analytics import PerformanceReview, ScoreComparison, StratumPerformance
from attending.analytics.alert_burden import CapacityPoint
from attending.analytics.equity import GroupComparison
from attending.charts import KnownEvent, Limits, answers, group_rows, rows
from attending.charts.avoided_rows import avoided_table
from attending.documents.grid import Grid
from attending.program.registries.limits import AgreedLimits
from attending.review.presenters.sketches import Hang, Sketch, hang_all
from attending.review.report import beside, groups
from attending.review.report.figures import cell
from attending.review.report.words import window_text
from attending.review.rules.standing import limits_of, lines_of
from attending.review.supplements import Supplements
from attending.review.workload import Workload, at_capacity, usual_capacities
from attending.ui import formats
from attending.ui.parts import DataTable, Figure

if TYPE_CHECKING:
    import altair as alt

GROUPS = "Does it work for everybody?"
BESIDE = "Does it do better than those who decide?"


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
class NumberTable:
    """One table of numbers, closed until somebody opens it."""

    title: str
    note: str
    table: DataTable


@dataclass(frozen=True, slots=True)
class Shelf:
    """Charts that answer one question; they stand beside one another, and ``answer`` tells what they show.

    ``place`` is the shelf's name in the page's address. ``figures`` are the sketches as drawn.
    """

    place: str
    title: str
    answer: str
    sketches: tuple[Sketch, ...]
    figures: tuple[Figure, ...] = ()
    note: str = ""
    tables: tuple[NumberTable, ...] = ()

    def hung(self, hang: Hang) -> Shelf:
        """The shelf with its figures."""
        return replace(self, figures=hang_all(self.sketches, hang))


@lru_cache(maxsize=64)
def shelves(recorded: Recorded) -> tuple[Shelf, ...]:
    """Every chart of a review, in the order in which a reader asks; none is drawn yet."""
    review = recorded.review
    found = [_calibration(recorded), _discrimination(recorded)]
    if review.subgroups:
        found.append(_groups(recorded))
    if review.comparator is not None:
        found.append(_against_comparator(recorded, review.comparator))
    if review.thresholds:
        found.append(_acting(review))
    return tuple(found)


def _calibration(recorded: Recorded) -> Shelf:
    """Predicted against observed, and O:E by month."""
    overall = recorded.review.overall
    curve = Sketch(
        "calibration", lambda width: charts.calibration(overall, width=width), data_table(rows.calibration(overall))
    )
    told = f"{answers.calibration(overall)}. {_newest(recorded, 'oe')}."
    return Shelf("calibration", "Are its risks right?", told, (curve, _by_month(recorded, "oe")))


def _discrimination(recorded: Recorded) -> Shelf:
    """AUROC by month."""
    auroc = recorded.review.overall.measures["auroc"]
    known = f"AUROC {cell(auroc)}, n {auroc.n:,}" if auroc.estimable else f"AUROC not estimable. {auroc.reason}"
    told = f"{known}. {_newest(recorded, 'auroc')}."
    sketches = (_by_month(recorded, "auroc", alone=True),)
    return Shelf("discrimination", "Does it still tell who is at risk?", told, sketches)


def _groups(recorded: Recorded) -> Shelf:
    """Every group's own values, then what sets it apart from everyone else, then the widest gaps."""
    review, equity = recorded.review, recorded.beside.equity
    told = ". ".join(answers.subgroup_forest(review.subgroups, name, review.overall) for name in ("auroc", "oe"))
    sketches = [_forest(review, name) for name in ("auroc", "oe", "calibration_slope")]
    if equity is None:
        return Shelf("groups", GROUPS, f"{told}.", tuple(sketches))
    wanted: list[tuple[str, Decimal | None]] = [("auroc", None), ("oe", None)]
    if review.thresholds:
        at = recorded.act_at if recorded.act_at in review.thresholds else review.thresholds[len(review.thresholds) // 2]
        wanted.append(("sensitivity", at))
    sketches += [_differences(name, found) for name, at in wanted if (found := groups.differences_of(equity, name, at))]
    gaps = [each for each in equity.gaps if (each.measure, each.threshold) in wanted]
    tables = [number_table(groups.gap_grid(gaps))]
    pooled = [each for each in equity.pooled if (each.measure, each.threshold) in wanted]
    if pooled:
        tables.append(number_table(groups.pooled_grid(pooled)))
    note = f"{equity.multiplicity} {equity.assumptions}"
    return Shelf("groups", GROUPS, f"{told}.", tuple(sketches), note=note, tables=tuple(tables))


def _differences(measure: str, found: Sequence[GroupComparison]) -> Sketch:
    return Sketch(
        f"{measure}-differences",
        lambda width: charts.group_differences(found, width=width),
        data_table(group_rows.group_differences(found)),
    )


def _against_comparator(recorded: Recorded, pair: ScoreComparison) -> Shelf:
    """Both scores on the rows that have both: measures, net benefit, interventions avoided, and the paired tests."""
    name = recorded.comparator
    sketches = (
        Sketch(
            "comparison",
            lambda width: charts.score_comparison(pair, comparator=name, width=width),
            data_table(rows.comparison(pair, comparator=name.capitalize())),
        ),
        Sketch(
            "decision-curve-of-both",
            lambda width: charts.decision_curve(
                pair.model, comparator=pair.comparator, comparator_name=name, width=width
            ),
            data_table(rows.decision_curve(pair.model)),
        ),
        _avoided(pair.model, pair.comparator, name),
    )
    told = f"{answers.comparison(pair, comparator=name)}."
    if pair.paired is None:
        return Shelf("comparator", BESIDE, told, sketches)
    table = number_table(beside.paired_grid(pair.paired))
    return Shelf("comparator", BESIDE, told, sketches, note=beside.paired_sentence(pair.paired, name), tables=(table,))


def _acting(review: PerformanceReview) -> Shelf:
    """What each threshold flags and finds, net benefit, and interventions avoided."""
    overall = review.overall
    sketches = [
        Sketch(
            "thresholds",
            lambda width: charts.threshold_table(overall, width=width),
            data_table(rows.thresholds(overall)),
        ),
        Sketch(
            "decision-curve",
            lambda width: charts.decision_curve(overall, width=width),
            data_table(rows.decision_curve(overall)),
        ),
    ]
    if review.comparator is None:
        sketches.append(_avoided(overall, None, ""))
    told = f"{answers.threshold_table(overall)}. {answers.decision_curve(overall)}."
    return Shelf("acting", "What does acting on it bring?", told, tuple(sketches))


def _avoided(side: StratumPerformance, other: StratumPerformance | None, name: str) -> Sketch:
    return Sketch(
        "interventions-avoided",
        lambda width: charts.interventions_avoided(side, comparator=other, comparator_name=name, width=width),
        data_table(avoided_table(side, comparator=other)),
    )


@lru_cache(maxsize=64)
def work_sketch(recorded: Recorded, capacity: float | None) -> Sketch | None:
    """Alerts a day by threshold, with the threshold that fits a capacity; None where the work was not counted."""
    work = recorded.beside.workload
    if work is None or not work.days:
        return None
    fitting = None if capacity is None else at_capacity(work, capacity)
    steps = [(step.threshold, step.flagged) for step in work.steps]
    used = [float(threshold) for threshold in recorded.review.thresholds]

    def draw(width: int) -> alt.LayerChart:
        return charts.alerts_by_threshold(steps, work.days, fitting=fitting, used=used, width=width)

    points = (*usual_capacities(work), *([fitting] if fitting is not None else []))
    grid = beside.capacity_grid(sorted(set_of(points), key=lambda point: point.capacity_per_day), work)
    table = DataTable(grid.columns, grid.rows, grid.heading, grid.numeric)
    return Sketch("work", draw, table, alone=True)


def work_answer(recorded: Recorded) -> str:
    """How many alerts a day the threshold in use makes, or the range over those reviewed."""
    work = recorded.beside.workload
    if work is None or not work.days:
        return ""
    told = [recorded.act_at] if recorded.act_at is not None else list(recorded.review.thresholds)
    found = "; ".join(f"{_alerts(work, float(at))} at {at.normalize():f}" for at in told)
    days = f"{formats.count(work.days)} {'day' if work.days == 1 else 'days'}"
    return (
        f"Alerts a day: {found}, over {days}." if found else f"{formats.count(work.steps[-1].flagged)} rows in {days}."
    )


def _alerts(work: Workload, threshold: float) -> str:
    flagged = max((step.flagged for step in work.steps if step.threshold >= threshold), default=0)
    return formats.number(flagged / work.days, 1)


def set_of(points: Sequence[CapacityPoint]) -> list[CapacityPoint]:
    """Each capacity once."""
    return list({point.capacity_per_day: point for point in points}.values())


def number_table(grid: Grid) -> NumberTable:
    """A grid as a table of the page."""
    return NumberTable(grid.heading, grid.note, DataTable(grid.columns, grid.rows, grid.heading, grid.numeric))


def _newest(recorded: Recorded, measure: str) -> str:
    """Where the measure stands in the newest month, against its limits or else its baseline."""
    limits, baseline = _lines(recorded, measure)
    return answers.measure_by_month(recorded.review.months, measure, limits=limits, baseline=baseline).rstrip(".")


def _lines(recorded: Recorded, measure: str) -> tuple[Limits | None, float | None]:
    limits = lines_of(recorded.agreed, measure)
    return limits, 1.0 if measure == "oe" and limits is None else None


def _by_month(recorded: Recorded, measure: str, *, alone: bool = False) -> Sketch:
    months = recorded.review.months
    agreed = limits_of(recorded.agreed, measure)
    limits, baseline = _lines(recorded, measure)
    note = ""
    if agreed and agreed.window_months > 1:
        note = f"The limits are agreed for {window_text(agreed.window_months)} together; single months vary more."

    def draw(width: int) -> alt.LayerChart:
        return charts.measure_by_month(
            months, measure, limits=limits, baseline=baseline, events=recorded.events, width=width
        )

    return Sketch(f"{measure}-by-month", draw, data_table(rows.months(months, measure)), note, alone)


def _forest(review: PerformanceReview, measure: str) -> Sketch:
    return Sketch(
        f"{measure}-by-subgroup",
        lambda width: charts.subgroup_forest(review.subgroups, measure, review.overall, width=width),
        data_table(rows.subgroups(review.subgroups, measure, review.overall)),
    )


def data_table(table: rows.Table) -> DataTable:
    """A chart's rows as a table of a page."""
    numeric = tuple(at for at, column in enumerate(table.columns) if column.numeric)
    return DataTable([column.label for column in table.columns], table.rows, table.caption, numeric)
