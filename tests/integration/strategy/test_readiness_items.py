"""What readiness is assessed by: taken over, adapted, never edited in place."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from attending.analytics.catalogs.readiness import items as catalog_items
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.readiness_items import (
    Wording,
    add_item,
    change_item,
    move_item,
    retire_item,
    take_over_catalog,
)
from attending.strategy.models import Barrier, ReadinessItem
from attending.strategy.queries.readiness import items_in_force, items_of
from tests.integration.house import House
from tests.integration.pages import stranger
from tests.integration.strategy.readiness_world import grades, opened, two_items


def test_the_catalog_is_taken_over_once_by_who_may(house: House) -> None:
    with pytest.raises(NotAllowed, match="adapt what readiness is assessed by"):
        take_over_catalog(house.owner)
    made = take_over_catalog(house.cmio)
    assert [item.key for item in made] == [item.key for item in catalog_items()]
    with pytest.raises(Refused, match="has readiness items already"):
        take_over_catalog(house.cmio)


def test_a_changed_item_is_a_new_one_and_what_is_open_keeps_the_old(house: House) -> None:
    old, _ = two_items(house)
    assessment = opened(house)
    new = change_item(house.cmio, old, Wording(statement="Somebody acts at night.", grades=grades("Acts")))
    old.refresh_from_db()
    assert (old.statement, old.retired_at is None) == ("Somebody acts.", False)
    assert (new.key, new.position, new.retired_at) == (old.key, old.position, None)
    assert old in items_of(assessment)
    assert new not in items_of(assessment)
    assert new in items_in_force(house.cmio.organisation)
    with pytest.raises(Refused, match="changed or retired meanwhile"):
        change_item(house.cmio, old, Wording(statement="Again.", grades=grades("x")))
    with pytest.raises(Refused, match="Nothing is different"):
        change_item(house.cmio, new, Wording(statement=" Somebody acts at night. ", grades=grades("Acts")))


def test_retired_and_moved(house: House) -> None:
    first, _ = two_items(house)
    second = add_item(house.cmio, Barrier.WORKFLOW, Wording(statement="Somebody acts.", grades=grades("b")))
    assert second.key == f"{first.key}-2"
    move_item(house.cmio, second, up=True)
    own = items_in_force(house.cmio.organisation).filter(barrier=Barrier.WORKFLOW)
    assert list(own) == [second, first]
    with pytest.raises(Refused, match="the first of its barrier"):
        move_item(house.cmio, second, up=True)
    retire_item(house.cmio, second)
    assert list(own.all()) == [first]
    with pytest.raises(Refused, match="changed or retired meanwhile"):
        retire_item(house.cmio, second)
    with pytest.raises(NotAllowed, match="another organisation"):
        retire_item(stranger(), first)


@pytest.mark.parametrize(
    ("wording", "told"),
    [
        (Wording(statement=" ", grades=grades("a")), "Write the statement"),
        (Wording(statement="x", grades=grades("a")[:4]), "five grades, 0 to 4; these are 4"),
        (Wording(statement="x", grades=["a", " ", "c", "d", "e"]), "Grade 1 says nothing"),
        (Wording(statement="x", grades=["a", "b", "a", "d", "e"]), "Grade 2 says the same as grade 0"),
    ],
)
def test_words_that_nobody_could_grade_by_are_refused(house: House, wording: Wording, told: str) -> None:
    with pytest.raises(Refused, match=told):
        add_item(house.cmio, Barrier.ADOPTION, wording)
    assert not ReadinessItem.objects.exists()


def test_the_database_keeps_the_words(house: House) -> None:
    item, _ = two_items(house)
    own = ReadinessItem.objects.filter(pk=item.pk)
    for act in (
        lambda: own.update(statement="Other."),
        lambda: own.update(grades=["a", "b", "c", "d", "e"]),
        lambda: own.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    own.update(position=9)
    retire_item(house.cmio, item)
    with pytest.raises(DatabaseError), transaction.atomic():
        own.update(retired_at=None)
