"""Counts of a model's inputs by month and bucket: all that leaves a log of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["numeric", "categorical"]

OTHER: Final = "other"
"""What the levels that are not kept by name are counted under."""


@dataclass(frozen=True, slots=True)
class InputBuckets:
    """How one input is told apart; frozen, so that months counted at different times can be added.

    numeric: `edges` ascend strictly; bucket i holds edges[i-1] <= value < edges[i], the first everything below, the
    last everything from the last edge on. categorical: one bucket for each of `levels`, and one more for all others.
    Raises ValueError when `edges` or `levels` are neither.
    """

    name: str
    kind: Kind
    edges: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in ("numeric", "categorical"):
            raise ValueError(f"The input {self.name!r} is numeric or categorical, not {self.kind!r}.")
        if (self.kind == "numeric" and self.levels) or (self.kind == "categorical" and self.edges):
            raise ValueError(f"The input {self.name!r} is {self.kind}: numbers have edges, categories have levels.")
        if any(not math.isfinite(edge) for edge in self.edges) or any(b <= a for a, b in pairwise(self.edges)):
            raise ValueError(f"The edges of the input {self.name!r} must be numbers that ascend, each given once.")
        if len(set(self.levels)) != len(self.levels):
            raise ValueError(f"The input {self.name!r} has a level twice: give each once.")

    @property
    def size(self) -> int:
        """How many buckets there are, the one of missing values not among them."""
        return len(self.edges) + 1 if self.kind == "numeric" else len(self.levels) + 1


@dataclass(frozen=True, slots=True)
class InputCounts:
    """Rows of one input by month: `counts[i]` are the rows of the ISO month `periods[i]` in each bucket, and `missing`.

    Raises ValueError when the sizes differ, a count is negative, or the months do not ascend.
    """

    buckets: InputBuckets
    periods: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    missing: tuple[int, ...]

    def __post_init__(self) -> None:
        name = self.buckets.name
        if not len(self.periods) == len(self.counts) == len(self.missing):
            raise ValueError(f"The input {name!r} needs counts for each of its months.")
        if any(b <= a for a, b in pairwise(self.periods)):
            raise ValueError(f"The months of the input {name!r} must ascend, each given once.")
        if any(len(row) != self.buckets.size for row in self.counts):
            raise ValueError(f"The input {name!r} has {self.buckets.size} buckets: each month needs as many counts.")
        if min((0, *self.missing, *(number for row in self.counts for number in row))) < 0:
            raise ValueError(f"A count of the input {name!r} is below 0.")

    def within(self, first: str, last: str) -> tuple[NDArray[np.int64], int]:
        """Rows in each bucket (shape: buckets), and rows without a value, from ISO month `first` to `last` included."""
        chosen = [i for i, period in enumerate(self.periods) if first <= period <= last]
        total = np.zeros(self.buckets.size, dtype=np.int64)
        for i in chosen:
            total += np.array(self.counts[i], dtype=np.int64)
        return total, sum(self.missing[i] for i in chosen)


@dataclass(frozen=True, slots=True)
class InputTable:
    """The counts of every input of a log. Raises ValueError when an input comes twice."""

    columns: tuple[InputCounts, ...]

    def __post_init__(self) -> None:
        names = [column.buckets.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError("Each input may come once.")

    @property
    def buckets(self) -> tuple[InputBuckets, ...]:
        """How each input is told apart: to count the next month in the same buckets, give them to its mapping."""
        return tuple(column.buckets for column in self.columns)

    @property
    def periods(self) -> tuple[str, ...]:
        """Every month with rows, ascending."""
        return tuple(sorted({period for column in self.columns for period in column.periods}))

    @classmethod
    def merge(cls, tables: Iterable[InputTable]) -> InputTable:
        """One table for the rows of several; adding a month equals counting all again.

        Raises ValueError when nothing is given, or an input is told apart differently in two of them.
        """
        given = tuple(tables)
        if not given:
            raise ValueError("There is no table of inputs to merge: give at least one.")
        for other in given[1:]:
            if other.buckets != given[0].buckets:
                raise ValueError(
                    "Tables of inputs with different buckets cannot be merged: count the new month in the frozen "
                    "buckets of the stored one (`InputTable.buckets`)."
                )
        return cls(tuple(_added([table.columns[i] for table in given]) for i in range(len(given[0].columns))))


def _added(parts: list[InputCounts]) -> InputCounts:
    periods = tuple(sorted({period for part in parts for period in part.periods}))
    found = [[part.within(period, period) for part in parts] for period in periods]
    counts = tuple(tuple(int(k) for k in np.sum([each[0] for each in of], axis=0)) for of in found)
    return InputCounts(parts[0].buckets, periods, counts, tuple(sum(each[1] for each in of) for of in found))
