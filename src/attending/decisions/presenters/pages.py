"""The pages of the room, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import (
    Condition,
    Decision,
    Delegation,
    Meaning,
    Packet,
    Proposal,
    ProposalState,
    Signature,
)
from attending.decisions.presenters.delegations import delegation_days
from attending.decisions.presenters.times import stamp
from attending.decisions.presenters.votes import quorum_text
from attending.decisions.rules.statements import signs_as
from attending.program.models import Discipline, Person, Seat
from attending.ui import formats
from attending.ui.parts import Link, Status, SummaryRow

AUTHENTICATED: Mapping[str, str] = {
    "passkey": "passkey",
    "user verification": "verified by the device",
    "password": "password",
    "totp": "code from the authenticator app",
    "demonstration": "demonstration: nothing was proven",
}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One line of the list."""

    question: Link
    asked: str
    due: str
    state: Status
    signatures: str


@dataclass(frozen=True, slots=True)
class SignatureCard:
    """A signature with what 21 CFR 11.50 wants in every readable form."""

    printed_name: str
    on_behalf_of: str
    statement: str
    meaning: str
    seat: str
    discipline: str
    signed: str
    choice: str
    reason: str
    dissent: str
    packet: str
    counts: bool
    entry: str
    url: str


@dataclass(frozen=True, slots=True)
class ConditionCard:
    """A condition with its state."""

    text: str
    owner: str
    due: str
    state: Status
    proof: str
    url: str


def proposal_rows(proposals: Sequence[Proposal]) -> list[ProposalRow]:
    """``proposals`` as ``queries.proposals`` gives them."""
    today = timezone.localdate()
    return [
        ProposalRow(
            question=Link(each.question, reverse("decisions:proposal", args=[each.pk]), each.subject_label),
            asked=formats.date(each.proposed_at),
            due=_due(each, today) if each.state == ProposalState.OPEN else "",
            state=state_of(each, getattr(each, "decision", None)),
            signatures=formats.count(getattr(each, "signature_count", 0)),
        )
        for each in proposals
    ]


def state_of(proposal: Proposal, decision: Decision | None) -> Status:
    """Where a proposal stands, in words."""
    if decision is not None:
        labels = {each["key"]: each["label"] for each in proposal.options}
        return Status("ok", f"Decided: {labels.get(decision.outcome, decision.outcome)}")
    if proposal.state == ProposalState.WITHDRAWN:
        return Status("neutral", "Withdrawn")
    if proposal.due_at is not None and proposal.due_at < timezone.now():
        return Status("watch", "Overdue")
    return Status("pending", "Waits for signatures")


def _due(proposal: Proposal, today: date) -> str:
    if proposal.due_at is None:
        return "no date"
    if proposal.state != ProposalState.OPEN:
        return formats.moment(proposal.due_at)
    return f"{formats.moment(proposal.due_at)} ({formats.days_until(timezone.localdate(proposal.due_at), today)})"


def ask_rows(proposal: Proposal, people: Mapping[int, Person], subject_url: str = "") -> list[SummaryRow]:
    """What is asked of whom, by when, and what happens if nobody answers."""
    named = [
        f"{people[each['person']].printed_name} ({', '.join(Seat(seat).label for seat in each['seats'])})"
        if each["seats"]
        else people[each["person"]].printed_name
        for each in proposal.answerable
        if each["person"] in people
    ]
    seats = ", ".join(Seat(seat).label for seat in proposal.eligible_seats)
    by_when = _due(proposal, timezone.localdate())
    return [
        SummaryRow("About", Link(proposal.subject_label, subject_url)),
        SummaryRow(
            "By when", _due(proposal, timezone.localdate()) if proposal.state == ProposalState.OPEN else by_when
        ),
        SummaryRow("If nobody answers", proposal.if_nothing),
        SummaryRow("Signatures it takes", quorum_text(proposal)),
        SummaryRow("Asked", ", ".join(named) or "Whoever holds one of the seats below"),
        SummaryRow("May sign too", seats or "nobody else"),
        SummaryRow(
            "Put by",
            f"{proposal.proposed_by or 'The system'}, {stamp(proposal.proposed_at)}",
        ),
        SummaryRow("Policy", proposal.policy_version),
    ]


