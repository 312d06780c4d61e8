"""Ask for a gate or an exception, seal evidence anew, take a gate back, use what is approved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from attending.governance.actions import gates as actions
from attending.governance.actions.gate_exceptions import ask_exceptions
from attending.governance.forms.gates import AskForm, ConfirmForm, ExceptionForm, ReasonForm
from attending.governance.presenters.gate_lists import page_of
from attending.governance.queries import gates as queries
from attending.governance.queries.gates import Subject
from attending.governance.rules.gate_questions import effect, gate_label
from attending.governance.views.gate_lookup import deployment_or_404, gate_or_404, use_case_or_404
from attending.program.acting import acting_person
from attending.program.changing import change, change_on, changes, posted
from attending.program.models import Person
from attending.program.models.deployments import State
from attending.ui.parts import Crumb


def _crumbs(subject: Subject, gate: str = "") -> list[Crumb]:
    return [
        Crumb("Gates", reverse("governance:gates")),
        Crumb(str(queries.use_case_of(subject)), page_of(subject, gate)),
    ]


@changes
def ask_of_use_case(request: HttpRequest, key: str, target: str) -> HttpResponse:
    """Ask for a gate of a use case."""
    acting = acting_person(request)
    return _ask(request, acting, use_case_or_404(acting, key), target)


@changes
def ask_of_deployment(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    """Ask for a go-live gate of a deployment."""
    acting = acting_person(request)
    return _ask(request, acting, deployment_or_404(acting, pk), state)


def _ask(request: HttpRequest, acting: Person, subject: Subject, gate: str) -> HttpResponse:
    if gate not in queries.gates_to_ask(subject):
        raise Http404("This gate is not the next one here.")
    form = AskForm(posted(request))
    happens = effect(subject, gate)

    def act() -> str:
        asked = actions.ask_gate(acting, subject, gate, form.cleaned_data["reason"])
        return reverse("decisions:proposal", args=[asked.proposal_id])

    return change(
        request,
        form,
        act,
        title=f"Ask for the gate to {gate_label(gate).lower()}",
        lede=f"{subject}. The evidence is sealed as it stands now. Once approved: {happens[0].lower()}{happens[1:]}",
        submit="Seal the evidence and ask",
        done="The gate is asked. Those whose signatures it takes see it on their rounds.",
        back=page_of(subject, gate),
        crumbs=_crumbs(subject, gate),
    )


@changes
def except_of_use_case(request: HttpRequest, key: str) -> HttpResponse:
    """Ask that required evidence of a use case may be missing for a time."""
    acting = acting_person(request)
    return _except(request, acting, use_case_or_404(acting, key))


@changes
def except_of_deployment(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that required evidence of a deployment may be missing for a time."""
    acting = acting_person(request)
    return _except(request, acting, deployment_or_404(acting, pk))


def _except(request: HttpRequest, acting: Person, subject: Subject) -> HttpResponse:
    asked = {each.item for each in queries.exceptions_asked(subject)}
    lacking = queries.lacking_items(subject, timezone.localdate())
    open_items = [each for item, each in lacking.items() if each[0].until is None and item not in asked]
    if not open_items:
        messages.info(request, "Nothing that could be excepted is missing, or it is excepted or asked for already.")
        return redirect(page_of(subject))
    form = ExceptionForm(posted(request), lacking=open_items, every="every" in request.GET)

    def act() -> str:
        values = form.cleaned_data
        found = ask_exceptions(acting, subject, values["items"], reason=values["reason"], until=values["until"])
        return reverse("decisions:proposal", args=[found[0].proposal_id])

    return change(
        request,
        form,
        act,
        title="Ask for an exception",
        lede=f"{subject}. What is granted is sealed with the gate, and an approval that rests on it ends with it.",
        submit="Put it to signatures",
        done="The exception is asked. Once it is granted, the gate can be asked.",
        back=page_of(subject),
        crumbs=_crumbs(subject),
    )


@changes
def seal_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal the evidence of a gate as it stands now."""
    acting = acting_person(request)
    gate = gate_or_404(acting, pk)
    subject = gate.deployment or gate.use_case
    form = ConfirmForm(posted(request))
    return change_on(
        request,
        form,
        lambda: actions.seal_anew(acting, gate),
        page=page_of(subject, gate.target),
        crumbs=_crumbs(subject, gate.target),
        title="Seal the evidence anew",
        lede="Evidence that has changed becomes a new version of the packet. Whoever has signed reads and signs again.",
        submit="Seal it",
        done="The evidence is sealed as it stands.",
    )


@changes
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a gate back."""
    acting = acting_person(request)
    gate = gate_or_404(acting, pk)
    subject = gate.deployment or gate.use_case
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: actions.withdraw_gate(acting, gate, reason=form.cleaned_data["reason"]),
        page=page_of(subject, gate.target),
        crumbs=_crumbs(subject, gate.target),
        title="Take this gate back",
        lede="Nothing moves. It can be asked again.",
        submit="Take it back",
        kind="danger",
        done="The gate was taken back.",
    )


@changes
def use(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    """Put a deployment into use again under the approval that stands."""
    acting = acting_person(request)
    deployment = deployment_or_404(acting, pk)
    if state not in queries.gates_to_ask(deployment):
        raise Http404("It cannot become this now.")
    form = ReasonForm(posted(request))
    return change_on(
        request,
        form,
        lambda: actions.put_into_use(acting, deployment, State(state), reason=form.cleaned_data["reason"]),
        page=page_of(deployment),
        crumbs=_crumbs(deployment, state),
        title=f"Make it {gate_label(state).lower()} again",
        lede=f"{deployment}. Its approval still stands, so that nobody has to sign anew.",
        submit="Put it into use",
        done="It is in use again.",
    )
