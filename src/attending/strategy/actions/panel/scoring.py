"""What a panelist does in a round: keep scores, declare an interest, hand in for good."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import Refused
from attending.strategy.actions.panel.standing import open_sheet, seated, standing_panel
from attending.strategy.models import ConflictOfInterest, Panel, PanelItem, PanelState, Score, ScoreSheet
from attending.strategy.queries.panels import own_sheet

OPEN = (PanelState.SCORING, PanelState.DISCUSSION, PanelState.RESCORING)


@transaction.atomic
def save_scores(acting: Person, panel: Panel, item: PanelItem, scores: Mapping[str, int]) -> ScoreSheet:
    """Keep a panelist's scores of one item by the keys of criteria; nobody else sees them before the round is closed.

    They replace what was kept of this item: a score that is left out is taken back.
    """
    panelist = seated(acting, panel)
    round_, sheet = open_sheet(panelist)
    own = own_sheet(panelist, round_)
    if own is None or item.panel_id != panel.pk:
        raise Refused("This use case is not before the panel.")
    if item.pk in own.conflicts:
        raise Refused("You declared an interest in this use case, so you are not asked for scores of it.")
    asked = {each.key: each for each in own.asked_criteria(item)}
    for key, value in scores.items():
        if key not in asked:
            raise Refused(f"This round does not ask for {key!r} of this use case; score what is on the page.")
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 9:
            raise Refused(f"{asked[key].label} of {item.use_case.title} was scored {value}: give 1 to 9, or leave it.")
    Score.objects.filter(sheet=sheet, item=item).delete()
    Score.objects.bulk_create(
        Score(sheet=sheet, item=item, criterion=asked[key], value=value) for key, value in scores.items()
    )
    return sheet


@transaction.atomic
def declare_conflict(acting: Person, panel: Panel, item: PanelItem, nature: str) -> ConflictOfInterest:
    """Declare an interest in an item: the person's scores of it are left out, now and for good, and shown as such."""
    panelist = seated(acting, panel)
    take_turn()
    standing = standing_panel(acting, panel)
    if standing.state not in OPEN:
        raise Refused("The panel is not open, so an interest changes nothing any more; tell the convener.")
    if item.panel_id != panel.pk:
        raise Refused("This use case is not before the panel.")
    if not nature.strip():
        raise Refused("Say what the interest is, in one sentence.")
    if ConflictOfInterest.objects.filter(panelist=panelist, item=item).exists():
        raise Refused("You have declared an interest in this use case already.")
    declared = ConflictOfInterest.objects.create(
        panelist=panelist, item=item, nature=nature.strip(), declared_at=timezone.now()
    )
    log(acting, "panel.conflict_declared", standing, {"item": item.pk, "use_case": item.use_case_id})
    return declared


@transaction.atomic
def hand_in(acting: Person, panel: Panel) -> ScoreSheet:
    """Hand the open sheet in for good, blanks and all; the record gets how many, never which."""
    panelist = seated(acting, panel)
    take_turn()
    round_, sheet = open_sheet(panelist)
    own = own_sheet(panelist, round_)
    if own is None:
        raise Refused("This round does not ask you.")
    counted = len(own.asked) - len(own.blank)
    if round_.number == 1 and own.asked and not counted:
        raise Refused("You have scored nothing yet: score at least one use case on one criterion, then hand in.")
    sheet.handed_in_at = timezone.now()
    sheet.save(update_fields=["handed_in_at"])
    told = {"round": round_.number, "scores": counted, "blank": len(own.blank), "interests": len(own.conflicts)}
    log(acting, "panel.handed_in", panel, told)
    return sheet
