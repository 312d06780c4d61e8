"""What a plan breaks, found without a solver: each limit with its amounts, each missing capability, each wish."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.timeline import (
    LimitPlace,
    Starts,
    available_from,
    committed,
    limit_at,
    usage,
)
from attending.analytics.sequencing.wishes import After, EitherOr, Must, Never, StartIn, Together, Wish

TOLERANCE = 1e-6
"""Share of a limit by which sums of decimals may differ from it without breaking it."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """A limit that a plan would take more of than there is: amounts in the limit's own unit for one quarter."""

    place: LimitPlace
    limit: float
    needed: float

    @property
    def over(self) -> float:
        """By how much."""
        return self.needed - self.limit


@dataclass(frozen=True, slots=True)
class MissingCapability:
    """An initiative starts in `start` without a capability that is there from `available` on (None: never)."""

    initiative: str
    capability: str
    start: int
    available: int | None


@dataclass(frozen=True, slots=True)
class OutsideWindow:
    """An initiative starts in a quarter that its review or the end of the plan does not allow."""

    initiative: str
    start: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BrokenWish:
    """A wish that a plan does not keep."""

    wish: Wish


Breach = Overrun | MissingCapability | OutsideWindow | BrokenWish


def fits(needed: float, limit: float) -> bool:
    """Whether an amount is within a limit, apart from rounding."""
    return needed <= limit + TOLERANCE * max(1.0, abs(limit))


def breaches(problem: Problem, starts: Starts) -> tuple[Breach, ...]:
    """Everything a plan breaks; empty: it is a plan that can be carried out.

    What has started already is in every plan at its own quarter, whatever `starts` says. Where it takes more than a
    limit by itself, that is no fault of the plan, as long as the plan adds nothing to it.
    """
    fixed = committed(problem)
    whole = {**starts, **fixed}
    return (*other_breaches(problem, whole), *_overruns(problem, whole, fixed))


def other_breaches(problem: Problem, starts: Starts) -> tuple[Breach, ...]:
    """What a plan breaks apart from limits; `starts` names what has started already too."""
    return (
        *_windows(problem, starts),
        *_missing(problem, starts),
        *(BrokenWish(wish) for wish in problem.wishes if not kept(problem, wish, starts)),
    )


def already_over(problem: Problem) -> tuple[Overrun, ...]:
    """The limits that what has started already exceeds by itself: nothing more can be added there."""
    return _overruns(problem, committed(problem), {})


def kept(problem: Problem, wish: Wish, starts: Starts) -> bool:
    """Whether a plan keeps a wish."""
    at = [starts.get(key) for key in wish.named]
    if isinstance(wish, Must):
        return at[0] is not None and (wish.by is None or at[0] <= wish.by)
    if isinstance(wish, Never):
        return at[0] is None
    if isinstance(wish, StartIn):
        return at[0] == wish.quarter
    if isinstance(wish, Together):
        # What started before the plan cannot be met any more: its first quarter is the nearest.
        at = [each if each is None else max(each, 0) for each in at]
        return len(set(at)) == 1 if wish.same_quarter else len({each is None for each in at}) == 1
    if isinstance(wish, EitherOr):
        return sum(each is not None for each in at) <= 1
    return _in_order(problem, wish, *at)


def _in_order(problem: Problem, wish: After, first: int | None, then: int | None) -> bool:
    if then is None or problem.initiatives_by_key[wish.initiative].start is not None:
        return True
    return first is not None and first + problem.initiatives_by_key[wish.first].duration <= then


def _windows(problem: Problem, starts: Starts) -> list[OutsideWindow]:
    found = []
    for each in problem.initiatives:
        at, allowed = starts.get(each.key), problem.start_quarters(each)
        if at is not None and at not in allowed:
            found.append(OutsideWindow(each.key, at, allowed.start, allowed.stop - 1))
    return found


def _missing(problem: Problem, starts: Starts) -> list[MissingCapability]:
    there = available_from(problem, starts)
    found = []
    for each in problem.initiatives:
        at = starts.get(each.key)
        if at is None or each.start is not None:
            continue
        for need in each.needs:
            available = there[need]
            if available is None or available > at:
                found.append(MissingCapability(each.key, need, at, available))
    return found


def _overruns(problem: Problem, starts: Starts, fixed: Starts) -> tuple[Overrun, ...]:
    found = []
    there, needed = usage(problem, fixed), usage(problem, starts)
    for place, amount in needed.items():
        limit = limit_at(problem, place)
        if limit is not None and not fits(amount, limit) and not fits(amount, there[place]):
            found.append(Overrun(place, limit, amount))
    return tuple(found)
