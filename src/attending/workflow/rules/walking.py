"""What of a map is walked, what is said there, and what is owed for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from attending.maps.model import CareMap, Step, StepKind
from attending.program.rules import Refused
from attending.workflow.models import Goes

REPLY_WITHIN: Final = timedelta(days=14)
"""Within which whoever said something hears what was done with it."""
LONGEST: Final = 2_000
_WALKED: Final = frozenset({StepKind.TASK, StepKind.DECISION, StepKind.ASSIST})


def walked(care_map: CareMap) -> tuple[Step, ...]:
    """The steps at which something is done; where care begins and ends is not walked."""
    return tuple(each for each in care_map.steps if each.kind in _WALKED)


def owes_reply(goes: str, useful: str) -> bool:
    """Whether the owners owe a reply: it does not go as drawn, or something would make it useful."""
    return goes in {Goes.DIFFERENT, Goes.NOT_DONE} or bool(useful.strip())


def check_answer(goes: Goes, different: str, useful: str) -> None:
    """Raise Refused for what is not an answer to a step."""
    if goes is Goes.DIFFERENT and not different.strip():
        raise Refused("Say what is different here; a few words are enough.")
    for text in (different, useful):
        if len(text) > LONGEST:
            raise Refused(f"An answer has at most {LONGEST:,} characters, this one has {len(text):,}. Say it shorter.")


def check_shift(care_map: CareMap, shift: str) -> None:
    """Raise Refused unless the shift is one of the map's, or empty."""
    known = [each.key for each in care_map.shifts]
    if shift and shift not in known:
        raise Refused(f"The map has no shift {shift!r}; it has {', '.join(known) or 'none'}.")
