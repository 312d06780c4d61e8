"""Incidents: the list, one of them, and the report of another."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from attending.analytics.catalogs.safety.duties import duties
from attending.analytics.catalogs.safety.incidents import harm_scale
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Deployment, Person, Unit
from attending.program.models.deployments import State
from attending.safety.actions.incidents.record import check_keeper
from attending.safety.actions.incidents.reporting import report_incident
from attending.safety.forms.incidents import ReportForm
from attending.safety.models import Concern
from attending.safety.presenters import incident_work as work
from attending.safety.presenters import incidents as present
from attending.safety.queries import concerns, incidents
from attending.safety.queries.incidents import whole
from attending.safety.rules.incidents import lacking, late
from attending.safety.views.lookup import concern_or_404, crumbs, incident_crumbs, incident_or_404, incident_page, may
from attending.ui.tables import Column, Filter, Table

INCIDENTS = Table(
    name="incidents",
    caption="Incidents",
    columns=(
        Column("number", "Incident", sort="number"),
        Column("happened", "Happened", sort="happened_on"),
        Column("ai", "AI", sort="deployment__use_case__title"),
        Column("where", "Where", sort="unit__name"),
        Column("harm", "Harm"),
        Column("state", "State"),
        Column("investigator", "Investigated by", sort="investigator__printed_name"),
    ),
    noun="incidents",
    one="incident",
    search=("what", "deployment__use_case__title", "unit__name"),
    filters=(Filter("closed", "State", (("True", "Open"), ("False", "Closed")), field="closed_at__isnull"),),
    order="-number",
    empty="No incident is on record. Anyone with an account reports one.",
    export_columns=(
        Column("raw_number", "Incident", numeric=True),
        Column("happened_on", "Happened"),
        Column("aware_at", "Aware since"),
        Column("ai", "AI"),
        Column("where", "Where"),
        Column("harm", "Harm"),
        Column("factors", "What contributed"),
        Column("hazards", "Hazards"),
        Column("state", "State"),
        Column("investigator", "Investigated by"),
        Column("actions", "Actions"),
        Column("what", "What happened"),
        Column("learnt", "What was learnt"),
    ),
)


@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """Every incident."""
    acting = acting_person(request)
    table = INCIDENTS.bind(incidents.incidents(acting.organisation), request.GET, present.rows)
    if table.export_requested:
        return table.export()
    return render(request, "safety/incidents.html", {"table": table, "crumbs": crumbs()})


@require_safe
def incident(request: HttpRequest, number: int) -> HttpResponse:
    """One incident: what happened, how it is judged, what is done, to whom it is reported."""
    acting = acting_person(request)
    found = whole(incident_or_404(acting, number))
    now = timezone.now()
    keeps = may(lambda: check_keeper(acting, found.incident))
    is_open = found.incident.closed_at is None
    missing = lacking(found, duties()) if is_open else []
    context = {
        "incident": found.incident,
        "state": present.state_of(found, now),
        "harm": present.harm_of(found.judged),
        "about": present.about(found),
        "judged": present.judged_rows(found),
        "actions": work.action_cards(found, acting=acting.pk, keeps=keeps),
        "duties": work.duty_cards(found, now, keeps=keeps),
        "history": present.history(found),
        "keeps": keeps and is_open,
        "late": late(found, duties(), now, timezone.localdate()),
        "lacking": missing,
        "may_close": keeps and is_open and not missing and found.incident.investigator_id != acting.pk,
        "scale": harm_scale(),
        "crumbs": incident_crumbs(),
    }
    return render(request, "safety/incident.html", context)


@changes
def report(request: HttpRequest) -> HttpResponse:
    """Report an incident."""
    return _report(request, acting_person(request), None)


@changes
def report_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an incident that began with a concern."""
    acting = acting_person(request)
    return _report(request, acting, concern_or_404(acting, pk))


def _report(request: HttpRequest, acting: Person, concern: Concern | None) -> HttpResponse:
    about = concerns.about(concern) if concern else None
    unit = concern.code.unit if concern else None
    started = concern.raised_at if concern else timezone.now()
    form = ReportForm(
        posted(request),
        deployments=_deployments(acting),
        units=Unit.objects.filter(site__organisation=acting.organisation).order_by("name"),
        initial={
            "happened_on": timezone.localdate(started),
            "aware_at": timezone.localtime(started).replace(second=0, microsecond=0),
            "deployment": about,
            "unit": unit,
        },
    )
    back = reverse("safety:concern", args=[concern.pk]) if concern else reverse("safety:incidents")
    return change(
        request,
        form,
        lambda: incident_page(report_incident(acting, form.reported(concern))),
        title="Report an incident",
        lede="Something went wrong with an AI, or nearly did. Say what happened, not who was to blame. Everybody here "
        "can read it.",
        submit="Report it",
        done="The incident is on record. Whoever keeps incidents is asked to name an investigator.",
        back=back,
        crumbs=incident_crumbs(),
    )


def _deployments(acting: Person) -> QuerySet[Deployment]:
    found = Deployment.objects.filter(use_case__organisation=acting.organisation).exclude(state=State.RETIRED)
    return found.select_related("use_case", "unit", "model_version__ai_model").order_by("use_case__title", "unit__name")
