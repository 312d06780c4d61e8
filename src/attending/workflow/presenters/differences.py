"""What differs between two maps, by subject, with a sentence ahead that says where most of it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from attending.maps.difference import Change, ChangeKind

_SUBJECTS: Final = (
    ("People and shifts", "roles and shifts", ("lane", "shift")),
    ("Steps", "steps", ("step",)),
    ("Ways from step to step", "ways from step to step", ("flow",)),
    ("What can go wrong", "hazards", ("hazard",)),
    ("Time rules", "time rules", ("rule",)),
    ("Title and order", "words about the map", ("map",)),
)
_SAID: Final = ((ChangeKind.ADDED, "new"), (ChangeKind.REMOVED, "gone"), (ChangeKind.CHANGED, "changed"))


@dataclass(frozen=True, slots=True)
class Differences:
    """Those of one subject: ``told`` counts the things that are new, gone or changed, ``words`` names every change."""

    title: str
    told: str
    words: Sequence[str]


def by_subject(found: Sequence[Change]) -> list[Differences]:
    """``found`` come from ``maps.difference.changes``; a subject without a change is left out."""
    return [
        Differences(title, _told(some), [each.words for each in some])
        for title, _, whats in _SUBJECTS
        if (some := _of(found, whats))
    ]


def in_short(found: Sequence[Change]) -> str:
    """Such as: Most differs in the steps: 4 new, 1 gone, 7 changed. Then in the hazards: 4 new."""
    counted = [(len(_things(some)), name, _told(some)) for _, name, whats in _SUBJECTS if (some := _of(found, whats))]
    most = sorted(counted, key=lambda each: -each[0])[:2]
    if not most:
        return ""
    first = f"Most differs in the {most[0][1]}: {most[0][2]}." if len(most) > 1 else f"Only {most[0][1]}: {most[0][2]}."
    return " ".join([first, *(f"Then in the {name}: {told}." for _, name, told in most[1:])])


def _of(found: Sequence[Change], whats: Sequence[str]) -> list[Change]:
    return [each for each in found if each.what in whats]


def _things(found: Sequence[Change]) -> dict[tuple[str, str], ChangeKind]:
    """Each thing once, however many of its fields changed."""
    return {(each.what, each.key): each.kind for each in found}


def _told(found: Sequence[Change]) -> str:
    kinds = list(_things(found).values())
    return ", ".join(f"{kinds.count(kind)} {word}" for kind, word in _SAID if kind in kinds)
