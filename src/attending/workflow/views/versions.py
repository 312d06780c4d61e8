"""One version; keep one, offer one, and start the map to be from the map of today."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from attending.maps.lint import lint
from attending.maps.reading import read
from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.rules import Refused
from attending.workflow.actions import maps as map_actions
from attending.workflow.actions import offering
from attending.workflow.forms.maps import OfferForm, WhyForm
from attending.workflow.models import MapKind
from attending.workflow.presenters import map_cards
from attending.workflow.presenters.checks import checks, in_short
from attending.workflow.presenters.picture import figure, in_words, sheets
from attending.workflow.presenters.tabs import MAP, crumbs, frame
from attending.workflow.presenters.version_state import facts
from attending.workflow.queries.maps import map_of, standing
from attending.workflow.queries.voices import voices_for
from attending.workflow.rules.map_text import readable
from attending.workflow.views.lookup import map_or_404, version_or_404


@require_safe
def version_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, as it was kept."""
    acting = acting_person(request)
    version = version_or_404(acting, pk)
    care_map = map_of(acting.organisation, version.care_map_id)
    drawn = read(version.text)
    findings = lint(drawn)
    context = {
        **frame(care_map.use_case, MAP),
        "kept": version,
        "card": map_cards.cards([care_map], may_draw=False)[0],
        "facts": facts(version, standing(care_map)),
        "figure": figure(drawn),
        "in_words": in_words(drawn),
        "checks": checks(findings),
        "in_short": in_short(findings),
    }
    return render(request, "workflow/version.html", context)


@require_safe
def print_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version as sheets of paper: a wide map is cut between its columns."""
    acting = acting_person(request)
    version = version_or_404(acting, pk)
    care_map = map_of(acting.organisation, version.care_map_id)
    drawn = read(version.text)
    context = {
        **frame(care_map.use_case, MAP),
        "kept": version,
        "card": map_cards.cards([care_map], may_draw=False)[0],
        "facts": facts(version, standing(care_map)),
        "sheets": sheets(drawn),
        "in_words": in_words(drawn),
    }
    return render(request, "workflow/print.html", context)


@changes
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft as a version that people can walk through."""
    acting = acting_person(request)
    care_map = map_or_404(acting, pk)
    form = WhyForm(posted(request))

    def act() -> str:
        kept = offering.freeze(acting, care_map, why=form.cleaned_data["why"])
        return reverse("workflow:version", args=[kept.pk])

    return change(
        request,
        form,
        act,
        title="Keep a version to walk through",
        lede="It stands as it is, while you go on with the draft. Those who do the work can then walk through it.",
        submit="Keep it",
        done="The version is kept. Ask people to walk through it.",
        back=reverse("workflow:map", args=[pk]),
        crumbs=crumbs(care_map.use_case),
    )


@changes
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the draft to be signed by every discipline in it."""
    acting = acting_person(request)
    care_map = map_or_404(acting, pk)
    drawn = readable(care_map.draft.text)
    voices = voices_for(care_map.use_case, drawn.disciplines if drawn else (), but=acting)
    form = OfferForm(posted(request), voices=voices)

    def act() -> str:
        offered = offering.offer(acting, care_map, why=form.cleaned_data["why"], ask=form.asked())
        return reverse("workflow:version", args=[offered.pk])

    return change(
        request,
        form,
        act,
        title="Offer the map for signature",
        lede="Every discipline that appears in the map signs it. You offer it, so somebody else signs for yours.",
        submit="Offer it",
        done="The version is offered. Those you named find it on their rounds.",
        back=reverse("workflow:map", args=[pk]),
        crumbs=crumbs(care_map.use_case),
    )


@require_POST
def start_to_be(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the map of how the work is to be, with the map of today as its first draft."""
    acting = acting_person(request)
    care_map = map_or_404(acting, pk)
    try:
        opened = map_actions.open_map(
            acting, care_map.use_case, MapKind.TO_BE, site=care_map.site, text=care_map.draft.text
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workflow:map", pk)
    messages.success(request, "The map to be is open. It begins as the work is today: change what is to change.")
    return redirect("workflow:edit-map", opened.pk)
