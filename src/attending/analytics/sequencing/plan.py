"""A plan: what starts when, what it is worth, and how far from the best it can be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from attending.analytics.sequencing.effort import PROVEN
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.timeline import Starts, available_from, value_of

SCHEMA: Final = "attending.sequence/1"


class NoPlan(ValueError):
    """No plan keeps every limit and every wish. `conflicts` says which of them cannot stand together."""


class NotFound(ValueError):
    """The search stopped before it found a plan, and before it could prove that there is none."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One initiative in a plan: it starts in quarter `start` and runs through quarter `finish`."""

    initiative: str
    start: int
    finish: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What starts when.

    scheduled: by start, then key; what had started before is among them. out: the rest, by key. capabilities: each with
    the quarter at whose start it is there (`horizon`: at the plan's end), or None. value: what the plan adds, in the
    unit of the initiatives' values; bound: what no plan can pass, or None where it was not reckoned. solver: what found
    it.
    """

    scheduled: tuple[Scheduled, ...]
    out: tuple[str, ...]
    capabilities: Mapping[str, int | None]
    value: float
    bound: float | None
    solver: str
    schema: Literal["attending.sequence/1"] = SCHEMA

    @property
    def starts(self) -> dict[str, int]:
        """Initiative -> the quarter it starts in."""
        return {each.initiative: each.start for each in self.scheduled}

    @property
    def gap(self) -> float | None:
        """The largest share of this plan's value by which a better one could pass it; None: not known."""
        if self.bound is None:
            return None
        room = max(self.bound - self.value, 0.0)
        if room <= PROVEN * abs(self.value):
            return 0.0
        return room / self.value if self.value else None

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return self.gap == 0.0

    @property
    def verdict(self) -> str:
        """In words: "proven best", "at most 2.3 % from best", or that it is not known."""
        gap = self.gap
        if gap is None:
            return "how far from best is not known"
        return "proven best" if gap == 0.0 else f"at most {math.ceil(gap * 1000) / 10:g} % from best"


def plan_of(problem: Problem, starts: Starts, *, bound: float | None, solver: str) -> Plan:
    """The plan that starts stand for; its value is reckoned anew, not taken from a solver."""
    by_key = problem.initiatives_by_key
    scheduled = [Scheduled(key, at, at + by_key[key].duration - 1) for key, at in starts.items()]
    value = value_of(problem, starts)
    return Plan(
        tuple(sorted(scheduled, key=lambda each: (each.start, each.initiative))),
        tuple(sorted(by_key.keys() - starts.keys())),
        available_from(problem, starts),
        value,
        None if bound is None else max(bound, value),
        solver,
    )
