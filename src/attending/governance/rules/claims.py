"""What an approval rests on: those of the facts whose change the policy says re-opens it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypedDict

from attending.program.registries.facts import Fact


class Claim(TypedDict):
    """One sentence of a sealed packet; ``value`` changes exactly when what it says does."""

    key: str
    sentence: str
    value: str


def claims_of(facts: Iterable[Fact], reopens: Collection[str]) -> list[Claim]:
    """The facts whose key is in ``reopens`` and that say something, as they are sealed.

    Where nobody has said anything yet, as of which EHR release a site runs, there is nothing for a decision to rest on,
    and saying it later changes nothing that was decided.
    """
    return [
        Claim(key=each.key, sentence=each.sentence, value=each.value)
        for each in facts
        if each.key in reopens and each.value
    ]
