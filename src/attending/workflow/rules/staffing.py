"""Staffing levels that a study compares: the team as it is, one fewer on each shift, and a few more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attending.analytics.alert_queue import Team
from attending.maps.words import listed

AS_IT_IS: Final = "The team as it is"
_LEVELS: Final = (
    (-1, "One fewer on each shift"),
    (0, AS_IT_IS),
    (1, "One more on each shift"),
    (2, "Two more on each shift"),
    (4, "Four more on each shift"),
)


def levels(people: Mapping[str, int]) -> tuple[Team, ...]:
    """The teams around ``people`` by shift. Where nobody is on duty nobody is added; a level with nobody is left out.

    Raises ValueError, in words, for numbers of people that cannot be.
    """
    found = [Team(AS_IT_IS, dict(people))]
    for step, name in _LEVELS:
        changed = {shift: max(0, count + step) if count else 0 for shift, count in people.items()}
        if step and any(changed.values()):
            found.append(Team(name, changed))
    order = [name for _, name in _LEVELS]
    return tuple(sorted(found, key=lambda team: order.index(team.name)))


def in_words(people: Mapping[str, int]) -> str:
    """Such as ``3 on day and 1 on night``."""
    return listed([f"{count} on {shift}" for shift, count in people.items()])


def team_named(teams: tuple[Team, ...], people: Mapping[str, int]) -> Team | None:
    """The team of a study with exactly these people, if it is one of those compared."""
    return next((team for team in teams if dict(team.people) == dict(people)), None)
