"""Run the queue: one threshold with one team, or all of them, over the same patients."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.alert_queue.cohort import Cohort, Patients, draw_cohort
from attending.analytics.alert_queue.inputs import DAY, Team, Workload
from attending.analytics.alert_queue.interval import Interval, mean, ratio
from attending.analytics.alert_queue.results import Counts, Point, ShiftResult, Sweep
from attending.analytics.alert_queue.roster import Roster, roster, shift_of_minute

Floats = NDArray[np.float64]

SIMULATION_ONLY: Final = (
    "The intervals cover the chance of the simulated days only, not how well the validation, the arrivals or the "
    "handling times are known."
)
WITH_VALIDATION: Final = (
    "The intervals cover how well the validation is known (drawn anew for each replication) and the chance of one run "
    "of these days, but not how well arrivals and handling times are known."
)

_QUANTILES: Final = (0.5, 0.9, 0.95)
_PER: Final = 1000.0


@dataclass(frozen=True, eq=False)
class _Sums:
    """Of each replication: `tally`'s sums, those by shift, waiting quantiles, patients, and patients with the event."""

    total: Floats
    by_shift: Floats
    waits: Floats
    patients: Floats
    events: Floats


def sweep(workload: Workload, *, cohort: Cohort | None = None) -> Sweep:
    """Every threshold of the workload with every team; `cohort`: its patients where they have been drawn already."""
    drawn = cohort or draw_cohort(workload)
    points = [what_if(drawn, threshold, team) for team in workload.teams for threshold in workload.grid]
    run = workload.run
    return Sweep(
        workload.title,
        workload.validation.source,
        workload.grid,
        tuple(each.name for each in workload.teams),
        workload.deadline.minutes if workload.deadline else None,
        run.days,
        run.replications,
        run.seed,
        WITH_VALIDATION if run.resample_validation else SIMULATION_ONLY,
        run.resample_validation,
        tuple(points),
    )


def what_if(cohort: Cohort, threshold: float, team: Team) -> Point:
    """One threshold with one team, any team with the cohort's shifts; as in a sweep over the same patients.

    Raises ValueError for a threshold inside a score bin, or a team that does not speak of every shift.
    """
    workload = cohort.workload
    people = workload.people_of(team)
    return _point(workload, threshold, team.name, people, _sums(cohort, threshold, people))


def warm() -> None:
    """Load or compile the loops, so that the next question takes no longer than itself."""
    from attending.analytics.alert_queue.kernels import start_times, tally

    zero, one = np.zeros(1), np.ones(1, dtype=np.int64)
    for by_rank in (False, True):
        start, done_by, over = start_times(zero, zero, one, by_rank, 1.0, np.array([[0.0, DAY]]), one)
        tally(zero, zero, one > 0, start, done_by, over, one * 0, 1.0, 1.0, 1.0, 1)


def _sums(cohort: Cohort, threshold: float, people: tuple[int, ...]) -> _Sums:
    workload = cohort.workload
    first = workload.validation.first_bin(threshold)
    rows = roster(workload.shifts, people)
    minute_shift = shift_of_minute(workload.shifts)
    told = [_replication(workload, each, first, rows, minute_shift) for each in cohort.replications]
    total, by_shift, waits = (np.array(each) for each in zip(*told, strict=True))
    patients = np.array([len(each.arrival) for each in cohort.replications], dtype=np.float64)
    events = np.array([each.event.sum() for each in cohort.replications], dtype=np.float64)
    return _Sums(total, by_shift, waits, patients, events)


def _replication(
    workload: Workload, patients: Patients, first: int, rows: Roster, minute_shift: NDArray[np.int64]
) -> tuple[Floats, Floats, Floats]:
    # Loaded where it is used: numba takes a second.
    from attending.analytics.alert_queue.kernels import start_times, tally

    flagged = np.flatnonzero(patients.bin >= first)
    arrival, minutes = patients.arrival[flagged], patients.minutes[flagged]
    limit = float(workload.deadline.minutes) if workload.deadline else math.inf
    lapses = workload.deadline is not None and workload.deadline.after == "lapses"
    start, done_by, over = start_times(
        arrival,
        minutes,
        patients.bin[flagged].astype(np.int64),
        workload.order == "highest-risk",
        limit if lapses else math.inf,
        rows.spans,
        rows.people,
    )
    effect = workload.effect
    total, by_shift = tally(
        arrival,
        minutes,
        patients.event[flagged],
        start,
        np.where(done_by >= 0, rows.place[done_by], -1),
        over,
        minute_shift[(arrival % DAY).astype(np.int64)],
        limit,
        float(effect.decay_minutes or math.inf),
        limit if effect.kind == "step" else math.inf,
        len(workload.shifts),
    )
    waited = start - arrival
    waited = waited[~np.isnan(waited)]
    quantiles = np.quantile(waited, _QUANTILES) if len(waited) else np.full(len(_QUANTILES), np.nan)
    return total, by_shift, quantiles


