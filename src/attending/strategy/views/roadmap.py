"""The page of a roadmap: its plan by quarter, the reasons, what it costs and what is left out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from attending.decisions.queries import open_proposals
from attending.program.acting import acting_person
from attending.program.models import Person
from attending.program.rules import Refused
from attending.strategy.actions import planning_jobs
from attending.strategy.models import Plan, Roadmap, RoadmapState
from attending.strategy.presenters import progress, roadmap_page
from attending.strategy.presenters import roadmaps as present
from attending.strategy.queries import effort, roadmap_facts, roadmaps
from attending.strategy.queries.current_plans import Kept, is_fresh, kept
from attending.strategy.queries.plan_studies import study_of
from attending.strategy.queries.reporting import may_report
from attending.strategy.rules.plan_changes import changes
from attending.strategy.rules.quarters import names
from attending.strategy.rules.roadmap_decision import KIND
from attending.strategy.rules.roadmap_limits import from_document
from attending.strategy.rules.roadmap_words import limit_pairs
from attending.strategy.rules.unit_names import unit_names
from attending.strategy.views.roadmap_lookup import crumbs, is_draft, may_plan, page_of, plan_or_404, roadmap_or_404


@require_GET
def roadmap(request: HttpRequest, pk: int) -> HttpResponse:
    """One roadmap."""
    planning_jobs.give_up_lost()
    acting = acting_person(request)
    found = roadmap_or_404(acting, pk)
    may = may_plan(acting)
    may_change = may and is_draft(found)
    units = unit_names(effort.units(acting.organisation))
    record = roadmaps.newest_plan(found)
    proposal = open_proposals(f"roadmap:{found.pk}", kind=KIND).first()
    context = {
        "roadmap": found,
        "crumbs": crumbs(),
        "state": present.state_status(found),
        "span": present.span(found),
        "replaces": present.link_to(found.replans),
        "may_plan": may,
        "may_change": may_change,
        "decided": found.state == RoadmapState.DECIDED,
        "question": roadmap_page.question(proposal),
        "job": roadmap_page.job_view(roadmaps.newest_job(found)),
        "wishes": present.wish_rows(found, may_take_back=may_change),
        "limits": limit_pairs(from_document(found.limits), names(found.first_quarter, found.quarters), units),
        "history": roadmap_page.history(roadmaps.plans(found)),
        **(_plan(acting, found, record, may_change=may_change) if record else {"plan": None}),
    }
    return render(request, "strategy/roadmap.html", context)


def _plan(acting: Person, roadmap: Roadmap, record: Plan, *, may_change: bool) -> dict[str, Any]:
    """The newest plan, and where things are once it is decided."""
    read = kept(record)
    keys = [*read.problem.initiatives_by_key, *(each.key for each in read.aside)]
    use_cases = roadmaps.use_cases_by_key(acting.organisation, keys)
    found: dict[str, Any] = {
        "plan": roadmap_page.plan_parts(roadmap, read, study_of(record), use_cases, may_move=may_change),
        "fresh": roadmap.state != RoadmapState.DRAFT or is_fresh(roadmap, record),
        "changed": _changed(roadmap, read),
    }
    if roadmap.state == RoadmapState.DECIDED:
        cases = roadmap_facts.cases(acting.organisation, {})
        found["standing"] = progress.standing_table(
            roadmap,
            read.problem,
            read.plan,
            {each.key: each.work for each in cases if each.work},
            use_cases,
            today=timezone.localdate(),
            reportable=may_report(acting, use_cases.values()),
        )
        found["reports"] = progress.reports(roadmaps.progress_of(roadmap))
    return found


def _changed(roadmap: Roadmap, after: Kept) -> list[str]:
    """What a plan changes of the decided one that it replaces."""
    before = roadmaps.newest_plan(roadmap.replans) if roadmap.replans else None
    if before is None or roadmap.replans is None:
        return []
    old = kept(before)
    return changes(
        (old.problem, old.plan, roadmap.replans.first_quarter), (after.problem, after.plan, roadmap.first_quarter)
    )


@require_POST
def make_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the plan of record, at once or as a job."""
    acting = acting_person(request)
    found = roadmap_or_404(acting, pk)
    try:
        planning_jobs.ask_for_plan(acting, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(found))


@require_POST
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Have found out what is not known of the newest plan yet."""
    acting = acting_person(request)
    found = roadmap_or_404(acting, pk)
    try:
        planning_jobs.ask_for_study(acting, plan_or_404(found))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{page_of(found)}#study")


@require_GET
def progress_of_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the computing is; asked again by the page itself every two seconds."""
    planning_jobs.give_up_lost()
    acting = acting_person(request)
    found = roadmap_or_404(acting, pk)
    job = roadmaps.newest_job(found)
    return render(
        request,
        "strategy/planning_job.html",
        {"roadmap": found, "job": roadmap_page.job_view(job), "asked_again": True},
    )
