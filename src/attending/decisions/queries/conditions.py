"""The conditions that decisions rest on."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from attending.decisions.models import Condition, Proposal, Signature
from attending.decisions.queries.standing import JUDGED_BY, standings
from attending.decisions.rules.eligibility import may_accept_proof
from attending.program.models import Organisation, Person


def open_conditions(person: Person) -> QuerySet[Condition]:
    """The conditions a person owns and has not met yet, the first due first."""
    return _to_tell().filter(owner=person, closure=None)


def overdue_to_accept(person: Person, today: date) -> list[Condition]:
    """Overdue conditions of others whose proof this person could accept, the longest overdue first. Six queries."""
    overdue = list(
        _to_tell(*(f"decision__proposal__{each}" for each in JUDGED_BY))
        .filter(due_on__lt=today, closure=None, owner__organisation_id=person.organisation_id)
        .exclude(owner=person)
    )
    if not overdue:
        return []
    proposals = {each.decision.proposal.pk: each.decision.proposal for each in overdue}
    stands = standings(person, list(proposals.values()))
    # Who signed is compared here: by signer, the database would read all that this person ever signed.
    signatures = Signature.objects.filter(proposal__in=proposals)
    mine = {
        (proposal, delegator)
        for proposal, signer, delegator in signatures.values_list(
            "proposal_id", "signer_id", "on_behalf_of__delegator_id"
        )
        if signer == person.pk
    }
    signed = {proposal for proposal, _ in mine}

    def could_accept(condition: Condition) -> bool:
        proposal = condition.decision.proposal_id
        if condition.owner_id in stands[proposal].signs_for or (proposal, condition.owner_id) in mine:
            return False
        return may_accept_proof(stands[proposal], signed=proposal in signed)

    return [each for each in overdue if could_accept(each)]


def _to_tell(*more: str) -> QuerySet[Condition]:
    """Conditions with no more of their decision than is told of it: packets and papers are long."""
    return Condition.objects.select_related("decision__proposal", "owner").only(
        "text",
        "due_on",
        "owner__printed_name",
        "decision__decided_at",
        "decision__proposal__subject_label",
        *more,
    )


def signed_for(owner: Person, proposal: Proposal, person: Person) -> bool:
    """Whether a person signed this decision on the owner's behalf."""
    return Signature.objects.filter(proposal=proposal, signer=person, on_behalf_of__delegator=owner).exists()


def condition(organisation: Organisation, pk: int) -> Condition | None:
    """One condition with what its page shows."""
    found = Condition.objects.select_related("decision__proposal", "owner", "closure__closed_by")
    return found.filter(decision__proposal__organisation=organisation, pk=pk).first()
