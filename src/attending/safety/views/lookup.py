"""What an address of safety names, for the person who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404
from django.urls import reverse

from attending.program.models import Person, Unit
from attending.program.rules import NotAllowed
from attending.safety.models import Concern, ConcernCode, Incident, IncidentAction
from attending.safety.queries import concerns, incidents
from attending.ui.parts import Crumb


def unit_or_404(acting: Person, pk: int) -> Unit:
    """A unit of the person's organisation."""
    found = Unit.objects.select_related("site__organisation").filter(site__organisation=acting.organisation, pk=pk)
    unit = found.first()
    if unit is None:
        raise Http404("There is no such unit here.")
    return unit


def code_or_404(acting: Person, pk: int) -> ConcernCode:
    """A code on a unit of the person's organisation."""
    codes = ConcernCode.objects.select_related("unit__site__organisation")
    found = codes.filter(unit__site__organisation=acting.organisation, pk=pk).first()
    if found is None:
        raise Http404("There is no such code here.")
    return found


def concern_or_404(acting: Person, pk: int) -> Concern:
    """A concern from a unit of the person's organisation."""
    try:
        return concerns.concern_of(acting.organisation, pk)
    except Concern.DoesNotExist:
        raise Http404("There is no such concern here.") from None


def incident_or_404(acting: Person, number: int) -> Incident:
    """An incident of the person's organisation, by its number."""
    try:
        return incidents.incident_of(acting.organisation, number)
    except Incident.DoesNotExist:
        raise Http404("There is no such incident here.") from None


def action_or_404(incident: Incident, pk: int) -> IncidentAction:
    """An action of an incident."""
    found = next((each for each in incident.actions.all() if each.pk == pk), None)
    if found is None:
        raise Http404("This incident has no such action.")
    return found


def may(check: Callable[[], object]) -> bool:
    """Whether a check of rights lets the person through."""
    try:
        check()
    except NotAllowed:
        return False
    return True


def crumbs(*below: Crumb) -> list[Crumb]:
    """The pages above one of safety."""
    return [Crumb("Safety", reverse("safety:home")), *below]


def concern_crumbs() -> list[Crumb]:
    return crumbs(Crumb("Concerns", reverse("safety:concerns")))


def incident_crumbs(incident: Incident | None = None) -> list[Crumb]:
    """The pages above an incident, or above a page of it."""
    above = crumbs(Crumb("Incidents", reverse("safety:incidents")))
    if incident is None:
        return above
    return [*above, Crumb(f"Incident {incident.number}", incident_page(incident))]


def incident_page(incident: Incident) -> str:
    """The address of an incident."""
    return reverse("safety:incident", args=[incident.number])
