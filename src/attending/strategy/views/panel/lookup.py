"""What every page of a panel needs: the panel, who may see what, and the pages above."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.models import Person
from attending.program.queries.seats import seats_of
from attending.program.rules import RIGHTS, Act
from attending.strategy.models import Panel, Panelist, PanelItem
from attending.strategy.queries import panels as queries
from attending.ui.parts import Crumb


def panel_or_404(request: HttpRequest, pk: int) -> tuple[Person, Panel]:
    """The acting person and a panel of their organisation."""
    acting = acting_person(request)
    try:
        return acting, queries.panel_of(acting.organisation, pk)
    except Panel.DoesNotExist:
        raise Http404("There is no such panel here.") from None


def judging(request: HttpRequest, pk: int) -> tuple[Person, Panel, Panelist]:
    """The same for a panelist; raises PermissionDenied for everybody else."""
    acting, panel = panel_or_404(request, pk)
    panelist = queries.panelist_of(panel, acting)
    if panelist is None:
        raise PermissionDenied("Only the panelists named when the panel was prepared judge in it.")
    return acting, panel, panelist


def item_or_404(panel: Panel, number: int) -> PanelItem:
    """A use case before the panel, by its number from 1."""
    found = next((each for each in queries.items_of(panel) if each.position == number), None)
    if found is None:
        raise Http404("This panel does not judge so many use cases.")
    return found


def may_hold(person: Person) -> bool:
    """Whether a person may hold panels."""
    return bool(seats_of(person) & RIGHTS[Act.HOLD_PANEL])


def above(panel: Panel | None = None) -> list[Crumb]:
    """The pages above: the list, and the panel."""
    found = [Crumb("Panels", reverse("strategy:panels"))]
    return [*found, Crumb(panel.title, panel_url(panel))] if panel else found


def panel_url(panel: Panel) -> str:
    """The page of a panel."""
    return reverse("strategy:panel", args=[panel.pk])
