"""Move one use case of a plan by hand: first see what it costs or breaks, then keep it or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attending.program.acting import acting_person
from attending.program.changing import changes
from attending.program.rules import Refused
from attending.strategy.actions.editing import effect_of, save_edit
from attending.strategy.actions.planning_jobs import ask_for_study
from attending.strategy.forms.plan_edit import KeepForm, MoveForm
from attending.strategy.models import Plan
from attending.strategy.presenters import plan_edit as present
from attending.strategy.queries.current_plans import Now, now
from attending.strategy.rules.plan_record import is_small
from attending.strategy.rules.plan_words import OUT
from attending.strategy.views.roadmap_lookup import (
    crumbs,
    is_draft,
    may_plan,
    page_of,
    plan_or_404,
    roadmap_or_404,
)


@changes
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What moving a use case does, by ``?to=``; a POST keeps it."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    record = plan_or_404(roadmap)
    try:
        standing = now(roadmap, record)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(page_of(roadmap))
    each = standing.asked.problem.initiatives_by_key.get(key)
    if each is None:
        raise Http404("There is no such use case in this plan.")
    at = standing.plan.starts.get(key)
    here = OUT if at is None else str(at)
    refused = ""
    if request.method == "POST":
        kept = KeepForm(request.POST, quarters=standing.asked.problem.quarters, initial=here)
        try:
            if not kept.is_valid():
                raise Refused("This form was incomplete; choose a quarter and look again.")
            made = save_edit(acting, _base(record, kept), key, kept.place(), whole=bool(kept.cleaned_data["whole"]))
        except Refused as refusal:
            refused = str(refusal)
        else:
            ask_for_study(acting, made)
            messages.success(request, f"Kept: {present.say_edit(made)}.")
            return redirect(page_of(roadmap))
    asked = request.POST if request.method == "POST" else request.GET
    form = MoveForm(asked if "to" in asked else None, quarters=standing.asked.problem.quarters, initial=here)
    context = {
        "roadmap": roadmap,
        "record": record,
        "title": each.title,
        "where": present.say_place(standing.asked.problem, at),
        "form": form,
        "fresh": standing.fresh,
        "may_change": may_plan(acting) and is_draft(roadmap),
        "refused": refused,
        "crumbs": crumbs(roadmap),
        **_neighbours(standing, key, at),
        **_effect(standing, key, form, around="around" in asked),
    }
    return render(request, "strategy/move.html", context, status=422 if refused else 200)


def _base(newest: Plan, kept: KeepForm) -> Plan:
    """The plan that the person saw."""
    if kept.cleaned_data["plan"] != newest.pk:
        raise Refused("Somebody made a newer plan meanwhile; look at it before you change it.")
    return newest


def _neighbours(standing: Now, key: str, at: int | None) -> dict[str, object]:
    """The quarters beside the one it is in, for buttons."""
    window = standing.asked.problem.start_quarters(standing.asked.problem.initiatives_by_key[key])
    earlier = at - 1 if at is not None and at - 1 in window else None
    later = at + 1 if at is not None and at + 1 in window else None
    return {"earlier": earlier, "later": later, "is_in": at is not None}


def _effect(standing: Now, key: str, form: MoveForm, *, around: bool) -> dict[str, object]:
    if not form.is_bound or not form.is_valid():
        return {"effect": None}
    place = form.place()
    if place == standing.plan.starts.get(key):
        return {"effect": None, "to": form.cleaned_data["to"], "unmoved": True}
    try:
        found = effect_of(standing, key, place, around=around)
    except Refused as refusal:
        return {"effect": None, "refused": str(refusal)}
    return {
        "effect": present.effect(standing.asked.problem, standing.plan, found),
        "may_ask_around": not around and not is_small(standing.asked.problem),
        "to": form.cleaned_data["to"],
    }