def _point(workload: Workload, threshold: float, team: str, people: tuple[int, ...], sums: _Sums) -> Point:
    alerts, true, handled, true_handled, in_time, true_in_time, waited, worth, minutes, wanted = sums.total.T
    spread, days = workload.run.resample_validation, np.full(len(alerts), float(workload.run.days))
    effect = workload.effect
    harm, cost = effect.harm_false, effect.cost_per_minute
    realised = worth - harm * (handled - true_handled) - cost * minutes
    ignoring = true - harm * (alerts - true) - cost * wanted
    staff_minutes = sum(count * shift.length for count, shift in zip(people, workload.shifts, strict=True))

    def amount(above: Floats, below: Floats) -> Interval:
        return ratio(above, below, least=0.0, spread=spread)

    def share(above: Floats, below: Floats) -> Interval:
        return ratio(above, below, least=0.0, most=1.0, spread=spread)

    def benefit(above: Floats) -> Interval:
        return ratio(_PER * above, sums.patients, spread=spread)

    wait_median, wait_90, wait_95 = (mean(each, least=0.0, spread=spread) for each in sums.waits.T)
    shifts = tuple(
        _shift(workload, at, people[at], sums.by_shift[:, at, :].T, days, spread=spread)
        for at in range(len(workload.shifts))
    )
    known = np.maximum(sums.patients, 1)
    return Point(
        threshold=threshold,
        team=team,
        counts=_counts(sums),
        alerts_per_day=amount(alerts, days),
        share_in_time=share(in_time, alerts),
        true_in_time=share(true_in_time, true),
        share_lapsed=share(alerts - handled, alerts),
        wait_mean=amount(waited, handled),
        wait_median=wait_median,
        wait_90=wait_90,
        wait_95=wait_95,
        minutes_per_day=amount(minutes, days),
        share_of_time=share(minutes - sums.by_shift[:, :, 5].sum(axis=1), staff_minutes * days),
        ppv=share(true, alerts),
        sensitivity=share(true, sums.events),
        evaluated_per_case=ratio(alerts, true, least=1.0, spread=spread),
        ignoring_capacity=benefit(ignoring),
        realised=benefit(realised),
        realised_each=tuple((_PER * realised / known).tolist()),
        unattended=amount(sums.by_shift[:, -1, 0], days),
        shifts=shifts,
    )


def _counts(sums: _Sums) -> Counts:
    alerts, true, handled, true_handled, in_time, true_in_time = (int(each) for each in sums.total[:, :6].sum(axis=0))
    return Counts(
        int(sums.patients.sum()),
        int(sums.events.sum()),
        alerts,
        true,
        handled,
        true_handled,
        in_time,
        true_in_time,
        alerts - handled,
    )


def _shift(workload: Workload, at: int, people: int, told: Floats, days: Floats, *, spread: bool) -> ShiftResult:
    came, in_time, lapsed, handled, minutes, over = told
    shift = workload.shifts[at]

    def amount(above: Floats, below: Floats) -> Interval:
        return ratio(above, below, least=0.0, spread=spread)

    def share(above: Floats, below: Floats) -> Interval:
        return ratio(above, below, least=0.0, most=1.0, spread=spread)

    return ShiftResult(
        name=shift.name,
        people=people,
        length=shift.length,
        alerts=amount(came, days),
        alerts_per_person=amount(came, days * people),
        share_in_time=share(in_time, came),
        share_lapsed=share(lapsed, came),
        handled=amount(handled, days),
        handled_per_person=amount(handled, days * people),
        minutes=amount(minutes, days),
        minutes_per_person=amount(minutes, days * people),
        overtime=amount(over, days),
        share_of_time=share(minutes - over, days * people * shift.length),
    )
