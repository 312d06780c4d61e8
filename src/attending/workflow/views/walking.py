"""One's own walkthrough: a step at a time, and the hand-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from attending.maps.reading import read
from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.models import Person
from attending.program.rules import Refused
from attending.workflow.actions import walking as actions
from attending.workflow.forms.walking import StepForm, version_name
from attending.workflow.models import Goes, Walkthrough
from attending.workflow.presenters import walking as present
from attending.workflow.presenters.tabs import WALKTHROUGH, frame
from attending.workflow.queries import walking as queries


def walk_or_404(acting: Person, pk: int) -> Walkthrough:
    """The person's own walkthrough; that of somebody else is nobody's to open."""
    try:
        found = queries.walkthrough_of(acting.organisation, pk)
    except Walkthrough.DoesNotExist:
        raise Http404("There is no such walkthrough here.") from None
    if found.person_id != acting.pk:
        raise Http404("This walkthrough is somebody else's.")
    return found


@changes
def walk(request: HttpRequest, pk: int) -> HttpResponse:
    """The step in the address or, without one, the first that is not answered; at the end the hand-in."""
    acting = acting_person(request)
    walk = walk_or_404(acting, pk)
    drawn = read(walk.version.text)
    answers = {each.step: each for each in walk.answers.all()}
    asked = request.POST.get("step", request.GET.get("step", ""))
    place = None if walk.handed_in_at else present.place(drawn, asked, list(answers))
    form = None
    if place is not None:
        before = answers.get(place.step.key)
        initial = {"goes": before.goes, "different": before.different, "useful": before.useful} if before else {}
        form = StepForm(posted(request), initial=initial)
        if request.method == "POST" and form.is_valid() and _answered(acting, walk, place.step.key, form):
            onward = f"?step={place.after}" if place.after and place.after not in answers else ""
            return redirect(f"{reverse('workflow:walk', args=[pk])}{onward}")
    context = {
        **frame(walk.version.care_map.use_case, WALKTHROUGH),
        "walk": walk,
        "version_name": version_name(walk.version),
        "place": place,
        "rows": present.step_rows(drawn, place.step) if place else [],
        "form": form,
        "tasks": present.tasks(drawn, walk),
        "answered": len(answers),
    }
    return render(request, "workflow/walk.html", context, status=422 if form and form.errors else 200)


def _answered(acting: Person, walk: Walkthrough, step: str, form: StepForm) -> bool:
    values = form.cleaned_data
    try:
        actions.answer_step(
            acting, walk, step, Goes(values["goes"]), different=values["different"], useful=values["useful"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the walkthrough in."""
    acting = acting_person(request)
    walk = walk_or_404(acting, pk)
    try:
        actions.hand_in(acting, walk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Handed in. You will see here what is done with what you said.")
    return redirect("workflow:walk", pk)
