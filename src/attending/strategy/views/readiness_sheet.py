"""Where somebody grades: one barrier at a time, kept at every answer, handed in when it is done."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import Person
from attending.program.rules import Refused
from attending.strategy.actions import readiness_sheet as actions
from attending.strategy.forms.readiness import HandInForm, PullForm, SheetForm, said_before
from attending.strategy.models import Barrier, ReadinessAssessment, ReadinessAssessor, ReadinessItem
from attending.strategy.presenters import readiness_sheet as present
from attending.strategy.queries import readiness as queries
from attending.strategy.views.readiness import crumbs, find_assessment
from attending.ui.parts import Crumb


def _own(request: HttpRequest, pk: int) -> tuple[Person, ReadinessAssessment, ReadinessAssessor]:
    acting = acting_person(request)
    found = find_assessment(acting, pk)
    own = queries.assessor_of(found, acting)
    if own is None:
        raise PermissionDenied("Only the people who are asked answer in this assessment.")
    return acting, found, own


def _is_over(found: ReadinessAssessment, own: ReadinessAssessor) -> bool:
    return found.closed_at is not None or own.handed_in_at is not None


def _crumbs(found: ReadinessAssessment) -> list[Crumb]:
    return [*crumbs(found), Crumb("Your answers", reverse("strategy:readiness-sheet", args=[found.pk]))]


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of somebody's own sheet, and how far each is."""
    _, found, own = _own(request, pk)
    if _is_over(found, own):
        return redirect("strategy:readiness-assessment", found.pk)
    items, said = queries.items_of(found), queries.own_ratings(own)
    answered = sum(item.pk in said and not actions.is_blank(said[item.pk]) for item in items)
    context = {
        "assessment": found,
        "crumbs": crumbs(found),
        "tasks": present.part_tasks(found, items, said, own.pull),
        "answered": answered,
        "count": len(items),
        "first": present.first_open(found, items, said),
    }
    return render(request, "strategy/readiness_sheet.html", context)


@never_cache
@changes
def part(request: HttpRequest, pk: int, barrier: str) -> HttpResponse:
    """The items of one barrier. Every answer is kept at once; without script, with the button."""
    acting, found, own = _own(request, pk)
    if _is_over(found, own):
        return redirect("strategy:readiness-assessment", found.pk)
    items = [item for item in queries.items_of(found) if item.barrier == barrier]
    if not items:
        raise Http404("Nothing is asked under such a barrier in this assessment.")
    form = SheetForm(posted(request), items=items, initial=said_before(queries.own_ratings(own).values()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_grades(acting, found, form.given())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _kept(request, _next(found, barrier))
    return _page(request, found, form, title=Barrier(barrier).label, items=items)


@never_cache
@changes
def wanted(request: HttpRequest, pk: int) -> HttpResponse:
    """How much it is wanted here; beside readiness, never inside it."""
    acting, found, own = _own(request, pk)
    if _is_over(found, own):
        return redirect("strategy:readiness-assessment", found.pk)
    form = PullForm(posted(request), initial={"pull": own.pull or ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_pull(acting, found, form.chosen())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _kept(request, reverse("strategy:readiness-sheet", args=[found.pk]))
    return _page(request, found, form, title="How much it is wanted", items=())


@changes
def handing_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in for good; what is blank has to be confirmed."""
    acting, found, own = _own(request, pk)
    if _is_over(found, own):
        return redirect("strategy:readiness-assessment", found.pk)
    said = queries.own_ratings(own)
    blank = [item for item in queries.items_of(found) if item.pk not in said or actions.is_blank(said[item.pk])]
    form = HandInForm(posted(request), blank=len(blank))

    def act() -> str:
        actions.hand_in(acting, found, blanks_cannot_say=form.confirmed())
        return reverse("strategy:readiness-assessment", args=[found.pk])

    return change(
        request,
        form,
        act,
        title="Hand in",
        lede="Handed in is for good: nothing can be changed after. You then see what others have handed in."
        if not blank
        else f"{len(blank)} items are blank. Grade them, or confirm that you cannot say; a blank is never guessed.",
        submit="Hand in",
        done="Handed in. Thank you.",
        back=reverse("strategy:readiness-sheet", args=[found.pk]),
        crumbs=_crumbs(found),
        template="strategy/readiness_hand_in.html",
        beside={"blank": blank, "assessment_pk": found.pk},
    )


def _kept(request: HttpRequest, then: str) -> HttpResponse:
    """What a script shows after it kept an answer; after the button, the next page."""
    by_script = "HX-Request" in request.headers
    if by_script and "then" not in request.POST:
        told = f"Kept at {timezone.localtime():%H:%M:%S}."
        return render(request, "strategy/readiness_kept.html", {"told": told})
    return HttpResponse(headers={"HX-Redirect": then}) if by_script else redirect(then)


def _page(
    request: HttpRequest,
    found: ReadinessAssessment,
    form: SheetForm | PullForm,
    *,
    title: str,
    items: Sequence[ReadinessItem],
) -> HttpResponse:
    if "HX-Request" in request.headers and form.errors:
        told = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return render(request, "strategy/readiness_kept.html", {"told": f"Not kept. {told}"}, status=422)
    context = {
        "assessment": found,
        "crumbs": _crumbs(found),
        "form": form,
        "title": title,
        "count": len(items),
        "told": "Answers are kept as you give them.",
    }
    return render(request, "strategy/readiness_part.html", context, status=422 if form.errors else 200)


def _next(found: ReadinessAssessment, barrier: str) -> str:
    """The next part: the next barrier that asks something, and in the end how much it is wanted."""
    parts = [str(each) for each in Barrier if any(item.barrier == each for item in queries.items_of(found))]
    after = parts[parts.index(barrier) + 1 :]
    if after:
        return reverse("strategy:readiness-part", args=[found.pk, after[0]])
    return reverse("strategy:readiness-wanted", args=[found.pk])
