"""Open a map, see it, and work on its text."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.maps.lint import Weight, lint
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.queries.people import sites
from attending.program.rules import Act, Refused
from attending.workflow.actions import maps as actions
from attending.workflow.forms.maps import DraftForm, OpenMapForm
from attending.workflow.models import MapKind
from attending.workflow.presenters import map_cards
from attending.workflow.presenters.checks import checks, in_short
from attending.workflow.presenters.editor import editor_choices
from attending.workflow.presenters.map_next import what_next
from attending.workflow.presenters.picture import figure, in_words, read_or_none
from attending.workflow.presenters.tabs import MAP, crumbs, frame
from attending.workflow.presenters.version_state import history
from attending.workflow.queries.maps import has_to_be, standing
from attending.workflow.views.lookup import map_or_404, may, use_case_or_404


@changes
def open_map(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a map of a use case."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    form = OpenMapForm(posted(request), sites=sites(acting.organisation), initial={"kind": MapKind.AS_IS})

    def act() -> str:
        kind = MapKind(form.cleaned_data["kind"])
        opened = actions.open_map(acting, use_case, kind, site=form.cleaned_data["site"])
        return reverse("workflow:edit-map", args=[opened.pk])

    return change(
        request,
        form,
        act,
        title="Open a map",
        lede="Draw it with those who do the work. Begin with how it goes today, as it is and not as it should be.",
        submit="Open it",
        done="",
        back=reverse("workflow:use-case", args=[key]),
        crumbs=crumbs(use_case),
    )


@require_safe
def map_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One map: its draft as a drawing, what the checks say, and its versions."""
    acting = acting_person(request)
    care_map = map_or_404(acting, pk)
    may_draw = may(acting, Act.DRAW_MAP, care_map.use_case)
    stands = standing(care_map)
    drawn, problems = read_or_none(care_map.draft.text)
    findings = lint(drawn) if drawn else ()
    musts = sum(each.weight is Weight.MUST for each in findings) if drawn and drawn.steps else None
    start_to_be = may_draw and care_map.kind == MapKind.AS_IS and not has_to_be(care_map)
    context = {
        **frame(care_map.use_case, MAP),
        "care_map": care_map,
        "card": map_cards.cards([care_map], may_draw=may_draw)[0],
        "standing": stands,
        "figure": figure(drawn) if drawn and drawn.steps else None,
        "in_words": in_words(drawn) if drawn else [],
        "problems": problems,
        "checks": checks(findings),
        "in_short": in_short(findings) if drawn else "",
        "history": history(list(care_map.versions.all()), stands.signed),
        "may_draw": may_draw,
        "next": what_next(stands, musts, start_to_be=start_to_be),
    }
    return render(request, "workflow/map.html", context)


@changes
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Work on the draft of a map: as text, and where the browser runs scripts as a drawing."""
    acting = acting_person(request)
    care_map = map_or_404(acting, pk)
    draft = care_map.draft
    form = DraftForm(posted(request), initial={"text": draft.text, "revision": draft.revision})
    newer = None
    previews = request.POST.get("then") == "preview"
    if request.method == "POST" and form.is_valid() and not previews:
        try:
            actions.save_draft(acting, care_map, form.cleaned_data["text"], revision=form.cleaned_data["revision"])
        except actions.StaleDraft as stale:
            newer = stale.draft
            form = form.begun_again(newer.revision)
            form.add_error(None, str(stale))
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "The map is saved.")
            return redirect("workflow:edit-map", pk)
    text = str(form["text"].value() or "")
    drawn, problems = read_or_none(text) if text.strip() else (None, [])
    findings = lint(drawn) if drawn else ()
    context = {
        **frame(care_map.use_case, MAP),
        "care_map": care_map,
        "card": map_cards.cards([care_map], may_draw=False)[0],
        "form": form,
        "newer": newer,
        "may_draw": may(acting, Act.DRAW_MAP, care_map.use_case),
        "unsaved": previews or bool(form.errors),
        "figure": figure(drawn) if drawn and drawn.steps else None,
        "problems": problems,
        "checks": checks(findings),
        "in_short": in_short(findings) if drawn else "",
        **editor_choices(),
    }
    return render(request, "workflow/edit.html", context, status=422 if form.errors else 200)
