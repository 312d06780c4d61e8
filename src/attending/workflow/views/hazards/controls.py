"""Controls of a hazard: added, reported done, confirmed, withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.forms import ReasonForm
from attending.ui import formats
from attending.workflow.actions.hazards import controls
from attending.workflow.forms.hazards.controls import ConfirmForm, ControlForm, ProofForm
from attending.workflow.models import ControlSide
from attending.workflow.queries.hazard_maps import drawn
from attending.workflow.views.hazards.lookup import (
    active_people,
    change_hazard,
    control_or_404,
    entry_or_404,
    steps_of,
)
from attending.workflow.views.lookup import use_case_or_404


@changes
def add(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Add a control."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    hazard = entry_or_404(use_case, number).hazard
    form = ControlForm(
        posted(request),
        steps=steps_of(drawn(use_case)),
        people=active_people(acting),
        initial={"side": ControlSide.PREVENTS, "owner": hazard.owner_id},
    )
    return change_hazard(
        request,
        hazard,
        form,
        lambda: controls.add_control(acting, hazard, form.planned()),
        title="Add a control",
        lede=f"What keeps “{hazard.name}” from happening, or limits its harm. What people are only told to remember is "
        "weaker than what the design makes impossible.",
        submit="Add it",
        done="The control is added.",
    )


@changes
def done(request: HttpRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Report a control done."""
    acting = acting_person(request)
    control = control_or_404(use_case_or_404(acting, key), number, pk)
    form = ProofForm(posted(request))
    return change_hazard(
        request,
        control.hazard,
        form,
        lambda: controls.report_done(acting, control, proof=form.cleaned_data["proof"]),
        title="Report it done",
        lede=f"{control.what}. Somebody else who keeps the log looks at the proof; then the control counts.",
        submit="Report it",
        done="It is reported. Somebody else has to confirm it.",
    )


@changes
def confirm(request: HttpRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Confirm that a control is done."""
    acting = acting_person(request)
    control = control_or_404(use_case_or_404(acting, key), number, pk)
    reported = (
        f"{control.done_by} on {formats.date(control.done_at)}: {control.proof}"
        if control.done_at
        else "Nobody has reported it done yet."
    )
    return change_hazard(
        request,
        control.hazard,
        ConfirmForm(posted(request)),
        lambda: controls.confirm_done(acting, control),
        title="Confirm that it is done",
        lede=f"{control.what}. {reported}",
        submit="I have seen the proof, and it holds",
        done="The control counts from now on.",
    )


@changes
def withdraw(request: HttpRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Count on a control no more."""
    acting = acting_person(request)
    control = control_or_404(use_case_or_404(acting, key), number, pk)
    form = ReasonForm(posted(request))
    return change_hazard(
        request,
        control.hazard,
        form,
        lambda: controls.withdraw_control(acting, control, reason=form.cleaned_data["reason"]),
        title="Count on it no more",
        lede=f"{control.what}. It stays on record. Rate the hazard anew if the risk is larger without it.",
        submit="Withdraw it",
        done="The control is not counted on any more.",
    )
