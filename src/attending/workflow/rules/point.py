"""The point of a study that an address asks for: a threshold, people by shift, an order, and a step up or down."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from attending.program.rules import Refused
from attending.workflow.rules.staffing import AS_IT_IS
from attending.workflow.rules.study import Order, Studied, order_named

PEOPLE: Final = "people_"
THRESHOLD: Final = "threshold"
_MOST: Final = 500


@dataclass(frozen=True)
class Asked:
    """A point that is asked for: a threshold, people by shift, and in which order alerts are taken."""

    threshold: float
    people: Mapping[str, int]
    order: Order


def beginning(studied: Studied, threshold: float | None) -> Asked:
    """Where the page begins: the threshold in use if the study has it, else the middle one; the team as it is."""
    grid = studied.workload.grid
    at = grid[min(range(len(grid)), key=lambda each: abs(grid[each] - (threshold or 0.0)))] if threshold else None
    return Asked(at or grid[len(grid) // 2], dict(studied.workload.team(AS_IT_IS).people), "first-come")


def read(studied: Studied, given: Mapping[str, str], begin: Asked) -> Asked:
    """The point that a form asks for; what it does not name is as at the beginning.

    ``step`` moves one thing by one: ``threshold:1`` to the next threshold, ``day:-1`` to one person fewer by day.
    Raises Refused that names the field, what stands there and what is expected.
    """
    threshold = _number(given.get(THRESHOLD), begin.threshold)
    people = {shift: _count(given.get(f"{PEOPLE}{shift}"), count, shift) for shift, count in begin.people.items()}
    order = order_named(given.get("order") or begin.order)
    what, _, by = given.get("step", "").rpartition(":")
    if what == THRESHOLD and by in {"1", "-1"}:
        threshold = neighbour(studied.workload.grid, threshold, up=by == "1")
    elif what in people and by in {"1", "-1"}:
        people[what] = min(_MOST, max(0, people[what] + int(by)))
    return Asked(threshold, people, order)


def neighbour(grid: Sequence[float], threshold: float, *, up: bool) -> float:
    """The next threshold of the grid above or below; the outermost one stays."""
    at = bisect_right(grid, threshold) if up else bisect_left(grid, threshold) - 1
    return grid[min(max(at, 0), len(grid) - 1)]


def _number(text: str | None, otherwise: float) -> float:
    if text is None or not text.strip():
        return otherwise
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise Refused(f"The threshold {text.strip()[:20]!r} is no score; give a number from 0 to 1.")
    return value


def _count(text: str | None, otherwise: int, shift: str) -> int:
    if text is None or not text.strip():
        return otherwise
    if not text.strip().isdecimal() or int(text) > _MOST:
        raise Refused(f"{text.strip()[:20]!r} people in shift {shift}; give a whole number from 0 to {_MOST}.")
    return int(text)
