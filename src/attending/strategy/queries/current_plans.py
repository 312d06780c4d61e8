"""The newest plan of a roadmap as its page and a hand edit need it."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics import sequencing
from attending.analytics.records import to_record
from attending.program.rules import Refused
from attending.strategy.models import Plan, Roadmap
from attending.strategy.queries.roadmaps import framed
from attending.strategy.rules.current_plan import as_of_now
from attending.strategy.rules.plan_record import digest, plan_from, problem_of
from attending.strategy.rules.roadmap_facts import LeftAside
from attending.strategy.rules.roadmap_problem import Framed


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan as it was kept, with its own question."""

    record: Plan
    problem: sequencing.Problem
    plan: sequencing.Plan
    aside: tuple[LeftAside, ...]


def kept(record: Plan) -> Kept:
    """Read a plan from its record."""
    aside = tuple(LeftAside(**each) for each in record.aside)
    return Kept(record, problem_of(record.problem), plan_from(record.result), aside)


@dataclass(frozen=True, slots=True)
class Now:
    """The question as it stands now, the newest plan under it, and whether it was made for just this question."""

    asked: Framed
    plan: sequencing.Plan
    fresh: bool


def now(roadmap: Roadmap, record: Plan) -> Now:
    """Raises Refused where nothing can be planned any more."""
    asked = framed(roadmap)
    fresh = digest(asked.problem, to_record(asked.aside)) == record.inputs_sha256
    return Now(asked, as_of_now(asked.problem, plan_from(record.result), same_question=fresh), fresh)


def is_fresh(roadmap: Roadmap, record: Plan) -> bool:
    """Whether nothing that the plan was made from has changed since."""
    try:
        return now(roadmap, record).fresh
    except Refused:
        return False
