"""Reviews of a simulated log for the chart tests: ordinary, without subgroups, without events, without rows."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

import numpy as np

from attending.analytics import PerformanceReview, ScoreTable, review_performance

THRESHOLDS = (Decimal("0.1"), Decimal("0.3"))
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-05", "2026-06")


@cache
def ordinary() -> PerformanceReview:
    """Predicts too many events; nobody in June has one, April has no rows, and one unit has two rows."""
    generator = np.random.default_rng(7)
    rows = 1_500
    logit = generator.normal(-1.0, 1.2, rows)
    score = np.round(1 / (1 + np.exp(-logit)), 3)
    period = generator.choice(MONTHS, rows)
    outcome = np.where(period == "2026-06", 0.0, (generator.random(rows) < 1 / (1 + np.exp(0.5 - logit))).astype(float))
    unit = np.where(np.arange(rows) < 2, "Observation unit with a very long name", "Intensive care")
    by_physicians = np.round(np.clip(score + generator.normal(0, 0.2, rows), 0, 1), 1)
    model = ScoreTable.from_arrays(
        score,
        outcome,
        attributes={"sex": generator.choice(["female", "male"], rows), "unit": unit},
        period=period,
        thresholds=THRESHOLDS,
    )
    pair = tuple(
        ScoreTable.from_arrays(values, outcome, attributes={}, period=period, thresholds=THRESHOLDS)
        for values in (score, by_physicians)
    )
    return review_performance(model, comparison=(pair[0], pair[1]))


@cache
def without_subgroups() -> PerformanceReview:
    return replace(ordinary(), subgroups=ordinary().subgroups[:1])


@cache
def without_events() -> PerformanceReview:
    score = np.linspace(0.05, 0.6, 30)
    table = ScoreTable.from_arrays(
        score,
        np.zeros(30),
        attributes={"sex": np.array(["female", "male"] * 15)},
        period=np.array(["2026-01"] * 30),
        thresholds=THRESHOLDS,
    )
    alone = _without_attributes(score)
    return review_performance(table, comparison=(alone, alone))


def _without_attributes(score: np.ndarray) -> ScoreTable:
    return ScoreTable.from_arrays(
        score, np.zeros(score.size), attributes={}, period=np.array(["2026-01"] * score.size), thresholds=THRESHOLDS
    )


@cache
def without_rows() -> PerformanceReview:
    review = without_events()
    overall = replace(review.overall, n=0, labelled=0, period=None, at_thresholds=(), calibration=(), decision_curve=())
    return replace(review, overall=overall, subgroups=(), months=())
