"""What only time brings about for approvals: asking again before the end, and the pause at the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attending.governance.actions.approval_telling import tell_ending, tell_paused
from attending.governance.actions.lapsing import ask_again, check_approvals, reopen, subject_of
from attending.governance.models import Approval
from attending.governance.queries import approvals as queries
from attending.governance.rules.approvals import asked_again
from attending.ledger.actions import take_turn
from attending.program.actions.deployments import change_state
from attending.program.actions.record import name_of
from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import State
from attending.program.registries import clock
from attending.ui import formats

COMPARED_AT_ONCE = 20
"""So many approvals are compared in one tick, so that nobody waits long for their turn at the record."""


def pause_ended(now: datetime) -> Iterator[str]:
    """Pause what is used without an approval; a task of its own, so that nothing else keeps it from being paused."""
    if queries.used_without_approval(now).exists():
        take_turn()
        # Read after the turn: somebody may have paused or approved it while this waited.
        yield from clock.apart(list(queries.used_without_approval(now)), _pause_one, _name)


def follow(now: datetime) -> Iterator[str]:
    """Re-open what lapsed or ends, and compare what was not for a day."""
    yield from _reopen()
    yield from _ask_again(now)
    yield from _compare(now)


def _pause_one(deployment: Deployment) -> Iterator[str]:
    approval = queries.last_approval(deployment)
    ended = formats.plain(formats.moment(approval.ends_at))
    reason = f"Its approval ended on {ended}. It runs again once it is approved and two people resume it."
    change_state(None, deployment, State.PAUSED, reason=reason, decision=f"decision:{approval.decision_id}")
    tell_paused(approval)
    yield f"{deployment} was paused: its approval ended on {ended}."


def _name(subject: Deployment | UseCase) -> str:
    return f"{name_of(subject)}, {subject}"


def _reopen() -> Iterator[str]:
    waiting = list(queries.not_reopened())
    if waiting:
        take_turn()
    for lapse in waiting:
        if reopen(lapse) is not None:
            yield f"The decision on {subject_of(lapse.approval)} was opened again."


def _ask_again(now: datetime) -> Iterator[str]:
    due = [
        approval
        for approval in queries.ending(now).filter(lapse=None).prefetch_related("use_case__gates")
        if not any(
            _asks_again(approval, gate.deployment_id, gate.pk, gate.asked_at) for gate in approval.use_case.gates.all()
        )
    ]
    if due:
        take_turn()
    for approval in due:
        ends = formats.plain(formats.date(formats.last_day(approval.ends_at)))
        if ask_again(approval, reason=f"The approval ends on {ends}.") is not None:
            tell_ending(approval)
            yield f"The approval of {subject_of(approval)} ends on {ends}, and is asked for again."


def _asks_again(approval: Approval, deployment: int | None, gate: int, asked: datetime) -> bool:
    return deployment == approval.deployment_id and gate != approval.gate_id and asked_again(approval.ends_at, asked)


def _compare(now: datetime) -> Iterator[str]:
    due = {approval.use_case_id: approval.use_case for approval in queries.not_compared(now)[:COMPARED_AT_ONCE]}
    yield from clock.apart(due.values(), lambda use_case: _lapsed(use_case, now), _name)


def _lapsed(use_case: UseCase, now: datetime) -> Iterator[str]:
    for lapse in check_approvals(use_case, now):
        yield f"The approval of {subject_of(lapse.approval)} lapsed: {lapse.broken[0]['sentence']}"
