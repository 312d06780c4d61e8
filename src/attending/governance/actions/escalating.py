"""The clock of every open breach and drill: tell the levels that are due, and pause where nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attending.decisions.actions.proposing import withdraw
from attending.governance.actions.telling import send, tell_level
from attending.governance.escalation_texts import paused_words, place, whom
from attending.governance.models import Breach, Drill
from attending.governance.queries.escalation import (
    drill_clock,
    escalating,
    escalation_of,
    people_told,
    running_drills,
    told_levels,
)
from attending.governance.rules.escalation import NOT_RUNNING, UNANSWERED
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.deployments import change_state
from attending.program.actions.record import name_of
from attending.program.models import Deployment
from attending.program.models.deployments import RUNNING, State
from attending.program.registries import clock


def escalate(now: datetime) -> Iterator[str]:
    """Do what is due by ``now`` and say it, a sentence each. Doing it again changes nothing; reads only where none is.

    A deployment that is not running is not escalated further: there is nothing left to stop.
    """
    due = [found for found in escalating() if _due(found, now)]
    yield from clock.apart(due, lambda found: _escalate(found, now), name_of)
    for drill in running_drills(now):
        for level in drill_clock(drill).due(now, told_levels(drill)):
            yield from _drill(drill, level.number, now)


def _due(breach: Breach, now: datetime) -> bool:
    clock = escalation_of(breach)
    running = breach.threshold.deployment.state in RUNNING
    return clock.pause_due(now) or (running and bool(clock.due(now, told_levels(breach))))


def _escalate(found: Breach, now: datetime) -> Iterator[str]:
    take_turn()
    breach = escalating().select_for_update(no_key=True, of=("self",)).filter(pk=found.pk).first()
    if breach is None:
        return
    clock = escalation_of(breach)
    if clock.pause_due(now):
        yield _pause(breach, now)
    elif breach.threshold.deployment.state in RUNNING:
        for level in clock.due(now, told_levels(breach)):
            tell_level(breach, level, now)
            yield f"Breach {breach.pk}, {place(breach.threshold)}: {whom(level.tell)} was told."


def _pause(breach: Breach, now: datetime) -> str:
    """Pause as the signed agreement says, and close the breach; where it stands still already, only close it."""
    agreement = breach.threshold.agreement
    if agreement is None or agreement.decision is None:
        raise RuntimeError(f"Breach {breach.pk} has no signed agreement to pause by.")
    deployment = Deployment.objects.select_related("use_case").get(pk=breach.threshold.deployment_id)
    running = deployment.state in RUNNING
    if running:
        change_state(None, deployment, State.PAUSED, reason=UNANSWERED, decision=f"decision:{agreement.decision.pk}")
    if breach.proposal is not None:
        withdraw(breach.proposal, acting=None, reason=UNANSWERED if running else NOT_RUNNING)
    breach.closed_at, breach.paused_under = now, agreement
    breach.save(update_fields=["closed_at", "paused_under"])
    payload: dict[str, Json] = {"agreement": agreement.pk, "decision": agreement.decision.pk, "paused": running}
    append("oversight.breach_closed", object=name_of(breach), actor="system", payload=payload)
    if not running:
        return f"Breach {breach.pk}, {place(breach.threshold)}: closed, it is not running."
    everybody = [breach.threshold.pause_authority, breach.threshold.deputy, *people_told(breach)]
    send(breach, list(dict.fromkeys(everybody)), paused_words(breach), "paused", now)
    return f"Breach {breach.pk}, {place(breach.threshold)}: nobody answered; paused by the system."


def _drill(drill: Drill, number: int, now: datetime) -> Iterator[str]:
    take_turn()
    standing = running_drills(now).filter(pk=drill.pk).first()
    if standing is None:
        return
    for level in drill_clock(standing).due(now, told_levels(standing)):
        if level.number == number:
            tell_level(standing, level, now)
            yield f"Drill {standing.pk}, {place(standing.threshold)}: {whom(level.tell)} was told."
