"""What the database itself keeps of a panel, past every action: prepared, handed in, weighed, closed, declared."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attending.program.models import Person
from attending.program.rules import Refused
from attending.strategy.actions.panel.closing import close_round
from attending.strategy.actions.panel.scoring import declare_conflict, hand_in, save_scores
from attending.strategy.models import (
    ConflictOfInterest,
    Panel,
    PanelCriterion,
    Panelist,
    PanelItem,
    PanelRanking,
    PanelRound,
    Score,
    ScoreSheet,
    SwingJudgement,
)
from tests.integration.house import House, begin_with_house
from tests.integration.strategy.panels import begun, by_title, item, judges, score, weigh

TITLES = ("Sepsis", "Falls")


@pytest.fixture
def people(house: House) -> list[Person]:
    return judges(house, 3)


@pytest.fixture
def panel(house: House, people: list[Person]) -> Panel:
    """The first has handed in and weighed, the second has kept a score, the third has not begun."""
    panel = begun(house, TITLES, people)
    weigh(people[0], panel)
    score(people[0], panel, by_title(sepsis=8))
    save_scores(people[1], panel, item(panel, "Sepsis"), {"equity": 5})
    return panel


@pytest.fixture
def closed(house: House, panel: Panel, people: list[Person]) -> Panel:
    declare_conflict(people[1], panel, item(panel, "Falls"), "Mine.")
    close_round(house.cmio, panel)
    return panel


def refused(change: Callable[[], object]) -> str:
    """The database's answer to a change that it does not let happen."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        change()
    return str(caught.value)


@pytest.mark.usefixtures("panel")
def test_what_was_handed_in_is_not_changed() -> None:
    own = Score.objects.filter(sheet__handed_in_at__isnull=False)
    sheet = ScoreSheet.objects.get(handed_in_at__isnull=False)
    criterion = PanelCriterion.objects.get(key="equity")
    told = "what a panelist handed in stays as it is"
    assert told in refused(lambda: own.update(value=1))
    assert told in refused(lambda: own.all().delete())
    assert told in refused(lambda: ScoreSheet.objects.filter(pk=sheet.pk).update(handed_in_at=None))
    # Nor does an open score move into it.
    moving = Score.objects.get(sheet__handed_in_at=None)
    assert told in refused(lambda: Score.objects.filter(pk=moving.pk).update(sheet=sheet))
    with connection.cursor() as cursor:
        assert told in refused(
            lambda: cursor.execute(
                "INSERT INTO strategy_score (sheet_id, item_id, criterion_id, value) VALUES (%s, %s, %s, 9)",
                [sheet.pk, moving.item_id, criterion.pk],
            )
        )


@pytest.mark.sqlite  # PostgreSQL has no REPLACE
@pytest.mark.usefixtures("panel")
def test_nothing_handed_in_is_replaced() -> None:
    taken = Score.objects.filter(sheet__handed_in_at__isnull=False).first()
    moving = Score.objects.get(sheet__handed_in_at=None)
    assert taken is not None
    with connection.cursor() as cursor:
        refused(
            lambda: cursor.execute(
                "INSERT OR REPLACE INTO strategy_score (id, sheet_id, item_id, criterion_id, value) "
                "VALUES (%s, %s, %s, %s, 9)",
                [taken.pk, moving.sheet_id, taken.item_id, taken.criterion_id],
            )
        )
    taken.refresh_from_db()


def test_an_open_sheet_is_still_written(panel: Panel, people: list[Person]) -> None:
    save_scores(people[1], panel, item(panel, "Sepsis"), {"equity": 7, "safety": 2})
    assert hand_in(people[1], panel).handed_in_at is not None


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize("kind", [PanelCriterion, PanelItem, Panelist])
def test_what_was_prepared_stands_from_the_first_score(kind: type[PanelCriterion | PanelItem | Panelist]) -> None:
    told = "stands from its first score"
    row = kind.objects.first()
    assert row is not None
    assert told in refused(lambda: kind.objects.filter(pk=row.pk).update(panel=row.panel))
    row.pk = None
    assert told in refused(lambda: row.save(force_insert=True))


def test_an_open_round_is_closed_and_then_kept(closed: Panel) -> None:
    round_ = PanelRound.objects.get()
    assert round_.closed_at is not None
    told = "a closed round stays as it is"
    assert told in refused(lambda: PanelRound.objects.update(results={}))
    assert told in refused(lambda: PanelRound.objects.update(closed_at=None, results=None))
    kept = Score.objects.filter(sheet__handed_in_at=None)
    assert "handed in stays" in refused(lambda: kept.update(value=1)), "what was not handed in is closed with the round"
    assert closed.rounds.count() == 1


