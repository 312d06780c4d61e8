"""Hold the sentences of approvals against what is so, record those that no longer hold, and re-open the decision."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.governance.actions.approval_telling import tell_lapsed
from attending.governance.actions.approvals import bring_forward
from attending.governance.actions.gates import ask_gate
from attending.governance.models import Approval, Comparison, Gate, Lapse
from attending.governance.queries import approvals as queries
from attending.governance.queries.gates import Subject
from attending.governance.rules.lapsing import Broken, broken, end_after_lapse
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import name_of
from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import IN_USE
from attending.program.registries.facts import facts
from attending.program.rules import Refused


@transaction.atomic
def check_approvals(use_case: UseCase, now: datetime | None = None) -> list[Lapse]:
    """Make every approval of a use case and its deployments lapse that rests on a sentence which no longer holds.

    One lapses once: what changes back is decided again all the same. It may be used for the days of grace that the
    policy in force gives, never longer than before.
    """
    now = now or timezone.now()
    take_turn()
    standing = list(queries.unlapsed(use_case, now))
    found = [lapse for each in standing if (lapse := _check(each, now)) is not None]
    Comparison.objects.bulk_create(
        [Comparison(approval=each, at=now) for each in standing],
        update_conflicts=True,
        unique_fields=["approval"],
        update_fields=["at"],
    )
    return found


def _check(approval: Approval, now: datetime) -> Lapse | None:
    no_more = broken(approval.claims, facts(subject_of(approval)))
    return _lapse(approval, no_more, now) if no_more else None


def _lapse(approval: Approval, no_more: list[Broken], now: datetime) -> Lapse:
    use_case = approval.use_case
    grace = policy_of(use_case.organisation).tier(use_case.risk_tier).lapse_grace_days
    ends_at = end_after_lapse(approval.ends_at, now, grace)
    bring_forward(approval, ends_at, because="lapse")
    lapse = Lapse.objects.create(approval=approval, at=now, broken=no_more, ends_at=approval.ends_at)
    said: list[Json] = [{"key": each["key"], "sentence": each["sentence"], "now": each["now"]} for each in no_more]
    payload: dict[str, Json] = {"lapse": lapse.pk, "ends_at": approval.ends_at.isoformat(), "broken": said}
    append("approval.lapsed", object=name_of(approval), actor="system", payload=payload)
    tell_lapsed(lapse)
    reopen(lapse)
    return lapse


@transaction.atomic
def reopen(lapse: Lapse) -> Gate | None:
    """Have the decision of a lapsed approval asked again; None while another gate of the same is being decided.

    A deployment that runs in a pilot is asked for the pilot again, whatever its approval also allowed.
    """
    said = " ".join(f"It was: {each['sentence']} It is: {each['now']}" for each in lapse.broken)
    gate = ask_again(lapse.approval, reason=f"What was approved no longer holds. {said}")
    if gate is None or Lapse.objects.filter(gate=gate).exists():
        return None
    lapse.gate = gate
    lapse.save(update_fields=["gate"])
    append("approval.reopened", object=name_of(lapse.approval), actor="system", payload={"gate": gate.pk})
    return gate


def ask_again(approval: Approval, *, reason: str) -> Gate | None:
    """The gate by which an approval is decided again, asked by the system; None while another gate is in the way."""
    subject = subject_of(approval)
    target = approval.covers
    if isinstance(subject, Deployment) and subject.state in IN_USE:
        target = subject.state
    try:
        with transaction.atomic():
            return ask_gate(None, subject, target, reason)
    except Refused:
        return None


def subject_of(approval: Approval) -> Subject:
    """What an approval is of: its deployment, or else its use case."""
    return approval.use_case if approval.deployment is None else approval.deployment
