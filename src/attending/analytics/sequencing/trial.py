"""A plan with one initiative moved: what breaks, found from what changes and not from the whole plan anew."""

from __future__ import annotations

from attending.analytics.sequencing.audit import Breach, Overrun, fits, other_breaches
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.timeline import (
    LimitPlace,
    Starts,
    committed,
    limit_at,
    taken_from,
    usage,
    value_of,
)


class Trial:
    """A plan at hand, whose initiatives can be moved one after the other."""

    def __init__(self, problem: Problem, starts: Starts) -> None:
        self.problem = problem
        self.starts = {**starts, **committed(problem)}
        self._used = usage(problem, self.starts)
        self._by_key = problem.initiatives_by_key

    def breaks(self, key: str, at: int | None) -> tuple[Breach, ...]:
        """What the plan would break if the initiative started in quarter `at`, or not at all (None)."""
        there = {place: -amount for place, amount in self._taken(key, self.starts.get(key))}
        for place, amount in self._taken(key, at):
            there[place] = there.get(place, 0.0) + amount
        over = []
        for place, more in sorted(there.items()):
            limit = limit_at(self.problem, place) if place in self._used else None
            needed = self._used.get(place, 0.0) + more
            if more > 0 and limit is not None and not fits(needed, limit):
                over.append(Overrun(place, limit, needed))
        return (*other_breaches(self.problem, self.with_(key, at)), *over)

    def with_(self, key: str, at: int | None) -> dict[str, int]:
        """The starts with this initiative moved."""
        rest = {other: start for other, start in self.starts.items() if other != key}
        return rest if at is None else {**rest, key: at}

    def move(self, key: str, at: int | None) -> None:
        """Move it, whatever it breaks."""
        for place, amount in self._taken(key, self.starts.get(key)):
            if place in self._used:
                self._used[place] -= amount
        for place, amount in self._taken(key, at):
            if place in self._used:
                self._used[place] += amount
        self.starts = self.with_(key, at)

    @property
    def value(self) -> float:
        """What the plan adds."""
        return value_of(self.problem, self.starts)

    def _taken(self, key: str, at: int | None) -> list[tuple[LimitPlace, float]]:
        return [] if at is None else taken_from(self.problem, self._by_key[key], at)
