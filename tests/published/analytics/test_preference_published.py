"""Best-worst weights as printed, and rank acceptabilities whose exact areas can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.preference import (
    PanelJudgements,
    any_weights,
    best_worst_weights,
    complete_panel,
    partial_values,
    resample_panel,
)
from attending.analytics.preference.smaa import RankAcceptability

SAMPLES = 40_000
NOISE = 4 * np.sqrt(0.25 / SAMPLES)


def test_linear_weights_of_rezaeis_transport_mode() -> None:
    """Rezaei's three criteria, best to others (8, 2, 1), others to worst (1, 5, 8): the linear model of Omega 64:126
    (2016) gives .0714, .3214, .6071 with xi = .0357.

    The non-linear model of Omega 53:49 (2015) gives .071, .338, .589 with xi = .26 (seen in the tests of JMcDM.jl,
    "Basic Example in the Original Paper"), which must not come out here. The comparisons are seen there and in R's
    RMCDA; the linear figures were looked for and not found: from memory.
    """
    found = best_worst_weights("cost", "load", {"load": 8, "access": 2, "cost": 1}, {"load": 1, "access": 5, "cost": 8})
    assert [round(found.weights[name], 4) for name in ("load", "access", "cost")] == [0.0714, 0.3214, 0.6071]
    assert round(found.xi, 4) == 0.0357


def test_linear_weights_of_rezaeis_car() -> None:
    """The buyer of a car (quality, price, comfort, safety, style; price best, style worst): best to others
    (2, 1, 4, 3, 8), others to worst (4, 8, 2, 3, 1).

    Seen in the tests of the R package BWM (jakub-tomczak/BWM, tests/testthat/test-example-data.R), which implements the
    linear model of Omega 64:126: .22950820 .44808743 .11475410 .15300546 .05464481. pyDecision, whose solver is a
    penalty method, prints .2234 .4520 .1151 .1543 .0551 for the same comparisons.
    """
    names = ("quality", "price", "comfort", "safety", "style")
    found = best_worst_weights(
        "price",
        "style",
        dict(zip(names, (2, 1, 4, 3, 8), strict=True)),
        dict(zip(names, (4, 8, 2, 3, 1), strict=True)),
    )
    printed = [0.22950820, 0.44808743, 0.11475410, 0.15300546, 0.05464481]
    assert [found.weights[name] for name in names] == pytest.approx(printed, abs=1e-8)
    assert found.inconsistency == pytest.approx(1 / 56)
    assert found.worst_at == "safety"


def test_comparisons_that_agree_have_the_weights_of_any_model() -> None:
    """Where a_Bj x a_jW = a_BW throughout, the weights are in proportion to 1 / a_Bj, and nothing is missed. The same
    tests of the R package BWM print .21052632 .42105263 .10526316 .21052632 .05263158 for these comparisons."""
    names = ("quality", "price", "comfort", "safety", "style")
    found = best_worst_weights(
        "price",
        "style",
        dict(zip(names, (2, 1, 4, 2, 8), strict=True)),
        dict(zip(names, (4, 8, 2, 4, 1), strict=True)),
    )
    assert [found.weights[name] for name in names] == pytest.approx(
        [each / 2.375 for each in (0.5, 1, 0.25, 0.5, 0.125)]
    )
    assert found.xi == pytest.approx(0, abs=1e-9)
    assert (found.inconsistency, found.worst_at) == (0, None)


def one_person(*scores: tuple[int, ...]) -> RankAcceptability:
    """Rank acceptabilities of items with these scores under any weights at all, room for one."""
    items, criteria = len(scores), len(scores[0])
    panel = complete_panel(
        PanelJudgements(
            tuple("ABCDEF"[:items]),
            tuple("xyz"[:criteria]),
            ("p",),
            np.array([scores], dtype=float),
            np.zeros((1, items), dtype=bool),
            np.ones((1, criteria)),
        )
    )
    return any_weights(panel, partial_values(panel.scores, panel.criteria), top=1, samples=SAMPLES)


def test_two_specialists_and_a_compromise_on_two_criteria() -> None:
    """Lahdelma & Salminen 2001, acceptability as the share of the weight space: with the values (1, 0), (0, 1) and
    (5/8, 5/8) the first item wins where its weight exceeds 5/8, is second from 1/2 to 5/8, and third below."""
    found = one_person((9, 1), (1, 9), (6, 6))
    exact = [[3 / 8, 1 / 8, 1 / 2], [3 / 8, 1 / 8, 1 / 2], [1 / 4, 3 / 4, 0]]
    assert found.acceptability == pytest.approx(np.array(exact), abs=NOISE)
    assert found.expected_rank == pytest.approx([17 / 8, 17 / 8, 14 / 8], abs=3 * NOISE)
    central = [[13 / 16, 3 / 16], [3 / 16, 13 / 16], [1 / 2, 1 / 2]]
    assert found.central_first == pytest.approx(np.array(central), abs=NOISE)


def test_three_specialists_on_three_criteria() -> None:
    """By symmetry each wins a third of the simplex; where it wins its weight is the largest of three uniform spacings,
    whose mean is (1 + 1/2 + 1/3) / 3 = 11/18."""
    found = one_person((9, 1, 1), (1, 9, 1), (1, 1, 9))
    assert found.first == pytest.approx([1 / 3] * 3, abs=NOISE)
    assert np.diag(found.central_first) == pytest.approx([11 / 18] * 3, abs=NOISE)


def test_a_compromise_wins_where_no_weight_exceeds_a_half() -> None:
    """The middle triangle, one of the four equal ones the simplex falls into at weights of 1/2."""
    found = one_person((9, 1, 1), (1, 9, 1), (1, 1, 9), (5, 5, 5))
    assert found.first == pytest.approx([1 / 4] * 4, abs=NOISE)


def test_a_panel_of_three_drawn_again_is_binomial() -> None:
    """Two of three prefer A by as much as the third prefers B: A loses when the third is drawn twice or more, which
    with replacement has the probability 3 x (1/3)^2 x 2/3 + (1/3)^3 = 7/27."""
    scores = np.array([[[9.0], [1.0]], [[9.0], [1.0]], [[1.0], [9.0]]])
    panel = complete_panel(
        PanelJudgements(("A", "B"), ("x",), ("p", "q", "r"), scores, np.zeros((3, 2), dtype=bool), np.ones((3, 1)))
    )
    found = resample_panel(panel, partial_values(panel.scores, panel.criteria), top=1, samples=SAMPLES)
    assert found.first == pytest.approx([20 / 27, 7 / 27], abs=NOISE)
    assert found.ahead[0, 1] == pytest.approx(20 / 27, abs=NOISE)


def test_two_who_differ_draw_level_half_of_the_time() -> None:
    """Both drawn once has the probability 1/2, and the tie is broken by chance: 1/4 + 1/4 for each."""
    scores = np.array([[[9.0], [1.0]], [[1.0], [9.0]]])
    panel = complete_panel(
        PanelJudgements(("A", "B"), ("x",), ("p", "q"), scores, np.zeros((2, 2), dtype=bool), np.ones((2, 1)))
    )
    found = resample_panel(panel, partial_values(panel.scores, panel.criteria), top=1, samples=SAMPLES)
    assert found.first == pytest.approx([1 / 2, 1 / 2], abs=NOISE)
