"""What an agenda gets for minutes, what it leaves, and how it follows what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from attending.governance.models import AgendaKind
from attending.governance.rules.agenda import Standing, change, in_order, planned_minutes, to_leave, total

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    kind: str
    planned: int
    position: int = 0
    due_at: datetime | None = None


@pytest.mark.parametrize(
    ("kind", "route", "minutes"),
    [
        ("consent", "fast_track", 2),
        ("decision", "full", 15),
        ("decision", "", 15),
        ("decision", "fast_track", 5),
        ("decision", "registration", 2),
        ("breach", "", 10),
        ("condition", "", 5),
    ],
)
def test_minutes_are_planned_by_kind_and_route(kind: str, route: str, minutes: int) -> None:
    assert planned_minutes(kind, route) == minutes


def test_the_least_pressing_is_left_first_and_breaches_last() -> None:
    breach = Item(AgendaKind.BREACH, 10)
    soon = Item(AgendaKind.DECISION, 15, 1, NOW + timedelta(days=1))
    later = Item(AgendaKind.DECISION, 15, 2, NOW + timedelta(days=9))
    never = Item(AgendaKind.DECISION, 15, 3)
    other = Item(AgendaKind.OTHER, 10)
    items = [other, never, later, soon, breach]
    assert to_leave(items, 65) == []
    assert to_leave(items, 60) == [other]
    assert to_leave(items, 40) == [never, other]
    assert to_leave(items, 25) == [later, never, other]
    assert to_leave(items, 5) == [breach, soon, later, never, other]


def test_groups_come_in_their_order_and_positions_inside_them() -> None:
    items = [Item("condition", 5, 1), Item("consent", 2, 9), Item("decision", 15, 3), Item("decision", 15, 2)]
    assert [(each.kind, each.position) for each in in_order(items)] == [
        ("consent", 9),
        ("decision", 2),
        ("decision", 3),
        ("condition", 1),
    ]
    assert total(items) == 37


def test_what_a_person_added_stays_and_what_they_took_off_stays_off() -> None:
    standing = [
        Standing("by-hand", by_itself=False, off=False, settled=False),
        Standing("kept", by_itself=True, off=False, settled=False),
        Standing("gone", by_itself=True, off=False, settled=False),
        Standing("refused", by_itself=True, off=True, settled=False),
        Standing("was-settled", by_itself=True, off=True, settled=True),
    ]
    found = change(standing, ["kept", "refused", "was-settled", "new", "new"])
    assert found.new == ("new",)
    assert found.back == ("was-settled",)
    assert found.settled == ("gone",)
    assert not change(standing[:2], ["kept"])
