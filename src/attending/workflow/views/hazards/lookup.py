"""What an address of the hazard log names, for the person who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from attending.program.changing import Wording, change_on
from attending.program.models import Person, UseCase
from attending.ui.parts import Crumb
from attending.workflow.models import Hazard, HazardControl
from attending.workflow.presenters.tabs import crumbs
from attending.workflow.queries.hazard_log import control_of, entry_of
from attending.workflow.queries.hazard_maps import Drawn
from attending.workflow.rules.hazard_entry import LogEntry


def entry_or_404(use_case: UseCase, number: int) -> LogEntry:
    """A hazard of the log by its number."""
    try:
        return entry_of(use_case, number)
    except Hazard.DoesNotExist:
        raise Http404("There is no such hazard in this log.") from None


def control_or_404(use_case: UseCase, number: int, pk: int) -> HazardControl:
    """A control of a hazard that was not withdrawn."""
    try:
        return control_of(use_case, number, pk)
    except HazardControl.DoesNotExist:
        raise Http404("This hazard has no such control.") from None


def log_page(use_case: UseCase) -> str:
    """The address of the log."""
    return reverse("workflow:hazards", args=[use_case.key])


def hazard_page(hazard: Hazard) -> str:
    """The address of a hazard."""
    return reverse("workflow:hazard", args=[hazard.use_case.key, hazard.number])


def log_crumbs(use_case: UseCase, hazard: Hazard | None = None) -> list[Crumb]:
    """The pages above one that belongs to the log, or to a hazard of it."""
    above = [*crumbs(use_case), Crumb("Hazards", log_page(use_case))]
    return [*above, Crumb(f"{hazard.number}. {hazard.name}", hazard_page(hazard))] if hazard else above


def active_people(acting: Person) -> QuerySet[Person]:
    """Who may own something."""
    return Person.objects.filter(organisation=acting.organisation_id, active=True)


def steps_of(on_map: Drawn) -> list[tuple[str, str]]:
    """Steps to choose from."""
    return [(key, step.name) for key, step in on_map.steps.items()]


def change_hazard(
    request: HttpRequest, hazard: Hazard, form: BaseForm, act: Callable[[], object], **wording: Unpack[Wording]
) -> HttpResponse:
    """A form that changes a hazard and ends on its page."""
    return change_on(
        request, form, act, page=hazard_page(hazard), crumbs=log_crumbs(hazard.use_case, hazard), **wording
    )
