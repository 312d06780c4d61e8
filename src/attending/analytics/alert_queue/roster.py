"""The shifts and a team as the arrays the loops take, and which shift a moment belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.alert_queue.staffing import DAY, Shift

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Roster:
    """Rows are shifts ascending by begin; `place` holds each row's place in the order the shifts were given in.

    `spans`: begin and end in minutes of the day each shift begins on, shape (shifts, 2); `people`: shape (shifts,).
    """

    spans: NDArray[np.float64]
    people: Integers
    place: Integers


def roster(shifts: Sequence[Shift], people: Sequence[int]) -> Roster:
    """The arrays of `shifts` with as many `people` in each."""
    place = sorted(range(len(shifts)), key=lambda at: shifts[at].begin)
    spans = [(shifts[at].begin, shifts[at].begin + shifts[at].length) for at in place]
    return Roster(np.array(spans), np.array([people[at] for at in place], dtype=np.int64), np.array(place))


def shift_of_minute(shifts: Sequence[Shift]) -> Integers:
    """For each minute of the day the place of the shift that runs, of several the one that began last; shape (1440,).

    len(shifts) where none runs.
    """
    found = np.full(int(DAY), len(shifts), dtype=np.int64)
    since = np.full(int(DAY), np.inf)
    minute = np.arange(int(DAY))
    for place, shift in enumerate(shifts):
        elapsed = (minute - shift.begin) % DAY
        newer = (elapsed < shift.length) & (elapsed < since)
        found[newer], since[newer] = place, elapsed[newer]
    return found
