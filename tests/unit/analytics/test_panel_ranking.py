"""A panel's ranking at its edges: one panelist, one item, ties, nothing to choose, and 5,000 use cases."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.panel import kendall_w
from attending.analytics.preference import (
    PanelJudgements,
    any_weights,
    compare_rankings,
    complete_panel,
    drawn_values,
    from_document,
    overtaking_between,
    partial_values,
    rank_panel,
    resample_panel,
    words,
)


def judged(scores: np.ndarray, weights: np.ndarray | None = None) -> PanelJudgements:
    people, items, criteria = scores.shape
    return PanelJudgements(
        tuple(f"case {i}" for i in range(items)),
        tuple(f"criterion {c}" for c in range(criteria)),
        tuple(f"person {p}" for p in range(people)),
        scores,
        np.zeros((people, items), dtype=bool),
        np.ones((people, criteria)) if weights is None else weights,
    )


def drawn(people: int, items: int, criteria: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 10, (people, items, criteria)).astype(float)


def test_one_panelist_is_ranked_without_others_to_draw_and_that_is_said():
    ranking = rank_panel(judged(drawn(1, 4, 3)), top=2, samples=500)
    assert ranking.notes[0].startswith("Only person 0 scored: there is no panel to disagree")
    assert {each.disagreement for each in ranking.cells} == {None}
    assert all(each.value is None and each.reason for each in ranking.agreement.value)
    assert "nobody else to draw" in ranking.items[0].sentences[0]


def test_one_item_comes_first_and_there_is_nothing_to_compare():
    ranking = rank_panel(judged(drawn(3, 1, 2)), top=1, samples=200)
    assert (ranking.items[0].rank, ranking.items[0].resampled.first, ranking.neighbours) == (1, 1.0, ())
    assert ranking.notes == (
        "There is one use case: it comes first whatever anyone thinks, and there is nothing to compare.",
    )


def test_what_no_shared_weights_change_is_not_said_of_weights_that_differ():
    """Case 0 is better on the mean of either criterion; whose own weights differ may still prefer case 1, wholly."""
    scores = np.array([[[9.0, 1.0], [1.0, 8.0]], [[1.0, 9.0], [8.0, 1.0]]])
    ranking = rank_panel(judged(scores, np.array([[0.0, 1.0], [1.0, 0.0]])), top=1, samples=500)
    first, second = ranking.items
    assert (first.item, first.value, second.value) == ("case 1", 0.875, 0.0)
    assert second.sentences[1] == "Whatever weights everybody shared, case 0 would be first."
    assert first.sentences[1:] == (
        "No shared weights that we tried bring case 1 to the top.",
        "The panel's own weights put case 1 first already.",
    )


def test_an_item_that_few_weights_bring_to_the_top_is_not_called_impossible():
    """Case 1 is first where the first of six criteria has some 95 % of all weight: 500 draws hold no such weights."""
    scores = np.array([[[8.0, *[9.0] * 5], [9.0, *[1.0] * 5]]])
    ranking = rank_panel(judged(scores), top=1, samples=500)
    assert ranking.items[1].any_weights.first == 0
    assert ranking.neighbours[0].overtaking.weights[0].criterion == "criterion 0"
    assert ranking.items[1].sentences[2] == "To put case 1 first, look at its scores rather than at the weights."


def test_agreement_on_values_knows_ties_that_only_rounding_parts():
    """With equal weights a value is the sum of the scores, and W is that of these whole numbers."""
    scores = drawn(5, 9, 3)
    ranking = rank_panel(judged(scores), top=2, samples=200)
    assert ranking.agreement.value[0].value == pytest.approx(kendall_w(scores.sum(axis=2)).value, abs=1e-12)


def test_room_for_all_is_said():
    ranking = rank_panel(judged(drawn(3, 3, 2)), top=3, samples=200)
    assert {each.verdict for each in ranking.items} == {"stable winner"}
    assert "There is room for all 3 use cases: every one of them has a place." in ranking.notes


@pytest.mark.parametrize("top", [0, 4, -1])
def test_room_for_none_or_for_more_than_there_are_is_refused(top):
    with pytest.raises(ValueError, match=f"There is room for {top} use cases of 3: choose 1 to 3"):
        rank_panel(judged(drawn(3, 3, 2)), top=top)


def test_where_all_are_the_same_the_ranking_says_that_it_cannot_choose():
    ranking = rank_panel(judged(np.full((4, 5, 2), 6.0)), top=2, samples=1_000)
    assert {each.rank for each in ranking.items} == {1}
    assert {round(each.resampled.within_top, 9) for each in ranking.items} == {0.4}
    assert ranking.notes == ("All 5 use cases are worth the same to the panel: the ranking cannot choose.",)
    assert ranking.neighbours[0].sentence == "case 1 and case 0 are level."


def test_a_tie_at_the_last_place_is_said_with_its_names():
    scores = np.array([[[9.0], [5.0], [5.0], [1.0]]] * 3)
    ranking = rank_panel(judged(scores), top=2, samples=500)
    assert [(each.item, each.rank) for each in ranking.items] == [
        ("case 0", 1),
        ("case 1", 2),
        ("case 2", 2),
        ("case 3", 4),
    ]
    assert (ranking.items[1].tied, ranking.items[1].tied_with) == (1, ("case 2",))
    assert ranking.notes == (
        "case 1, case 2 are worth the same, and there is room for 1 of them: someone has to choose.",
    )


def test_of_many_ties_twenty_are_named_and_all_counted():
    scores = np.full((2, 40, 1), 5.0)
    scores[:, 0] = 9
    ranking = rank_panel(judged(scores), top=3, samples=200)
    assert {(each.tied, len(each.tied_with)) for each in ranking.items[1:]} == {(38, 20)}
    assert all(each.item not in each.tied_with for each in ranking.items)
    assert "and 19 more are worth the same, and there is room for 2 of them" in ranking.notes[0]


def test_an_item_that_no_drawn_panelist_scored_is_valued_by_its_own_scorers():
    scores = np.full((6, 2, 1), np.nan)
    scores[:, 0] = 5
    scores[0, 1] = 9
    found = resampled(scores)
    assert found.first.tolist() == [0.0, 1.0]


def resampled(scores: np.ndarray, **options: int):
    panel = complete_panel(judged(scores))
    return resample_panel(
        panel, partial_values(panel.scores, panel.criteria), **{"top": 1, "samples": 2_000, **options}
    )


def test_a_criterion_of_no_weight_has_no_say_in_any_sample():
    scores = np.array([[[5.0, 9.0], [5.0, 1.0]]] * 3)
    panel = complete_panel(judged(scores, np.array([[1.0, 0.0]] * 3)))
    found = resample_panel(panel, partial_values(panel.scores, panel.criteria), top=1, samples=500)
    assert found.first.tolist() == [0.5, 0.5]


def test_the_seed_and_nothing_else_decides():
    scores = drawn(5, 6, 3)
    one, same, other = resampled(scores), resampled(scores, threads=2), resampled(scores, seed=1)
    assert np.array_equal(one.acceptability, same.acceptability)
    assert not np.array_equal(one.acceptability, other.acceptability)
    assert one.error == pytest.approx(0.0219, abs=1e-4)
    with pytest.raises(ValueError, match="at least one sample, not 0"):
        resampled(scores, samples=0)


def test_whoever_is_drawn_has_weights_that_are_a_little_shaken():
    """A weight of 0.2 of one panelist, and a use case that has all of its value there: 0.056 is its deviation."""
    panel = complete_panel(judged(np.array([[[9.0, 1.0], [1.0, 9.0]]]), np.array([[20.0, 80.0]])))
    values = drawn_values(panel, partial_values(panel.scores, panel.criteria), samples=4_000)
    assert values[:, 0].mean() == pytest.approx(0.2, abs=0.004)
    assert values[:, 0].std() == pytest.approx(0.056, abs=0.003)
    assert values.sum(axis=1) == pytest.approx(np.ones(4_000))


def test_five_thousand_use_cases_are_ranked_in_bounded_memory():
    panel = complete_panel(judged(drawn(4, 5_000, 3)))
    values = partial_values(panel.scores, panel.criteria)
    for simulate in (resample_panel, any_weights):
        found = simulate(panel, values, top=50, samples=400)
        assert found.acceptability.shape == (5_000, 1_000)
        assert found.acceptability.sum(axis=0) == pytest.approx(np.ones(1_000))
        assert found.acceptability.sum(axis=1) + found.beyond == pytest.approx(np.ones(5_000))
        assert found.expected_rank.sum() == pytest.approx(5_000 * 5_001 / 2)
        assert found.ahead.shape == (50, 50)
        assert found.within_top.sum() == pytest.approx(50)


def test_a_document_of_another_kind_is_refused():
    with pytest.raises(ValueError, match=r"schema 'other', expected 'attending.panel-ranking/1'"):
        from_document({"schema": "other"})


def test_a_second_round_tells_what_moved_and_on_which_criterion():
    first = np.array([[[9.0, 2.0], [6.0, 6.0], [1.0, 1.0]]] * 3)
    second = first.copy()
    second[:, 0, 1] = [8, 8, 9]
    before, after = (rank_panel(judged(scores), top=1, samples=200) for scores in (first, second))
    change = compare_rankings(before, after)
    assert (change.entered, change.left) == (("case 0",), ("case 1",))
    moved = {each.item: each for each in change.moves}
    up = moved["case 0"]
    assert (up.rank_before, up.rank_after) == (2, 1)
    assert sum(up.by_criterion.values()) == pytest.approx(up.value_after - up.value_before)
    assert (
        up.sentence
        == "case 0 went up from rank 2 to 1: +39.6 points of value; the largest rise is +39.6 on criterion 1."
    )
    assert moved["case 1"].sentence == "case 1 went down from rank 1 to 2; its own value did not change."
    assert moved["case 2"].sentence == "case 2 stays at rank 3; its own value did not change."


def test_changes_that_nearly_cancel_are_not_called_parts_of_their_sum():
    before, after = np.array([[[5.0, 9.0], [1.0, 1.0]]] * 3), np.array([[[9.0, 6.0], [1.0, 1.0]]] * 3)
    change = compare_rankings(*(rank_panel(judged(scores), top=1, samples=200) for scores in (before, after)))
    assert change.moves[0].sentence == (
        "case 0 stays at rank 1: +6.2 points of value; the largest rise is +25.0 on criterion 0."
    )


def test_a_weight_that_is_nearly_enough_is_told_with_the_digits_that_show_it():
    """Level where both criteria have one half; the weights are 49.9 % and 50.1 %, which whole per cents hide."""
    scores = np.array([[[1.0, 9.0], [9.0, 1.0]]] * 3)
    ranking = rank_panel(judged(scores, np.array([[49.9, 50.1]] * 3)), top=1, samples=200)
    said = ranking.neighbours[0].sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert "went from 49.9 % to 50.0 %" in said or "went from 50.1 % to 50.0 %" in said


def test_rankings_of_different_lists_are_compared_on_what_is_in_both():
    scores = drawn(3, 4, 2)
    whole = rank_panel(judged(scores), top=1, samples=200)
    part = rank_panel(judged(scores[:, :3]), top=1, samples=200)
    change = compare_rankings(whole, part)
    assert (change.only_before, change.only_after) == (("case 3",), ())
    assert {each.value_after - each.value_before for each in change.moves} == {0.0}


def test_any_two_are_asked_about_by_name():
    scores = np.array([[[9.0, 2.0], [6.0, 6.0], [1.0, 1.0]]] * 3)
    found = overtaking_between(judged(scores), "case 0", "case 1")
    assert (found.upper, found.lower) == ("case 1", "case 0")
    nearest = found.weights[0]
    assert (nearest.criterion, round(nearest.needed, 4)) == ("criterion 0", 0.5714)
    assert {each.criterion: each.points for each in found.scores} == {"criterion 1": 1}
    last = overtaking_between(judged(scores), "case 2", "case 1")
    assert last.weights == ()
    assert words.overtaking(last) == (
        "No single weight and no single criterion's scores can bring case 2 level with case 1."
    )
    with pytest.raises(ValueError, match="'case 9' is not among the use cases"):
        overtaking_between(judged(scores), "case 0", "case 9")
    with pytest.raises(ValueError, match="case 0 cannot overtake itself"):
        overtaking_between(judged(scores), "case 0", "case 0")
