"""The terms of a workflow contract: who sees, who acts, by when, what comes on each shift, and what if it is down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from attending.analytics.alert_queue import Demand, Interval, Point, Shift
from attending.analytics.records import from_record, to_record
from attending.workflow.rules.study import Studied


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedShift:
    """One shift as agreed, per shift: alerts that come, alerts for each person, minutes needed and minutes there.

    ``busiest`` is the share of the people's time that is asked on the busiest weekday; None where nobody is on duty.
    """

    name: str
    begins: str
    ends: str
    people: int
    alerts: Interval
    alerts_each: Interval
    share_in_time: Interval
    minutes_needed: float
    minutes_staffed: float
    busiest: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the study expects at the chosen point, each with its 95 % interval.

    ``per_hundred`` are alerts per 100 patients scored; benefits are true positives per 1,000 patients, as it happens
    and as if nobody had to wait.
    """

    alerts_per_day: Interval
    per_hundred: Interval
    share_in_time: Interval
    share_lapsed: Interval
    wait_median: Interval
    ppv: Interval
    sensitivity: Interval
    realised: Interval
    ignoring_capacity: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the unit agrees to carry."""

    sees: str
    acts: str
    minutes: float
    on_breach: str
    fallback: str
    note: str
    order: str
    lapses: bool
    shifts: tuple[AgreedShift, ...]
    expected: Expected
    source: str
    covers: str
    days: int
    replications: int
    model_version: int
    model_name: str


def terms_of(studied: Studied, point: Point, needed: Demand, *, order: str, model: tuple[int, str]) -> Terms:
    """The terms that a point of a study suggests; ``model`` is the number and the name of its version."""
    workload, basis = studied.workload, studied.basis
    found = studied.sweeps[order]
    deadline = workload.deadline
    return Terms(
        sees=basis.sees,
        acts=basis.acts,
        minutes=deadline.minutes if deadline else 0.0,
        on_breach=basis.on_breach,
        fallback=basis.fallback,
        note="",
        order=order,
        lapses=deadline is not None and deadline.after == "lapses",
        shifts=tuple(_shift(shift, point, needed, at) for at, shift in enumerate(workload.shifts)),
        expected=Expected(
            alerts_per_day=point.alerts_per_day,
            per_hundred=scaled(point.alerts_per_day, 100 / workload.arrivals.per_day),
            share_in_time=point.share_in_time,
            share_lapsed=point.share_lapsed,
            wait_median=point.wait_median,
            ppv=point.ppv,
            sensitivity=point.sensitivity,
            realised=point.realised,
            ignoring_capacity=point.ignoring_capacity,
        ),
        source=workload.validation.source,
        covers=found.covers,
        days=found.days,
        replications=found.replications,
        model_version=model[0],
        model_name=model[1],
    )


def _shift(shift: Shift, point: Point, needed: Demand, at: int) -> AgreedShift:
    seen, asked = point.shifts[at], needed.shifts[at]
    return AgreedShift(
        name=shift.name,
        begins=shift.begins,
        ends=shift.ends,
        people=seen.people,
        alerts=seen.alerts,
        alerts_each=seen.alerts_per_person,
        share_in_time=seen.share_in_time,
        minutes_needed=asked.minutes_needed,
        minutes_staffed=asked.minutes_staffed,
        busiest=asked.busiest,
    )


def scaled(found: Interval, factor: float) -> Interval:
    """The interval in another unit; ``factor`` is above 0."""
    ends = (found.value, found.low, found.high)
    value, low, high = (None if end is None else end * factor for end in ends)
    return Interval(value, low, high)


def rest(found: Interval) -> Interval:
    """One minus a share, with its interval."""
    value, low, high = (None if end is None else 1 - end for end in (found.value, found.high, found.low))
    return Interval(value, low, high)


def to_document(terms: Terms) -> dict[str, Any]:
    """The terms as plain JSON."""
    document: dict[str, Any] = to_record(terms)
    return document


def from_document(document: Mapping[str, Any]) -> Terms:
    """The terms as kept."""
    return from_record(Terms, document)


def recorded(threshold: float) -> Decimal:
    """A score as the program records thresholds, to six decimals."""
    return Decimal(repr(threshold)).quantize(Decimal("0.000001"))
