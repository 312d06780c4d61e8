"""Whether the downtime of a deployment has been practised, and what is still asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from attending.workflow.models import DowntimeDrill

VALID_FOR: Final = timedelta(days=365)
"""House policy: a fallback that nobody has used for a year is not known to work."""


class Practised(StrEnum):
    """How the downtime of a deployment stands."""

    WORKED = "worked"
    NEVER = "never"
    FAILED = "failed"
    OLD = "old"
    MAP_CHANGED = "map changed"


@dataclass(frozen=True, slots=True)
class DrillStanding:
    """``newest`` is the last drill; ``due_on`` until when the last one that worked holds, None where none does."""

    state: Practised
    newest: DowntimeDrill | None
    due_on: date | None


def drill_standing(drills: Sequence[DowntimeDrill], *, map_signed_on: date | None, today: date) -> DrillStanding:
    """How a deployment stands. ``drills`` are newest first; ``map_signed_on`` is when the map was signed last.

    A drill holds for a year, and only for the map it was held on: one held before the newest signed version does not.
    """
    newest = drills[0] if drills else None
    if newest is None:
        return DrillStanding(Practised.NEVER, None, None)
    if not newest.worked:
        return DrillStanding(Practised.FAILED, newest, None)
    due_on = newest.held_on + VALID_FOR
    if map_signed_on is not None and newest.held_on < map_signed_on:
        return DrillStanding(Practised.MAP_CHANGED, newest, None)
    return DrillStanding(Practised.WORKED if today <= due_on else Practised.OLD, newest, due_on)


def in_words(standing: DrillStanding) -> str:
    """One sentence about it."""
    day = f"{standing.newest.held_on:%-d %B %Y}" if standing.newest else ""
    match standing.state:
        case Practised.NEVER:
            return "Nobody has practised what happens while the AI is down."
        case Practised.WORKED:
            return f"The fallback worked on {day}."
        case Practised.FAILED:
            return f"The fallback did not work on {day}, and none has worked since."
        case Practised.OLD:
            return f"The last drill was on {day}, more than a year ago."
        case Practised.MAP_CHANGED:
            return f"The map was signed anew since the drill on {day}."
