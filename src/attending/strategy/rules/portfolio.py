"""What a value thesis needs before it can leave its stage, and the common mistakes that its facts show. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from attending.program.models import Seat, Stage
from attending.program.models.people import CORE_SEATS
from attending.program.models.use_cases import Question

LONGEST_DEBATE_DAYS = 90

WITHOUT: Mapping[Seat, str] = {
    Seat.EXECUTIVE_SPONSOR: "nobody on the executive floor answers for its means or removes what stands in its way",
    Seat.CLINICAL_OWNER: "it cannot leave its stage, and nobody answers what clinicians say",
    Seat.OPERATIONAL_OWNER: "nobody on the units answers for the workflow and the capacity that it takes",
    Seat.PLATFORM_OWNER: "nobody answers for its data, its versions and its measurements",
}


class Mistake(StrEnum):
    """The common mistakes of AI programs that can be seen in the records, by name."""

    ISOLATED = "Isolated initiative"
    FRAGMENTED = "Fragmented ownership"
    PILOT_FIRST = "A pilot before governance, accountability and outcome measures are agreed"
    EXPOSED = "Technology exposure without operational design"
    LOCAL = "Local optimisation without enterprise leverage"
    DEBATE = "Endless debate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is on record about one use case; ``running`` counts its pilot and live deployments.

    ``measurable``: at least one of its outcome measures has all that makes value known.
    """

    stage: Stage
    days_on_record: int
    has_priority: bool
    empty_seats: tuple[Seat, ...]
    running: int
    running_unwatched: int
    has_outcome: bool
    measurable: bool
    workflow_heard: bool
    builds_capability: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """One mistake as one use case shows it; ``part`` is the part of its page where it is mended."""

    mistake: Mistake
    why: str
    part: str


def empty_seats(held: Collection[Seat]) -> list[Seat]:
    """The core seats that nobody holds."""
    return [seat for seat in CORE_SEATS if seat not in held]


def seat_names(seats: Sequence[Seat]) -> str:
    """Such as ``clinical owner or platform owner``; at least one seat is given."""
    names = [str(seat.label).lower() for seat in seats]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def open_questions(answered: Collection[Question]) -> list[Question]:
    """The strategic questions without an answer."""
    return [question for question in Question if question not in answered]


def signs(facts: Facts) -> list[Sign]:
    """The common mistakes that the facts show, in the order of ``Mistake``."""
    found = []
    if not facts.has_priority:
        found.append(Sign(Mistake.ISOLATED, "It answers to no enterprise priority.", "priority"))
    if facts.empty_seats and facts.stage != Stage.VALUE_THESIS:
        why = f"Beyond its value thesis, nobody is {seat_names(facts.empty_seats)}."
        found.append(Sign(Mistake.FRAGMENTED, why, "leaders"))
    if facts.running:
        found += _signs_of_running(facts)
    if facts.stage == Stage.VALUE_THESIS and facts.days_on_record > LONGEST_DEBATE_DAYS:
        why = f"It has been a value thesis for {facts.days_on_record} days; decide on it or stop it."
        found.append(Sign(Mistake.DEBATE, why, ""))
    return found


def _signs_of_running(facts: Facts) -> list[Sign]:
    found = []
    if not facts.has_outcome:
        found.append(Sign(Mistake.PILOT_FIRST, "It runs, and no outcome measure is agreed.", "value"))
    elif not facts.measurable:
        why = "It runs, and what would make its value known is not agreed in full."
        found.append(Sign(Mistake.PILOT_FIRST, why, "value"))
    if facts.running_unwatched:
        many = facts.running_unwatched > 1
        where = f"{facts.running_unwatched} deployments" if many else "A deployment"
        why = f"{where} {'run' if many else 'runs'} without an oversight threshold: nothing would make us stop."
        found.append(Sign(Mistake.PILOT_FIRST, why, "deployments"))
    if not facts.workflow_heard:
        found.append(
            Sign(Mistake.EXPOSED, "It runs, and no clinician was heard about the reality of the workflow.", "input")
        )
    if not facts.builds_capability:
        found.append(
            Sign(Mistake.LOCAL, "It runs, and names no capability that it leaves to the enterprise.", "capabilities")
        )
    return found
