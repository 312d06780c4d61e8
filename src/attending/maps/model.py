"""The map of care as frozen records: who (lanes), what (steps), in which order (flows), what may go wrong.

A record made by `reading` or `editing` is whole: every reference in it leads somewhere, every text is printable. What
clinicians should still settle (a dead end, an AI step that nobody checks) is no error here; `lint` says it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cached_property
from typing import Final

FORMAT: Final = "attending-map/1"
MOST_STEPS: Final = 10_000
MOST_ARROWS: Final = 40_000
DISCIPLINES: Final[Mapping[str, str]] = {
    "medicine": "Medicine",
    "nursing": "Nursing",
    "pharmacy": "Pharmacy",
    "allied_health": "Allied health",
    "informatics": "Clinical informatics",
    "data_science": "Data science",
    "quality_safety": "Quality and safety",
    "compliance": "Compliance",
    "technology": "Information technology",
    "operations": "Operations",
    "executive": "Executive leadership",
}
"""The disciplines that a lane may name, as the program records them, with the words for a page."""


class LaneKind(StrEnum):
    """Whether people or a system work in a lane; only people can check, stop or be told."""

    PEOPLE = "people"
    SYSTEM = "system"


class StepKind(StrEnum):
    """The five kinds of step. An assist is a point at which the AI shows something to somebody."""

    START = "start"
    TASK = "task"
    DECISION = "decision"
    ASSIST = "assist"
    END = "end"


class Authority(StrEnum):
    """What who oversees an AI step may do: stop it, override one output, or advise."""

    STOP = "stop"
    OVERRIDE = "override"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift in local time, from `begins` up to `ends`; one that ends before it begins runs past midnight."""

    key: str
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many people of a lane work in a shift, 0 to 1,000."""

    shift: str
    people: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A role, in drawn order. `discipline` is a key of DISCIPLINES or "" (nobody signs); a system has neither that
    nor a capacity. A shift that `capacity` does not name is not known, which is not the same as nobody.
    """

    key: str
    name: str
    kind: LaneKind = LaneKind.PEOPLE
    discipline: str = ""
    capacity: tuple[Capacity, ...] = ()

    def people(self, shift: str) -> int | None:
        """How many work in `shift`; None where the map does not say."""
        return next((each.people for each in self.capacity if each.shift == shift), None)


@dataclass(frozen=True, slots=True)
class Flow:
    """One way on from a step: to which step, `when` (its condition in words, "" for always), `otherwise` for the way
    that is taken when no other condition holds, and how the work is handed over where the lane changes.
    """

    to: str
    when: str = ""
    otherwise: bool = False
    hand_off: str = ""


@dataclass(frozen=True, slots=True)
class Assist:
    """What the AI gives, by the five rights of clinical decision support (Osheroff 2012): the right information
    (`shows`), person (`to`, a lane's key), format (`form`), channel and moment; "" where it is not said.
    """

    shows: str = ""
    to: str = ""
    form: str = ""
    channel: str = ""
    moment: str = ""


@dataclass(frozen=True, slots=True)
class Oversight:
    """Which AI steps are checked at a step (`of`, keys), and with which authority; `authority` puts it in words."""

    of: tuple[str, ...]
    may: Authority | None = None
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """What happens when a limit passes: work goes on at `step`, a lane (`tell`) is told, or words (`action`)."""

    step: str = ""
    tell: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """Within how many minutes (0.01 or more) a step is done, from the step `start` on; "" is from when work arrives."""

    minutes: float
    start: str = ""
    breach: Breach | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is done when a step cannot be done as drawn: the step to go to, a procedure in words, or both; and whether
    that is also the procedure for downtime.
    """

    step: str = ""
    procedure: str = ""
    downtime: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step in a lane. `place` is its column in the drawing (1 is leftmost) or None; `minutes` the usual working time
    or None; `events` the activities of an event log that evidence it, any of them.
    """

    key: str
    lane: str
    kind: StepKind
    name: str
    note: str = ""
    place: int | None = None
    minutes: float | None = None
    events: tuple[str, ...] = ()
    flows: tuple[Flow, ...] = ()
    assist: Assist | None = None
    oversight: Oversight | None = None
    limit: Limit | None = None
    fallback: Fallback | None = None


@dataclass(frozen=True, slots=True)
class Hazard:
    """What may go wrong at a step. `barriers` keep it from happening, `recovery` limits its harm; each is the key of a
    step or words. Ratings, owners and states are in the hazard log, joined by the key.
    """

    key: str
    name: str
    step: str
    causes: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    recovery: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeRule:
    """That step `end` follows step `start` within `minutes` (0.01 or more); `counts_before`: done before counts too."""

    key: str
    name: str
    start: str
    end: str
    minutes: float
    counts_before: bool = False


@dataclass(frozen=True)
class CareMap:
    """A map of care. Keys are unique within their kind; references hold (see the module)."""

    title: str
    about: str = ""
    shifts: tuple[Shift, ...] = ()
    lanes: tuple[Lane, ...] = ()
    steps: tuple[Step, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    rules: tuple[TimeRule, ...] = ()

    @cached_property
    def lane_of(self) -> Mapping[str, Lane]:
        """Lanes by their keys."""
        return {each.key: each for each in self.lanes}

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """Steps by their keys."""
        return {each.key: each for each in self.steps}

    @cached_property
    def hazards_of(self) -> Mapping[str, tuple[Hazard, ...]]:
        """Hazards by the key of their step."""
        found: dict[str, list[Hazard]] = defaultdict(list)
        for hazard in self.hazards:
            found[hazard.step].append(hazard)
        return {key: tuple(each) for key, each in found.items()}

    @property
    def disciplines(self) -> tuple[str, ...]:
        """The disciplines that appear, in the order of the lanes: whoever is named here signs the map."""
        return tuple(dict.fromkeys(lane.discipline for lane in self.lanes if lane.discipline))

    def is_hand_off(self, step: Step, flow: Flow) -> bool:
        """Whether the work changes lanes on this flow of `step`."""
        return self.step_of[flow.to].lane != step.lane
