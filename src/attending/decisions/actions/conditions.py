"""Accept the proof that a condition was met."""

from __future__ import annotations

from django.db import transaction

from attending.decisions import queries
from attending.decisions.actions.record import locked, log, require_after
from attending.decisions.models import Condition, ConditionClosure, Signature
from attending.decisions.queries.conditions import signed_for
from attending.decisions.rules.eligibility import may_accept_proof
from attending.decisions.rules.refusals import (
    AlreadyClosed,
    NotEligible,
    OwnCondition,
    OwnersDelegate,
    ReasonMissing,
    Recused,
)
from attending.program.models import Person


@transaction.atomic
def close_condition(condition: Condition, *, acting: Person, proof: str) -> ConditionClosure:
    """Close a condition with its proof.

    Whoever signed the decision, or holds a seat that may sign it now, closes a condition; its owner never does, nor
    whoever signs on the owner's behalf, nor whoever stepped aside from the decision.
    """
    proposal = locked(condition.decision.proposal)
    if acting.pk == condition.owner_id:
        raise OwnCondition
    if ConditionClosure.objects.filter(condition=condition).exists():
        raise AlreadyClosed
    standing = queries.standing(proposal, acting)
    if condition.owner_id in standing.signs_for or signed_for(condition.owner, proposal, acting):
        raise OwnersDelegate(condition.owner.printed_name)
    if standing.recused:
        raise Recused
    signed = Signature.objects.filter(proposal=proposal, signer=acting).exists()
    if not may_accept_proof(standing, signed=signed):
        raise NotEligible("Somebody who signed this decision, or holds a seat that may, accepts the proof.")
    if not proof.strip():
        raise ReasonMissing("closing the condition: say what proves that it was met")
    entry = log("condition.closed", proposal, acting, {"condition": condition.pk}, checkpoint=True)
    require_after(entry, condition.decision.decided_at)
    return ConditionClosure.objects.create(
        condition=condition, closed_by=acting, proof=proof.strip(), at=entry.at, ledger_seq=entry.seq
    )
