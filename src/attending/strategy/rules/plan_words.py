"""What a plan breaks, in plain words with amounts. Pure."""

from __future__ import annotations

from typing import Final

from attending.analytics.sequencing import (
    ALL_TIERS,
    Breach,
    BrokenWish,
    LimitPlace,
    MissingCapability,
    OutsideWindow,
    Overrun,
    Problem,
    say_wish,
)
from attending.strategy.rules.roadmap_limits import UNITS
from attending.ui import formats

OUT: Final = "out"
"""How an address and a form say that a use case is not in the plan."""


def amount(value: float) -> str:
    """A number without decimals that say nothing: ``120``, ``7.5``."""
    return formats.number(value, 0 if abs(value - round(value)) < 1e-9 else 1)


def say_amount(value: float, place: LimitPlace) -> str:
    """An amount of what is limited, such as ``35 hours`` or ``120 thousand``."""
    if place.kind == "resource":
        return f"{amount(value)} {UNITS.get(place.name, '')}".strip()
    return amount(value)


def say_limit(place: LimitPlace) -> str:
    """What is limited, such as ``clinician hours`` or ``change load on 4 West``."""
    if place.kind == "change_load":
        return f"change load on {place.name}"
    if place.kind in {"running", "live"}:
        tier = "" if place.name == ALL_TIERS else f"{place.name}-risk "
        return f"{tier}use cases {'in work' if place.kind == 'running' else 'in use'} at once"
    return place.name


def _first_large(text: str) -> str:
    """Names inside the text keep their own capitals."""
    return text[:1].upper() + text[1:]


def say_breach(problem: Problem, breach: Breach) -> str:
    """One thing that a plan breaks."""
    titles = {each.key: each.title for each in problem.initiatives}
    if isinstance(breach, Overrun):
        place = breach.place
        return (
            f"{_first_large(say_limit(place))} in {problem.quarter(place.quarter)}: {say_amount(breach.needed, place)} "
            f"needed, {say_amount(breach.limit, place)} there, over by {say_amount(breach.over, place)}"
        )
    if isinstance(breach, MissingCapability):
        name = problem.capabilities_by_key[breach.capability].title
        there = (
            "never in this plan" if breach.available is None else f"only from {problem.quarter(breach.available)} on"
        )
        return f"{titles[breach.initiative]} needs {name}, which is there {there}"
    if isinstance(breach, OutsideWindow):
        if breach.start < breach.first:
            return f"{titles[breach.initiative]}: its gates take until {problem.quarter(breach.first)}"
        return f"{titles[breach.initiative]} would not finish before the plan ends"
    if isinstance(breach, BrokenWish):
        return f"Against a wish: {say_wish(problem, breach.wish)}"
    raise TypeError(f"{breach!r} is nothing that a plan breaks.")