def signature_cards(
    signatures: Sequence[Signature], options: Sequence[Mapping[str, str]], newest: Packet
) -> list[SignatureCard]:
    """Every signature in the order they were made; ``counts`` says whether it is on the newest packet."""
    labels = {each["key"]: each["label"] for each in options}
    return [
        SignatureCard(
            printed_name=each.printed_name,
            on_behalf_of=each.on_behalf_of.delegator.printed_name if each.on_behalf_of else "",
            statement=each.statement,
            meaning=Meaning(each.meaning).label,
            seat=signs_as(each.seat, each.discipline),
            discipline=Discipline(each.discipline).label,
            signed=stamp(each.signed_at),
            choice=labels.get(each.choice, ""),
            reason=each.reason,
            dissent=each.dissent,
            packet=f"{each.packet.sha256[:12]}, version {each.packet.version}",
            counts=each.packet_id == newest.pk,
            entry=formats.count(each.ledger_seq),
            url=reverse("decisions:receipt", args=[each.pk]),
        )
        for each in signatures
    ]


def condition_cards(conditions: Sequence[Condition]) -> list[ConditionCard]:
    """``conditions`` with owner and closure loaded."""
    today = timezone.localdate()
    cards = []
    for each in conditions:
        closure = getattr(each, "closure", None)
        if closure is not None:
            state = Status("ok", f"Met, {formats.date(closure.at)}")
        elif each.due_on < today:
            state = Status("watch", "Overdue")
        else:
            state = Status("pending", formats.days_until(each.due_on, today).capitalize())
        cards.append(
            ConditionCard(
                each.text,
                each.owner.printed_name,
                formats.date(each.due_on),
                state,
                f"{closure.proof} (accepted by {closure.closed_by.printed_name})" if closure else "",
                reverse("decisions:condition", args=[each.pk]),
            )
        )
    return cards


def decision_rows(decision: Decision) -> list[SummaryRow]:
    """What was decided."""
    rows = [
        SummaryRow("Decided", decision.outcome_label),
        SummaryRow("When", stamp(decision.decided_at)),
        SummaryRow("Signatures it took", f"{decision.quorum}"),
        SummaryRow("Expires", stamp(decision.expires_at) if decision.expires_at else "Not by date"),
        SummaryRow("Policy", decision.policy_version),
        SummaryRow("Entry of the record", formats.count(decision.ledger_seq)),
    ]
    if decision.supersedes_id:
        rows.append(SummaryRow("Supersedes", f"Decision {decision.supersedes_id}"))
    return rows


def dissent_rows(decision: Decision) -> list[SummaryRow]:
    """Other votes, and written dissent."""
    labels = {each["key"]: each["label"] for each in decision.proposal.options}
    return [
        SummaryRow(f"{_who(each)}: {labels.get(each['choice'], 'no vote')}", each["text"] or "No words given")
        for each in decision.dissent
    ]


def _who(dissent: Mapping[str, str]) -> str:
    behalf = dissent.get("on_behalf_of", "")
    return f"{dissent['printed_name']}, on behalf of {behalf}" if behalf else dissent["printed_name"]


def _delegation(delegation: Delegation | None) -> list[SummaryRow]:
    if delegation is None:
        return []
    days = f"Delegation {delegation.pk}, {delegation_days(delegation)}: {delegation.reason}"
    return [SummaryRow("On behalf of", delegation.delegator.printed_name, note=days)]


def receipt_rows(signature: Signature) -> list[SummaryRow]:
    """A signature's receipt: printed name, date and time, meaning (21 CFR 11.50), and what ties it to its record."""
    components = signature.authentication["components"]
    labels = {each["key"]: each["label"] for each in signature.proposal.options}
    conditions = "; ".join(f"{each['text']}, due {each['due_on']}" for each in signature.conditions)
    rows = [
        SummaryRow(
            "Signed by",
            signature.printed_name,
            note=f"{signs_as(signature.seat, signature.discipline)}, {Discipline(signature.discipline).label}"
            if signature.seat
            else f"{Discipline(signature.discipline).label}, asked by name",
        ),
        *_delegation(signature.on_behalf_of),
        SummaryRow("Date and time", stamp(signature.signed_at)),
        SummaryRow("Meaning of the signature", Meaning(signature.meaning).label),
        SummaryRow("Decision", labels.get(signature.choice, "No vote")),
        SummaryRow("Statement", signature.statement),
        SummaryRow("Reason", signature.reason or "None given"),
        SummaryRow("Dissent", signature.dissent),
        SummaryRow("Conditions", conditions),
        SummaryRow("Confirmed by", ", ".join(AUTHENTICATED.get(each, each) for each in components)),
        SummaryRow("Packet", f"SHA-256 {signature.packet.sha256}", note=f"Version {signature.packet.version}"),
        SummaryRow("Screen", f"SHA-256 {signature.rendered_sha256}"),
        SummaryRow("Entry of the record", formats.count(signature.ledger_seq)),
    ]
    return [row for row in rows if row.value]
