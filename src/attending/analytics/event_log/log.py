"""Events of cases as arrays, in order: what every figure of a reality check is counted from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_ACTIVITIES: Final = 2_000
"""More different activities than a map or a reader could hold; their pairs are counted in one square table."""

MILLISECONDS: Final = 1_000
"""Milliseconds in a second: moments are whole milliseconds, results are seconds."""

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Levels:
    """An attribute of events: its level names, and for each event the number of its level, -1 where it has none."""

    names: tuple[str, ...]
    codes: NDArray[np.int32]


@dataclass(frozen=True)
class EventLog:
    """Events by case, in a case by time, at one time by their order in the source.

    Case c has the events from `starts[c]` to `starts[c + 1]` (shape: cases + 1). `activity` (uint16) numbers
    `activities`, `at` (int64) is in milliseconds since 1970 in UTC; both have one entry an event. `attributes` are what
    results can be told apart by. Weekdays and shifts are those of `time_zone`. No case is without an event, and none is
    named.
    """

    activities: tuple[str, ...]
    starts: Integers
    activity: NDArray[np.uint16]
    at: Integers
    attributes: Mapping[str, Levels] = field(default_factory=dict)
    time_zone: str = "UTC"

    @property
    def cases(self) -> int:
        """How many cases."""
        return len(self.starts) - 1

    @property
    def events(self) -> int:
        """How many events."""
        return len(self.at)

    def mask(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which of the activities are among `names`; shape: activities."""
        wanted = set(names)
        return np.fromiter((name in wanted for name in self.activities), dtype=np.bool_, count=len(self.activities))
