"""A roadmap on its way: put to a decision, followed, planned again; and its plan as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.strategy.actions.deciding import put_to_decision
from attending.strategy.actions.following import plan_again, report
from attending.strategy.forms.following import DecideForm, ProgressForm
from attending.strategy.forms.roadmap import OpenRoadmapForm
from attending.strategy.presenters import plan_files
from attending.strategy.queries import effort, panel_values, roadmaps
from attending.strategy.queries.current_plans import kept
from attending.strategy.queries.plan_studies import study_of
from attending.strategy.queries.roadmap_facts import newest_progress
from attending.strategy.rules.plan_record import problem_of
from attending.strategy.rules.quarters import later, name_of, quarter_of
from attending.strategy.rules.roadmap_limits import from_document
from attending.strategy.views.roadmap_lookup import crumbs, page_of, plan_or_404, roadmap_or_404
from attending.ui.exports import csv_response


@changes
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the newest plan to a decision."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    form = DecideForm(posted(request))

    def act() -> str:
        proposal = put_to_decision(acting, roadmap, reason=form.cleaned_data["reason"])
        return reverse("decisions:proposal", args=[proposal.pk])

    return change(
        request,
        form,
        act,
        title="Put the plan to a decision",
        lede="The plan, its limits, wishes and costs, the other plans and the panel are sealed as they are. Two must "
        "sign, one of them a clinician; whoever puts it forward does not approve it.",
        submit="Seal it and ask",
        done="",
        back=page_of(roadmap),
        crumbs=crumbs(roadmap),
    )


@changes
def report_progress(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say where a use case really is."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    use_case = roadmaps.use_cases_by_key(acting.organisation, [key]).get(key)
    if use_case is None or key not in problem_of(plan_or_404(roadmap).problem).initiatives_by_key:
        raise Http404("There is no such use case in this roadmap.")
    newest = newest_progress(acting.organisation).get(use_case.pk)
    initial = (
        {
            "started": newest.started.isoformat() if newest.started else "",
            "finished": newest.finished.isoformat() if newest.finished else "",
        }
        if newest
        else {}
    )
    form = ProgressForm(posted(request), this_quarter=quarter_of(timezone.localdate()), initial=initial)

    def act() -> str:
        report(acting, roadmap, use_case, **form.values())
        return f"{page_of(roadmap)}#progress"

    return change(
        request,
        form,
        act,
        title=f"Where is {use_case.title}?",
        lede=f"It is {name_of(timezone.localdate())} now. The decided plan stays; the next one begins from here.",
        submit="Report it",
        done="The report is kept.",
        back=page_of(roadmap),
        crumbs=crumbs(roadmap),
    )


@changes
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the roadmap that replaces a decided one."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    this = quarter_of(timezone.localdate())
    form = OpenRoadmapForm(
        posted(request),
        panels=panel_values.closed_panels(acting.organisation),
        this_quarter=this,
        units=list(effort.units(acting.organisation)),
        standing=from_document(roadmap.limits),
        initial={
            "title": f"{roadmap.title}, again from {name_of(later(this, 1))}"[:200],
            "panel": roadmap.panel_id,
            "first_quarter": later(this, 1).isoformat(),
            "quarters": roadmap.quarters,
        },
    )

    def act() -> str:
        values = form.cleaned_data
        opened = plan_again(
            acting,
            roadmap,
            title=values["title"],
            panel=values["panel"],
            first_quarter=form.first(),
            quarters=values["quarters"],
            limits=form.limits(values["quarters"]),
        )
        return page_of(opened)

    return change(
        request,
        form,
        act,
        title="Plan again from where things are",
        lede="What runs keeps its start, what has finished is out, and its capabilities are there. Wishes go along.",
        submit="Open the new plan",
        done="The new roadmap is open; the decided one is followed until this one is decided. Make its plan.",
        back=page_of(roadmap),
        crumbs=crumbs(roadmap),
    )


@require_GET
def plan_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest plan as a table."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    record = plan_or_404(roadmap)
    headers, rows = plan_files.table(kept(record), study_of(record))
    return csv_response(f"roadmap-{roadmap.pk}", headers, rows)


@require_GET
def plan_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest plan with its question and all that was found out, for machines."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    record = plan_or_404(roadmap)
    document = plan_files.document(roadmap, record, roadmaps.studies(record))
    return JsonResponse(
        document,
        json_dumps_params={"indent": 1},
        headers={
            "Content-Disposition": f'attachment; filename="roadmap-{roadmap.pk}.json"',
            "Cache-Control": "no-store",
        },
    )
