"""Everything that is said about a workload, reckoned once for the text, the JSON and the HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from attending.analytics.alert_queue import (
    Choice,
    Demand,
    Sweep,
    Workload,
    best,
    demand,
    say_blind,
    say_carrying,
    say_choice,
    say_plausibility,
    sweep,
    to_plain,
)
from attending.analytics.records import to_record
from attending.charts.queue_rows import alerts_by_shift, realised_rows, team_rows
from attending.charts.rows import Table
from attending.documents.grid import Grid

SCHEMA: Final = "attending.workload/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """The sweep with what follows from it; `demands` by team and threshold, as the sweep's points."""

    workload: Workload
    sweep: Sweep
    choices: tuple[Choice, ...]
    demands: tuple[Demand, ...]


def answer(workload: Workload) -> Answer:
    """Simulate, choose, and hold demand against capacity."""
    found = sweep(workload)
    demands = tuple(demand(workload, each, team) for team in workload.teams for each in workload.grid)
    return Answer(workload, found, best(found), demands)


def title(found: Answer) -> str:
    """What it is about."""
    return found.workload.title or "Workload and benefit"


def sentences(found: Answer) -> list[str]:
    """What each team should choose, and who can carry what."""
    return [
        say_blind(found.choices[0]),
        *(say_choice(each) for each in found.choices),
        *(say_carrying([each for each in found.demands if each.team == team]) for team in found.sweep.teams),
    ]


def basis(found: Answer) -> list[str]:
    """What the numbers rest on and what their intervals cover."""
    workload = found.workload
    run, last, drawn = workload.run, found.choices[-1], found.sweep.points[0].counts.patients
    point = workload.validation.operating
    source = [f"Validation: {workload.validation.source or 'as given in the file'}."]
    if workload.validation.aggregate:
        source.append("Derived from published figures, not counted on your own patients.")
    if point is not None:
        source.append(f"The threshold in use there is {point:.4g}.")
    return [
        " ".join(source),
        f"Simulated {run.replications:,} times {run.days:,} days, {drawn:,} patients in all, seed {run.seed}; "
        "they are the same for every threshold and team.",
        found.sweep.covers,
        say_plausibility(workload, last.aware, workload.team(last.team)),
    ]


def grids(found: Answer) -> list[Grid]:
    """The tables: the choice, the alerts, and each team."""
    tables = [realised_rows(found.sweep), alerts_by_shift(found.sweep)]
    tables += [team_rows(found.sweep, team) for team in found.sweep.teams]
    return [_grid(each) for each in tables]


def document(found: Answer) -> dict[str, Any]:
    """The answer as plain data, with its sentences."""
    return {
        "schema": SCHEMA,
        "title": title(found),
        "words": sentences(found),
        "basis": basis(found),
        "workload": to_plain(found.workload),
        "sweep": to_record(found.sweep),
        "choices": [
            {
                "team": each.team,
                "ignoring_capacity": each.blind.threshold,
                "under_capacity": each.aware.threshold,
                "gain": to_record(each.gain),
            }
            for each in found.choices
        ],
        "demand": to_record(found.demands),
    }


def _grid(table: Table) -> Grid:
    numeric = [at for at, column in enumerate(table.columns) if column.numeric]
    return Grid(table.caption, [column.label for column in table.columns], table.rows, numeric)
