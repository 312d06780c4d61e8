"""Proposals, decisions, packets and signatures."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from attending.decisions.models import (
    Condition,
    Decision,
    Meaning,
    Packet,
    Proposal,
    ProposalState,
    Recusal,
    Signature,
)
from attending.decisions.rules.tally import Vote
from attending.program.models import Deployment, Organisation, Person, UseCase


def use_case_of(subject: str) -> UseCase | None:
    """The use case that a subject like ``deployment:3`` or ``usecase:5`` belongs to, if it is one of these."""
    kind, _, number = subject.partition(":")
    if not number.isdecimal():
        return None
    if kind == "deployment":
        deployment = Deployment.objects.select_related("use_case__organisation").filter(pk=number).first()
        return deployment.use_case if deployment else None
    if kind in {"usecase", "use_case"}:
        return UseCase.objects.select_related("organisation").filter(pk=number).first()
    return None


def newest_packet(proposal: Proposal) -> Packet:
    """The packet that counts."""
    return Packet.objects.filter(proposal=proposal).order_by("-version")[0]


def votes(packet: Packet) -> list[Vote]:
    """The votes on one packet."""
    rows = Signature.objects.filter(packet=packet).exclude(choice="")
    return [
        Vote(each.signer_id, each.choice, each.clinical, each.meaning == Meaning.AUTHORSHIP, each.discipline, each.seat)
        for each in rows
    ]


def signature_by_key(idempotency_key: str) -> Signature | None:
    """The signature that a form with this key made."""
    return Signature.objects.select_related("proposal", "packet").filter(idempotency_key=idempotency_key).first()


def decision_of(proposal: Proposal) -> Decision | None:
    """The decision on a proposal, if there is one."""
    return Decision.objects.filter(proposal=proposal).first()


def proposals(organisation: Organisation) -> QuerySet[Proposal]:
    """Every proposal of an organisation for a list: with its decision and the number of signatures.

    The number is a subquery, so that a page counts only the rows it shows.
    """
    counted = Signature.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal").annotate(n=Count("pk"))
    return (
        Proposal.objects.filter(organisation=organisation)
        .select_related("decision")
        .annotate(signature_count=Coalesce(Subquery(counted.values("n")), 0))
    )


def proposal(organisation: Organisation, pk: int) -> Proposal:
    """One proposal with everything its page shows; raises Proposal.DoesNotExist."""
    return (
        Proposal.objects.select_related("organisation", "use_case", "proposed_by", "withdrawal__person", "decision")
        .prefetch_related(
            Prefetch("packets", Packet.objects.order_by("version")),
            Prefetch(
                "signatures",
                Signature.objects.select_related("packet", "signer", "on_behalf_of__delegator").order_by(
                    "signed_at", "pk"
                ),
            ),
            Prefetch("recusals", Recusal.objects.select_related("person")),
            Prefetch(
                "decision__conditions",
                Condition.objects.select_related("owner", "closure__closed_by").order_by("due_on"),
            ),
        )
        .get(organisation=organisation, pk=pk)
    )


def signature(organisation: Organisation, pk: int) -> Signature:
    """One signature with what its receipt shows; raises Signature.DoesNotExist."""
    return Signature.objects.select_related("proposal__decision", "packet", "signer", "on_behalf_of__delegator").get(
        proposal__organisation=organisation, pk=pk
    )


def open_proposals(subject: str, *, kind: str = "") -> QuerySet[Proposal]:
    """What is being decided about a subject such as ``deployment:3``, newest first."""
    found = Proposal.objects.filter(subject=subject, state=ProposalState.OPEN)
    return found.filter(kind=kind) if kind else found


def decisions_about(use_case: UseCase) -> QuerySet[Decision]:
    """The decisions about a use case and its deployments, newest first."""
    return Decision.objects.filter(proposal__use_case=use_case).select_related("proposal", "packet")


def decisions_on(subject: str) -> QuerySet[Decision]:
    """The decisions on one subject such as ``deployment:3``, newest first."""
    return Decision.objects.filter(proposal__subject=subject).select_related("proposal", "packet")


def open_proposals_about(deployment: Deployment) -> list[Proposal]:
    """What is being decided about a deployment, by whomever."""
    return list(open_proposals(f"deployment:{deployment.pk}"))


def subject_of(proposal: Proposal) -> Deployment | UseCase | None:
    """What the proposal is about: a deployment, or else its use case."""
    return deployments_of([proposal]).get(proposal.subject) or proposal.use_case


def deployments_of(proposals: Sequence[Proposal]) -> dict[str, Deployment]:
    """The deployments that proposals are about, by subject. One query."""
    numbers = [each.subject.partition(":")[2] for each in proposals if each.subject.startswith("deployment:")]
    found = Deployment.objects.filter(pk__in=[int(number) for number in numbers if number.isdecimal()])
    return {f"deployment:{each.pk}": each for each in found.select_related("use_case", "unit", "model_version")}


def people_of(organisation_id: int) -> QuerySet[Person]:
    """The active people who can own a condition."""
    return Person.objects.filter(organisation_id=organisation_id, active=True).order_by("printed_name")


def people_by_number(numbers: Sequence[int]) -> dict[int, Person]:
    """People by their number, the inactive ones too."""
    return Person.objects.in_bulk(numbers)
