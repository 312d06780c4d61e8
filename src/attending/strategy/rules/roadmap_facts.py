"""What is on record about use cases, capabilities and wishes, as far as a plan asks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from attending.program.models.capabilities import CapabilityState
from attending.strategy.models import WishKind
from attending.strategy.rules.roadmap_limits import CarryingLimits


@dataclass(frozen=True, slots=True)
class Work:
    """How far a use case really is: the quarter it started, the one it finished, the one it is expected to finish."""

    started: date
    finished: date | None
    expected: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a use case takes; as in the record of its effort. ``loads``: primary key of a unit -> 1 to 5."""

    gate: int
    duration: int
    money: float
    clinician_hours: float
    platform_days: float
    reach: float
    loads: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """One use case. ``value`` is the panel's, 0 to 100, or None where the panel did not judge it."""

    key: str
    title: str
    enabling: bool
    value: float | None
    taken: Taken | None
    tier: str
    needs: tuple[int, ...] = ()
    builds: tuple[int, ...] = ()
    in_use: bool = False
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class CapabilityFacts:
    """One capability by its primary key."""

    pk: int
    name: str
    kind: str
    state: CapabilityState
    expected_on: date | None = None
    end_value: float = 0.0


@dataclass(frozen=True, slots=True)
class WishFacts:
    """A wish that stands; ``by`` counts from 1."""

    kind: WishKind
    key: str
    other: str = ""
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Over which quarters, within which limits; ``units`` gives each unit its name, ``this_quarter`` is the one now."""

    first_quarter: date
    quarters: int
    limits: CarryingLimits
    units: Mapping[int, str]
    this_quarter: date


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A use case that cannot be planned, and why."""

    key: str
    title: str
    why: str
