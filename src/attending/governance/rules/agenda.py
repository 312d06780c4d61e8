"""How an agenda is put together: what goes on it, for how long, and what is left for the next meeting. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar

from attending.governance.models.gates import Route
from attending.governance.models.meetings import AgendaKind

ORDER: Final = tuple(AgendaKind)
SHORTEST: Final = 5
"""Minutes; the shortest meeting there is."""
LONGEST: Final = 480
LONGEST_ITEM: Final = 240

_MINUTES: Final = {
    AgendaKind.CONSENT: 2,
    AgendaKind.DECISION: 15,
    AgendaKind.REVIEW: 10,
    AgendaKind.BREACH: 10,
    AgendaKind.CONDITION: 5,
    AgendaKind.APPROVAL: 5,
    AgendaKind.OTHER: 10,
}
_BY_ROUTE: Final = {Route.FAST_TRACK: 5, Route.REGISTRATION: 2}
_KEPT_FIRST: Final = (
    AgendaKind.BREACH,
    AgendaKind.CONSENT,
    AgendaKind.DECISION,
    AgendaKind.REVIEW,
    AgendaKind.CONDITION,
    AgendaKind.APPROVAL,
    AgendaKind.OTHER,
)


class Planned(Protocol):
    """An item as far as its place on the agenda goes."""

    @property
    def kind(self) -> str: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def planned(self) -> int: ...
    @property
    def position(self) -> int: ...


Item = TypeVar("Item", bound=Planned)


def planned_minutes(kind: str, route: str = "") -> int:
    """The minutes an item gets at first: by its kind, and a decision by its route of review."""
    if kind == AgendaKind.DECISION and route in _BY_ROUTE:
        return _BY_ROUTE[Route(route)]
    return _MINUTES[AgendaKind(kind)]


def in_order(items: Sequence[Item]) -> list[Item]:
    """The items as they are taken: group by group, and inside a group by position."""
    return sorted(items, key=lambda item: (ORDER.index(AgendaKind(item.kind)), item.position))


def total(items: Sequence[Planned]) -> int:
    """The minutes planned in all."""
    return sum(item.planned for item in items)


def to_leave(items: Sequence[Item], length: int) -> list[Item]:
    """What to leave for the next meeting so that the rest fits into ``length`` minutes, in the order of the agenda.

    The least pressing go first: other business, then approvals that end, conditions, reviews, decisions; in a group
    whatever is due last, or never. Breaches stay as long as anything else can go.
    """
    pressing = sorted(items, key=_how_pressing)
    left: list[Item] = []
    while pressing and total(pressing) > length:
        left.append(pressing.pop())
    return in_order(left)


def _how_pressing(item: Planned) -> tuple[int, bool, float, int]:
    due = item.due_at.timestamp() if item.due_at is not None else 0.0
    return (_KEPT_FIRST.index(AgendaKind(item.kind)), item.due_at is None, due, item.position)


@dataclass(frozen=True, slots=True)
class Standing:
    """An item that stands on an agenda already: ``by_itself`` where nobody added it, ``settled`` where it went off
    because nothing asked for it any more, ``off`` where it is off for whatever reason.
    """

    key: str
    by_itself: bool
    off: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What brings an agenda up to date, by key: what comes new, what comes back, and what is settled."""

    new: tuple[str, ...]
    back: tuple[str, ...]
    settled: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.back or self.settled)


def change(standing: Collection[Standing], offered: Sequence[str]) -> Change:
    """How an agenda follows what is offered now. What a person added stays, and what a person took off stays off."""
    known = {each.key: each for each in standing}
    wanted = dict.fromkeys(offered)
    return Change(
        new=tuple(key for key in wanted if key not in known),
        back=tuple(key for key in wanted if key in known and known[key].settled),
        settled=tuple(each.key for each in standing if each.by_itself and not each.off and each.key not in wanted),
    )
