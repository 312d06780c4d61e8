"""From what is on record to a planning question. Pure.

The value of a use case in a quarter is the panel's value of it, 0 to 100, times the thousand people it reaches.
Enabling work that the panel did not judge has no value of its own: what it is worth comes out of the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from attending.analytics.sequencing import (
    After,
    Capability,
    EitherOr,
    Initiative,
    Limits,
    Must,
    Never,
    Problem,
    Together,
    Wish,
)
from attending.program.models import RiskTier
from attending.program.models.capabilities import CapabilityState
from attending.program.rules import Refused
from attending.strategy.models import WishKind
from attending.strategy.rules.quarters import begins_a_quarter, between, later, name_of, names
from attending.strategy.rules.roadmap_facts import CapabilityFacts, CaseFacts, LeftAside, Setting, Taken, WishFacts
from attending.strategy.rules.roadmap_limits import RESOURCES

BEYOND: Final = 4
"""Quarters after the plan in which what is live then still counts, so that what finishes late is not worth nothing."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A planning question, and what could not be made part of it."""

    problem: Problem
    aside: tuple[LeftAside, ...]


def frame(
    setting: Setting,
    cases: Sequence[CaseFacts],
    capabilities: Sequence[CapabilityFacts],
    wishes: Sequence[WishFacts] = (),
) -> Framed:
    """The planning question. Raises Refused where nothing can be planned, or a wish names what cannot be."""
    why = {case.key: _why_not(case) for case in cases}
    planned = [case for case in cases if not why[case.key]]
    aside = tuple(LeftAside(case.key, case.title, why[case.key]) for case in cases if why[case.key])
    if not planned:
        raise Refused(
            "No use case can be planned yet: each needs an estimate of what it takes, and the value of a closed panel "
            "unless it is enabling work."
        )
    finished = {key for case in cases if case.work and case.work.finished for key in case.builds}
    named = {case.key: case.title for case in cases}
    done = {case.key for case in cases if case.work and case.work.finished}
    try:
        problem = Problem(
            quarters=names(setting.first_quarter, setting.quarters),
            initiatives=tuple(_initiative(setting, case) for case in planned),
            capabilities=tuple(_capability(setting, each, finished) for each in capabilities),
            limits=_limits(setting, planned),
            wishes=tuple(_wish(wish, why, named) for wish in wishes if not _kept_anyhow(wish, why, done)),
            beyond=BEYOND,
        )
    except ValueError as unfit:
        raise Refused(str(unfit)) from unfit
    return Framed(problem, aside)


def _why_not(case: CaseFacts) -> str:
    """Why a use case cannot be planned; empty where it can."""
    if case.work is not None and case.work.finished is not None:
        return f"It finished in {name_of(case.work.finished)}."
    if case.in_use and case.work is None:
        return "It is in use already."
    if case.taken is None:
        return "Nobody estimated what it takes."
    # What runs takes what it takes, judged or not: left aside, it would leave room in the plan that is not there.
    if case.value is None and not case.enabling and case.work is None:
        return "The panel did not judge it."
    return ""


def own_value(case: CaseFacts) -> float:
    """Panel value times reach, for each quarter it is in use."""
    return (case.value or 0.0) * (case.taken.reach if case.taken else 0.0)


def _initiative(setting: Setting, case: CaseFacts) -> Initiative:
    taken = case.taken
    if taken is None:
        raise ValueError(f"{case.title} has no estimate, so it cannot be planned.")
    start, duration = _running(setting, case, taken)
    demand = {name: (getattr(taken, field),) * duration for field, name in RESOURCES.items() if getattr(taken, field)}
    return Initiative(
        key=case.key,
        title=case.title,
        value=own_value(case),
        duration=duration,
        gate=taken.gate,
        demand=demand,
        change_load={setting.units[unit]: (float(load),) * duration for unit, load in taken.loads.items()},
        tier=case.tier or RiskTier.HIGH,  # what nobody assessed counts as high
        needs=tuple(_key(pk) for pk in case.needs),
        builds=tuple(_key(pk) for pk in case.builds),
        start=start,
    )


def _running(setting: Setting, case: CaseFacts, taken: Taken) -> tuple[int | None, int]:
    """For what runs: the quarter it started in, from the plan's first, and its whole duration as expected now.

    What is late runs through this quarter at least; what is to finish before the plan begins takes nothing of it.
    """
    if case.work is None:
        return None, taken.duration
    start = min(between(setting.first_quarter, case.work.started), 0)
    end = between(setting.first_quarter, max(case.work.expected, setting.this_quarter))
    return start, end - start + 1


def _key(pk: int) -> str:
    return f"capability-{pk}"


def _capability(setting: Setting, facts: CapabilityFacts, finished: set[int]) -> Capability:
    available: int | None = None
    if facts.state == CapabilityState.AVAILABLE or facts.pk in finished:
        available = 0
    elif facts.state == CapabilityState.BUILDING and facts.expected_on is not None:
        overdue = facts.expected_on < setting.this_quarter
        # What is overdue and not there is there in the next quarter at the earliest.
        expected = max(facts.expected_on, later(setting.this_quarter, 1)) if overdue else facts.expected_on
        quarter = between(setting.first_quarter, expected)
        available = max(quarter if begins_a_quarter(expected) else quarter + 1, 0)
    return Capability(_key(facts.pk), facts.name, facts.kind, available, facts.end_value)


def _limits(setting: Setting, planned: Sequence[CaseFacts]) -> Limits:
    limits = setting.limits
    units = sorted({unit for case in planned if case.taken for unit in case.taken.loads})
    loads = {setting.units[unit]: limits.load_by_unit.get(unit, limits.load) for unit in units}
    return Limits(
        resources=limits.amounts(),
        change_load={name: (None if load is None else float(load),) * setting.quarters for name, load in loads.items()},
        running={tier: (float(cap),) * setting.quarters for tier, cap in limits.caps().items()},
    )


def _kept_anyhow(wish: WishFacts, why: Mapping[str, str], done: Collection[str]) -> bool:
    """Whether a wish asks nothing of this plan: it keeps out what cannot be planned, or what it names has finished."""
    named = [key for key in (wish.key, wish.other) if key]
    if any(key in done for key in named):
        return True
    return wish.kind in {WishKind.NEVER, WishKind.EITHER} and any(why.get(key, "It is not known.") for key in named)


def _wish(wish: WishFacts, why: Mapping[str, str], titles: Mapping[str, str]) -> Wish:
    for key in (wish.key, wish.other):
        if key and why.get(key, "It is not known."):
            title = titles.get(key, key)
            raise Refused(
                f"{title} is wished for, but it cannot be planned. {why.get(key, 'It is not known.')} Take the wish "
                "back, or see to what is missing."
            )
    match wish.kind:
        case WishKind.MUST:
            return Must(wish.key, None if wish.by is None else wish.by - 1)
        case WishKind.NEVER:
            return Never(wish.key)
        case WishKind.TOGETHER:
            return Together((wish.key, wish.other))
        case WishKind.EITHER:
            return EitherOr((wish.key, wish.other))
        case WishKind.AFTER:
            return After(wish.key, wish.other)
