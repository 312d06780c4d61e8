"""One threshold with one team, answered while somebody moves a slider: from the kept sweep, or simulated at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Thread

from attending.analytics.alert_queue import Cohort, Demand, Point, Sweep, Team, draw_cohort, warm, what_if
from attending.program.rules import Refused
from attending.workflow.models import WorkloadStudy
from attending.workflow.queries.studies import studied
from attending.workflow.rules.capacity import demand_of
from attending.workflow.rules.point import Asked
from attending.workflow.rules.staffing import team_named
from attending.workflow.rules.study import Order, Studied


@dataclass(frozen=True)
class Answer:
    """What happens at a point, and the work it brings. ``kept``: it stands in the study's sweep."""

    asked: Asked
    point: Point
    demand: Demand
    kept: bool


def answer(record: WorkloadStudy, asked: Asked) -> Answer:
    """What happens at a point of a study. Raises Refused, in words, for a point that cannot be."""
    found = studied(record)
    try:
        needed = demand_of(found.workload, asked.threshold, asked.people)
        team = team_named(found.workload.teams, asked.people)
        point = found.sweeps[asked.order].at(asked.threshold, team.name) if team else None
        if point is not None:
            return Answer(asked, point, needed, kept=True)
        cohort = _ordered(found, asked.order)
        return Answer(asked, what_if(cohort, asked.threshold, Team("as asked", dict(asked.people))), needed, kept=False)
    except ValueError as problem:
        raise Refused(str(problem)) from None


def team_sweep(record: WorkloadStudy, asked: Asked) -> Sweep:
    """Every threshold of a study with the team that is asked for: kept, or simulated at once (up to a second)."""
    found = studied(record)
    whole = found.sweeps[asked.order]
    team = team_named(found.workload.teams, asked.people)
    if team is not None:
        return replace(whole, teams=(team.name,), points=whole.of(team.name))
    cohort = _ordered(found, asked.order)
    other = Team("As asked", dict(asked.people))
    points = tuple(what_if(cohort, threshold, other) for threshold in whole.thresholds)
    return replace(whole, teams=(other.name,), points=points)


def get_ready(found: Studied) -> None:
    """Draw a study's patients and load the loops beside the page, so that the first question takes no longer."""
    Thread(target=_ready, args=(found,), daemon=True).start()


def _ready(found: Studied) -> None:
    warm()
    _cohort(found)


def _ordered(found: Studied, order: Order) -> Cohort:
    cohort = _cohort(found)
    return replace(cohort, workload=replace(cohort.workload, order=order))


@lru_cache(maxsize=4)
def _cohort(found: Studied) -> Cohort:
    return draw_cohort(found.workload)
