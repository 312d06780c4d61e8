"""A panel as it stands now, held until the transaction is over."""

from __future__ import annotations

from attending.program.actions.record import check_organisation
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from attending.strategy.models import Panel, Panelist, PanelRound, PanelState, ScoreSheet
from attending.strategy.queries.panels import panelist_of


def standing_panel(acting: Person, panel: Panel) -> Panel:
    """The panel, locked; raises NotAllowed for one of another organisation."""
    check_organisation(acting, panel.organisation_id)
    return Panel.objects.select_for_update(no_key=True).get(pk=panel.pk)


def seated(acting: Person, panel: Panel) -> Panelist:
    """The acting person's place in a panel; raises NotAllowed for whoever has none."""
    check_organisation(acting, panel.organisation_id)
    panelist = panelist_of(panel, acting)
    if panelist is None or not acting.active:
        raise NotAllowed("Only the panelists named when the panel was prepared judge in it.")
    return panelist


def open_sheet(panelist: Panelist) -> tuple[PanelRound, ScoreSheet]:
    """The open round and the panelist's sheet in it, both held; raises Refused where nothing can be written."""
    panel = Panel.objects.select_for_update(no_key=True).only("state").get(pk=panelist.panel_id)
    if panel.state not in (PanelState.SCORING, PanelState.RESCORING):
        raise Refused("No round is open; scores stay as they are.")
    sheet = (
        ScoreSheet.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round")
        .filter(panelist=panelist, round__closed_at=None)
        .first()
    )
    if sheet is None:
        raise Refused("This round asks only those who handed in scores in the first one.")
    if sheet.handed_in_at is not None:
        raise Refused("You have handed your scores in; they stay as they are.")
    return sheet.round, sheet
