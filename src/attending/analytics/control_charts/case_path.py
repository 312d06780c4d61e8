"""The way of a CUSUM or a VLAD through the cases, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import accumulate

import numpy as np

from attending.analytics.case_blocks import combine
from attending.analytics.control_charts.chart import PathPoint
from attending.analytics.control_charts.period_data import PeriodBlocks
from attending.analytics.control_charts.rules import Floats
from attending.analytics.control_charts.stretch import Step


def climbed(rows: Mapping[int, PeriodBlocks], odds_ratio: float) -> tuple[Floats, tuple[Step, ...]]:
    """The highest value of the CUSUM in each month, and each block as it passes it; months by their index, in order.

    Exact: the values are those of the CUSUM by case, whatever the blocks. Raises ValueError where no sums were kept for
    the odds ratio.
    """
    highest, steps = [], []
    start = 0.0
    for place, row in rows.items():
        if row.blocks is None:
            continue
        climbs = row.blocks.arm(odds_ratio).climbs
        level = start
        for climb, last, n in zip(climbs, accumulate(row.blocks.n), row.blocks.n, strict=True):
            end, peak = climb.after(level)
            steps.append(Step(place, last - n + 1, last, end, peak, restarted=level + climb.total <= climb.end))
            level = end
        start, top = reduce(combine, climbs).after(start)
        highest.append(top)
    return np.asarray(highest, dtype=np.float64), tuple(steps)


def cusum_path(labels: Sequence[str], up: Sequence[Step], down: Sequence[Step]) -> tuple[PathPoint, ...]:
    """Both arms after each block, the lower counted negative."""
    return tuple(
        PathPoint(labels[rise.place], rise.last, rise.end, -fall.end) for rise, fall in zip(up, down, strict=True)
    )


def vlad_path(labels: Sequence[str], rows: Mapping[int, PeriodBlocks]) -> tuple[PathPoint, ...]:
    """Expected minus observed events after each block."""
    found: list[PathPoint] = []
    avoided = 0.0
    for place, row in rows.items():
        if row.blocks is None:
            continue
        columns = zip(accumulate(row.blocks.n), row.blocks.expected, row.blocks.events, strict=True)
        for last, expected, events in columns:
            avoided += expected - events
            found.append(PathPoint(labels[place], last, avoided, None))
    return tuple(found)
