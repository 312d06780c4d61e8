"""The room's list of use cases, and the home of one: its maps."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.models import Stage, UseCase
from attending.program.rules import Act
from attending.ui.tables import Column, Filter, Table
from attending.workflow.evidence import findings
from attending.workflow.presenters import findings as present
from attending.workflow.presenters import map_cards
from attending.workflow.presenters.tabs import MAP, crumbs, frame
from attending.workflow.queries import maps
from attending.workflow.views.lookup import may, use_case_or_404

USE_CASES = Table(
    name="workflows",
    caption="Workflows",
    columns=(
        Column("title", "Use case", sort="title"),
        Column("stage", "Stage", sort="stage"),
        Column("as_is", "Map as it is today"),
        Column("to_be", "Map as it is to be"),
    ),
    noun="use cases",
    one="use case",
    search=("title", "problem"),
    filters=(Filter("stage", "Stage", Stage.choices),),
    order="title",
    empty="No use case yet. A workflow is drawn for a use case; propose the first under Use cases.",
)


@require_safe
def use_case_list(request: HttpRequest) -> HttpResponse:
    """Every use case, and how its workflow stands."""
    acting = acting_person(request)

    def present(found: Sequence[UseCase]) -> Sequence[map_cards.WorkflowRow]:
        return map_cards.rows(found)

    table = USE_CASES.bind(maps.use_cases_with_maps(acting.organisation), request.GET, present)
    if table.export_requested:
        return table.export()
    return render(request, "workflow/use_cases.html", {"table": table})


@require_safe
def use_case_home(request: HttpRequest, key: str) -> HttpResponse:
    """The maps of one use case."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    may_draw = may(acting, Act.DRAW_MAP, use_case)
    context = {
        **frame(use_case, MAP),
        "crumbs": crumbs(),
        "cards": map_cards.cards(maps.maps_of(use_case), may_draw=may_draw),
        "standing": present.table(findings(use_case)),
        "may_draw": may_draw,
    }
    return render(request, "workflow/home.html", context)
