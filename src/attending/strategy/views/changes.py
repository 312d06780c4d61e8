"""The forms that change a use case; each hands its fields to one action."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from attending.program.acting import acting_person
from attending.program.actions import clinical_input, people, use_cases
from attending.program.models import ClinicalInput, EnterprisePriority, Person, Stage, UseCase
from attending.program.models.clinical_input import About, Effect
from attending.program.models.use_cases import Question
from attending.program.registries.pages import url_of
from attending.program.rules import Refused
from attending.strategy import forms
from attending.strategy.views.use_case import find


def _change(
    request: HttpRequest,
    form: Form,
    act: Callable[[], UseCase],
    *,
    title: str,
    lede: str,
    submit: str,
    done: str,
    use_case: UseCase | None = None,
) -> HttpResponse:
    """Show a form; once it is valid, act, say what was done, and go to the use case."""
    if request.method == "POST" and form.is_valid():
        try:
            changed = act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(url_of(changed))
    context = {"form": form, "title": title, "lede": lede, "submit": submit, "use_case": use_case}
    context["back"] = url_of(use_case) if use_case else ""
    return render(request, "strategy/change.html", context, status=422 if form.errors else 200)


def _data(request: HttpRequest) -> list[object]:
    return [request.POST] if request.method == "POST" else []


def propose(request: HttpRequest) -> HttpResponse:
    """Propose a use case."""
    acting = acting_person(request)
    form = forms.ProposeForm(
        *_data(request), priorities=EnterprisePriority.objects.filter(organisation=acting.organisation)
    )

    def act() -> UseCase:
        return use_cases.propose_use_case(acting, form.thesis(), priority=form.cleaned_data["priority"])

    return _change(
        request,
        form,
        act,
        title="Propose a use case",
        lede="Name the problem before the technology. Anyone may propose; leaders take it on by taking a seat.",
        submit="Propose",
        done="The use case is proposed. Next, its leaders are named and the strategic questions answered.",
    )


def give_input(request: HttpRequest, key: str) -> HttpResponse:
    """Say something about a use case."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.InputForm(*_data(request))

    def act() -> UseCase:
        values = form.cleaned_data
        return clinical_input.give_input(acting, use_case, About(values["about"]), values["said"]).use_case

    return _change(
        request,
        form,
        act,
        use_case=use_case,
        title="Give clinical input",
        lede=f"{use_case.title}. Your words stand on its page under your name and discipline, with the answer.",
        submit="Give this input",
        done="Your input is on record. The clinical owner answers within two weeks.",
    )


def answer_input(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Answer a piece of clinical input."""
    acting = acting_person(request)
    use_case = find(acting, key)
    given = get_object_or_404(ClinicalInput.objects.select_related("use_case", "person"), pk=pk, use_case=use_case)
    form = forms.AnswerInputForm(*_data(request))

    def act() -> UseCase:
        values = form.cleaned_data
        return clinical_input.answer_input(
            acting, given, answer=values["answer"], effect=Effect(values["effect"])
        ).use_case

    return _change(
        request,
        form,
        act,
        use_case=use_case,
        title=f"Answer {given.person.printed_name}",
        lede=f"On {given.get_about_display().lower()}: {given.said}",
        submit="Answer",
        done="The answer is on record.",
    )


def answer_question(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a strategic question."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.AnswerQuestionForm(*_data(request), initial={"question": request.GET.get("question", "")})

    def act() -> UseCase:
        values = form.cleaned_data
        return use_cases.answer_question(acting, use_case, Question(values["question"]), values["answer"]).use_case

    return _change(
        request,
        form,
        act,
        use_case=use_case,
        title="Answer a strategic question",
        lede=use_case.title,
        submit="Answer",
        done="The answer is on record.",
    )


def agree_outcome(request: HttpRequest, key: str) -> HttpResponse:
    """Agree how value will be known."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.OutcomeForm(*_data(request))

    def act() -> UseCase:
        return use_cases.agree_outcome(acting, use_case, form.outcome()).use_case

    return _change(
        request,
        form,
        act,
        use_case=use_case,
        title="Agree a measure of value",
        lede=f"{use_case.title}. Value is tracked from a baseline to a target over two to four quarters.",
        submit="Agree",
        done="The measure of value is agreed.",
    )


def seat(request: HttpRequest, key: str) -> HttpResponse:
    """Put a person in a seat of a use case."""
    acting = acting_person(request)
    use_case = find(acting, key)
    active = Person.objects.filter(organisation=acting.organisation, active=True)
    form = forms.SeatForm(*_data(request), people=active, initial={"seat": request.GET.get("seat", "")})

    def act() -> UseCase:
        people.seat_person(acting, form.cleaned_data["person"], form.chosen_seat(), use_case)
        return use_case

    return _change(
        request,
        form,
        act,
        use_case=use_case,
        title="Name who answers",
        lede=f"{use_case.title}. Whoever held the seat leaves it; both are on record.",
        submit="Seat this person",
        done="The seat is taken.",
    )


def move_stage(request: HttpRequest, key: str) -> HttpResponse:
    """Move a use case to another stage."""
    acting = acting_person(request)
    use_case = find(acting, key)
    form = forms.StageForm(*_data(request))

    def act() -> UseCase:
        values = form.cleaned_data
        return use_cases.move_stage(acting, use_case, Stage(values["stage"]), reason=values["reason"])

    return _change(
        request,
        form,
        act,
        use_case=use_case,
        title="Move to another stage",
        lede=f"Now in {use_case.get_stage_display().lower()}. One stage forward, or back to an earlier one.",
        submit="Move",
        done="The use case has moved.",
    )
