"""What a panel asks for, what it may show of who scored what, and what moved between two rounds."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.catalogs.criteria import AnchoredCriterion, default_criteria
from attending.analytics.panel import CellAgreement, measure_disagreement
from attending.analytics.preference import PanelJudgements, rank_panel
from attending.strategy.rules.panel import MOST_ITEMS, asked_cells
from attending.strategy.rules.panel_change import what_moved
from attending.strategy.rules.panel_distribution import OTHERS, GroupMedian, group_medians
from attending.strategy.rules.panel_document import KeptRanking, inputs_sha256, read_document, write_document

ITEMS, CRITERIA = ("Sepsis", "Falls"), ("Equity", "Safety")


def judgements(scores: list[list[list[int]]], recused: list[list[bool]] | None = None) -> PanelJudgements:
    people = len(scores)
    return PanelJudgements(
        ITEMS,
        CRITERIA,
        tuple(f"panelist {at}" for at in range(people)),
        np.array(scores, dtype=float),
        np.array(recused or [[False] * len(ITEMS)] * people),
        np.full((people, len(CRITERIA)), 0.5),
    )


def cells(of: PanelJudgements) -> tuple[CellAgreement, ...]:
    return measure_disagreement(of.usable).cells(of.items, of.criteria)


def test_the_catalog_has_eight_criteria_with_all_three_anchors() -> None:
    found = default_criteria()
    assert len(found) == 8
    assert "\n".join(each.question for each in found.values()).count("?") >= 8


def test_a_criterion_without_an_anchor_is_refused() -> None:
    with pytest.raises(ValueError, match="'cost' has no anchor_5; write it"):
        AnchoredCriterion("cost", "Cost", "How much?", "Much", " ", "Little")


def test_a_round_asks_for_every_cell_but_those_of_an_interest() -> None:
    assert asked_cells([1, 2], [7, 8], {2}, None) == [(1, 7), (1, 8)]


def test_a_later_round_asks_for_the_flagged_cells_only() -> None:
    assert asked_cells([1, 2], [7, 8], set(), {(2, 7)}) == [(2, 7)]
    assert asked_cells([1, 2], [7, 8], {2}, {(2, 7)}) == []


def test_a_panel_is_small_enough_to_score_with_care() -> None:
    assert MOST_ITEMS * len(default_criteria()) == 480


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([("Nursing", 2)] * 3 + [("Medicine", 8)] * 3, [GroupMedian("Medicine", 3, 8), GroupMedian("Nursing", 3, 2)]),
        ([("Nursing", 2)] * 3 + [("Medicine", 8)] * 2, []),
        ([("Nursing", 2)] * 3, []),
        (
            [("Nursing", 2)] * 3 + [("Medicine", 8)] * 2 + [("Pharmacy", 5)],
            [GroupMedian("Nursing", 3, 2), GroupMedian(OTHERS, 3, 8)],
        ),
        ([], []),
    ],
)
def test_a_discipline_is_shown_only_where_nobody_can_be_reckoned_from_it(
    given: list[tuple[str, int]], shown: list[GroupMedian]
) -> None:
    assert group_medians(given) == shown


def test_a_kept_ranking_reads_back_and_gives_values_of_a_hundred() -> None:
    ranking = rank_panel(judgements([[[9, 9], [1, 1]]] * 3), top=1, seed=3, samples=200)
    kept = KeptRanking(ranking, {"Sepsis": 11, "Falls": 12}, {"Equity": "equity", "Safety": "safety"})
    read = read_document(write_document(kept))
    assert read == kept
    assert read.values() == {11: 100.0, 12: 0.0}


def test_a_document_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not a ranking of a panel this version can read: 'other'"):
        read_document({"schema": "other"})


def test_the_hash_of_the_inputs_tells_a_blank_from_a_score() -> None:
    given = judgements([[[9, 9], [1, 1]]] * 3)
    blank = np.array(given.scores)
    blank[0, 0, 0] = np.nan
    other = PanelJudgements(given.items, given.criteria, given.panelists, blank, given.recused, given.weights)
    hashes = {inputs_sha256(each, top=1, seed=3) for each in (given, given, other)}
    assert len(hashes) == 2
    assert inputs_sha256(given, top=1, seed=4) not in hashes


def test_what_moved_names_the_medians_and_whether_they_were_scored_again() -> None:
    split = [[[9, 8], [5, 5]], [[9, 8], [5, 5]], [[1, 8], [5, 5]], [[1, 8], [5, 5]]]
    met = [[[1, 8], [5, 5]]] * 4
    before, after = judgements(split), judgements(met)
    first, second = (rank_panel(each, top=1, seed=3, samples=200) for each in (before, after))
    moved = what_moved(first, second, (cells(before), cells(after)), {})
    sepsis = next(each for each in moved if each.item == "Sepsis")
    assert [(each.criterion, each.before, each.after, each.rescored, each.settled) for each in sepsis.medians] == [
        ("Equity", 5.0, 1.0, True, True)
    ]
    assert (sepsis.before, sepsis.after) == ("stable winner", "clear no")
    falls = next(each for each in moved if each.item == "Falls")
    assert falls.sentence.startswith("Falls went up from rank 2 to 1")
    assert falls.medians == ()


def test_an_interest_declared_since_is_a_reason_though_no_rank_moved() -> None:
    given = judgements([[[9, 8], [5, 5]]] * 4)
    ranking = rank_panel(given, top=1, seed=3, samples=200)
    moved = what_moved(ranking, ranking, (cells(given), cells(given)), {"Falls": 1})
    assert [(each.item, each.conflicts, each.medians) for each in moved] == [("Falls", 1, ())]


def test_one_that_can_no_longer_be_ranked_has_moved() -> None:
    given = judgements([[[9, 8], [5, 5]]] * 4)
    ranking = rank_panel(given, top=1, seed=3, samples=200)
    only = PanelJudgements(
        ("Sepsis",), CRITERIA, given.panelists, given.scores[:, :1], given.recused[:, :1], given.weights
    )
    shorter = rank_panel(only, top=1, seed=3, samples=200)
    moved = what_moved(ranking, shorter, (cells(given), cells(given)), {})
    assert [(each.item, each.after, each.sentence) for each in moved] == [
        ("Falls", None, "Falls can no longer be ranked.")
    ]
