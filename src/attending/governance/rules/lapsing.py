"""Which sentences of a sealed packet no longer hold. Pure: claims and facts in, sentences out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from attending.governance.rules.claims import Claim
from attending.program.registries.facts import Fact


class Broken(TypedDict):
    """One sentence that no longer holds: what was sealed, and the sentence that is true in its place."""

    key: str
    sentence: str
    sealed: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A sealed claim beside what is so now; ``now`` is None where no room says anything of it any more."""

    claim: Claim
    now: Fact | None

    @property
    def holds(self) -> bool:
        """Whether the sentence is as true as it was. What was not there when it was sealed is nothing to rest on."""
        sealed = self.claim["value"]
        return not sealed or (self.now is not None and self.now.value == sealed)

    @property
    def now_in_words(self) -> str:
        return "Nothing is recorded of it any more." if self.now is None else self.now.sentence


def compared(claims: Sequence[Claim], facts: Iterable[Fact]) -> tuple[Compared, ...]:
    """Each claim beside the fact of its key, in the order of the packet."""
    now: dict[str, list[Fact]] = {}
    for fact in facts:
        now.setdefault(fact.key, []).append(fact)
    return tuple(Compared(claim, _beside(claim, now.get(claim["key"], ()))) for claim in claims)


def _beside(claim: Claim, facts: Sequence[Fact]) -> Fact | None:
    """The fact that still says what was sealed, or else the first of its kind."""
    return next((fact for fact in facts if fact.value == claim["value"]), facts[0] if facts else None)


def broken(claims: Sequence[Claim], facts: Iterable[Fact]) -> list[Broken]:
    """The sentences that no longer hold, as ``Lapse.broken`` keeps them."""
    return [
        Broken(
            key=each.claim["key"],
            sentence=each.claim["sentence"],
            sealed=each.claim["value"],
            now=each.now_in_words,
        )
        for each in compared(claims, facts)
        if not each.holds
    ]


def end_after_lapse(ends_at: datetime, now: datetime, grace_days: int) -> datetime:
    """Until when a lapsed approval may be used: the days of grace, and never longer than it was given for."""
    return min(ends_at, now + timedelta(days=grace_days))
