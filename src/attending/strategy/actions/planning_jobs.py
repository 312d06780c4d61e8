"""Ask for what takes longer than a request: a large plan, and the study of a plan. DESIGN decision 7 says how."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from attending.analytics import sequencing
from attending.analytics.records import to_record
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, check_organisation, log, name_of
from attending.program.launch import launch
from attending.program.models import Person
from attending.program.rules import Act
from attending.strategy.actions.planning import frame_for, keep_plan, solved
from attending.strategy.models import Plan, PlanningJob, PlanningState, PlanStudy, Roadmap
from attending.strategy.queries.planning_jobs import ACTIVE, lost_jobs, unstudied
from attending.strategy.queries.roadmaps import active_job
from attending.strategy.rules.plan_record import is_small
from attending.strategy.rules.roadmap_problem import Framed

LOST = "The process that computed it ended without a word: it was stopped, or ran out of memory. Ask for it again."


def ask_for_plan(acting: Person, roadmap: Roadmap) -> Plan | PlanningJob:
    """The plan of record, at once where it is small; otherwise the job that makes it."""
    asked = frame_for(acting, roadmap)
    if not is_small(asked.problem):
        return _ask(acting, roadmap, None)
    plan = keep_plan(acting, roadmap, asked, solved(asked))
    _ask(acting, roadmap, plan)
    return plan


@transaction.atomic
def ask_for_study(acting: Person, plan: Plan) -> PlanningJob | None:
    """Have found out what is not known of a plan yet; None where everything is."""
    check(acting, Act.PLAN_ROADMAP)
    check_organisation(acting, plan.roadmap.organisation_id)
    return _ask(acting, plan.roadmap, plan) if unstudied(plan) else None


@transaction.atomic
def _ask(acting: Person, roadmap: Roadmap, plan: Plan | None) -> PlanningJob:
    """One job at a time; what studies an older plan is overtaken."""
    check(acting, Act.PLAN_ROADMAP)
    take_turn()
    give_up_lost()
    standing = active_job(roadmap)
    if standing is not None:
        if standing.plan_id == (plan.pk if plan else None):
            return standing
        PlanningJob.objects.filter(pk=standing.pk).update(state=PlanningState.OVERTAKEN, ended_at=timezone.now())
    job = PlanningJob.objects.create(roadmap=roadmap, plan=plan, asked_by=acting, asked_at=timezone.now())
    log(acting, "roadmap.computing_asked", job, {"roadmap": roadmap.pk, "plan": plan.pk if plan else None})
    transaction.on_commit(partial(launch, "manage", "planning_job", str(job.pk)))
    return job


def claim(job: int) -> PlanningJob | None:
    """Take a waiting job for the process that calls; None when it is not waiting any more."""
    taken = PlanningJob.objects.filter(pk=job, state=PlanningState.WAITING).update(
        state=PlanningState.RUNNING, seen_at=timezone.now()
    )
    found = PlanningJob.objects.select_related("roadmap__organisation", "roadmap__panel", "asked_by", "plan")
    return found.get(pk=job) if taken else None


def tell(job: int, stage: str, done: int, total: int) -> bool:
    """Say how far a running job is; False when it is to end."""
    return bool(
        PlanningJob.objects.filter(pk=job, state=PlanningState.RUNNING).update(
            stage=stage[:200], done=min(done, total), total=total, seen_at=timezone.now()
        )
    )


@transaction.atomic
def keep_planned(job: PlanningJob, asked: Framed, found: sequencing.Plan) -> Plan | None:
    """Keep what a job planned; None, and nothing kept, when a newer plan overtook it or it was given up."""
    take_turn()
    running = PlanningJob.objects.filter(pk=job.pk, state=PlanningState.RUNNING)
    if Plan.objects.filter(roadmap=job.roadmap_id, made_at__gte=job.asked_at).exists():
        running.update(state=PlanningState.OVERTAKEN, ended_at=timezone.now())
        return None
    if not running.exists():
        return None
    return keep_plan(job.asked_by, job.roadmap, asked, found)


def keep_part(plan: Plan, part: str, document: object) -> PlanStudy:
    """Keep one thing found out about a plan; the first finding stays."""
    kept, _ = PlanStudy.objects.get_or_create(
        plan=plan, part=part, defaults={"document": to_record(document), "computed_at": timezone.now()}
    )
    return kept


def finish(job: int) -> None:
    """Say that a job is done."""
    PlanningJob.objects.filter(pk=job, state=PlanningState.RUNNING).update(
        state=PlanningState.DONE, ended_at=timezone.now()
    )


@transaction.atomic
def fail(job: int, message: str) -> None:
    """Say why a job ended without what was asked for; earlier plans stand."""
    take_turn()
    ended = PlanningJob.objects.filter(pk=job, state__in=ACTIVE).update(
        state=PlanningState.FAILED, ended_at=timezone.now(), message=message or LOST
    )
    if ended:
        standing = PlanningJob.objects.get(pk=job)
        payload: dict[str, Json] = {"roadmap": standing.roadmap_id}
        append("roadmap.computing_failed", object=name_of(standing), actor="system", payload=payload)


def give_up_lost() -> int:
    """Say of jobs whose process is gone that they failed; how many there were."""
    lost = lost_jobs()
    for job in lost:
        fail(job, LOST)
    return len(lost)
