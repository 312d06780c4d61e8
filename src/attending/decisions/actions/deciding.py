"""Decide, once enough distinct people have signed for one option."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from attending.decisions import queries
from attending.decisions.actions.record import log
from attending.decisions.events import DecisionMade
from attending.decisions.models import Condition, Decision, Proposal, ProposalState, Signature
from attending.decisions.rules.options import Option, read_options
from attending.decisions.rules.tally import outcome
from attending.program.registries import events


def decide(proposal: Proposal, last: Signature) -> Decision | None:
    """The decision that the last vote completed, made known to the rooms; None while more people must sign."""
    option = _chosen(proposal, last.choice)
    reached = outcome(
        queries.votes(last.packet),
        last.choice,
        quorum=proposal.quorum,
        clinical_quorum=proposal.clinical_quorum,
        protective_choice=proposal.protective_choice,
        disciplines=proposal.disciplines,
        seats=option.seats,
    )
    if reached is None:
        return None
    signatures = list(Signature.objects.filter(packet=last.packet).select_related("on_behalf_of__delegator"))
    agreeing = [each for each in signatures if each.choice == reached.choice]
    payload = {
        "outcome": reached.choice,
        "quorum": reached.quorum,
        "packet_sha256": last.packet.sha256,
        "signatures": [each.ledger_seq for each in agreeing],
        "policy_version": proposal.policy_version,
    }
    entry = log("decision.made", proposal, None, payload, checkpoint=False)
    decision = Decision.objects.create(
        proposal=proposal,
        packet=last.packet,
        outcome=reached.choice,
        quorum=reached.quorum,
        decided_at=entry.at,
        effective_at=entry.at,
        expires_at=_expiry(option, entry.at),
        policy_version=proposal.policy_version,
        supersedes=proposal.supersedes,
        dissent=_dissent(signatures, reached.choice),
        ledger_seq=entry.seq,
    )
    _keep_conditions(decision, agreeing)
    proposal.state = ProposalState.DECIDED
    proposal.save(update_fields=["state"])
    events.publish(DecisionMade(decision))
    return decision


def _chosen(proposal: Proposal, choice: str) -> Option:
    return next(each for each in read_options(proposal.options) if each.key == choice)


def _expiry(option: Option, decided_at: datetime) -> datetime | None:
    return None if option.expires_after_days is None else decided_at + timedelta(days=option.expires_after_days)


def _dissent(signatures: Sequence[Signature], outcome: str) -> list[dict[str, Any]]:
    return [
        {
            "signature": each.pk,
            "printed_name": each.printed_name,
            "on_behalf_of": each.on_behalf_of.delegator.printed_name if each.on_behalf_of else "",
            "choice": each.choice,
            "text": each.dissent or each.reason,
        }
        for each in signatures
        if each.dissent or (each.choice and each.choice != outcome)
    ]


def _keep_conditions(decision: Decision, agreeing: Sequence[Signature]) -> None:
    """Every condition that a deciding signature named, the earliest date where two name the same."""
    agreed: dict[tuple[str, int], str] = {}
    for signature in agreeing:
        for condition in signature.conditions:
            place = (condition["text"], condition["owner"])
            agreed[place] = min(condition["due_on"], agreed.get(place, condition["due_on"]))
    for (text, owner), due_on in agreed.items():
        Condition.objects.create(decision=decision, text=text, owner_id=owner, due_on=due_on)
