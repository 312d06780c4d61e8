"""What use cases take, and when capabilities will be there."""

from __future__ import annotations

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Capability, UseCase
from attending.program.models.use_cases import Kind
from attending.strategy.actions.effort import estimate_effort, set_outlook
from attending.strategy.forms.effort import EffortForm, OutlookForm
from attending.strategy.presenters import effort as present
from attending.strategy.queries import effort as queries
from attending.strategy.views.shaping import shape
from attending.strategy.views.use_case import find
from attending.ui.parts import Crumb
from attending.ui.tables import Column, Filter, Table

EFFORTS = Table(
    name="efforts",
    caption="What each use case takes",
    columns=(
        Column("title", "Use case", sort="title"),
        Column("state", "Estimate", sort="estimated"),
        Column("time", "Quarters", sort="effort__duration_quarters"),
        Column("money", "Money, thousands", sort="effort__money", numeric=True),
        Column("clinician_hours", "Clinician hours", sort="effort__clinician_hours", numeric=True),
        Column("platform_days", "Platform days", sort="effort__platform_days", numeric=True),
        Column("reach", "Reach, thousands", sort="effort__reach", numeric=True),
    ),
    noun="use cases",
    one="use case",
    search=("title",),
    filters=(
        Filter("estimated", "Estimate", (("True", "Estimated"), ("False", "No estimate"))),
        Filter("kind", "Kind", Kind.choices),
    ),
    order="estimated",
)


def efforts(request: HttpRequest) -> HttpResponse:
    """Every use case and what it takes; those without an estimate first."""
    acting = acting_person(request)
    table = EFFORTS.bind(_with_estimated(queries.with_effort(acting.organisation)), request.GET, present.rows)
    return table.export() if table.export_requested else render(request, "strategy/efforts.html", {"table": table})


def _with_estimated(found: QuerySet[UseCase]) -> QuerySet[UseCase]:
    return found.annotate(
        estimated=Case(When(effort=None, then=Value(False)), default=Value(True), output_field=BooleanField())
    )


@changes
def effort(request: HttpRequest, key: str) -> HttpResponse:
    """Estimate what a use case takes."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = EffortForm(
        posted(request), units=list(queries.units(acting.organisation)), standing=queries.effort_of(use_case)
    )
    return shape(
        request,
        use_case,
        form,
        lambda: estimate_effort(acting, use_case, form.estimate()),
        title="Estimate what it takes",
        lede="For each quarter of the work. Only what somebody estimated is planned; earlier estimates stay on record.",
        submit="Keep this estimate",
        done="The estimate is kept. The next plan reckons with it.",
    )


@changes
def outlook(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a capability will be there."""
    acting = acting_person(request)
    try:
        capability = queries.capability(acting.organisation, pk)
    except Capability.DoesNotExist:
        raise Http404("There is no such capability here.") from None
    standing = getattr(capability, "outlook", None)
    initial = {"expected_on": standing.expected_on, "end_value": standing.end_value} if standing else None
    form = OutlookForm(posted(request), initial=initial)
    back = reverse("strategy:library")

    def act() -> str:
        set_outlook(acting, capability, **form.cleaned_data)
        return back

    return change(
        request,
        form,
        act,
        title=f"Outlook of {capability.name}",
        lede=f"Now {capability.get_state_display().lower()}. What needs it waits for that quarter.",
        submit="Keep this outlook",
        done="The outlook is kept. The next plan reckons with it.",
        back=back,
        crumbs=[Crumb("Library", back)],
    )
