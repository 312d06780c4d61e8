"""The convener's steps: begin scoring, open the next round, and end a panel that came to nothing."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, log
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.actions.panel.preparing import check_due, check_eligible, still_prepared
from attending.strategy.actions.panel.standing import standing_panel
from attending.strategy.models import Panel, PanelItem, PanelRound, PanelState, ScoreSheet
from attending.strategy.queries.gates import standing
from attending.strategy.queries.panels import OVER, criteria_of, items_of, results_of
from attending.strategy.rules.panel import FEWEST_CRITERIA


@transaction.atomic
def begin_scoring(acting: Person, panel: Panel) -> PanelRound:
    """Ask every panelist for their scores; from now on nothing that was prepared changes.

    How the gates stand is kept with each use case, and one that is no longer eligible is refused.
    """
    prepared = still_prepared(acting, panel)
    items, people = items_of(prepared), list(prepared.panelists.all())
    if not items:
        raise Refused("No use case is before the panel; choose at least one.")
    if not people:
        raise Refused("Nobody sits in the panel; name at least one panelist.")
    if prepared.criteria.count() < FEWEST_CRITERIA:
        raise Refused(f"The panel needs at least {FEWEST_CRITERIA} criteria.")
    if prepared.top > len(items):
        raise Refused(
            f"The organisation can take on {prepared.top} and only {len(items)} are before the panel; there is nothing "
            "to choose. Put more before it, or prepare a panel for fewer."
        )
    check_due(prepared.due_on)
    use_cases = [each.use_case for each in items]
    check_eligible(acting, use_cases)
    states = standing(use_cases)
    for each in items:
        each.gates = [
            {"key": state.key, "title": state.title, "verdict": str(state.verdict), "reason": state.reason}
            for state in states[each.use_case_id]
        ]
    PanelItem.objects.bulk_update(items, ["gates"])
    prepared.state = PanelState.SCORING
    prepared.save(update_fields=["state"])
    round_ = PanelRound.objects.create(panel=prepared, number=1, opened_at=timezone.now())
    ScoreSheet.objects.bulk_create(ScoreSheet(round=round_, panelist=each) for each in people)
    payload: dict[str, Json] = {
        "items": [each.use_case_id for each in items],
        "criteria": [each.key for each in criteria_of(prepared)],
        "panelists": [each.person_id for each in people],
        "top": prepared.top,
        "rounds": prepared.most_rounds,
        "seed": str(prepared.seed),
        "disagreement": "IPRAS",
    }
    log(acting, "panel.scoring_begun", prepared, payload)
    return round_


@transaction.atomic
def open_next_round(acting: Person, panel: Panel, *, due_on: date) -> PanelRound:
    """Have the cells on which the panel disagrees scored again, by those who handed in scores in the first round."""
    check(acting, Act.HOLD_PANEL)
    take_turn()
    discussed = standing_panel(acting, panel)
    if discussed.state != PanelState.DISCUSSION:
        raise Refused("The panel scores again only after it has discussed where it disagrees.")
    check_due(due_on)
    before = discussed.rounds.order_by("number").last()
    if before is None:
        raise Refused("The panel has not scored yet.")
    cells = results_of(before).flagged()
    opened = PanelRound.objects.create(
        panel=discussed, number=before.number + 1, cells=[list(each) for each in cells], opened_at=timezone.now()
    )
    people = ScoreSheet.objects.filter(round__panel=discussed, round__number=1, handed_in_at__isnull=False)
    ScoreSheet.objects.bulk_create(ScoreSheet(round=opened, panelist_id=each.panelist_id) for each in people)
    discussed.state, discussed.due_on = PanelState.RESCORING, due_on
    discussed.save(update_fields=["state", "due_on"])
    log(acting, "panel.round_opened", discussed, {"round": opened.number, "cells": len(cells)})
    return opened


@transaction.atomic
def end_panel(acting: Person, panel: Panel, *, because: str) -> Panel:
    """End a panel without a result; what was scored stays closed to everybody."""
    check(acting, Act.HOLD_PANEL)
    take_turn()
    ended = standing_panel(acting, panel)
    if ended.state in OVER:
        raise Refused("This panel is over already.")
    if not because.strip():
        raise Refused("Say why the panel ends without a result, so that the next one does not.")
    ended.state, ended.ended_because = PanelState.ENDED, because.strip()
    ended.closed_by, ended.closed_at = acting, timezone.now()
    ended.save(update_fields=["state", "ended_because", "closed_by", "closed_at"])
    log(acting, "panel.ended", ended, {"reason": ended.ended_because})
    return ended
