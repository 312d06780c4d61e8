"""What is said about the cells on which a panel disagrees."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, log
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.actions.panel.standing import standing_panel
from attending.strategy.models import CellNote, Panel, PanelCriterion, PanelItem, PanelState
from attending.strategy.queries.panels import panelist_of, results_of


@transaction.atomic
def note_cell(acting: Person, panel: Panel, item: PanelItem, criterion: PanelCriterion, said: str) -> CellNote:
    """Note what was said about a cell on which the panel disagrees; pages show it without a name."""
    if panelist_of(panel, acting) is None or not acting.active:
        check(acting, Act.HOLD_PANEL)
    take_turn()
    standing_ = standing_panel(acting, panel)
    if standing_.state not in (PanelState.DISCUSSION, PanelState.RESCORING):
        raise Refused("Notes are taken while the panel discusses where it disagrees.")
    if not said.strip():
        raise Refused("Write what was said.")
    closed = standing_.rounds.filter(closed_at__isnull=False).order_by("number").last()
    if closed is None or (item.pk, criterion.pk) not in results_of(closed).flagged():
        raise Refused("The panel does not disagree here; only what it disagrees on is discussed.")
    note = CellNote.objects.create(
        round=closed, item=item, criterion=criterion, said=said.strip(), noted_by=acting, noted_at=timezone.now()
    )
    log(acting, "panel.noted", standing_, {"item": item.pk, "criterion": criterion.key})
    return note
