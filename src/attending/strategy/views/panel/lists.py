"""All panels, and one panel with what is asked of whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attending.program.acting import acting_person
from attending.program.models import Person, Site
from attending.strategy.models import Panel, PanelState
from attending.strategy.presenters.panel import page as presented
from attending.strategy.presenters.panel import preparing
from attending.strategy.queries import panels as queries
from attending.strategy.queries.panel_ranking import final_rankings
from attending.strategy.views.panel.lookup import above, may_hold, panel_or_404
from attending.ui.tables import Column, Filter, Table

PANELS = Table(
    name="panels",
    caption="Panels",
    columns=(
        Column("title", "Panel", sort="title"),
        Column("state", "Where it stands", sort="state"),
        Column("items", "Use cases", sort="item_count", numeric=True),
        Column("panelists", "Panelists", sort="panelist_count", numeric=True),
        Column("when", "Closed", sort="due_on"),
    ),
    noun="panels",
    one="panel",
    search=("title",),
    filters=(Filter("state", "Where it stands", PanelState.choices),),
    order="-prepared_at",
    empty="No panel has met yet. The chief medical information officer prepares one.",
)


def panel_list(request: HttpRequest) -> HttpResponse:
    """Every panel."""
    acting = acting_person(request)
    table = PANELS.bind(queries.panels(acting.organisation), request.GET, presented.panel_rows)
    if table.export_requested:
        return table.export()
    return render(request, "strategy/panels.html", {"table": table, "may_hold": may_hold(acting)})


@require_safe
def one_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """A panel: prepared, scoring, discussing or over."""
    acting, panel = panel_or_404(request, pk)
    convener = may_hold(acting)
    items, people = queries.items_of(panel), queries.panelists_of(panel)
    prepared = panel.state == PanelState.PREPARED
    sites = list(Site.objects.filter(organisation=acting.organisation))
    context: dict[str, Any] = {
        "panel": panel,
        "crumbs": above(),
        "status": presented.state_status(panel),
        "due": presented.due_text(panel),
        "convener": convener,
        "steps": preparing.steps(panel, items, people) if prepared and convener else [],
        "items": presented.item_table(items),
        "people": presented.panelist_table(panel, people, removable=prepared and convener),
        "frame": preparing.frame_rows(panel),
        "expected": preparing.expected_table(queries.expected_of(panel), sites, people),
        "criteria": preparing.criterion_rows(panel, queries.criteria_of(panel), adaptable=prepared and convener),
        "may_discuss": _may_discuss(acting, panel, convener=convener),
        "ranked": final_rankings().filter(panel=panel).exists(),
        "conflicts": presented.conflict_rows(queries.conflicts_of(panel)),
        **_asked(acting, panel),
    }
    return render(request, "strategy/panel.html", context)


def _may_discuss(acting: Person, panel: Panel, *, convener: bool) -> bool:
    """Whether there is a discussion that the person may see."""
    if panel.state == PanelState.CLOSED:
        return True
    talking = panel.state in (PanelState.DISCUSSION, PanelState.RESCORING)
    return talking and (convener or queries.panelist_of(panel, acting) is not None)


def _asked(acting: Person, panel: Panel) -> dict[str, Any]:
    """What the open round asks of the person, and who has handed in."""
    round_ = queries.open_round(panel) if panel.state in queries.SCORED else None
    if round_ is None:
        return {"round": None}
    states = queries.sheet_states(panel, round_)
    own = next((each for each in states if each.panelist.person_id == acting.pk), None)
    return {
        "round": round_,
        "own": own,
        "handed_in": presented.handed_in_table(states),
        "outstanding": presented.outstanding_text(states),
        "complete": all(each.handed_in for each in states if each.asked),
    }
