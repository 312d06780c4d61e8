"""Put a question, seal its evidence, step aside from it, take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.decisions import queries
from attending.decisions.actions.record import locked, log, require_after, require_open
from attending.decisions.events import ProposalWithdrawn
from attending.decisions.models import Decision, Packet, Proposal, ProposalState, Recusal, Urgency, Withdrawal
from attending.decisions.rules.eligibility import voices
from attending.decisions.rules.options import Option, read_options
from attending.decisions.rules.packets import canonical, sha256
from attending.decisions.rules.refusals import AlreadySigned, InvalidProposal, NotEligible, ReasonMissing, Recused
from attending.decisions.rules.seats import check_fillable
from attending.ledger.actions import take_turn
from attending.program.models import Discipline, Person, Seat, UseCase
from attending.program.registries import events


@transaction.atomic
def propose(
    kind: str,
    subject: str,
    subject_label: str,
    question: str,
    options: Sequence[Mapping[str, Any] | Option],
    *,
    proposed_by: Person | None,
    answerable: Sequence[Person],
    eligible_seats: Sequence[str],
    quorum: int,
    clinical_quorum: int,
    protective_choice: str,
    due_at: datetime | None,
    if_nothing: str,
    key: str,
    document: Mapping[str, Any],
    policy_version: str,
    urgency: str = Urgency.ASKED,
    disciplines: Sequence[str] = (),
    supersedes: Decision | None = None,
) -> Proposal:
    """Ask named people to decide, on evidence that is sealed with the question.

    ``proposed_by`` None means the system. Each person of ``answerable`` is asked in the seats they hold now on the use
    case of ``subject`` or, without one, in their enterprise seats. Each of ``disciplines`` has to be among those who
    choose an option; whoever is asked of one and holds no seat signs in it. The seats that an option asks for sign too,
    whoever holds them. The same ``key`` again returns the first proposal.
    Raises InvalidProposal or InvalidPacket for what could not be decided or shown, NotEligible for a proposer who is
    not active.
    """
    text = canonical(document)
    take_turn()
    first = Proposal.objects.filter(key=key).first()
    if first is not None:
        if (first.kind, first.subject) != (kind, subject):
            raise InvalidProposal(f"The key {key} belongs to another proposal, about {first.subject}.")
        return first
    read = read_options(options)
    use_case = queries.use_case_of(subject)
    organisations = {person.organisation_id for person in answerable}
    organisations |= {proposed_by.organisation_id} if proposed_by else set()
    organisations |= {use_case.organisation_id} if use_case else set()
    eligible_seats = list(dict.fromkeys([*eligible_seats, *(seat for option in read for seat in option.seats)]))
    _check(kind, read, organisations, answerable, eligible_seats, quorum, clinical_quorum, protective_choice)
    _check_disciplines(disciplines, answerable, proposed_by, quorum)
    _check_seats(read, organisations, use_case, proposed_by, quorum, protective_choice)
    if proposed_by is not None and not proposed_by.active:
        raise NotEligible("This account is no longer active, so it may not propose.")
    proposal = Proposal.objects.create(
        organisation_id=organisations.pop(),
        use_case=use_case,
        kind=kind,
        subject=subject,
        subject_label=subject_label,
        question=question,
        options=[option.as_document() for option in read],
        proposed_by=proposed_by,
        proposed_at=timezone.now(),
        quorum=quorum,
        clinical_quorum=clinical_quorum,
        protective_choice=protective_choice,
        answerable=[_asked(person, use_case.pk if use_case else None) for person in answerable],
        eligible_seats=[str(Seat(seat)) for seat in eligible_seats],
        disciplines=[str(Discipline(each)) for each in disciplines],
        policy_version=policy_version,
        due_at=due_at,
        if_nothing=if_nothing,
        urgency=urgency,
        key=key,
        supersedes=supersedes,
    )
    log("proposal.made", proposal, proposed_by, {"kind": kind, "subject": subject, "quorum": quorum}, checkpoint=False)
    _seal(proposal, text, version=1, acting=proposed_by)
    return proposal


def _check(
    kind: str,
    options: Sequence[Option],
    organisations: set[int],
    answerable: Sequence[Person],
    eligible_seats: Sequence[str],
    quorum: int,
    clinical_quorum: int,
    protective_choice: str,
) -> None:
    if len(organisations) != 1:
        raise InvalidProposal("The people asked, the proposer and the subject belong to one organisation.")
    if not answerable and not eligible_seats:
        raise InvalidProposal(f"Nobody could answer this {kind}: name people or seats.")
    if quorum < 1 or not 0 <= clinical_quorum <= quorum:
        raise InvalidProposal("A quorum is at least one person, and the clinical quorum is within it.")
    if protective_choice and protective_choice not in {option.key for option in options}:
        raise InvalidProposal(f"The protective choice {protective_choice!r} is not one of the options.")
    unknown = sorted({str(seat) for seat in eligible_seats} - set(Seat.values))
    if unknown:
        raise InvalidProposal(f"There is no seat {', '.join(unknown)}.")


def _check_disciplines(
    disciplines: Sequence[str], answerable: Sequence[Person], proposed_by: Person | None, quorum: int
) -> None:
    unknown = sorted({str(each) for each in disciplines} - set(Discipline.values))
    if unknown:
        raise InvalidProposal(f"There is no discipline {', '.join(unknown)}.")
    if len(set(disciplines)) < len(disciplines) or quorum < len(disciplines):
        raise InvalidProposal("Each discipline that has to sign is named once, and each is one person of the quorum.")
    spoken_for = {person.discipline for person in answerable if person.active and person != proposed_by}
    silent = [Discipline(each).label for each in disciplines if each not in spoken_for]
    if silent:
        raise InvalidProposal(
            f"Nobody but the proposer is asked for {', '.join(silent)}, and nobody approves what they proposed: "
            "name somebody else of each discipline."
        )


def _check_seats(
    options: Sequence[Option],
    organisations: set[int],
    use_case: UseCase | None,
    proposed_by: Person | None,
    quorum: int,
    protective_choice: str,
) -> None:
    asked = {seat for option in options for seat in option.seats}
    if not asked:
        return
    (organisation,) = organisations
    holders = queries.holders(organisation, use_case.pk if use_case else None, asked)
    others = {seat: people - {proposed_by.pk if proposed_by else 0} for seat, people in holders.items()}
    for option in options:
        if option.seats and option.key == protective_choice:
            raise InvalidProposal(f"{option.label} protects, and one person alone may choose it: it asks for no seats.")
        check_fillable(option, others, quorum=quorum)


def _asked(person: Person, use_case_id: int | None) -> dict[str, Any]:
    """Who is asked, and in which seats: those on the use case, or else those of the enterprise."""
    held = queries.seats_on_subject(person, use_case_id)
    return {"person": person.pk, "seats": list(held)}


@transaction.atomic
def seal(proposal: Proposal, document: Mapping[str, Any], *, acting: Person | None = None) -> Packet:
    """Seal a new version of the evidence; unchanged evidence gives the packet there is.

    Signatures on earlier versions are kept, but only signatures on the newest decide: its readers sign again.
    """
    text = canonical(document)
    proposal = locked(proposal)
    require_open(proposal)
    newest = queries.newest_packet(proposal)
    if newest.sha256 == sha256(text):
        return newest
    return _seal(proposal, text, version=newest.version + 1, acting=acting)


def _seal(proposal: Proposal, text: str, *, version: int, acting: Person | None) -> Packet:
    payload = {"version": version, "packet_sha256": sha256(text)}
    entry = log("packet.sealed", proposal, acting, payload, checkpoint=False)
    require_after(entry, proposal.proposed_at)
    return Packet.objects.create(
        proposal=proposal, version=version, document=text, sha256=sha256(text), sealed_at=entry.at
    )


@transaction.atomic
def recuse(proposal: Proposal, *, acting: Person, reason: str) -> Recusal:
    """Step aside from a proposal, for good. Refused to whoever has signed its newest packet, or was not asked."""
    proposal = locked(proposal)
    require_open(proposal)
    standing = queries.standing(proposal, acting)
    if standing.recused:
        raise Recused
    if standing.signed_newest:
        raise AlreadySigned
    if not standing.same_organisation or not voices(standing):
        raise NotEligible("Only somebody who is asked to sign can step aside.")
    if not reason.strip():
        raise ReasonMissing("stepping aside")
    entry = log("proposal.recused", proposal, acting, {}, checkpoint=False)
    return Recusal.objects.create(
        proposal=proposal, person=acting, reason=reason.strip(), at=entry.at, ledger_seq=entry.seq
    )


@transaction.atomic
def set_aside(proposal: Proposal, person: Person, *, reason: str) -> Recusal:
    """Have somebody step aside for good who had a hand in what is asked, as the room that asks it knows."""
    proposal = locked(proposal)
    require_open(proposal)
    entry = log("proposal.set_aside", proposal, None, {"person": person.pk}, checkpoint=False)
    return Recusal.objects.create(proposal=proposal, person=person, reason=reason, at=entry.at, ledger_seq=entry.seq)


@transaction.atomic
def withdraw(proposal: Proposal, *, acting: Person | None, reason: str) -> Proposal:
    """Take a proposal back. Only its proposer may; what the system proposed only the system takes back."""
    proposal = locked(proposal)
    require_open(proposal)
    if proposal.proposed_by_id != (acting.pk if acting else None):
        raise NotEligible("Only whoever proposed this can take it back; those who are asked decide it, or step aside.")
    if not reason.strip():
        raise ReasonMissing("taking it back")
    entry = log("proposal.withdrawn", proposal, acting, {}, checkpoint=False)
    Withdrawal.objects.create(
        proposal=proposal, person=acting, reason=reason.strip(), at=entry.at, ledger_seq=entry.seq
    )
    proposal.state = ProposalState.WITHDRAWN
    proposal.save(update_fields=["state"])
    events.publish(ProposalWithdrawn(proposal))
    return proposal
