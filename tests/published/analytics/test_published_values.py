"""Values printed in papers and in the documentation of established software."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import OVERALL, ScoreTable, review_performance
from attending.analytics.discrimination import auroc
from attending.analytics.intervals import wilson
from attending.analytics.net_benefit import harm_weight
from attending.analytics.overall_accuracy import brier


@pytest.mark.parametrize(
    ("events", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_of_newcombe_1998(events: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857, table I, score method without continuity correction.

    Seen: all four intervals, and the first in two further places, in tests of other programs that give them as table
    I's; the four pairs of counts in the R package DescTools (BinomCI). The table itself was not at hand.
    """
    assert [round(float(end), 4) for end in wilson(events, n)] == [low, high]


def test_area_of_hanley_and_mcneil_1982() -> None:
    """Hanley & McNeil 1982, Radiology 143:29: 109 computed tomograms rated in five classes, area 0.893.

    Seen: the ratings and the published area 0.893 in a test of another program; the ratings again in one that takes
    them from the paper's table I and Stata's hanley.dta. The paper itself was not at hand.
    """
    normal, abnormal = [33, 6, 6, 11, 2], [3, 2, 2, 11, 33]
    rating = np.repeat([0.1, 0.3, 0.5, 0.7, 0.9] * 2, normal + abnormal)
    outcome = np.repeat([0, 1], [sum(normal), sum(abnormal)])
    estimate = auroc(ScoreTable.from_arrays(rating, outcome, period="2026-01").slice(OVERALL))
    assert round(estimate.value, 3) == 0.893
    assert (estimate.n, estimate.events, estimate.bound) == (109, 51, 0)


def test_examples_of_the_scikit_learn_reference() -> None:
    """The docstring examples of scikit-learn's roc_auc_score family (0.75) and brier_score_loss (0.0375)."""
    ranks = ScoreTable.from_arrays([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], period="2026-01").slice(OVERALL)
    assert auroc(ranks).value == 0.75
    probabilities = ScoreTable.from_arrays([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0], period="2026-01").slice(OVERALL)
    assert brier(probabilities).value == pytest.approx(0.0375)


def test_net_benefit_of_vickers_and_elkin_2006() -> None:
    """Vickers & Elkin 2006, Medical Decision Making 26:565: TP/n - FP/n x pt/(1 - pt); treating everyone crosses
    treating no one where the threshold equals the prevalence."""
    outcome = np.repeat([1, 0], [20, 80])
    score = np.repeat([0.9, 0.1, 0.9, 0.1], [15, 5, 10, 70])
    t = Decimal("0.2")
    review = review_performance(ScoreTable.from_arrays(score, outcome, period="2026-01", thresholds=[t]))
    assert harm_weight(t) == 0.25
    assert review.overall.at_thresholds[0].measures["net_benefit"].value == pytest.approx(0.15 - 0.10 * 0.25)
    (at_prevalence,) = [point for point in review.overall.decision_curve if point.threshold == t]
    assert at_prevalence.treat_all == pytest.approx(0, abs=1e-15)
