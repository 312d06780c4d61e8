"""What a panel said, checked and completed; weights; verdicts; words."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.preference import (
    PanelJudgements,
    ValueScale,
    VerdictLimits,
    agreement_with_swing,
    best_worst_weights,
    complete_panel,
    partial_values,
    swing_weights,
    words,
)

N = np.nan
ITEMS, CRITERIA, PEOPLE = ("Sepsis alert", "Letters"), ("benefit", "equity"), ("Okafor", "Lindqvist", "Mendez")


def judged(scores=None, recused=None, weights=None, items=ITEMS, people=PEOPLE) -> PanelJudgements:
    shape = (len(people), len(items), len(CRITERIA))
    return PanelJudgements(
        items,
        CRITERIA,
        people,
        np.full(shape, 5.0) if scores is None else np.array(scores, dtype=float),
        np.zeros(shape[:2], dtype=bool) if recused is None else np.array(recused),
        np.ones((shape[0], shape[2])) if weights is None else np.array(weights, dtype=float),
    )


def with_score(value: float) -> np.ndarray:
    scores = np.full((3, 2, 2), 5.0)
    scores[1, 0, 1] = value
    return scores


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (10, "10"), (4.5, "4.5"), (-3, "-3"), (np.inf, "inf")])
def test_a_score_off_the_scale_is_named(value, shown):
    with pytest.raises(ValueError, match="Lindqvist gave Sepsis alert the score") as told:
        judged(with_score(value))
    assert f"score {shown} on equity: a score is a whole number from 1 to 9, or blank" in str(told.value)


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ([1, -1], "Okafor gave equity the weight -1"),
        ([1, np.inf], "Okafor gave equity the weight inf"),
        ([N, 1], "Okafor gave benefit no weight"),
        ([0, 0], "Okafor gave every criterion the weight 0"),
    ],
)
def test_weights_that_cannot_be_are_named(weights, told):
    with pytest.raises(ValueError, match=told):
        judged(weights=[weights, [1, 1], [1, 1]])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"items": ()}, "There are no use cases"),
        ({"items": ("A", "A")}, "The use case 'A' is listed twice"),
        ({"items": ("A", " ")}, "The use case in place 2 has no name"),
        ({"people": ()}, "There are no panelists"),
        (
            {"scores": np.ones((2, 2, 2))},
            r"The scores have the shape \(2, 2, 2\); panelists x use cases x criteria needs",
        ),
        ({"weights": np.ones((3, 3))}, r"panelists x criteria needs \(3, 2\)"),
        ({"recused": np.zeros((3, 1), dtype=bool)}, r"panelists x use cases needs \(3, 2\)"),
    ],
)
def test_judgements_that_do_not_fit_together_are_refused(change, told):
    with pytest.raises(ValueError, match=told):
        judged(**change)


def test_judgements_are_copied_and_cannot_be_written_to():
    scores = np.full((3, 2, 2), 5.0)
    kept = judged(scores)
    scores[:] = 1
    assert kept.scores.max() == 5
    with pytest.raises(ValueError, match="read-only"):
        kept.scores[0, 0, 0] = 1


def test_a_blank_cell_takes_the_panels_median_and_is_counted():
    panel = complete_panel(judged(with_score(N) + np.array([1, 0, 3])[:, None, None]))
    assert panel.scores[1, 0, 1] == 7
    gap = panel.gaps[1]
    assert [(each.item, each.criterion, each.median) for each in gap.filled] == [("Sepsis alert", "equity", 7.0)]
    assert all(not each.filled for each in (panel.gaps[0], panel.gaps[2]))


def test_a_person_who_left_an_item_out_is_out_on_it_only():
    scores = np.full((3, 2, 2), 5.0)
    scores[2, 1] = N
    panel = complete_panel(judged(scores))
    assert panel.available.tolist() == [[True, True], [True, True], [True, False]]
    assert (panel.gaps[2].scored, panel.gaps[2].left_out, panel.gaps[2].filled) == (1, 1, ())


def test_a_conflict_takes_the_scores_out_and_is_named():
    panel = complete_panel(judged(with_score(1), recused=[[False, False], [True, False], [False, False]]))
    assert np.isnan(panel.scores[1, 0]).all()
    assert (panel.gaps[1].recused, panel.gaps[1].left_out) == (("Sepsis alert",), 0)


def test_a_cell_that_nobody_scored_is_refused_by_name():
    scores = np.full((3, 2, 2), 5.0)
    scores[:, 1, 0] = N
    with pytest.raises(ValueError, match="Letters has no score on benefit: nobody scored it"):
        complete_panel(judged(scores))
    with pytest.raises(ValueError, match="Letters has no score on benefit: every panelist has a conflict"):
        complete_panel(judged(recused=[[False, True]] * 3))


def test_missing_weights_are_the_mean_of_the_others_and_said():
    panel = complete_panel(judged(weights=[[3, 1], [N, N], [1, 3]]))
    assert panel.weights == pytest.approx(np.array([[0.75, 0.25], [0.5, 0.5], [0.25, 0.75]]))
    assert [each.weights for each in panel.gaps] == ["own", "mean of the others", "own"]
    nobody = complete_panel(judged(weights=np.full((3, 2), N)))
    assert nobody.weights == pytest.approx(np.full((3, 2), 0.5))
    assert {each.weights for each in nobody.gaps} == {"equal"}


def test_a_person_who_scored_nothing_is_not_part_of_the_panel_nor_are_their_weights():
    scores = np.full((3, 2, 2), 5.0)
    scores[0] = N
    panel = complete_panel(judged(scores, weights=[[1, 0], [N, N], [0.5, 0.5]]))
    assert panel.panelists == ("Lindqvist", "Mendez")
    assert panel.weights == pytest.approx(np.full((2, 2), 0.5))
    assert (panel.gaps[0].panelist, panel.gaps[0].scored, panel.gaps[0].left_out) == ("Okafor", 0, 2)


def test_values_come_from_fixed_anchors():
    scores = np.array([[1.0, 1.0], [5.0, 5.0], [9.0, 9.0], [N, N]])
    bent = ValueScale(((1, 0.0), (5, 0.75), (9, 1.0)))
    found = partial_values(scores, CRITERIA, {"equity": bent})
    assert found[:3].tolist() == [[0, 0], [0.5, 0.75], [1, 1]]
    assert np.isnan(found[3]).all()
    with pytest.raises(ValueError, match="value scale for 'speed', which is not one of benefit, equity"):
        partial_values(scores, CRITERIA, {"speed": bent})


@pytest.mark.parametrize(
    "points", [(), ((1, 0.0),), ((1, 0.1), (9, 1.0)), ((1, 0.0), (8, 1.0)), ((1, 0.0), (5, 0.8), (6, 0.7), (9, 1.0))]
)
def test_a_scale_that_moves_its_anchors_or_falls_is_refused(points):
    with pytest.raises(ValueError, match="value scale"):
        ValueScale(points)


def test_swing_points_become_weights():
    assert swing_weights({"benefit": 100, "equity": 60, "cost": 0}) == {"benefit": 0.625, "equity": 0.375, "cost": 0}


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ({}, "Okafor has no points to weigh"),
        ({"benefit": 0, "equity": 0}, "Okafor gave every criterion 0 points: give the one that matters most 100"),
        ({"benefit": 80, "equity": 60}, "Okafor gave at most 80 points"),
        ({"benefit": 100, "equity": 101}, "Okafor gave equity 101 points: points go from 0 to 100"),
        ({"benefit": 100, "equity": N}, "Okafor gave equity nan points"),
    ],
)
def test_points_that_say_nothing_are_refused(points, told):
    with pytest.raises(ValueError, match=told):
        swing_weights(points, who="Okafor")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"best": "speed"}, "The best criterion 'speed' is not one of"),
        ({"worst": "benefit"}, "both the best and the worst"),
        ({"to": {"benefit": 1, "cost": 10, "equity": 2}}, "cost against the best, benefit, is compared with 10"),
        ({"to": {"benefit": 1, "cost": 4.5, "equity": 2}}, "compared with 4.5: give a whole number from 1 to 9"),
        ({"to": {"benefit": 2, "cost": 4, "equity": 2}}, "benefit is compared with itself as 2: give 1"),
        ({"to": {"benefit": 1, "cost": 5, "equity": 2}}, "is 5 in one list and 4 in the other"),
        ({"to": {"benefit": 1, "cost": 4}}, "equity is in one of them only"),
    ],
)
def test_comparisons_that_cannot_be_are_named(change, told):
    given = {"best": "benefit", "worst": "cost", "to": {"benefit": 1, "cost": 4, "equity": 2}, **change}
    with pytest.raises(ValueError, match=told):
        best_worst_weights(given["best"], given["worst"], given["to"], {"benefit": 4, "cost": 1, "equity": 2})


def test_two_ways_of_weighing_are_compared():
    found = agreement_with_swing(
        {"benefit": 0.6, "equity": 0.3, "cost": 0.1}, {"benefit": 0.4, "equity": 0.4, "cost": 0.2}
    )
    assert (found.moved, found.largest_gap) == (pytest.approx(0.2), pytest.approx(0.2))
    assert (found.criterion, found.same_first) == ("benefit", True)
    with pytest.raises(ValueError, match="speed is in one of the two"):
        agreement_with_swing({"benefit": 1.0}, {"benefit": 0.5, "speed": 0.5})


def test_verdicts_by_declared_limits():
    limits = VerdictLimits()
    assert [limits.verdict(p) for p in (0.8, 0.79, 0.21, 0.2)] == [
        "stable winner",
        "contested",
        "contested",
        "clear no",
    ]
    assert limits.near(0.795, 0.01)
    assert not limits.near(0.6, 0.01)
    with pytest.raises(ValueError, match="do not make sense"):
        VerdictLimits(winner_from=0.2, no_upto=0.5)


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0, "0"), (0.001, "less than 1"), (0.834, "83"), (0.999, "more than 99"), (1, "100")],
)
def test_a_share_never_says_always_or_never_when_it_was_not(probability, said):
    assert words.share(probability) == f"{said}\N{NO-BREAK SPACE}%"


def test_sentences_a_clinician_can_repeat():
    said = words.resampled("Sepsis alert", 0.83, top=5, samples=10_000, panelists=12)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "We re-ran this meeting 10,000 times with clinicians drawn from your panel and their own weights, a little "
        "shaken. Sepsis alert came in the top 5 in 83 % of them."
    )
    assert "nobody else to draw" in words.resampled("Sepsis alert", 1, top=1, samples=10, panelists=1)
    assert (
        words.any_weighting("Letters", 1, top=1, certain=True)
        == "Whatever weights everybody shared, Letters would be first."
    )
    assert (
        words.any_weighting("Letters", 1, top=1, certain=False)
        == "With all shared weights that we tried, Letters is first."
    )
    assert (
        words.any_weighting("Letters", 0, top=3, certain=False)
        == "No shared weights that we tried bring Letters into the top 3."
    )


def test_central_weights_in_words():
    panel = {"equity": 0.15, "benefit": 0.5, "cost": 0.35}
    said = words.central_weights("Letters", {"equity": 0.5, "benefit": 0.3, "cost": 0.2}, panel, top=3, there=False)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (
        "Of all the weights we tried, those that bring Letters into the top 3 give equity 50 % on average; the panel "
        "gives it 15 %, so you would have to care about 3 times as much as it does."
    )
    less = words.central_weights("Letters", {"equity": 0.4, "benefit": 0.2, "cost": 0.4}, panel, top=1, there=False)
    assert "put Letters first give benefit only 20" in less
    even = words.central_weights("Letters", {"equity": 0.33, "benefit": 0.34, "cost": 0.33}, panel, top=1, there=False)
    assert even == "No single criterion decides whether weights put Letters first."
    assert words.central_weights("Letters", None, panel, top=1, there=False) == (
        "To put Letters first, look at its scores rather than at the weights."
    )
    assert "already" in words.central_weights("Letters", None, panel, top=1, there=True)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0.5, "half as much as"),
        (0.8, "only 80\N{NO-BREAK SPACE}% as much as"),
        (1.3, "somewhat more than"),
        (1.5, "half as much again as"),
        (2.0, "about twice as much as"),
        (2.4, "more than twice as much as"),
        (3.2, "about 3 times as much as"),
    ],
)
def test_ratios_as_people_say_them(ratio, said):
    assert words.times(ratio) == said
