"""Downtime drills of a use case."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from attending.program.acting import acting_person
from attending.program.changing import change_on, changes, posted
from attending.program.rules import Act
from attending.ui.parts import Crumb
from attending.workflow.actions.drills import record_drill
from attending.workflow.forms.drills import DrillForm
from attending.workflow.presenters import drills as present
from attending.workflow.presenters.tabs import HAZARDS, frame
from attending.workflow.queries import drills as queries
from attending.workflow.queries.hazard_maps import in_force
from attending.workflow.views.hazards.lookup import log_crumbs
from attending.workflow.views.lookup import may, use_case_or_404


@require_GET
def drills(request: HttpRequest, key: str) -> HttpResponse:
    """How the downtime of each unit stands, and every drill."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    on_map, deployments = in_force(use_case), queries.deployments_of(use_case)
    held = queries.drills_of(use_case)
    context = {
        **frame(use_case, HAZARDS),
        "crumbs": log_crumbs(use_case),
        "cards": present.cards(
            deployments, queries.standings(deployments), on_map, may=may(acting, Act.RECORD_DRILL, use_case)
        ),
        "table": present.table(held, on_map) if held else None,
    }
    return render(request, "workflow/drills.html", context)


@changes
def record(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Record a drill of one deployment."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    deployment = next((each for each in queries.deployments_of(use_case) if each.pk == pk), None)
    if deployment is None:
        raise Http404("This use case has no such deployment.")
    on_map = in_force(use_case).at(deployment.unit.site)
    shifts = {shift.key: shift.key for care_map in on_map.care_maps for shift in care_map.shifts}
    form = DrillForm(
        posted(request),
        fallbacks=[(each, on_map.step_name(each)) for each in on_map.fallbacks],
        shifts=shifts.items(),
        initial={"held_on": timezone.localdate()},
    )
    page = reverse("workflow:drills", args=[key])
    return change_on(
        request,
        form,
        lambda: record_drill(acting, deployment, form.held()),
        page=page,
        crumbs=[*log_crumbs(use_case), Crumb("Downtime drills", page)],
        title="Record a downtime drill",
        lede=f"{deployment.unit.name}: the AI was taken away on purpose. Record it also where the fallback did not "
        "work; that is what a drill is for.",
        submit="Record it",
        done="The drill is on record.",
    )
