"""Every read of decisions; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
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
from attending.decisions.rules.eligibility import Standing, refusal, seats_to_sign_from
from attending.decisions.rules.options import read_options
from attending.decisions.rules.tally import Vote
from attending.program.models import Deployment, Organisation, Person, SeatHolding, UseCase


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


def seats_bearing_on(person: Person, use_case_id: int | None) -> tuple[str, ...]:
    """The seats a person holds now on this use case, and then their enterprise seats."""
    held = (
        SeatHolding.objects.filter(Q(use_case=None) | Q(use_case_id=use_case_id), person=person, ended_on=None)
        .order_by("pk")
        .values_list("seat", "use_case_id")
    )
    return tuple(seat for seat, on in sorted(held, key=lambda row: row[1] is None))


def seats_on_subject(person: Person, use_case_id: int | None) -> tuple[str, ...]:
    """The seats a person holds now on this use case or, if they hold none there, their enterprise seats."""
    held = list(
        SeatHolding.objects.filter(Q(use_case=None) | Q(use_case_id=use_case_id), person=person, ended_on=None)
        .order_by("pk")
        .values_list("seat", "use_case_id")
    )
    there = tuple(seat for seat, on in held if on is not None)
    return there or tuple(seat for seat, _ in held)


def holders(organisation_id: int, use_case_id: int | None, seats: Collection[str]) -> dict[str, set[int]]:
    """The active people of an organisation who hold each of these seats now, on the use case or in the enterprise."""
    found: dict[str, set[int]] = {seat: set() for seat in seats}
    held = SeatHolding.objects.filter(
        Q(use_case=None) | Q(use_case_id=use_case_id),
        seat__in=seats,
        ended_on=None,
        person__active=True,
        person__organisation_id=organisation_id,
    )
    for seat, person in held.values_list("seat", "person_id"):
        found[seat].add(person)
    return found


def holders_of_required_seats(proposal: Proposal) -> dict[str, set[int]]:
    """Who holds each seat that an option asks for now; no query where none does."""
    seats = {seat for option in read_options(proposal.options) for seat in option.seats}
    return holders(proposal.organisation_id, proposal.use_case_id, seats) if seats else {}


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


def standing(proposal: Proposal, person: Person) -> Standing:
    """How a person stands to a proposal now. Four queries."""
    return _standing(
        proposal,
        person,
        held=frozenset(seats_bearing_on(person, proposal.use_case_id)),
        recused=Recusal.objects.filter(proposal=proposal, person=person).exists(),
        signed=Signature.objects.filter(packet=newest_packet(proposal), signer=person).exists(),
    )


def _standing(proposal: Proposal, person: Person, *, held: frozenset[str], recused: bool, signed: bool) -> Standing:
    asked = next((each for each in proposal.answerable if each["person"] == person.pk), None)
    return Standing(
        state=ProposalState(proposal.state),
        active=person.active,
        same_organisation=person.organisation_id == proposal.organisation_id,
        proposer=proposal.proposed_by_id == person.pk,
        recused=recused,
        signed_newest=signed,
        held=held,
        asked_in=tuple(asked["seats"]) if asked else (),
        eligible=tuple(proposal.eligible_seats),
        protective_choice=proposal.protective_choice,
        discipline=person.discipline if asked and person.discipline in proposal.disciplines else "",
    )


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
            Prefetch("signatures", Signature.objects.select_related("packet", "signer").order_by("signed_at", "pk")),
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
    return Signature.objects.select_related("proposal__decision", "packet", "signer").get(
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


@dataclass(frozen=True, slots=True)
class Asked:
    """An open proposal that a person can sign now; ``seat`` is where from (empty: in their discipline), ``by_name``
    whether they were asked.
    """

    proposal: Proposal
    seat: str
    by_name: bool


def waiting_for(person: Person) -> list[Asked]:
    """The open proposals that this person may sign and has not signed. Four queries."""
    waiting = list(
        Proposal.objects.filter(organisation_id=person.organisation_id, state=ProposalState.OPEN)
        .select_related("use_case")
        .prefetch_related(Prefetch("packets", Packet.objects.order_by("version").only("pk", "proposal_id", "version")))
    )
    holdings = list(SeatHolding.objects.filter(person=person, ended_on=None).values_list("seat", "use_case_id"))
    recused = set(Recusal.objects.filter(person=person).values_list("proposal_id", flat=True))
    signed = set(Signature.objects.filter(signer=person).values_list("packet_id", flat=True))
    found = []
    for each in waiting:
        held = frozenset(seat for seat, on in holdings if on is None or on == each.use_case_id)
        newest = max(each.packets.all(), key=lambda packet: packet.version)
        stands = _standing(each, person, held=held, recused=each.pk in recused, signed=newest.pk in signed)
        if refusal(stands) is None and not stands.proposer:
            seat = seats_to_sign_from(stands)[0]
            found.append(Asked(each, seat, stands.by_name))
    return found


def open_proposals_about(deployment: Deployment) -> list[Proposal]:
    """What is being decided about a deployment, by whomever."""
    return list(open_proposals(f"deployment:{deployment.pk}"))


def open_conditions(person: Person) -> QuerySet[Condition]:
    """The conditions a person owns and has not met yet, the first due first."""
    return Condition.objects.filter(owner=person, closure=None).select_related("decision__proposal", "owner")


def condition(organisation: Organisation, pk: int) -> Condition | None:
    """One condition with what its page shows."""
    found = Condition.objects.select_related("decision__proposal", "owner", "closure__closed_by")
    return found.filter(decision__proposal__organisation=organisation, pk=pk).first()


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
