"""What happens at a point of a study: a plain answer first, then the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.alert_queue import Interval, Point
from attending.ui import formats
from attending.ui.parts import DataTable, Stat
from attending.workflow.rules.capacity import refusals, ways_out
from attending.workflow.rules.contract import rest
from attending.workflow.rules.staffing import in_words
from attending.workflow.rules.study import ORDERS, Studied
from attending.workflow.rules.words import minutes, said
from attending.workflow.simulating import Answer


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer: in a sentence, why it cannot be signed and the ways out, in figures, and by shift."""

    sentence: str
    over: Sequence[str]
    ways: Sequence[str]
    stats: Sequence[Stat]
    shifts: DataTable
    basis: str
    threshold: str
    people: Sequence[tuple[str, int]]
    order: str


def answer_view(studied: Studied, found: Answer) -> AnswerView:
    """Everything about one point."""
    workload, asked = studied.workload, found.asked
    over = refusals(found.demand)
    sweep = studied.sweeps[asked.order]
    simulated = f"{sweep.replications} simulated runs of {sweep.days} days, {ORDERS[asked.order].lower()}"
    return AnswerView(
        sentence=sentence(studied, found),
        over=over,
        ways=ways_out(workload, asked.threshold, asked.people) if over else [],
        stats=_stats(studied, found),
        shifts=_shifts(found.point, lapses=_lapses(studied)),
        basis=f"{simulated}. {sweep.covers}",
        threshold=repr(asked.threshold),
        people=list(asked.people.items()),
        order=asked.order,
    )


def sentence(studied: Studied, found: Answer) -> str:
    """Such as: At 0.3 with 3 on day and 1 on night, each person gets 4.2 alerts a shift; 91 % are begun within 30
    minutes.
    """
    point, deadline = found.point, studied.workload.deadline
    begun = formats.percent(point.share_in_time.value, 0)
    within = f" within {minutes(deadline.minutes)}" if deadline else ""
    start = f"At {found.asked.threshold:g} with {in_words(found.asked.people)}"
    if not point.counts.alerts:
        return f"{start}, there is no alert at all."
    return f"{start}, each person gets {_each(point)} alerts a shift; {begun} are begun{within}."


def _each(point: Point) -> str:
    found = [shift.alerts_per_person.value for shift in point.shifts if shift.alerts_per_person.value is not None]
    low, high = (formats.number(end, 1) for end in (min(found), max(found)))
    return low if low == high else f"{low} to {high}"


def _stats(studied: Studied, found: Answer) -> list[Stat]:
    point, counts = found.point, found.point.counts
    lapsed = "Never begun" if _lapses(studied) else "Begun late or never"
    late = counts.lapsed if _lapses(studied) else counts.alerts - counts.in_time
    late_share = point.share_lapsed if _lapses(studied) else rest(point.share_in_time)
    return [
        _stat("Alerts a day", point.alerts_per_day, "decimal1", f"{counts.alerts:,} of {counts.patients:,} patients"),
        _stat("Begun in time", point.share_in_time, "percent0", f"{counts.in_time:,} of {counts.alerts:,} alerts"),
        _stat(lapsed, late_share, "percent0", f"{late:,} of {counts.alerts:,} alerts"),
        _stat(
            "Minutes until begun",
            point.wait_median,
            "decimal1",
            f"half within this; 9 of 10 within {_at(point.wait_90)}",
        ),
        _stat("Of the team's time", point.share_of_time, "percent0", f"{_at(point.minutes_per_day)} minutes a day"),
        _stat("Right alerts (PPV)", point.ppv, "percent0", f"{counts.true_alerts:,} of {counts.alerts:,} alerts"),
        _stat("Benefit with this team", point.realised, "decimal2", "found in time per 1,000 patients, less harm"),
        _stat("If nobody had to wait", point.ignoring_capacity, "decimal2", "the same, ignoring capacity"),
    ]


def _stat(label: str, found: Interval, style: str, denominator: str) -> Stat:
    return Stat(
        label,
        formats.styled(found.value, style),
        denominator=denominator,
        interval=formats.interval(found.low, found.high, style),
    )


def _at(found: Interval) -> str:
    return formats.styled(found.value, "decimal0")


def _lapses(studied: Studied) -> bool:
    deadline = studied.workload.deadline
    return deadline is not None and deadline.after == "lapses"


def _shifts(point: Point, *, lapses: bool) -> DataTable:
    headers = [
        "Shift",
        "People",
        "Alerts a shift",
        "For each person",
        "Begun in time",
        "Never begun" if lapses else "Begun late or never",
        "Minutes of work each",
        "Of their time",
    ]
    rows = [
        [
            shift.name,
            str(shift.people),
            said(shift.alerts),
            said(shift.alerts_per_person),
            said(shift.share_in_time, "percent0"),
            said(shift.share_lapsed if lapses else rest(shift.share_in_time), "percent0"),
            said(shift.minutes_per_person, "decimal0"),
            said(shift.share_of_time, "percent0"),
        ]
        for shift in point.shifts
    ]
    return DataTable(headers, rows, "Each shift, per shift worked: means with 95 % intervals", range(1, 8), stacks=True)
