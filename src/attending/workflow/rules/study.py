"""What a workload study is asked and what it keeps: the queue simulated over thresholds, teams and both orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from attending.analytics.alert_queue import (
    Arrivals,
    Deadline,
    Effect,
    Handling,
    Run,
    Shift,
    Sweep,
    Validation,
    Workload,
    draw_cohort,
    read_workload,
    sweep,
    to_plain,
)
from attending.analytics.records import from_record, to_record
from attending.program.rules import Refused
from attending.workflow.rules.staffing import levels

Order = Literal["first-come", "highest-risk"]
ORDERS: Final[Mapping[Order, str]] = {
    "first-come": "First come, first served",
    "highest-risk": "Highest risk first",
}
REPLICATIONS: Final = 20
MOST_PER_DAY: Final = 5_000
PATIENTS: Final = 240_000
_SHORTEST, _LONGEST = 7, 56
"""A study draws about 240,000 patients, in 7 to 56 days: some seconds of work, so a page can wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Where the inputs come from, for the page and the contract.

    ``map_number`` and ``map_sha256`` are of the map's text; the number is None for a draft, both are empty without a
    map.
    """

    arrivals: str
    sees: str = ""
    acts: str = ""
    step: str = ""
    on_breach: str = ""
    fallback: str = ""
    map_number: int | None = None
    map_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asks of a study; minutes, and people by shift name.

    ``needless`` is how many needless checks are worth one patient found in time; ``decay`` the minutes after which the
    effect of acting has fallen to 37 %, or None where only the deadline counts.
    """

    validation: Validation
    by_hour: tuple[float, ...]
    shifts: tuple[Shift, ...]
    people: Mapping[str, int]
    minutes: float
    spread: float
    false_minutes: float | None
    deadline: float
    lapses: bool
    decay: float | None
    needless: float


@dataclass(frozen=True, eq=False)
class Studied:
    """A study as it is read: its workload, both sweeps, where its inputs come from. Each is equal to itself only."""

    workload: Workload
    sweeps: Mapping[str, Sweep]
    basis: Basis


def workload_of(asked: Asked, title: str) -> Workload:
    """The workload to simulate. Raises Refused, in words, for numbers that cannot be."""
    try:
        arrivals = Arrivals(asked.by_hour)
        if arrivals.per_day > MOST_PER_DAY:
            raise Refused(
                f"{arrivals.per_day:,.0f} patients a day are more than one unit sees; at most {MOST_PER_DAY:,} can be "
                "studied at once. Study each unit by itself."
            )
        if asked.needless <= 0:
            raise Refused(f"{asked.needless:g} needless checks for one patient found in time; give a number above 0.")
        return Workload(
            validation=asked.validation,
            arrivals=arrivals,
            shifts=asked.shifts,
            teams=levels(asked.people),
            handling=Handling(asked.minutes, asked.spread, asked.false_minutes),
            deadline=Deadline(asked.deadline, "lapses" if asked.lapses else "late"),
            effect=Effect("step" if asked.decay is None else "decay", asked.decay, harm_false=1 / asked.needless),
            run=Run(days=_days(arrivals.per_day), replications=REPLICATIONS),
            title=title,
        )
    except ValueError as problem:
        raise Refused(str(problem)) from None


def order_named(name: str) -> Order:
    """The order in which alerts are taken, by its name. Raises Refused for one that there is not."""
    for order in ORDERS:
        if order == name:
            return order
    raise Refused(f"There is no order {name!r}; choose one of: {', '.join(ORDERS)}.")


def _days(per_day: float) -> int:
    return round(min(max(PATIENTS / (per_day * REPLICATIONS), _SHORTEST), _LONGEST))


def simulated(workload: Workload) -> dict[str, Any]:
    """Both orders over every threshold and team, on the same patients, as plain JSON. Takes seconds."""
    cohort = draw_cohort(workload)
    found: dict[str, Any] = {}
    for order in ORDERS:
        ordered = replace(workload, order=order)
        found[order] = to_record(sweep(ordered, cohort=replace(cohort, workload=ordered)))
    return found


def inputs_record(workload: Workload, basis: Basis) -> dict[str, Any]:
    """What a study keeps of what it was asked."""
    return {"workload": to_plain(workload), "basis": to_record(basis)}


def read_study(inputs: Mapping[str, Any], results: Mapping[str, Any]) -> Studied:
    """A kept study."""
    return Studied(
        read_workload(inputs["workload"]),
        {order: from_record(Sweep, results[order]) for order in ORDERS},
        from_record(Basis, inputs["basis"]),
    )
