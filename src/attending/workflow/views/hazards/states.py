"""Transfer a hazard, close it, open it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.forms import ReasonForm
from attending.workflow.actions.hazards import states
from attending.workflow.forms.hazards.words import TransferForm
from attending.workflow.views.hazards.lookup import change_hazard, entry_or_404
from attending.workflow.views.lookup import use_case_or_404


@changes
def transfer(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Say that somebody else keeps the risk."""
    acting = acting_person(request)
    hazard = entry_or_404(use_case_or_404(acting, key), number).hazard
    form = TransferForm(posted(request))
    return change_hazard(
        request,
        hazard,
        form,
        lambda: states.transfer(acting, hazard, **form.cleaned_data),
        title="Transfer the hazard",
        lede=f"{hazard.name}. Only where somebody else has agreed to keep this risk.",
        submit="Transfer it",
        done="The hazard is transferred.",
    )


@changes
def close(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Close a hazard on which nothing is left to do."""
    acting = acting_person(request)
    hazard = entry_or_404(use_case_or_404(acting, key), number).hazard
    form = ReasonForm(posted(request))
    return change_hazard(
        request,
        hazard,
        form,
        lambda: states.close(acting, hazard, reason=form.cleaned_data["reason"]),
        title="Close the hazard",
        lede=f"{hazard.name}. It needs an owner, a rating after controls, and every control confirmed as done.",
        submit="Close it",
        done="The hazard is closed.",
    )


@changes
def reopen(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Work on a hazard again."""
    acting = acting_person(request)
    hazard = entry_or_404(use_case_or_404(acting, key), number).hazard
    form = ReasonForm(posted(request))
    return change_hazard(
        request,
        hazard,
        form,
        lambda: states.reopen(acting, hazard, reason=form.cleaned_data["reason"]),
        title="Open the hazard again",
        lede=f"{hazard.name} is {hazard.get_state_display().lower()}.",
        submit="Open it again",
        done="The hazard is open again.",
    )
