"""Drift on the review's page: two charts, the inputs, and what drift does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from attending import charts
from attending.analytics import Difference
from attending.analytics.drift import DriftReview, DriftValue, InputDriftReview, InputReview, ScoreLevel
from attending.charts import drift_rows
from attending.review.presenters.figures import NumberTable, Recorded, data_table, number_table
from attending.review.presenters.number import Number
from attending.review.presenters.sketches import Hang, Sketch, hang_all
from attending.review.report.drift import baseline_text, newest_inputs
from attending.review.supplements import Supplements
from attending.ui.parts import Figure


@dataclass(frozen=True, slots=True)
class DriftPanel:
    """Ready to print once its sketches hang; ``inputs`` is None where no input is mapped."""

    answer: str
    sketches: tuple[Sketch, ...]
    inputs: NumberTable | None
    basis: str
    caution: str
    figures: tuple[Figure, ...] = ()

    def hung(self, hang: Hang) -> DriftPanel:
        """The panel with its figures."""
        return replace(self, figures=hang_all(self.sketches, hang))


@lru_cache(maxsize=64)
def drift_panel(recorded: Recorded) -> DriftPanel | None:
    """The panel of a review, flags at the threshold in use where it was measured; None without a month to compare."""
    beside, act_at = recorded.beside, recorded.act_at
    review = beside.score_drift
    if review is None:
        return None
    threshold = act_at if drift_rows.flagged(review.baseline, act_at) is not None else None
    sketches = (
        Sketch(
            "psi-by-month",
            lambda width: charts.psi_by_month(review, width=width),
            data_table(drift_rows.psi_table(review)),
        ),
        Sketch(
            "levels-by-month",
            lambda width: charts.levels_by_month(review, threshold=threshold, width=width),
            data_table(drift_rows.levels_table(review, threshold)),
        ),
    )
    inputs = None if beside.input_drift is None else number_table(newest_inputs(beside.input_drift))
    told = f"{drift_rows.psi_answer(review)}."
    return DriftPanel(told, sketches, inputs, baseline_text(review), review.caution)


def drift_numbers(beside: Supplements) -> Iterator[Number]:
    """Every number of drift: distances with their critical values, levels of the baseline and of each month."""
    if beside.score_drift is not None:
        yield from _scores(beside.score_drift)
    if beside.input_drift is not None:
        for column in beside.input_drift.inputs:
            yield from _input(beside.input_drift, column)


def _scores(review: DriftReview) -> Iterator[Number]:
    place = (review.attribute, review.stratum)
    yield from _level("drift, baseline", place, review.baseline)
    for each in review.periods:
        months = (each.level.first, each.level.last)
        yield from _level("drift", place, each.level)
        for value in (each.psi, each.ks, each.js):
            yield from _distance("drift", place, months, value, _reference(review.baseline.first, review.baseline.last))


def _level(section: str, place: tuple[str, str], level: ScoreLevel) -> Iterator[Number]:
    for each in (level.mean_score, level.outcome_missing, *level.flag_rates):
        yield Number.of((section, *place, level.first, level.last), each)


def _input(review: InputDriftReview, column: InputReview) -> Iterator[Number]:
    place = ("input", column.name)
    yield Number.of(("input drift, baseline", *place, *review.baseline), column.baseline_missing)
    reference = _reference(*review.baseline)
    for each in column.periods:
        months = (each.period, each.period)
        yield Number.of(("input drift", *place, *months), each.missing)
        for value in (each.psi, each.js, each.distribution):
            yield from _distance("input drift", place, months, value, reference)
        yield _change(place, months, each.missing_change, reference)


def _reference(first: str, last: str) -> str:
    return f"baseline {first} to {last}"


def _distance(
    section: str, place: tuple[str, str], months: tuple[str, str], each: DriftValue, reference: str
) -> Iterator[Number]:
    found = Number(
        section,
        *place,
        *months,
        "",
        each.measure,
        each.value,
        None,
        None,
        each.n_period,
        None,
        None,
        None,
        each.bound,
        each.reason or "",
        reference=reference,
        p=each.p,
    )
    yield found
    if each.critical is not None:
        yield replace(found, measure=f"{each.measure}_critical", value=each.critical, bound=None, p=None)


def _change(place: tuple[str, str], months: tuple[str, str], each: Difference, reference: str) -> Number:
    return Number(
        "input drift, change",
        *place,
        *months,
        "",
        each.measure,
        each.value,
        each.low,
        each.high,
        each.n,
        each.events,
        None,
        None,
        each.bound,
        each.reason or "",
        reference=reference,
        p=each.p,
    )
