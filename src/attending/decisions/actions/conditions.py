"""Accept the proof that a condition was met."""

from __future__ import annotations

from django.db import transaction

from attending.decisions import queries
from attending.decisions.actions.record import locked, log, require_after
from attending.decisions.models import Condition, ConditionClosure, Proposal, Signature
from attending.decisions.queries.delegations import between
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
    if between(acting.pk, condition.owner_id) or _signed_for(condition.owner, proposal, acting):
        raise OwnersDelegate(condition.owner.printed_name)
    standing = queries.standing(proposal, acting)
    signed = Signature.objects.filter(proposal=proposal, signer=acting).exists()
    seated = bool({*standing.asked_in, *standing.eligible} & standing.held)
    if standing.recused:
        raise Recused
    if not standing.active or not standing.same_organisation or not (signed or seated):
        raise NotEligible("Somebody who signed this decision, or holds a seat that may, accepts the proof.")
    if not proof.strip():
        raise ReasonMissing("closing the condition: say what proves that it was met")
    entry = log("condition.closed", proposal, acting, {"condition": condition.pk}, checkpoint=True)
    require_after(entry, condition.decision.decided_at)
    return ConditionClosure.objects.create(
        condition=condition, closed_by=acting, proof=proof.strip(), at=entry.at, ledger_seq=entry.seq
    )


def _signed_for(owner: Person, proposal: Proposal, acting: Person) -> bool:
    """Whether somebody signed this decision on the owner's behalf."""
    return Signature.objects.filter(proposal=proposal, signer=acting, on_behalf_of__delegator=owner).exists()
