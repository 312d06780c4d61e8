"""The forms that shape a use case; each hands its fields to one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from django.forms import Form
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from attending.program.acting import acting_person
from attending.program.actions import capabilities, clinical_input, people, use_cases
from attending.program.changing import Wording, change_on, changes, posted
from attending.program.models import (
    Capability,
    ClinicalInput,
    EnterprisePriority,
    OutcomeMeasure,
    Person,
    Stage,
    UseCase,
)
from attending.program.models.capabilities import Relation
from attending.program.models.clinical_input import About, Effect
from attending.program.models.use_cases import Question
from attending.program.registries.pages import url_of
from attending.strategy.forms import use_cases as forms
from attending.strategy.views.use_case import find
from attending.ui import formats
from attending.ui.parts import Crumb


def crumbs(use_case: UseCase | None = None) -> list[Crumb]:
    """The pages above a form: the list, and the use case it is about."""
    above = [Crumb("Use cases", reverse("strategy:use-cases"))]
    return [*above, Crumb(use_case.title, url_of(use_case))] if use_case else above


def shape(
    request: HttpRequest, use_case: UseCase, form: Form, act: Callable[[], object], **wording: Unpack[Wording]
) -> HttpResponse:
    """A change of one use case, which ends on its page."""
    return change_on(request, form, act, page=url_of(use_case), crumbs=crumbs(use_case), **wording)


@changes
def give_input(request: HttpRequest, key: str) -> HttpResponse:
    """Say something about a use case."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.InputForm(posted(request))
    return shape(
        request,
        use_case,
        form,
        lambda: clinical_input.give_input(
            acting, use_case, About(form.cleaned_data["about"]), form.cleaned_data["said"]
        ),
        title="Give clinical input",
        lede="Your words stand on the page of the use case under your name and discipline, with the answer.",
        submit="Give this input",
        done="Your input is on record. The clinical owner answers within two weeks.",
    )


@changes
def answer_input(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Answer a piece of clinical input."""
    acting = acting_person(request)
    use_case = find(acting, key)
    given = get_object_or_404(ClinicalInput.objects.select_related("use_case", "person"), pk=pk, use_case=use_case)
    form = forms.AnswerInputForm(posted(request))
    return shape(
        request,
        use_case,
        form,
        lambda: clinical_input.answer_input(
            acting, given, answer=form.cleaned_data["answer"], effect=Effect(form.cleaned_data["effect"])
        ),
        title=f"Answer {given.person.printed_name}",
        lede=f"On {given.get_about_display().lower()}: {given.said}",
        submit="Answer",
        done="The answer is on record.",
    )


@changes
def answer_question(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a strategic question."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.AnswerQuestionForm(posted(request), initial={"question": request.GET.get("question", "")})
    return shape(
        request,
        use_case,
        form,
        lambda: use_cases.answer_question(
            acting, use_case, Question(form.cleaned_data["question"]), form.cleaned_data["answer"]
        ),
        title="Answer a strategic question",
        lede="With evidence: what is known, from where, and who said so.",
        submit="Answer",
        done="The answer is on record.",
    )


@changes
def agree_outcome(request: HttpRequest, key: str) -> HttpResponse:
    """Agree how value will be known."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.OutcomeForm(posted(request))
    return shape(
        request,
        use_case,
        form,
        lambda: use_cases.agree_outcome(acting, use_case, form.outcome()),
        title="Agree a measure of value",
        lede="Value is tracked from a baseline to a target, usually over two to four quarters. Without a measure that "
        "has all of this, a use case cannot leave its stage.",
        submit="Agree",
        done="The measure of value is agreed.",
    )


@changes
def complete_outcome(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Add what a measure of value lacks."""
    acting = acting_person(request)
    use_case = find(acting, key)
    outcome = get_object_or_404(OutcomeMeasure.objects.select_related("use_case"), pk=pk, use_case=use_case)
    form = forms.PromiseForm(posted(request), initial=model_to_dict(outcome))
    return shape(
        request,
        use_case,
        form,
        lambda: use_cases.complete_outcome(acting, outcome, form.promise()),
        title="Complete a measure of value",
        lede=f"{outcome.name}, from {formats.number(outcome.baseline, 1)} {outcome.unit}. It was agreed before all of "
        "this was asked for; the record keeps what stood here before.",
        submit="Complete",
        done="The measure of value is complete.",
    )


@changes
def answer_to_priority(request: HttpRequest, key: str) -> HttpResponse:
    """Say which enterprise priority a use case answers to."""
    acting = acting_person(request)
    use_case = find(acting, key)
    priorities = EnterprisePriority.objects.filter(organisation=acting.organisation)
    form = forms.AnswerToPriorityForm(
        posted(request), priorities=priorities, initial={"priority": use_case.priority_id}
    )
    return shape(
        request,
        use_case,
        form,
        lambda: use_cases.answer_to_priority(acting, use_case, form.cleaned_data["priority"]),
        title="Which enterprise priority does it answer to?",
        lede="A use case that answers to none is shown as an isolated initiative.",
        submit="Save",
        done="The enterprise priority is on record.",
    )


@changes
def seat(request: HttpRequest, key: str) -> HttpResponse:
    """Put a person in a seat of a use case."""
    acting = acting_person(request)
    use_case = find(acting, key)
    active = Person.objects.filter(organisation=acting.organisation, active=True)
    form = forms.SeatForm(posted(request), people=active, initial={"seat": request.GET.get("seat", "")})
    return shape(
        request,
        use_case,
        form,
        lambda: people.seat_person(acting, form.cleaned_data["person"], form.chosen_seat(), use_case),
        title="Name who answers",
        lede="Whoever held the seat leaves it; both are on record.",
        submit="Seat this person",
        done="The seat is taken.",
    )


@changes
def move_stage(request: HttpRequest, key: str) -> HttpResponse:
    """Take a use case back to an earlier stage."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.StageForm(posted(request), now=Stage(use_case.stage))
    return shape(
        request,
        use_case,
        form,
        lambda: use_cases.move_stage(
            acting, use_case, Stage(form.cleaned_data["stage"]), reason=form.cleaned_data["reason"]
        ),
        title="Go back to an earlier stage",
        lede=f"Now in {use_case.get_stage_display().lower()}. Approvals for later stages end; forward again it goes "
        "through its gates.",
        submit="Go back",
        done="The use case went back.",
    )


@changes
def link_capability(request: HttpRequest, key: str) -> HttpResponse:
    """Say which capability a use case needs or builds."""
    acting = acting_person(request)
    use_case = find(acting, key)
    named = Capability.objects.filter(organisation=acting.organisation).exclude(links__use_case=use_case)
    form = forms.LinkCapabilityForm(posted(request), capabilities=named)
    return shape(
        request,
        use_case,
        form,
        lambda: capabilities.link_capability(
            acting, use_case, form.cleaned_data["capability"], Relation(form.cleaned_data["relation"])
        ),
        title="Link a capability",
        lede="What it needs from the enterprise, or what it leaves behind for the next initiative.",
        submit="Link",
        done="The capability is linked.",
    )
