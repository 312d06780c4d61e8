"""How grades become readiness: nothing averaged, the weakest rules, and seats that disagree are named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from attending.analytics.records import to_record
from attending.program.models import Discipline, Seat
from attending.strategy.models import Barrier
from attending.strategy.rules.enterprise import Place, enterprise
from attending.strategy.rules.presence import absent
from attending.strategy.rules.readiness import (
    STALE_AFTER,
    Assessed,
    ItemResult,
    Level,
    Mark,
    Voice,
    assessed,
    barrier_of,
    barrier_result,
    disagreement,
    is_stale,
    level,
    read_results,
    weakest_of,
)

NURSE = Voice("", Discipline.NURSING)
PLATFORM = Voice(Seat.PLATFORM_OWNER, Discipline.TECHNOLOGY)
OWNER = Voice(Seat.CLINICAL_OWNER, Discipline.MEDICINE)


def item(*grades: int | None, pk: int = 1, barrier: Barrier = Barrier.WORKFLOW) -> ItemResult:
    """One grade each from nursing, the platform owner, the clinical owner, and nursing again."""
    voices = (NURSE, PLATFORM, OWNER, NURSE)
    marks = (Mark(at, voice, grade) for at, (voice, grade) in enumerate(zip(voices, grades, strict=False)))
    return ItemResult(pk, barrier, tuple(marks))


def everywhere(grade: int | None, *, pulls: tuple[int, ...] = (), **other: int | None) -> Assessed:
    """One person's grade on one item of each barrier; ``other`` sets single barriers."""
    items = [item(other.get(str(barrier), grade), barrier=barrier) for barrier in Barrier]
    return assessed(items, people=1, asked=2, pulls=pulls)


@pytest.mark.parametrize(
    ("grade", "word"),
    [
        (0, Level.NOT_READY),
        (1, Level.NOT_READY),
        (2, Level.PARTLY),
        (3, Level.READY),
        (4, Level.READY),
        (None, Level.UNKNOWN),
    ],
)
def test_a_grade_in_a_word(grade: int | None, word: Level) -> None:
    assert level(grade) is word


def test_an_even_split_counts_as_the_lower_half() -> None:
    assert item(1, 4).grade == 1
    assert item(3, 4, 1).grade == 3


def test_who_says_what_where_seats_disagree() -> None:
    assert disagreement(item(1, 4)) == "Nursing says 1, the platform owner (information technology) says 4."
    assert disagreement(item(2, 3)) == ""
    assert not item(2, 3).divided


def test_two_of_one_seat_and_one_person_alone_are_no_disagreement_of_seats() -> None:
    assert not item(0, None, None, 4).divided
    assert not item(0).divided
    assert disagreement(item(0)) == ""


def test_cannot_say_is_counted_and_never_a_grade() -> None:
    found = item(3, None, None)
    assert (found.n, found.cannot_say, found.grade) == (1, 2, 3)
    assert (item(None, None).grade, item().cannot_say) == (None, 0)


def test_the_weakest_item_rules_its_barrier() -> None:
    found = barrier_result(Barrier.WORKFLOW, [item(4, 4, pk=1), item(1, 4, pk=2), item(None, pk=3), item(1, pk=4)])
    assert (found.grade, found.level, found.weakest) == (1, Level.NOT_READY, (2, 4))
    assert (found.n, found.items, found.unknown, found.divided, found.cannot_say) == (2, 4, 1, 1, 1)


def test_a_barrier_without_items_is_not_asked_and_one_nobody_could_grade_is_unknown() -> None:
    assert barrier_result(Barrier.ADOPTION, []).level is Level.NOT_ASKED
    assert barrier_result(Barrier.ADOPTION, [item(None)]).level is Level.UNKNOWN


def test_a_site_is_ready_only_where_every_barrier_is() -> None:
    assert everywhere(3).level is Level.READY
    assert everywhere(4, adoption=2).level is Level.PARTLY
    assert everywhere(4, adoption=None).level is Level.UNKNOWN
    assert everywhere(1, adoption=None).level is Level.NOT_READY
    assert assessed([], people=1, asked=1, pulls=()).level is Level.NOT_ASKED


def test_wanting_it_is_never_part_of_readiness() -> None:
    assert everywhere(1, pulls=(5, 5, 4)).level is everywhere(1, pulls=(1,)).level
    assert everywhere(1, pulls=(5, 5, 4)).pull == pytest.approx(14 / 3)
    assert everywhere(1).pull is None


def test_several_use_cases_at_a_site_stand_at_their_weakest() -> None:
    found = weakest_of([everywhere(4, workflow=2, pulls=(5,)), everywhere(3, workflow=None, pulls=(3,))])
    assert barrier_of(found, Barrier.WORKFLOW).grade == 2
    assert barrier_of(found, Barrier.ADOPTION).grade == 3
    assert (found.pulls, found.people, found.asked) == ((5, 3), 2, 4)


def test_results_are_kept_without_loss() -> None:
    found = everywhere(2, pulls=(4, 5), workflow=None)
    assert read_results(to_record(found)) == found


def test_old_assessments_are_stale() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    assert not is_stale(now - STALE_AFTER, now)
    assert is_stale(now - STALE_AFTER - timedelta(seconds=1), now)


def test_enthusiasm_is_set_beside_readiness() -> None:
    north, south = Place("North", everywhere(0, pulls=(5, 5, 4))), Place("South", everywhere(3, pulls=(3,)))
    assert enterprise([north, south]) == [
        "1 of 2 sites is ready.",
        "The enterprise is no more ready than its weakest site, North: not ready, grade 0 of 4.",
        "North wants it most (pull 4.7 of 5) and is ready least.",
    ]


def test_one_enthusiastic_site_says_nothing_of_the_others() -> None:
    told = enterprise([Place("North", everywhere(4, pulls=(5,))), Place("South", None)])
    assert told == [
        "1 of 2 sites is ready.",
        "Never assessed: South.",
        "The enterprise can be no more ready than its weakest site, North: ready, grade 4 of 4.",
    ]


@pytest.mark.parametrize(
    ("places", "last"),
    [
        ([], "There is no site yet."),
        ([Place("North", None)], "None of 1 sites was assessed, so nothing is known about readiness."),
        ([Place("North", everywhere(None))], "Nobody could grade anything at the sites that were asked."),
        (
            [Place("North", everywhere(1, pulls=(4,))), Place("South", everywhere(2, pulls=(4,)))],
            "North and South want it equally (pull 4.0 of 5).",
        ),
        (
            [Place("North", everywhere(1, pulls=(4,))), Place("South", everywhere(1, pulls=(3,)))],
            "North wants it most (pull 4.0 of 5), and no site is less ready.",
        ),
        (
            [Place("North", everywhere(4, pulls=(4,))), Place("South", everywhere(1, pulls=(3,)))],
            "North wants it most (pull 4.0 of 5).",
        ),
        (
            [Place("North", everywhere(2)), Place("South", everywhere(2))],
            "The enterprise is no more ready than its weakest sites, North and South: partly ready, grade 2 of 4.",
        ),
    ],
)
def test_ties_and_gaps_are_said_as_they_are(places: list[Place], last: str) -> None:
    assert enterprise(places)[-1] == last


def test_who_is_not_in_the_room() -> None:
    assert absent([NURSE, PLATFORM], {Seat.CLINICAL_OWNER: "Olga Owner"}) == [
        "Executive sponsor (nobody holds it)",
        "Clinical owner (Olga Owner)",
        "Operational owner (nobody holds it)",
        "Nursing lead (nobody holds it)",
        "Medicine",
        "Operations",
    ]
