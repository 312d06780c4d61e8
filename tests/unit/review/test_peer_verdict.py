"""The verdict of a discovery sample: a document that was not judged could have failed."""

from __future__ import annotations

import pytest

from attending.review.rules.peer_plan import plan_round
from attending.review.rules.peer_results import Reading, ReadItem, RoundResults, round_results
from attending.review.rules.rubric import HOUSE_TEXT, parse_rubric
from tests.integration.review.drafts import PASSES, WRONG_DOSE, frame, terms

NOT_HANDED_IN: tuple[Reading, ...] = ()
NOT_TO_BE_OPENED = (Reading(0, None), Reading(1, None))
FAILS = (Reading(0, WRONG_DOSE), Reading(1, PASSES))


def results(allowed: int, *of_some: tuple[Reading, ...]) -> RoundResults:
    """A round in which every document passes but for these."""
    plan = plan_round(terms(allowed=allowed), frame())
    units = [each.stratum.unit for each in plan.allocation for _ in range(each.sampled)]
    passes = (Reading(0, PASSES), Reading(1, PASSES))
    given = [*of_some, *(passes for _ in units[len(of_some) :])]
    items = [ReadItem(at, unit, "", 2, told) for at, (unit, told) in enumerate(zip(units, given, strict=True), 1)]
    return round_results(plan, parse_rubric(HOUSE_TEXT), items, reviewers=2, seed=1)


@pytest.mark.parametrize(
    ("allowed", "of_some", "verdict", "words"),
    [
        (0, (), "within", "is ruled out"),
        (1, (FAILS,), "within", "is ruled out"),
        (0, (NOT_HANDED_IN,), "open", "not judged"),
        (0, (NOT_TO_BE_OPENED,), "open", "not judged"),
        (1, (FAILS, NOT_HANDED_IN), "open", "not judged"),
        (1, (NOT_HANDED_IN,), "within", "is ruled out"),
        (0, (FAILS,), "open", "1 failure where at most 0 allowed"),
        (0, (FAILS, FAILS), "open", "2 failures where at most 0 allowed"),
    ],
)
def test_what_was_not_judged_counts_against_it(
    allowed: int, of_some: tuple[tuple[Reading, ...], ...], verdict: str, words: str
) -> None:
    found = results(allowed, *of_some)
    assert found.verdict == verdict
    assert words in found.words
