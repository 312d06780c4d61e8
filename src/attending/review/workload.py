"""The work a score makes, kept with a review so that any capacity can be held against it. No database."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from attending.analytics import OVERALL, BinnedScores, ScoreTable
from attending.analytics.alert_burden import CapacityPoint, capacity_table, capacity_view

STEPS: Final = 240
"""How many thresholds are kept at most."""

CAPACITIES: Final = tuple(
    Decimal(text) for text in ("0.5", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1000", "2000", "5000")
)
"""Alerts a day for which the fitting threshold is always told, as far as there are rows."""


@dataclass(frozen=True, slots=True)
class WorkStep:
    """Flagging scores from ``threshold`` on: rows flagged, of them with known outcome, of them with the event."""

    threshold: float
    flagged: int
    known: int
    events: int


@dataclass(frozen=True)
class Workload:
    """Rows flagged at each threshold, from the highest down to the lowest, over ``days`` days.

    ``days`` are the calendar days of the ``months`` that hold rows: a month in which the log begins or ends counts
    whole.
    """

    days: int
    months: int
    steps: tuple[WorkStep, ...]


def workload_of(table: ScoreTable) -> Workload:
    """The workload of everyone in a score table; at most STEPS thresholds, closest together where few are flagged."""
    scores = table.slice(OVERALL)
    days = sum(monthrange(int(month[:4]), int(month[5:7]))[1] for month in table.periods)
    flagged, known, events = (np.cumsum(each[::-1]) for each in (scores.n, scores.labelled, scores.positive))
    steps = tuple(
        WorkStep(float(scores.score_low[::-1][at]), int(flagged[at]), int(known[at]), int(events[at]))
        for at in _kept(flagged.tolist())
    )
    return Workload(days, len(table.periods), steps)


def _kept(flagged: Sequence[int]) -> list[int]:
    """Positions of the steps to keep: half of them evenly by rows flagged, half evenly by their logarithm."""
    if len(flagged) <= STEPS:
        return list(range(len(flagged)))
    evenly = np.linspace(flagged[0], flagged[-1], STEPS // 2)
    by_ratio = np.geomspace(max(flagged[0], 1), flagged[-1], STEPS // 2)
    found = np.searchsorted(np.asarray(flagged), np.concatenate([evenly, by_ratio]), side="left")
    return sorted({*(int(at) for at in np.minimum(found, len(flagged) - 1)), 0, len(flagged) - 1})


def at_capacity(workload: Workload, capacity_per_day: float) -> CapacityPoint:
    """The lowest threshold kept at which the flags fit the capacity; ValueError for a negative one or no days."""
    return capacity_view(_scores(workload), workload.days, capacity_per_day)


def usual_capacities(workload: Workload) -> tuple[CapacityPoint, ...]:
    """The same for round numbers of alerts a day, up to all rows."""
    if not workload.days or not workload.steps:
        return ()
    most = workload.steps[-1].flagged / workload.days
    return capacity_table(_scores(workload), workload.days, [float(each) for each in CAPACITIES if each < most])


def _scores(workload: Workload) -> BinnedScores:
    """The steps as bins from the lowest score to the highest; what a workload does not keep is zero."""
    steps = workload.steps[::-1]
    low = np.array([step.threshold for step in steps], dtype=np.float64)
    n, labelled, positive = (_apart([getattr(step, name) for step in steps]) for name in ("flagged", "known", "events"))
    nothing = np.zeros(len(steps))
    return BinnedScores(
        OVERALL,
        (),
        (),
        exact=False,
        bin=np.arange(len(steps)),
        passed=np.zeros(len(steps), dtype=np.int16),
        score_low=low,
        score_high=low,
        n=n,
        labelled=labelled,
        positive=positive,
        score_sum=nothing,
        score_squared_sum=nothing,
        score_outcome_sum=nothing,
        score_sum_all=nothing,
    )


def _apart(flagged: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Rows of each step alone, from the rows flagged there or above."""
    counts = np.asarray([*flagged, 0], dtype=np.int64)
    return counts[:-1] - counts[1:]
