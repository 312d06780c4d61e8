"""The charts of a review in reading order, each with the table of its numbers: the same on every paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from attending import charts
from attending.analytics.equity import EquityReview
from attending.charts import drift_rows, group_rows, rows
from attending.review.report.groups import differences_of
from attending.review.report.paper import ReviewPaper

if TYPE_CHECKING:
    import altair as alt

BY_MONTH = (("auroc", None), ("oe", 1.0))
BY_SUBGROUP = ("auroc", "oe", "calibration_slope")
DIFFERENCES = ("auroc", "oe")


@dataclass(frozen=True, slots=True)
class Plate:
    """A chart that can be drawn for a width in pixels, and its numbers as a table; ``name`` is unique on a paper."""

    name: str
    draw: Callable[[int], alt.TopLevelMixin]
    table: rows.Table


def plates(paper: ReviewPaper) -> list[Plate]:
    """Calibration, by month, by subgroup, at thresholds, decision curve, beside the comparator, drift; if there."""
    review = paper.review
    overall, pair = review.overall, review.comparator
    found = [Plate("calibration", lambda width: charts.calibration(overall, width=width), rows.calibration(overall))]
    if len(review.months) > 1:
        found += [_by_month(paper, measure, baseline) for measure, baseline in BY_MONTH]
    if review.subgroups:
        found += [_by_subgroup(paper, measure) for measure in BY_SUBGROUP]
    equity = paper.beside.equity
    if equity is not None:
        found += [_differences(equity, measure) for measure in DIFFERENCES]
    if review.thresholds:
        found.append(
            Plate("thresholds", lambda width: charts.threshold_table(overall, width=width), rows.thresholds(overall))
        )
    if overall.decision_curve:
        found.append(
            Plate(
                "decision-curve",
                lambda width: charts.decision_curve(overall, width=width),
                rows.decision_curve(overall),
            )
        )
    if pair is not None:
        model, other = paper.model, paper.comparator
        found.append(
            Plate(
                "comparison",
                lambda width: charts.score_comparison(pair, model=model, comparator=other, width=width),
                rows.comparison(pair, model=model, comparator=other),
            )
        )
        found.append(
            Plate(
                "decision-curve-of-both",
                lambda width: charts.decision_curve(
                    pair.model, comparator=pair.comparator, comparator_name=other, width=width
                ),
                rows.decision_curve(pair.model),
            )
        )
    return [*found, *_drift(paper)]


def _drift(paper: ReviewPaper) -> list[Plate]:
    """Scores and flags of each month against the baseline; a paper knows no threshold in use, so the middle one."""
    review = paper.beside.score_drift
    if review is None:
        return []
    used = [at for at in paper.review.thresholds if drift_rows.flagged(review.baseline, at) is not None]
    threshold = used[len(used) // 2] if used else None
    return [
        Plate(
            "psi-by-month",
            lambda width: charts.psi_by_month(review, width=width),
            drift_rows.psi_table(review),
        ),
        Plate(
            "levels-by-month",
            lambda width: charts.levels_by_month(review, threshold=threshold, width=width),
            drift_rows.levels_table(review, threshold),
        ),
    ]


def _differences(equity: EquityReview, measure: str) -> Plate:
    chosen = differences_of(equity, measure)
    return Plate(
        f"{measure}-differences",
        lambda width: charts.group_differences(chosen, width=width),
        group_rows.group_differences(chosen),
    )


def _by_month(paper: ReviewPaper, measure: str, baseline: float | None) -> Plate:
    months = paper.review.months
    return Plate(
        f"{measure}-by-month",
        lambda width: charts.measure_by_month(months, measure, baseline=baseline, width=width),
        rows.months(months, measure),
    )


def _by_subgroup(paper: ReviewPaper, measure: str) -> Plate:
    review = paper.review
    return Plate(
        f"{measure}-by-subgroup",
        lambda width: charts.subgroup_forest(review.subgroups, measure, review.overall, width=width),
        rows.subgroups(review.subgroups, measure, review.overall),
    )
