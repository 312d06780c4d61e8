"""The walkthrough of a use case's map: who walked, how each step goes where, what is owed; ask people and begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from attending.maps.reading import read
from attending.program.acting import acting_person
from attending.program.changing import change, change_on, changes, posted
from attending.program.models import Person, Unit, UseCase
from attending.program.queries.people import sites
from attending.program.rules import Act
from attending.workflow.actions import walking as actions
from attending.workflow.forms.walking import AskForm, BeginForm, version_name
from attending.workflow.models import MapVersion
from attending.workflow.presenters import said as said_presented
from attending.workflow.presenters import walkthrough as present
from attending.workflow.presenters.picture import figure
from attending.workflow.presenters.tabs import WALKTHROUGH, crumbs, frame
from attending.workflow.queries import walking as queries
from attending.workflow.queries.places import sites_of
from attending.workflow.views.lookup import may, use_case_or_404

MOST_SHOWN = 200


@require_safe
def walkthrough(request: HttpRequest, key: str) -> HttpResponse:
    """How one version goes where it was walked; ``version`` in the address chooses another than the newest to be."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    owner = may(acting, Act.ANSWER_WALKTHROUGH, use_case)
    versions = queries.versions_to_see(use_case)
    asked = request.GET.get("version", "")
    version = next((each for each in versions if str(each.pk) == asked), versions[0] if versions else None)
    mine = queries.walks_of(acting, use_case)
    context = {
        **frame(use_case, WALKTHROUGH),
        "may_ask": may(acting, Act.DRAW_MAP, use_case),
        "versions": [(version_name(each), f"?version={each.pk}", each == version) for each in versions],
        "mine": [
            (f"{version_name(each.version)}, {each.site}", reverse("workflow:walk", args=[each.pk]), each.handed_in_at)
            for each in mine
        ],
        "replies": said_presented.own_cards(mine),
        "owed": said_presented.cards(queries.owed([use_case]), named=owner),
        **(_of_version(version, named=owner) if version else {}),
    }
    return render(request, "workflow/walkthrough.html", context)


def _of_version(version: MapVersion, *, named: bool) -> dict[str, object]:
    drawn = read(version.text)
    walks = queries.walkthroughs_of(version)
    said = present.by_place(drawn, walks)
    differing, agreed = present.differing(said)
    return {
        "walked": version,
        "version_name": version_name(version),
        "coverage": present.coverage(walks, version.disciplines, sites_of(version.care_map, walks)),
        "said": bool(said),
        "differing": present.variation(drawn, differing, named=named) if differing else None,
        "agreed": present.variation(drawn, agreed, named=named) if agreed else None,
        "figure": figure(drawn, marks=present.marks(drawn, said), note=version_name(version)) if said else None,
    }


@require_safe
def changed(request: HttpRequest, key: str) -> HttpResponse:
    """You said, we changed: every answer that was replied to."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    answers = queries.replied(use_case)[:MOST_SHOWN]
    context = {**frame(use_case, WALKTHROUGH), "said": said_presented.cards(answers, named=False)}
    return render(request, "workflow/you_said.html", context)


def _places(use_case: UseCase) -> dict[str, Any]:
    organisation = use_case.organisation
    units = Unit.objects.filter(site__organisation=organisation).order_by("site__name", "name")
    return {"versions": queries.versions_to_walk(use_case), "sites": sites(organisation), "units": units}


@changes
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask somebody to walk through a version."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    people = Person.objects.filter(organisation=acting.organisation, active=True).order_by("printed_name")
    form = AskForm(posted(request), people=people, **_places(use_case))
    return change_on(
        request,
        form,
        lambda: actions.ask_to_walk(
            acting, person=form.cleaned_data["person"], due_on=form.cleaned_data["due_on"], **form.chosen()
        ),
        page=reverse("workflow:walkthrough", args=[key]),
        title="Ask somebody to walk through the map",
        lede="They say of each step whether that is how it goes where they work. It waits for them on their rounds.",
        submit="Ask",
        done="They are asked. You see here when they hand in.",
        crumbs=crumbs(use_case),
    )


@changes
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Walk through a version unasked."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    form = BeginForm(posted(request), **_places(use_case))

    def act() -> str:
        return reverse("workflow:walk", args=[actions.begin_walk(acting, **form.chosen()).pk])

    return change(
        request,
        form,
        act,
        title="Walk through the map",
        lede="Step by step, where you work. It is kept as you go, and you hand it in at the end.",
        submit="Begin",
        done="",
        back=reverse("workflow:walkthrough", args=[key]),
        crumbs=crumbs(use_case),
    )
