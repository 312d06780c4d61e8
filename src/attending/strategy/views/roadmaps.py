"""Roadmaps as a list; open one, change its limits, wish something of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from attending.program.acting import acting_person
from attending.program.changing import change, changes, posted
from attending.program.models import UseCase
from attending.program.rules import Refused
from attending.strategy.actions import roadmaps as actions
from attending.strategy.actions import wishes
from attending.strategy.forms.roadmap import LimitsForm, OpenRoadmapForm, WishForm
from attending.strategy.models import RoadmapState, RoadmapWish
from attending.strategy.presenters import roadmaps as present
from attending.strategy.queries import effort, panel_values, roadmaps
from attending.strategy.rules.quarters import names, quarter_of
from attending.strategy.rules.roadmap_limits import from_document
from attending.strategy.views.roadmap_lookup import crumbs, may_plan, page_of, roadmap_or_404
from attending.ui.tables import Column, Filter, Table

ROADMAPS = Table(
    name="roadmaps",
    caption="Roadmaps",
    columns=(
        Column("title", "Roadmap", sort="title"),
        Column("state", "State", sort="state"),
        Column("span", "Quarters", sort="first_quarter"),
        Column("panel", "Values of", sort="panel__title"),
        Column("plans", "Plans", sort="plan_count", numeric=True),
        Column("opened", "Opened", sort="opened_at"),
    ),
    noun="roadmaps",
    one="roadmap",
    search=("title", "panel__title"),
    filters=(Filter("state", "State", RoadmapState.choices),),
    order="-opened_at",
    empty="No roadmap yet. It begins with a closed panel and with estimates of what use cases take.",
)


def roadmap_list(request: HttpRequest) -> HttpResponse:
    """Every roadmap."""
    acting = acting_person(request)
    table = ROADMAPS.bind(roadmaps.roadmaps(acting.organisation), request.GET, present.rows)
    if table.export_requested:
        return table.export()
    return render(request, "strategy/roadmaps.html", {"table": table, "may_plan": may_plan(acting)})


@changes
def open_roadmap(request: HttpRequest) -> HttpResponse:
    """Open a roadmap."""
    acting = acting_person(request)
    panels = panel_values.closed_panels(acting.organisation)
    form = OpenRoadmapForm(
        posted(request),
        panels=panels,
        initial={"panel": panels.first()},
        this_quarter=quarter_of(timezone.localdate()),
        units=list(effort.units(acting.organisation)),
    )

    def act() -> str:
        values = form.cleaned_data
        opened = actions.open_roadmap(
            acting,
            title=values["title"],
            panel=values["panel"],
            first_quarter=form.first(),
            quarters=values["quarters"],
            limits=form.limits(values["quarters"]),
        )
        return page_of(opened)

    return change(
        request,
        form,
        act,
        title="Open a roadmap",
        lede="Which use case starts in which quarter, within what your people can carry. You can change the limits and "
        "add wishes until it is put to a decision.",
        submit="Open it",
        done="The roadmap is open. Add what you wish of it, then make the plan.",
        back=crumbs()[0].url,
        crumbs=crumbs(),
    )


@changes
def limits(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a roadmap may take."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    form = LimitsForm(
        posted(request), units=list(effort.units(acting.organisation)), standing=from_document(roadmap.limits)
    )

    def act() -> str:
        actions.change_limits(acting, roadmap, form.limits(roadmap.quarters))
        return page_of(roadmap)

    return change(
        request,
        form,
        act,
        title="Change the limits",
        lede=f"{roadmap.title}, {roadmap.quarters} quarters. The plan there is stays until you make a new one.",
        submit="Change them",
        done="The limits are changed. Make the plan anew to see what that does.",
        back=page_of(roadmap),
        crumbs=crumbs(roadmap),
    )


@changes
def add_wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Wish something of the next plan."""
    acting = acting_person(request)
    roadmap = roadmap_or_404(acting, pk)
    form = WishForm(
        posted(request),
        use_cases=UseCase.objects.filter(organisation=acting.organisation),
        quarters=names(roadmap.first_quarter, roadmap.quarters),
    )

    def act() -> str:
        wishes.wish(acting, roadmap, **form.values())
        return f"{page_of(roadmap)}#wishes"

    return change(
        request,
        form,
        act,
        title="Wish something of the plan",
        lede="A wish is kept whatever it costs; the plan tells what it costs, and which wishes cannot stand together.",
        submit="Wish it",
        done="The wish stands. Make the plan anew to see what it costs.",
        back=page_of(roadmap),
        crumbs=crumbs(roadmap),
    )


@require_POST
def take_wish_back(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer wish it."""
    acting = acting_person(request)
    try:
        wished = roadmaps.wish(acting.organisation, pk)
    except RoadmapWish.DoesNotExist:
        raise Http404("There is no such wish here.") from None
    try:
        wishes.take_back(acting, wished)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The wish is taken back. It stays on record.")
    return redirect(f"{page_of(wished.roadmap)}#wishes")
