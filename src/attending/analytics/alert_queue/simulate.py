"""Run the queue: one threshold with one team, or all of them, over the same patients."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.alert_queue.cohort import Cohort, draw_cohort
from attending.analytics.alert_queue.inputs import Workload
from attending.analytics.alert_queue.results import Point, Sweep
from attending.analytics.alert_queue.roster import Roster, roster, shift_of_minute
from attending.analytics.alert_queue.staffing import DAY, Team
from attending.analytics.alert_queue.summary import Sums, summarise

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SIMULATION_ONLY: Final = (
    "The intervals cover the chance of the simulated days only, not how well the validation, the arrivals or the "
    "handling times are known."
)
WITH_VALIDATION: Final = (
    "The intervals cover how well the validation is known (drawn anew for each replication) and the chance of one run "
    "of these days, but not how well arrivals and handling times are known."
)

EMPTY_START: Final = (
    " Each run begins with nobody waiting, and alerts stay in the queue: near full load they wait longer in the end."
)

_QUANTILES: Final = (0.5, 0.9, 0.95)


@dataclass(frozen=True, eq=False)
class _Alerts:
    """One replication's patients at or above a threshold, by arrival; `arrived_in` is the shift each came in."""

    arrival: Floats
    minutes: Floats
    rank: Integers
    event: NDArray[np.bool_]
    arrived_in: Integers


def sweep(workload: Workload, *, cohort: Cohort | None = None) -> Sweep:
    """Every threshold of the workload with every team; `cohort`: its patients where they have been drawn already.

    Raises ValueError for the cohort of another workload.
    """
    if cohort is not None and cohort.workload != workload:
        raise ValueError("These patients were drawn for another workload; draw them anew with draw_cohort.")
    drawn, run = cohort or draw_cohort(workload), workload.run
    points: dict[str, list[Point]] = {team.name: [] for team in workload.teams}
    for threshold in workload.grid:
        alerts = _alerts(drawn, threshold)
        for team in workload.teams:
            points[team.name].append(_answer(drawn, threshold, team, alerts))
    return Sweep(
        workload.title,
        workload.validation.source,
        workload.grid,
        tuple(each.name for each in workload.teams),
        workload.deadline.minutes if workload.deadline else None,
        run.days,
        run.replications,
        run.seed,
        (WITH_VALIDATION if run.resample_validation else SIMULATION_ONLY) + ("" if _lapses(workload) else EMPTY_START),
        run.resample_validation,
        tuple(point for found in points.values() for point in found),
    )


def what_if(cohort: Cohort, threshold: float, team: Team) -> Point:
    """One threshold with one team, any team with the cohort's shifts; as in a sweep over the same patients.

    Raises ValueError for a threshold inside a score bin, or a team that does not speak of every shift.
    """
    return _answer(cohort, threshold, team, _alerts(cohort, threshold))


def warm() -> None:
    """Load or compile the loops, so that the next question takes no longer than itself."""
    from attending.analytics.alert_queue.kernels import start_times, tally

    zero, one = np.zeros(1), np.ones(1, dtype=np.int64)
    for by_rank in (False, True):
        start, done_by, over = start_times(zero, zero, one, by_rank, 1.0, np.array([[0.0, DAY]]), one)
        tally(zero, zero, one > 0, start, done_by, over, one * 0, 1.0, 1.0, 1.0, 1)


def _alerts(cohort: Cohort, threshold: float) -> list[_Alerts]:
    first = cohort.workload.validation.first_bin(threshold)
    minute_shift = shift_of_minute(cohort.workload.shifts)
    found = []
    for patients in cohort.replications:
        at = np.flatnonzero(patients.bin >= first)
        arrival = patients.arrival[at]
        shift = minute_shift[(arrival % DAY).astype(np.int64)]
        found.append(
            _Alerts(arrival, patients.minutes[at], patients.bin[at].astype(np.int64), patients.event[at], shift)
        )
    return found


def _answer(cohort: Cohort, threshold: float, team: Team, alerts: list[_Alerts]) -> Point:
    workload = cohort.workload
    people = workload.people_of(team)
    rows = roster(workload.shifts, people)
    told = [_replication(workload, each, rows) for each in alerts]
    total, by_shift, waits = (np.array(each) for each in zip(*told, strict=True))
    patients = np.array([len(each.arrival) for each in cohort.replications], dtype=np.float64)
    events = np.array([each.event.sum() for each in cohort.replications], dtype=np.float64)
    return summarise(workload, threshold, team.name, people, Sums(total, by_shift, waits, patients, events))


def _lapses(workload: Workload) -> bool:
    return workload.deadline is not None and workload.deadline.after == "lapses"


def _replication(workload: Workload, alerts: _Alerts, rows: Roster) -> tuple[Floats, Floats, Floats]:
    # Loaded where it is used: numba takes a second.
    from attending.analytics.alert_queue.kernels import start_times, tally

    limit = float(workload.deadline.minutes) if workload.deadline else math.inf
    start, done_by, over = start_times(
        alerts.arrival,
        alerts.minutes,
        alerts.rank,
        workload.order == "highest-risk",
        limit if _lapses(workload) else math.inf,
        rows.spans,
        rows.people,
    )
    effect = workload.effect
    total, by_shift = tally(
        alerts.arrival,
        alerts.minutes,
        alerts.event,
        start,
        np.where(done_by >= 0, rows.place[done_by], -1),
        over,
        alerts.arrived_in,
        limit,
        float(effect.decay_minutes or math.inf),
        limit if effect.kind == "step" else math.inf,
        len(workload.shifts),
    )
    waited = start - alerts.arrival
    waited = waited[~np.isnan(waited)]
    quantiles = np.quantile(waited, _QUANTILES) if len(waited) else np.full(len(_QUANTILES), np.nan)
    return total, by_shift, quantiles
