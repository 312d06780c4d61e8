"""What the sums over alerts say: shares, means and net benefit with their intervals over the replications."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.alert_queue.inputs import Workload
from attending.analytics.alert_queue.interval import Interval, mean, ratio
from attending.analytics.alert_queue.results import Counts, Point, ShiftResult

Floats = NDArray[np.float64]

_PER: Final = 1000.0
_amount = partial(ratio, least=0.0)
_share = partial(ratio, least=0.0, most=1.0)


@dataclass(frozen=True, eq=False)
class Sums:
    """Of each replication: `tally`'s sums, those by shift, waiting quantiles, patients, and patients with the event."""

    total: Floats
    by_shift: Floats
    waits: Floats
    patients: Floats
    events: Floats


def summarise(workload: Workload, threshold: float, team: str, people: tuple[int, ...], sums: Sums) -> Point:
    """The point of these sums; `people` by shift."""
    alerts, true, handled, true_handled, in_time, true_in_time, waited, worth, minutes, wanted = sums.total.T
    spread, days = workload.run.resample_validation, np.full(len(alerts), float(workload.run.days))
    effect = workload.effect
    harm, cost = effect.harm_false, effect.cost_per_minute
    realised = worth - harm * (handled - true_handled) - cost * minutes
    ignoring = true - harm * (alerts - true) - cost * wanted
    staff_minutes = sum(count * shift.length for count, shift in zip(people, workload.shifts, strict=True))

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
        alerts_per_day=_amount(alerts, days, spread=spread),
        share_in_time=_share(in_time, alerts, spread=spread),
        true_in_time=_share(true_in_time, true, spread=spread),
        share_lapsed=_share(alerts - handled, alerts, spread=spread),
        wait_mean=_amount(waited, handled, spread=spread),
        wait_median=wait_median,
        wait_90=wait_90,
        wait_95=wait_95,
        minutes_per_day=_amount(minutes, days, spread=spread),
        share_of_time=_share(minutes - sums.by_shift[:, :, 5].sum(axis=1), staff_minutes * days, spread=spread),
        ppv=_share(true, alerts, spread=spread),
        sensitivity=_share(true, sums.events, spread=spread),
        evaluated_per_case=ratio(alerts, true, least=1.0, spread=spread),
        ignoring_capacity=benefit(ignoring),
        realised=benefit(realised),
        realised_each=tuple((_PER * realised / known).tolist()),
        unattended=_amount(sums.by_shift[:, -1, 0], days, spread=spread),
        shifts=shifts,
    )


def _counts(sums: Sums) -> Counts:
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
    return ShiftResult(
        name=shift.name,
        people=people,
        length=shift.length,
        alerts=_amount(came, days, spread=spread),
        alerts_per_person=_amount(came, days * people, spread=spread),
        share_in_time=_share(in_time, came, spread=spread),
        share_lapsed=_share(lapsed, came, spread=spread),
        handled=_amount(handled, days, spread=spread),
        handled_per_person=_amount(handled, days * people, spread=spread),
        minutes=_amount(minutes, days, spread=spread),
        minutes_per_person=_amount(minutes, days * people, spread=spread),
        overtime=_amount(over, days, spread=spread),
        share_of_time=_share(minutes - over, days * people * shift.length, spread=spread),
    )
