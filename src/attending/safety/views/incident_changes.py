"""What is changed about an incident: its judgement, its investigator, its actions, its reports, its closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from attending.analytics.catalogs.safety.duties import duties
from attending.program.acting import acting_person
from attending.program.changing import Wording, change_on, changes, posted
from attending.program.models import Person
from attending.safety.actions.incidents.closing import answer_duty, close_incident
from attending.safety.actions.incidents.doing import add_action, close_action, report_done
from attending.safety.actions.incidents.judging import judge, name_investigator
from attending.safety.forms.incidents import ActionForm, DutyForm, JudgeForm, LearntForm, PersonForm, ProofForm
from attending.safety.models import DutyState, Incident
from attending.safety.queries.incidents import whole
from attending.safety.views.lookup import action_or_404, incident_crumbs, incident_or_404, incident_page


@changes
def judge_it(request: HttpRequest, number: int) -> HttpResponse:
    """Judge it anew."""
    acting = acting_person(request)
    incident = incident_or_404(acting, number)
    form = JudgeForm(posted(request), initial=JudgeForm.first(whole(incident).judged))
    return _change(
        request,
        incident,
        form,
        lambda: judge(acting, incident, form.judgement()),
        title="Judge the incident",
        lede="What reached the patient, how bad it was, and what contributed. Earlier judgements stay on record.",
        submit="Judge it",
        done="The judgement counts from now on.",
    )


@changes
def investigator(request: HttpRequest, number: int) -> HttpResponse:
    """Name who investigates it."""
    acting = acting_person(request)
    incident = incident_or_404(acting, number)
    form = PersonForm(posted(request), people=_people(acting))
    return _change(
        request,
        incident,
        form,
        lambda: name_investigator(acting, incident, form.cleaned_data["person"]),
        title="Name who investigates it",
        lede="They find out how it came about, see the actions through, and answer whether it has to be reported.",
        submit="Name them",
        done="They find it on their rounds.",
    )


@changes
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Agree an action."""
    acting = acting_person(request)
    incident = incident_or_404(acting, number)
    form = ActionForm(posted(request), people=_people(acting))
    return _change(
        request,
        incident,
        form,
        lambda: add_action(acting, incident, **form.cleaned_data),
        title="Add an action",
        lede="What keeps it from happening again. Its owner says what proves it; somebody else closes it.",
        submit="Add it",
        done="The action is agreed.",
    )


@changes
def done(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Report an action done."""
    acting = acting_person(request)
    incident = incident_or_404(acting, number)
    action = action_or_404(incident, pk)
    form = ProofForm(posted(request), initial={"proof": action.proof})
    return _change(
        request,
        incident,
        form,
        lambda: report_done(acting, action, proof=form.cleaned_data["proof"]),
        title="Report the action done",
        lede=action.what,
        submit="Report it done",
        done="Somebody else looks at the proof and closes it.",
    )


@changes
def close_one(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Close an action whose proof holds."""
    acting = acting_person(request)
    incident = incident_or_404(acting, number)
    action = action_or_404(incident, pk)
    said = f"{action.done_by} says: {action.proof}" if action.done_at else "Nobody has reported it done yet."
    return _change(
        request,
        incident,
        forms.Form(posted(request)),
        lambda: close_action(acting, action),
        title="Close the action?",
        lede=f"{action.what} {said}",
        submit="The proof holds: close it",
        done="The action is closed.",
    )


@changes
def duty(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Answer a duty to report."""
    acting = acting_person(request)
    incident = incident_or_404(acting, number)
    asked = duties().get(key)
    if asked is None:
        raise Http404("The catalog has no such duty.")
    form = DutyForm(posted(request))
    return _change(
        request,
        incident,
        form,
        lambda: answer_duty(
            acting, incident, key, state=DutyState(form.cleaned_data["state"]), reason=form.cleaned_data["reason"]
        ),
        title=asked.title,
        lede=f"{asked.asked} Report to {asked.to}. This is a reminder, not legal advice.",
        submit="Save the answer",
        done="The answer is on record.",
    )


@changes
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close the incident."""
    acting = acting_person(request)
    incident = incident_or_404(acting, number)
    form = LearntForm(posted(request))
    return _change(
        request,
        incident,
        form,
        lambda: close_incident(acting, incident, learnt=form.cleaned_data["learnt"]),
        title="Close the incident",
        lede="Everything is answered. Once closed it stays as it is.",
        submit="Close it",
        done="The incident is closed.",
    )


def _change(
    request: HttpRequest, incident: Incident, form: forms.Form, act: Callable[[], object], **wording: Unpack[Wording]
) -> HttpResponse:
    page = incident_page(incident)
    return change_on(request, form, act, page=page, crumbs=incident_crumbs(incident), **wording)


def _people(acting: Person) -> QuerySet[Person]:
    return Person.objects.filter(organisation=acting.organisation_id, active=True)
