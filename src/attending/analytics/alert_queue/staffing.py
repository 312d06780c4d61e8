"""Who is on duty when: shifts of the day, and teams that put people into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DAY: Final = 1440.0
"""Minutes of a day; clocks do not change here."""

MOST_PEOPLE: Final = 200

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of every day by local clock, such as "23:00" to "07:00".

    At its end its people finish what they have in hand and go, and those of the next shift come fresh. One that ends
    when it begins is always there: a desk at which nobody hands over.
    """

    name: str
    begins: str
    ends: str

    def __post_init__(self) -> None:
        for name, clock in (("begins", self.begins), ("ends", self.ends)):
            if not _CLOCK.fullmatch(clock):
                raise ValueError(f'{name} of shift {self.name!r} is {clock!r}; give a time such as "07:00".')

    @property
    def begin(self) -> float:
        """Minutes after midnight."""
        return _minutes(self.begins)

    @property
    def length(self) -> float:
        """Minutes, more than 0 and at most a day."""
        return (_minutes(self.ends) - self.begin) % DAY or DAY


@dataclass(frozen=True)
class Team:
    """How many people are on duty in each shift, by the shift's name; 0: nobody. Somebody must be there sometime."""

    name: str
    people: Mapping[str, int]

    def __post_init__(self) -> None:
        for shift, count in self.people.items():
            if isinstance(count, bool) or int(count) != count or not 0 <= count <= MOST_PEOPLE:
                raise ValueError(
                    f"people of team {self.name!r} in shift {shift!r} is {count!r}; give a whole number from 0 to "
                    f"{MOST_PEOPLE}."
                )
        if not any(self.people.values()):
            raise ValueError(f"In team {self.name!r} nobody is ever on duty; give at least one shift a person.")


def _minutes(clock: str) -> float:
    hours, minutes = clock.split(":")
    return int(hours) * 60.0 + int(minutes)
