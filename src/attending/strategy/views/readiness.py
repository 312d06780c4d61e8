"""An assessment of readiness: open it, see it, ask more people, leave somebody out, close it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.changing import Wording, change_on, changes, posted
from attending.program.models import Person, Site
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.rules import RIGHTS, Act
from attending.strategy.actions import readiness as actions
from attending.strategy.forms import readiness as forms
from attending.strategy.models import ReadinessAssessment, ReadinessItem
from attending.strategy.presenters import readiness as present
from attending.strategy.presenters.readiness_people import assessor_table
from attending.strategy.queries import readiness as queries
from attending.strategy.rules.presence import absent
from attending.strategy.views.shaping import shape
from attending.strategy.views.use_case import find
from attending.ui.parts import Crumb


def find_assessment(acting: Person, pk: int) -> ReadinessAssessment:
    """The assessment, or a 404."""
    found = queries.assessments(acting.organisation).filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such assessment here.")
    return found


def crumbs(assessment: ReadinessAssessment, *, whole: bool = True) -> list[Crumb]:
    """The pages above: the use case, and for a form the assessment too."""
    above = [
        Crumb("Readiness", reverse("strategy:readiness")),
        Crumb(assessment.use_case.title, url_of(assessment.use_case)),
    ]
    return [*above, Crumb(assessment.site.name, _url(assessment))] if whole else above


def _url(assessment: ReadinessAssessment) -> str:
    return reverse("strategy:readiness-assessment", args=[assessment.pk])


@changes
def open_(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a site how ready it is for a use case."""
    acting = acting_person(request)
    use_case = find(acting, key)
    suggested = queries.whom_to_ask(use_case)
    form = forms.OpenForm(
        posted(request),
        held=suggested.people,
        others=queries.people_to_ask(acting.organisation),
        sites=Site.objects.filter(organisation=acting.organisation).order_by("name"),
        initial={
            "due_on": forms.usual_due_date(),
            "site": request.GET.get("site", ""),
            "seats": [str(person.pk) for person in suggested.people.values()],
        },
    )
    empty = ", ".join(str(seat.label).lower() for seat in suggested.empty)
    return shape(
        request,
        use_case,
        form,
        lambda: actions.open_assessment(
            acting, use_case, form.cleaned_data["site"], due_on=form.cleaned_data["due_on"], people=form.people()
        ),
        title="Ask a site how ready it is",
        lede="Each person grades on their own and sees nobody else's grades before handing in. Ask people in different "
        "seats: where they disagree is what is worth talking about."
        + (f" Nobody who can sign in holds: {empty}." if empty else ""),
        submit="Ask them",
        done="They are asked. It stands on their rounds until they hand in.",
    )


@never_cache
@require_safe
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked, and what was found; grades are shown once it is closed, or to who has handed in."""
    acting = acting_person(request)
    found = find_assessment(acting, pk)
    own = queries.assessor_of(found, acting)
    assessors = queries.assessors_of(found)
    items = queries.items_of(found)
    handed_in = sum(each.handed_in_at is not None for each in assessors)
    may = bool(seats_of(acting, found.use_case) & RIGHTS[Act.ASSESS_READINESS])
    is_open = found.closed_at is None
    visible = bool(handed_in) and (not is_open or (own is not None and own.handed_in_at is not None))
    voices = [queries.voice_of(each) for each in assessors if each.withdrawn_at is None]
    held = {seat: person.printed_name for seat, person in queries.whom_to_ask(found.use_case).people.items()}
    context = {
        "assessment": found,
        "crumbs": crumbs(found, whole=False),
        "status": present.assessment_status(found),
        "is_open": is_open,
        "may": may,
        "asks_me": is_open and own is not None and own.handed_in_at is None,
        "handed_in": handed_in,
        "asked": sum(each.withdrawn_at is None for each in assessors),
        "assessors": assessor_table(assessors, items=len(items), withdraw=may and is_open),
        "absent": absent(voices, held),
        "summary": present.summary_rows(found, queries.found_in(found)) if found.results is not None else (),
        **(_shown(found, items, may_name=may and not is_open) if visible else {}),
    }
    return render(request, "strategy/readiness_assessment.html", context)


def _shown(found: ReadinessAssessment, items: list[ReadinessItem], *, may_name: bool) -> dict[str, object]:
    """What was found, for those who may see it."""
    results = queries.item_results(found)
    cards = present.barrier_cards(items, results, queries.gaps_in(found), may_name=may_name, assessment=found)
    return {
        "cards": cards,
        "divided": present.divided_rows(cards),
        "weakest": present.weakest_rows(items, results),
    }


@changes
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask more people in an open assessment."""
    acting = acting_person(request)
    found = find_assessment(acting, pk)
    asked = [each.person_id for each in queries.assessors_of(found) if each.withdrawn_at is None]
    suggested = queries.whom_to_ask(found.use_case).people
    form = forms.AskForm(
        posted(request),
        held={seat: person for seat, person in suggested.items() if person.pk not in asked},
        others=queries.people_to_ask(acting.organisation).exclude(pk__in=asked),
    )
    return shape_assessment(
        request,
        found,
        form,
        lambda: actions.ask_also(acting, found, form.people()),
        title="Ask more people",
        lede=f"They grade {found.site.name} for {found.use_case.title} on their own.",
        submit="Ask them too",
        done="They are asked.",
    )


@changes
def leave_out(request: HttpRequest, pk: int, assessor: int) -> HttpResponse:
    """Wait for somebody no more."""
    acting = acting_person(request)
    found = find_assessment(acting, pk)
    own = get_object_or_404(found.assessors.select_related("person"), pk=assessor)
    form = forms.WithdrawForm(posted(request))
    return shape_assessment(
        request,
        found,
        form,
        lambda: actions.withdraw(acting, own, reason=form.cleaned_data["reason"]),
        title=f"Leave {own.person.printed_name} out",
        lede="What they have begun is not counted. The reason stands beside the result.",
        submit="Leave out",
        done="They are no longer waited for.",
        kind="danger",
    )


@changes
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it with what was handed in."""
    acting = acting_person(request)
    found = find_assessment(acting, pk)
    assessors = queries.assessors_of(found)
    handed_in = sum(each.handed_in_at is not None for each in assessors)
    waiting = [each.person.printed_name for each in assessors if queries.is_awaited(each)]
    form = forms.CloseForm(posted(request), handed_in=handed_in)
    told = f"{handed_in} of {sum(each.withdrawn_at is None for each in assessors)} have handed in."
    if waiting:
        told += f" Not counted will be: {', '.join(waiting)}."
    if handed_in == 1:
        told += " With one person alone no disagreement can be seen."
    return shape_assessment(
        request,
        found,
        form,
        lambda: actions.close_assessment(acting, found, reason=form.why()),
        title="Close the assessment",
        lede=f"{told} The result is then shown to everybody and stays as it is.",
        submit="Close",
        done="The assessment is closed.",
    )


def shape_assessment(
    request: HttpRequest,
    found: ReadinessAssessment,
    form: Form,
    act: Callable[[], object],
    **wording: Unpack[Wording],
) -> HttpResponse:
    """A change of one assessment, which ends on its page."""
    return change_on(request, form, act, page=_url(found), crumbs=crumbs(found), **wording)
