"""An agenda never loses or doubles an item, whatever is offered, added, taken off, put back and moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from attending.governance.models import AgendaKind
from attending.governance.rules.agenda import Standing, change, in_order, to_leave, total

NOW = datetime(2026, 6, 1, tzinfo=UTC)
KEYS = st.sampled_from([f"proposal:{at}" for at in range(8)])


@dataclass(frozen=True)
class Item:
    kind: str
    planned: int
    position: int
    due_at: datetime | None


ITEMS = st.lists(
    st.builds(
        Item,
        kind=st.sampled_from(AgendaKind),
        planned=st.integers(1, 60),
        position=st.integers(0, 50),
        due_at=st.none() | st.integers(-30, 60).map(lambda days: NOW + timedelta(days=days)),
    ),
    max_size=30,
)


@settings(max_examples=60)
@given(ITEMS, st.integers(5, 480))
def test_what_is_kept_and_what_is_left_are_all_there_is_and_the_rest_fits(items: list[Item], length: int) -> None:
    left = to_leave(items, length)
    kept = list(items)
    for item in left:
        kept.remove(item)
    assert sorted(map(repr, kept + left)) == sorted(map(repr, items))
    assert total(kept) <= length
    assert total(kept) + total(left) == total(items)
    if left and any(item.kind != AgendaKind.BREACH for item in kept):
        assert all(item.kind != AgendaKind.BREACH for item in left), "breaches go last"


@given(ITEMS)
def test_the_order_keeps_every_item_once(items: list[Item]) -> None:
    ordered = in_order(items)
    assert sorted(map(repr, ordered)) == sorted(map(repr, items))
    kinds = [list(AgendaKind).index(AgendaKind(item.kind)) for item in ordered]
    assert kinds == sorted(kinds)


class Agenda:
    """An agenda as the actions keep it: by key, and who put it on or took it off."""

    def __init__(self) -> None:
        self.items: dict[str, Standing] = {}

    def follow(self, offered: list[str]) -> None:
        found = change(list(self.items.values()), offered)
        assert not set(found.new) & set(self.items), "nothing is doubled"
        for key in found.new:
            self.items[key] = Standing(key, True, False, False)
        for key in found.back:
            self.items[key] = Standing(key, True, False, False)
        for key in found.settled:
            self.items[key] = Standing(key, True, True, True)


@given(st.lists(st.lists(KEYS, max_size=6), max_size=12), st.data())
def test_following_what_is_offered_loses_nothing_and_doubles_nothing(
    rounds: list[list[str]], data: st.DataObject
) -> None:
    agenda = Agenda()
    by_hand: set[str] = set()
    for offered in rounds:
        before = set(agenda.items)
        agenda.follow(offered)
        assert before <= set(agenda.items), "an item stays on record"
        on = {key for key, each in agenda.items.items() if not each.off}
        assert set(offered) - by_hand <= on
        assert on <= set(offered)
        again = change(list(agenda.items.values()), offered)
        assert not again, "done again it changes nothing"
        if on and data.draw(st.booleans()):
            key = data.draw(st.sampled_from(sorted(on)))
            agenda.items[key] = Standing(key, True, True, False)
            by_hand.add(key)
