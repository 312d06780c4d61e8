"""The charts of a review: each titled with its answer, with its numbers as a table below, drawn once per process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from attending import charts
from attending.analytics import PerformanceReview
from attending.charts import KnownEvent, rows
from attending.program.registries.limits import AgreedLimits
from attending.review.report.words import window_text
from attending.review.rules.standing import drawn, limits_of
from attending.ui.parts import DataTable, Figure

if TYPE_CHECKING:
    import altair as alt

Draw: TypeAlias = "Callable[[int], alt.LayerChart]"


@dataclass(frozen=True)
class Recorded:
    """A recorded review with all that its charts show; a review never changes, so its identifier stands for it."""

    uid: UUID
    review: PerformanceReview = field(compare=False, repr=False)
    agreed: tuple[AgreedLimits, ...]
    events: tuple[KnownEvent, ...]
    comparator: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Charts that answer one question; they stand beside one another."""

    title: str
    figures: tuple[Figure, ...]


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
        found.append(Shelf("Does it work for everybody?", (_forest(review, "auroc"), _forest(review, "oe"))))
    if review.thresholds:
        threshold = _paired(lambda width: charts.threshold_table(overall, width=width), rows.thresholds(overall))
        curve = _paired(lambda width: charts.decision_curve(overall, width=width), rows.decision_curve(overall))
        found.append(Shelf("What does acting on it bring?", (threshold, curve)))
    return tuple(found)


def _discrimination(recorded: Recorded) -> tuple[Figure, ...]:
    """AUROC by month, beside the comparator where one was recorded."""
    pair, name = recorded.review.comparator, recorded.comparator
    if pair is None:
        return (_by_month(recorded, "auroc", _alone),)
    comparison = _paired(
        lambda width: charts.score_comparison(pair, comparator=name, width=width),
        rows.comparison(pair, comparator=name.capitalize()),
    )
    return (_by_month(recorded, "auroc", _paired), comparison)


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