def test_a_panel_goes_back_to_no_earlier_step_and_keeps_its_frame(
    house: House, panel: Panel, people: list[Person]
) -> None:
    own = Panel.objects.filter(pk=panel.pk)
    told = "keeps its frame and goes back to no earlier step"
    for changes in ({"state": "prepared"}, {"top": 2}, {"seed": 8}, {"most_rounds": 3}, {"expected": [1]}):
        assert told in refused(lambda changes=changes: own.update(**changes))
    own.update(due_on=timezone.localdate())
    for person in people[1:]:
        score(person, panel, by_title(sepsis=8))
    close_round(house.cmio, panel)
    ended = Panel.objects.get(pk=panel.pk)
    assert ended.state == "closed"
    for changes in ({"state": "scoring", "closed_at": None}, {"closed_at": timezone.now()}, {"due_on": "2030-01-01"}):
        assert told in refused(lambda changes=changes: own.update(**changes))


@pytest.mark.sqlite  # PostgreSQL has no REPLACE
def test_a_panel_that_has_begun_is_not_replaced(panel: Panel) -> None:
    columns = (
        "id, organisation_id, title, top, most_rounds, seed, expected, state, prepared_by_id, prepared_at, due_on, "
        "ended_because"
    )
    with connection.cursor() as cursor:
        for pk, title in ((panel.pk, "Another"), (panel.pk + 1, panel.title)):
            assert "keeps its frame" in refused(
                lambda pk=pk, title=title: cursor.execute(
                    f"INSERT OR REPLACE INTO strategy_panel ({columns}) SELECT %s, organisation_id, %s, top, "
                    "most_rounds, 1, expected, 'prepared', prepared_by_id, prepared_at, due_on, ended_because "
                    "FROM strategy_panel WHERE id = %s",
                    [pk, title, panel.pk],
                )
            )


@pytest.mark.usefixtures("closed")
def test_nothing_is_handed_in_once_the_round_is_closed(people: list[Person]) -> None:
    out = ScoreSheet.objects.filter(handed_in_at=None)
    told = "what a panelist handed in stays as it is"
    assert told in refused(lambda: out.update(handed_in_at=timezone.now()))
    assert told in refused(lambda: out.filter(panelist__person=people[2]).delete())
    with connection.cursor() as cursor:
        sheet = out.get(panelist__person=people[2])
        assert told in refused(
            lambda: cursor.execute(
                "INSERT INTO strategy_scoresheet (round_id, panelist_id, handed_in_at) VALUES (%s, %s, %s)",
                [sheet.round_id, sheet.panelist_id, timezone.now()],
            )
        )


@pytest.mark.usefixtures("closed")
def test_weights_interests_and_rankings_are_kept() -> None:
    assert "weights stand" in refused(lambda: SwingJudgement.objects.update(points=1))
    assert "weights stand" in refused(lambda: SwingJudgement.objects.all().delete())
    for kind in (ConflictOfInterest, PanelRanking):
        row = kind.objects.first()
        assert row is not None
        assert "append-only" in refused(lambda kind=kind, row=row: kind.objects.filter(id=row.pk).update(id=row.pk))
        assert "append-only" in refused(lambda kind=kind: kind.objects.all().delete())


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize("value", [0, 10])
def test_no_score_lies_outside_the_scale(value: int) -> None:
    refused(lambda: Score.objects.filter(sheet__handed_in_at=None).update(value=value))


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_and_a_hand_in_at_once_nothing_is_half_written() -> None:
    house = begin_with_house()
    people = judges(house, 1)
    panel = begun(house, TITLES, people)
    sepsis = item(panel, "Sepsis")
    score(people[0], panel, by_title(sepsis=5), finish=False)
    start = Barrier(5)

    def save(value: int) -> bool:
        start.wait()
        try:
            save_scores(people[0], panel, sepsis, {"equity": value, "safety": value})
            return True
        except Refused:
            return False
        finally:
            connection.close()

    def give(_: int) -> bool:
        start.wait()
        try:
            return hand_in(people[0], panel).handed_in_at is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        saved = [pool.submit(save, value) for value in (1, 3, 7, 9)]
        assert pool.submit(give, 0).result()
        assert len([each.result() for each in saved]) == 4
    told = dict(Score.objects.filter(item=sepsis).values_list("criterion__key", "value"))
    assert told["equity"] == told["safety"], "both are of one save"
    assert ScoreSheet.objects.get().handed_in_at <= timezone.now()
