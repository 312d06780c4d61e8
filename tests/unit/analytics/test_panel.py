"""Agreement of a panel: what is said where there is too little to say, what a second round changed, who is missing."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.panel import (
    PanelMember,
    compare_rounds,
    intraclass_correlation,
    kendall_w,
    measure_disagreement,
    ordinal_alpha,
    panel_coverage,
)
from attending.analytics.preference import PanelJudgements

N = np.nan
PEOPLE = ("Okafor", "Lindqvist", "Mendez", "Huang")


def cell(*scores: float):
    return measure_disagreement(np.array(scores, dtype=float).reshape(-1, 1, 1)).cells(("A",), ("equity",))[0]


def test_two_camps_disagree_and_a_wide_lean_to_one_side_does_not():
    camps = cell(1, 1, 2, 8, 9, 9)
    assert (camps.disagreement, camps.verdict, camps.ipr) == (True, "disagreement", 8)
    lean = cell(5, 5, 8, 8, 9, 9)
    assert (lean.disagreement, lean.verdict) == (False, "high")
    assert lean.ipras > camps.ipras


@pytest.mark.parametrize(("scores", "n"), [((), 0), ((1,), 1), ((1, 9), 2), ((1, N, 9, N), 2)])
def test_fewer_than_three_scores_flag_nothing_and_say_why(scores, n):
    found = cell(*scores) if scores else measure_disagreement(np.empty((0, 1, 1))).cells(("A",), ("x",))[0]
    assert (found.n, found.disagreement, found.verdict) == (n, None, "too few")
    assert found.reason == f"{n} of the 3 scores that are needed to speak of disagreement"


@pytest.mark.parametrize(
    ("median", "verdict"), [(9, "high"), (6.5, "high"), (6, "uncertain"), (3.5, "uncertain"), (3, "low")]
)
def test_a_median_between_two_thirds_belongs_to_the_higher(median, verdict):
    low, high = int(np.floor(median)), int(np.ceil(median))
    assert cell(low, low, high, high).verdict == verdict


def test_the_classic_rule_is_silent_outside_panels_of_8_to_16():
    assert cell(*[1] * 3, *[9] * 4).classic_disagreement is None
    assert cell(*[1] * 4, *[9] * 4).classic_disagreement is True


def test_coefficients_say_why_there_is_none():
    one = np.array([[1.0, 5, 9, 4]])
    same = np.full((4, 5), 6.0)
    assert kendall_w(one).reason == "1 complete rater and 4 items; at least 2 and 3 needed"
    assert intraclass_correlation(one).single.reason == "1 complete rater and 4 items; at least 2 of each needed"
    assert "no order" in kendall_w(same).reason
    assert "nothing to tell apart" in intraclass_correlation(same).mean.reason
    assert "nothing to tell apart" in ordinal_alpha(same).reason
    assert ordinal_alpha(one).reason == "No items with two ratings; at least 1 needed"
    opposed = np.array([[1.0, 9], [9, 1]])
    assert "contradict" in intraclass_correlation(opposed).single.reason


def test_raters_or_items_with_gaps_are_left_out_and_said():
    rng = np.random.default_rng(1)
    scores = rng.integers(1, 10, (5, 10)).astype(float)
    scores[4, 2:] = N
    found = kendall_w(scores)
    assert (found.raters, found.items) == (4, 10)
    assert found.note.startswith("1 of 5 raters left out, because a score is missing; ")
    scores[4] = 5
    scores[0, 3] = N
    assert kendall_w(scores).note.startswith("1 of 10 use cases left out, because a score is missing")


def test_short_lists_have_no_interval_of_w_and_say_so():
    found = kendall_w(np.array([[1.0, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]]))
    assert (found.low, found.high) == (None, None)
    assert found.note == "no interval below 8 use cases; p-value approximate, as there are few use cases"
    with pytest.raises(ValueError, match="at least 200 resamples, not 10"):
        kendall_w(np.ones((3, 3)), resamples=10)


def judged(
    scores: np.ndarray, items: tuple[str, ...] = ("A", "B"), people: tuple[str, ...] = PEOPLE
) -> PanelJudgements:
    shape = scores.shape
    return PanelJudgements(items, ("benefit",), people, scores, np.zeros(shape[:2], dtype=bool), np.ones((shape[0], 1)))


def test_a_second_round_says_what_it_changed():
    before = np.array([[[1.0], [5.0]], [[1.0], [5.0]], [[9.0], [6.0]], [[9.0], [N]]])
    after = np.array([[[7.0], [1.0]], [[8.0], [1.0]], [[9.0], [9.0]], [[9.0], [9.0]]])
    found = compare_rounds(judged(before), judged(after))
    a, b = found.cells
    assert (a.outcome, a.before.median, a.after.median, a.changed, a.compared) == ("resolved", 5, 8.5, 2, 4)
    assert (b.outcome, b.changed, b.compared) == ("new", 3, 3)
    assert (found.resolved, found.new, found.still, found.changed, found.compared) == (1, 1, 0, 5, 7)
    assert found.share == pytest.approx(5 / 7)
    assert [(each.panelist, each.changed) for each in found.panelists] == list(zip(PEOPLE, (2, 2, 1, 0), strict=True))


def test_rounds_are_matched_by_name_and_what_is_in_one_only_is_said():
    before = judged(np.array([[[1.0], [5.0]], [[2.0], [6.0]]]), ("A", "B"), ("Okafor", "Mendez"))
    after = judged(np.array([[[5.0], [3.0]], [[6.0], [4.0]]]), ("B", "C"), ("Okafor", "Huang"))
    found = compare_rounds(before, after)
    assert [(each.item, each.outcome) for each in found.cells] == [("B", "too few")]
    assert (found.compared, found.changed, found.share) == (1, 0, 0.0)
    assert (found.only_before, found.only_after) == (("A",), ("C",))
    stranger = judged(np.array([[[5.0]]]), ("D",), ("Okafor",))
    assert compare_rounds(judged(np.array([[[5.0]]]), ("D",), ("Huang",)), stranger).share is None
    with pytest.raises(ValueError, match="no item and criterion in common"):
        compare_rounds(before, stranger)


MEMBERS = (
    PanelMember("Okafor", "medicine", "North"),
    PanelMember("Lindqvist", "nursing", "North"),
    PanelMember("Mendez", "pharmacy", "South"),
    PanelMember("Huang", "medicine", "South"),
)


def test_who_is_missing_is_counted_by_discipline_and_site():
    found = panel_coverage(MEMBERS, {"Okafor", "Huang"}, disciplines={"nursing": 2, "informatics": 1})
    assert (found.expected, found.present) == (6, 2)
    groups = {each.group: each for each in found.disciplines}
    assert list(groups) == ["informatics", "medicine", "nursing", "pharmacy"]
    assert (groups["medicine"].present, groups["medicine"].expected, groups["medicine"].missing) == (2, 2, ())
    assert (groups["nursing"].expected, groups["nursing"].not_asked) == (2, 1)
    assert groups["nursing"].missing == ("Lindqvist",)
    assert (groups["informatics"].expected, groups["informatics"].not_asked) == (1, 1)
    assert found.unheard == ("informatics", "nursing", "pharmacy")
    assert [(each.group, each.present, each.expected) for each in found.sites] == [("North", 1, 2), ("South", 1, 2)]


def test_coverage_refuses_strangers_and_doubles():
    with pytest.raises(ValueError, match="Novak scored and is not on the panel"):
        panel_coverage(MEMBERS, {"Novak"})
    with pytest.raises(ValueError, match="Okafor is on the panel twice"):
        panel_coverage((*MEMBERS, MEMBERS[0]), set())


@pytest.mark.parametrize(("items", "said"), [(12, True), (25, False)])
def test_an_interval_of_alpha_over_few_items_is_called_too_narrow(items: int, said: bool) -> None:
    scores = np.random.default_rng(2).integers(1, 10, (5, items)).astype(float)
    note = ordinal_alpha(scores).note
    assert note is not None
    assert ("covers some 84 %" in note) is said
