"""Variants: the different sequences of activities, and how many cases follow each."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.compiled import compiled
from attending.analytics.event_log.log import EventLog, Integers
from attending.analytics.event_log.results import Variant, Variants

_OFFSET, _PRIME, _MIX = np.uint64(14695981039346656037), np.uint64(1099511628211), np.uint64(31)
"""FNV-1a (Fowler, Noll and Vo); equal hashes are compared event by event, so the count is exact."""

TOP: Final = 20
"""How many variants are listed unless asked otherwise."""


def variants(log: EventLog, *, top: int = TOP) -> Variants:
    """How many variants there are, and the `top` most frequent, equally frequent ones by their activities' names."""
    example, cases = _grouped(log.starts, log.activity, _table_size(log.cases))
    if len(cases) > top > 0:
        # Those as frequent as the last one listed take part: their names decide.
        least = np.partition(cases, len(cases) - top)[len(cases) - top]
        example, listed = example[cases >= least], cases[cases >= least]
    else:
        listed = cases
    ranked = sorted((-int(number), _activities(log, int(case))) for case, number in zip(example, listed, strict=True))
    return Variants(
        len(cases),
        log.cases,
        int(np.count_nonzero(cases == 1)),
        tuple(Variant(activities, -number, -number / log.cases) for number, activities in ranked[:top]),
    )


def _activities(log: EventLog, case: int) -> tuple[str, ...]:
    return tuple(log.activities[code] for code in log.activity[log.starts[case] : log.starts[case + 1]].tolist())


def _table_size(cases: int) -> int:
    return 1 << max(4, (2 * cases).bit_length())


@compiled
def _grouped(starts: Integers, activity: NDArray[np.uint16], size: int) -> tuple[Integers, Integers]:
    """For each variant one of its cases, and how many cases it has; by open addressing in a table of `size`."""
    slot = np.full(size, -1, dtype=np.int64)
    example = np.empty(len(starts) - 1, dtype=np.int64)
    cases = np.zeros(len(starts) - 1, dtype=np.int64)
    found = 0
    for c in range(len(starts) - 1):
        begin, end = starts[c], starts[c + 1]
        hashed = _OFFSET
        for i in range(begin, end):
            hashed = (hashed ^ np.uint64(activity[i])) * _PRIME
        place = np.int64((hashed ^ (hashed >> _MIX)) & np.uint64(size - 1))
        while True:
            variant = slot[place]
            if variant < 0:
                slot[place] = found
                example[found] = c
                cases[found] = 1
                found += 1
                break
            other = starts[example[variant]]
            same = starts[example[variant] + 1] - other == end - begin
            i = begin
            while same and i < end:
                same = activity[i] == activity[other + i - begin]
                i += 1
            if same:
                cases[variant] += 1
                break
            place = (place + 1) & (size - 1)
    return example[:found], cases[:found]
