"""How grades become readiness: by item, by barrier, by site and for the enterprise. Pure.

Nothing is averaged. An item stands at the lower median of its grades, so that an even split counts as the lower half;
a barrier is as ready as its weakest item, a site as its weakest barrier, and the enterprise as its weakest site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean, median_low
from typing import Any, Final

from attending.program.models import Discipline, Seat
from attending.strategy.models import Barrier

READY: Final = 3
"""The lowest grade that counts as ready: it is there."""

APART: Final = 2
"""Grades of people in different seats that lie this far apart are a disagreement to talk about."""

STALE_AFTER: Final = timedelta(days=365)


class Level(StrEnum):
    """What a grade means in a word."""

    READY = "Ready"
    PARTLY = "Partly ready"
    NOT_READY = "Not ready"
    UNKNOWN = "Nobody could say"
    NOT_ASKED = "Not asked"


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """From where somebody speaks: their seat on the use case, or else their discipline."""

    seat: str
    discipline: str

    @property
    def name(self) -> str:
        """Such as ``Operational owner, nursing``, or ``Nursing`` for somebody who holds no seat."""
        discipline = str(Discipline(self.discipline).label)
        return f"{Seat(self.seat).label}, {lower_first(discipline)}" if self.seat else discipline

    @property
    def in_a_sentence(self) -> str:
        """Such as ``the operational owner (nursing)`` or ``nursing``."""
        discipline = lower_first(str(Discipline(self.discipline).label))
        return f"the {lower_first(str(Seat(self.seat).label))} ({discipline})" if self.seat else discipline


@dataclass(frozen=True, slots=True)
class Mark:
    """What one person said about one item; ``grade`` is None for somebody who cannot say. ``by`` tells people apart."""

    by: int
    voice: Voice
    grade: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item was graded."""

    item: int
    barrier: Barrier
    marks: tuple[Mark, ...]

    @property
    def grades(self) -> list[int]:
        """The grades given, lowest first."""
        return sorted(mark.grade for mark in self.marks if mark.grade is not None)

    @property
    def n(self) -> int:
        return len(self.grades)

    @property
    def cannot_say(self) -> int:
        return len(self.marks) - self.n

    @property
    def grade(self) -> int | None:
        """The lower median; None where nobody could say."""
        return median_low(self.grades) if self.grades else None

    @property
    def spread(self) -> tuple[Mark, Mark] | None:
        """The lowest and the highest mark of two seats that lie furthest apart, at least ``APART``; else None."""
        given = sorted((m for m in self.marks if m.grade is not None), key=lambda m: (m.grade or 0, m.voice))
        pairs = [
            (high.grade - low.grade, low, high)
            for low in given
            for high in given
            if low.grade is not None and high.grade is not None and low.voice != high.voice
        ]
        widest = max(pairs, key=lambda pair: pair[0], default=None)
        return widest[1:] if widest is not None and widest[0] >= APART else None

    @property
    def divided(self) -> bool:
        """Whether people in different seats see it differently."""
        return self.spread is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierResult:
    """How one kind of barrier stands.

    ``grade`` is that of its weakest item, or None where nobody could grade any. ``items`` were asked, ``unknown`` of
    them nobody could grade, on ``divided`` of them seats disagree; ``weakest`` are those that rule. ``n`` people graded
    something, ``cannot_say`` counts the single answers that said so.
    """

    barrier: Barrier
    grade: int | None
    n: int
    items: int
    unknown: int
    divided: int
    cannot_say: int
    weakest: tuple[int, ...]

    @property
    def level(self) -> Level:
        if not self.items:
            return Level.NOT_ASKED
        return level(self.grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What an assessment found: ``people`` handed in, out of those ``asked``; ``pulls`` are how much they want it."""

    barriers: tuple[BarrierResult, ...]
    people: int
    asked: int
    pulls: tuple[int, ...]

    @property
    def grade(self) -> int | None:
        """That of the weakest barrier that could be graded."""
        return min((each.grade for each in self.barriers if each.grade is not None), default=None)

    @property
    def level(self) -> Level:
        """Ready only where every barrier that was asked about is."""
        levels = {each.level for each in self.barriers} - {Level.NOT_ASKED}
        if not levels:
            return Level.NOT_ASKED
        worst = level(self.grade)
        return Level.UNKNOWN if worst is Level.READY and Level.UNKNOWN in levels else worst

    @property
    def pull(self) -> float | None:
        """The mean of how much it is wanted, from 1 to 5."""
        return fmean(self.pulls) if self.pulls else None


def level(grade: int | None) -> Level:
    """What a grade from 0 to 4 means."""
    if grade is None:
        return Level.UNKNOWN
    if grade >= READY:
        return Level.READY
    return Level.PARTLY if grade == READY - 1 else Level.NOT_READY


def barrier_result(barrier: Barrier, items: Sequence[ItemResult]) -> BarrierResult:
    """How a barrier stands by its items."""
    known = [(each.grade, each) for each in items if each.grade is not None]
    grade = min((grade for grade, _ in known), default=None)
    return BarrierResult(
        barrier=barrier,
        grade=grade,
        n=len({mark.by for each in items for mark in each.marks if mark.grade is not None}),
        items=len(items),
        unknown=len(items) - len(known),
        divided=sum(each.divided for each in items),
        cannot_say=sum(each.cannot_say for each in items),
        weakest=tuple(each.item for found, each in known if found == grade),
    )


def assessed(items: Sequence[ItemResult], *, people: int, asked: int, pulls: Iterable[int]) -> Assessed:
    """What an assessment found, barrier by barrier."""
    return Assessed(
        barriers=tuple(
            barrier_result(barrier, [each for each in items if each.barrier == barrier]) for barrier in Barrier
        ),
        people=people,
        asked=asked,
        pulls=tuple(pulls),
    )


def read_results(document: Mapping[str, Any]) -> Assessed:
    """What ``to_record`` was given at the close; read by hand, since a map of all sites reads thousands."""
    barriers = (
        BarrierResult(**{**each, "barrier": Barrier(each["barrier"]), "weakest": tuple(each["weakest"])})
        for each in document["barriers"]
    )
    return Assessed(**{**document, "barriers": tuple(barriers), "pulls": tuple(document["pulls"])})


def weakest_of(found: Sequence[Assessed]) -> Assessed:
    """Several assessments of one site as one: barrier by barrier the weakest; at least one is given."""
    return Assessed(
        barriers=tuple(min((barrier_of(each, barrier) for each in found), key=_weakness) for barrier in Barrier),
        people=sum(each.people for each in found),
        asked=sum(each.asked for each in found),
        pulls=tuple(pull for each in found for pull in each.pulls),
    )


def _weakness(result: BarrierResult) -> tuple[bool, int, bool]:
    """Weakest first; then what nobody could grade, then what nobody was asked."""
    return result.grade is None, result.grade or 0, not result.items


def barrier_of(found: Assessed, barrier: Barrier) -> BarrierResult:
    """One barrier of an assessment."""
    return next(each for each in found.barriers if each.barrier == barrier)


def is_stale(closed_at: datetime, now: datetime) -> bool:
    """Whether an assessment is too old to rest on."""
    return now - closed_at > STALE_AFTER


def disagreement(result: ItemResult) -> str:
    """Who says what where seats disagree: ``Nursing says 1, the platform owner says 4.``; else empty."""
    if result.spread is None:
        return ""
    low, high = result.spread
    sentence = f"{low.voice.in_a_sentence} says {low.grade}, {high.voice.in_a_sentence} says {high.grade}."
    return sentence[0].upper() + sentence[1:]


def lower_first(text: str) -> str:
    """With a small first letter, for inside a sentence."""
    return text[0].lower() + text[1:]
