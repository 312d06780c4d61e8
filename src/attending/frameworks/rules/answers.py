"""How far evidence answers what a framework asks: of each kind of evidence, and of each item. Pure.

Nothing here says that an item is fulfilled; it says whether relevant evidence is on record, and how old it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attending.program.registries.evidence import FindingState


class Answer(StrEnum):
    """What the evidence on record is worth to whoever asks for it."""

    RELEVANT = "relevant"
    PARTLY = "partly"
    OLD = "old"
    GAP = "gap"
    UNMAPPED = "unmapped"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Answer.RELEVANT: "Relevant evidence",
    Answer.PARTLY: "Evidence for part",
    Answer.OLD: "Evidence out of date",
    Answer.GAP: "No evidence on record",
    Answer.UNMAPPED: "Nothing here answers this",
}


@dataclass(frozen=True, slots=True)
class Records:
    """How many records of one evidence item are in one state, and from when the newest and the oldest are."""

    item: str
    state: FindingState
    count: int
    newest: datetime | None
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class KindStanding:
    """What is on record of one kind: ``met`` of ``asked`` records, ``partial`` in part.

    Those that do not apply are not asked.
    """

    answer: Answer
    asked: int
    met: int
    partial: int
    stale: int
    newest: datetime | None
    oldest: datetime | None


def standing_of(records: Iterable[Records]) -> KindStanding:
    """What is on record of one kind of evidence."""
    asked = [each for each in records if each.state is not FindingState.NOT_APPLICABLE and each.count]
    met = _count(asked, FindingState.MET)
    stale = _count(asked, FindingState.STALE)
    partial = _count(asked, FindingState.PARTIAL)
    total = sum(each.count for each in asked)
    counted = [each for each in asked if each.state is not FindingState.MISSING]
    return KindStanding(
        answer=_answer(total, met, stale, partial=partial),
        asked=total,
        met=met,
        partial=partial,
        stale=stale,
        newest=max((each.newest for each in counted if each.newest is not None), default=None),
        oldest=min((each.oldest for each in counted if each.oldest is not None), default=None),
    )


def _count(records: Sequence[Records], state: FindingState) -> int:
    return sum(each.count for each in records if each.state is state)


def _answer(total: int, met: int, stale: int, *, partial: int) -> Answer:
    if total and met == total:
        return Answer.RELEVANT
    if met or partial:
        return Answer.PARTLY
    return Answer.OLD if stale else Answer.GAP


def together(answers: Sequence[Answer]) -> Answer:
    """The answer of an item from those of every kind that is relevant to it: no better than all of them agree."""
    if not answers:
        return Answer.UNMAPPED
    found = set(answers)
    return found.pop() if len(found) == 1 else Answer.PARTLY if found - {Answer.GAP, Answer.OLD} else Answer.OLD
