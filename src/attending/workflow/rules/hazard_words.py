"""What a hazard says in words, before it is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.utils.text import slugify

from attending.program.rules import Refused

LONGEST_NAME: Final = 200
LONGEST_TEXT: Final = 2_000
MOST_LINES: Final = 30
LONGEST_KEY: Final = 40
CAUSES_JOINED: Final = "; "
"""Between causes, or consequences, where they stand in one cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardWords:
    """``step`` is a key of the map, or empty; ``impact`` is what it may do to a patient."""

    name: str
    description: str = ""
    step: str = ""
    causes: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    impact: str = ""

    def tidied(self, steps: Collection[str], standing: str = "") -> HazardWords:
        """Without empty lines. Raises Refused for what is missing, too long, or on a step that the map has not.

        ``standing`` is the step it is on already: that one may be gone from the map.
        """
        name = " ".join(self.name.split())
        if not name:
            raise Refused("Name the hazard: what can go wrong, in a few words.")
        if len(name) > LONGEST_NAME:
            raise Refused(
                f"The name has {len(name)} characters; at most {LONGEST_NAME}. Put the rest in the description."
            )
        if self.step and self.step != standing and self.step not in steps:
            known = ", ".join(sorted(steps)) or "none, because there is no map yet"
            raise Refused(f"The map has no step {self.step!r}. Its steps are: {known}.")
        for label, text in (("description", self.description), ("impact", self.impact)):
            if len(text) > LONGEST_TEXT:
                raise Refused(f"The {label} has {len(text)} characters; at most {LONGEST_TEXT} are kept.")
        return HazardWords(
            name=name,
            description=self.description.strip(),
            step=self.step,
            causes=_lines("causes", self.causes),
            consequences=_lines("consequences", self.consequences),
            impact=self.impact.strip(),
        )


def _lines(label: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(tidy for line in lines if (tidy := " ".join(line.split()))))
    if len(found) > MOST_LINES:
        raise Refused(f"There are {len(found)} {label}; at most {MOST_LINES} fit one hazard. Split it in two.")
    for line in found:
        if len(line) > LONGEST_NAME:
            raise Refused(f"Of the {label}, {line[:40]!r} has {len(line)} characters; at most {LONGEST_NAME}.")
    return found


def key_for(name: str, taken: Collection[str]) -> str:
    """A key made of a name, that no other hazard of the log or the map has."""
    first = slugify(name)[:LONGEST_KEY].strip("-") or "hazard"
    if first not in taken:
        return first
    at = 2
    while f"{first[: LONGEST_KEY - 4]}-{at}" in taken:
        at += 1
    return f"{first[: LONGEST_KEY - 4]}-{at}"
