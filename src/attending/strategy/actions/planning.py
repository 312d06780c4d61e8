"""Make the plan of record of a roadmap."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.analytics import sequencing
from attending.analytics.records import to_record
from attending.ledger.canonical import Json
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.actions.roadmaps import held, require_draft
from attending.strategy.models import Plan, PlanOrigin, Roadmap
from attending.strategy.queries.roadmaps import framed, newest_plan
from attending.strategy.rules.plan_record import digest, effort_for
from attending.strategy.rules.roadmap_problem import Framed
from attending.strategy.rules.standstill import say_standstill


def frame_for(acting: Person, roadmap: Roadmap) -> Framed:
    """The planning question as it stands. Raises Refused where nobody could plan it, or this person may not."""
    check(acting, Act.PLAN_ROADMAP)
    check_organisation(acting, roadmap.organisation_id)
    require_draft(roadmap, "Its plan")
    found = framed(roadmap)
    obstacles = sequencing.obstacles(found.problem)
    if obstacles:
        # The engine names a capability by its key too, which says nothing to whoever reads this.
        raise Refused(" ".join(each.message.replace(f" ({each.capability})", "") for each in obstacles))
    return found


def solved(asked: Framed) -> sequencing.Plan:
    """The best plan that is found. Raises Refused where there is none, with what stands in its way."""
    try:
        return sequencing.solve(asked.problem, effort_for(asked.problem))
    except sequencing.NotFound as problem:
        raise Refused(str(problem)) from problem
    except sequencing.NoPlan as problem:
        raise Refused(say_standstill(asked.problem)) from problem


def make_plan(acting: Person, roadmap: Roadmap) -> Plan:
    """Plan and keep the plan; what takes longer than a request is asked for with ``planning_jobs.ask_for_plan``."""
    asked = frame_for(acting, roadmap)
    return keep_plan(acting, roadmap, asked, solved(asked))


@transaction.atomic
def keep_plan(
    acting: Person,
    roadmap: Roadmap,
    asked: Framed,
    found: sequencing.Plan,
    *,
    comes_from: Plan | None = None,
    edit: dict[str, Json] | None = None,
) -> Plan:
    """Keep a plan found for a question, or made from the newest plan by hand. Refused if it breaks anything."""
    check(acting, Act.PLAN_ROADMAP)
    roadmap = held(acting, roadmap)
    require_draft(roadmap, "Its plan")
    if comes_from is not None:
        require_newest(roadmap, comes_from)
    if sequencing.breaches(asked.problem, found.starts):
        raise Refused("This plan breaks what it must keep, so it is not kept.")
    aside: list[Any] = to_record(asked.aside)
    plan = Plan.objects.create(
        roadmap=roadmap,
        origin=PlanOrigin.SOLVED if comes_from is None else PlanOrigin.EDITED,
        problem=to_record(asked.problem),
        result=to_record(found),
        aside=aside,
        inputs_sha256=digest(asked.problem, aside),
        comes_from=comes_from,
        edit=edit,
        made_by=acting,
        made_at=timezone.now(),
    )
    payload: dict[str, Json] = {
        "roadmap": roadmap.pk,
        "origin": str(plan.origin),
        "inputs_sha256": plan.inputs_sha256,
        "starts": found.starts,
        "value": found.value,
        "edit": edit,
    }
    log(acting, "roadmap.planned", plan, payload)
    return plan


def require_newest(roadmap: Roadmap, plan: Plan) -> None:
    """Raise Refused if somebody made another plan since."""
    newest = newest_plan(roadmap)
    if newest is None or newest.pk != plan.pk:
        raise Refused("Somebody made a newer plan meanwhile; look at it before you change it.")
