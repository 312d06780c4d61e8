"""The conditions that decisions rest on."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from attending.decisions.models import Condition, Proposal, Signature
from attending.decisions.queries.standing import standings
from attending.decisions.rules.eligibility import Standing, may_accept_proof
from attending.program.models import Organisation, Person


def open_conditions(person: Person) -> QuerySet[Condition]:
    """The conditions a person owns and has not met yet, the first due first."""
    return Condition.objects.filter(owner=person, closure=None).select_related("decision__proposal", "owner")


def overdue_to_accept(person: Person, today: date) -> list[Condition]:
    """The overdue conditions of others whose proof this person could accept, the longest overdue first. Six queries."""
    overdue = list(
        Condition.objects.filter(due_on__lt=today, closure=None, owner__organisation_id=person.organisation_id)
        .exclude(owner=person)
        .select_related("decision__proposal", "owner")
    )
    if not overdue:
        return []
    proposals = {each.decision.proposal_id: each.decision.proposal for each in overdue}
    stands = standings(person, list(proposals.values()))
    mine = Signature.objects.filter(signer=person, proposal__in=proposals)
    signed = set(mine.values_list("proposal_id", flat=True))
    spoke_for: set[tuple[int, int | None]] = set(
        mine.exclude(on_behalf_of=None).values_list("proposal_id", "on_behalf_of__delegator_id")
    )
    return [each for each in overdue if _may(stands[each.decision.proposal_id], each, signed, spoke_for)]


def _may(standing: Standing, condition: Condition, signed: set[int], spoke_for: set[tuple[int, int | None]]) -> bool:
    proposal = condition.decision.proposal_id
    if condition.owner_id in standing.signs_for or (proposal, condition.owner_id) in spoke_for:
        return False
    return may_accept_proof(standing, signed=proposal in signed)


def signed_for(owner: Person, proposal: Proposal, person: Person) -> bool:
    """Whether a person signed this decision on the owner's behalf."""
    return Signature.objects.filter(proposal=proposal, signer=person, on_behalf_of__delegator=owner).exists()


def condition(organisation: Organisation, pk: int) -> Condition | None:
    """One condition with what its page shows."""
    found = Condition.objects.select_related("decision__proposal", "owner", "closure__closed_by")
    return found.filter(decision__proposal__organisation=organisation, pk=pk).first()
