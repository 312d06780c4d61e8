"""Lists of gates, ready to print: all of them, those of a use case, and the deployments with their approvals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Proposal
from attending.decisions.presenters.pages import state_of
from attending.governance.models import Approval, Gate
from attending.governance.presenters.gate_votes import waits_for
from attending.governance.queries.gates import Subject
from attending.governance.rules.gate_questions import gate_label
from attending.governance.rules.gates import CLOSE, Outcome
from attending.program.models import Deployment, Person
from attending.program.presenters import state_status
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status

OUTCOMES: Mapping[str, Status] = {
    Outcome.APPROVE: Status("ok", "Approved"),
    Outcome.WITH_CONDITIONS: Status("ok", "Approved with conditions"),
    Outcome.RETURN: Status("watch", "Returned for re-review"),
    Outcome.DECLINE: Status("stop", "Declined"),
}


@dataclass(frozen=True, slots=True)
class GateRow:
    gate: Link
    where: str
    asked: str
    due: str | Status
    waits_for: str
    state: Status


def page_of(subject: Subject, gate: str = "") -> str:
    """The address of the gate page of a subject."""
    at = f"?gate={gate}" if gate else ""
    if isinstance(subject, Deployment):
        return reverse("governance:gate-of-deployment", args=[subject.pk]) + at
    return reverse("governance:gate-of-use-case", args=[subject.key]) + at


def due_text(proposal: Proposal, now: datetime) -> str | Status:
    if proposal.due_at is None:
        return "No date"
    moment = formats.moment(proposal.due_at)
    return Status("watch", f"Overdue since {moment}") if proposal.due_at < now else moment


def gate_rows(gates: Sequence[Gate], people: Mapping[int, Person]) -> list[GateRow]:
    """Gates for the list; ``people`` are those who are asked."""
    now = timezone.now()
    return [
        GateRow(
            Link(gate_name(each), _page(each), each.use_case.title),
            each.deployment.unit.name if each.deployment else "",
            formats.date(each.asked_at),
            due_text(each.proposal, now) if each.proposal and each.closed_at is None else "",
            _holder(each, people),
            gate_status(each),
        )
        for each in gates
    ]


def _page(gate: Gate) -> str:
    if gate.closed_at is not None and gate.proposal_id is not None:
        return reverse("decisions:proposal", args=[gate.proposal_id])
    return page_of(gate.deployment or gate.use_case, gate.target)


def _holder(gate: Gate, people: Mapping[int, Person]) -> str:
    if gate.closed_at is not None:
        return ""
    return waits_for(gate.proposal, people) if gate.proposal else "Whoever brings the evidence"


def gate_name(gate: Gate) -> str:
    """Such as ``Gate to controls`` or ``Go-live gate to pilot``."""
    kind = "Go-live gate" if gate.deployment_id else "Gate"
    return (
        "Closing of the cycle" if gate.target == CLOSE else f"{kind} to {formats.in_sentence(gate_label(gate.target))}"
    )


def gate_status(gate: Gate) -> Status:
    """Open, decided how, or taken back."""
    if gate.decision is not None:
        return OUTCOMES[gate.decision.outcome]
    if gate.closed_at is not None:
        return Status("neutral", "Taken back")
    if gate.proposal is None:
        return Status("watch", "Waits for evidence")
    return state_of(gate.proposal, None)


def history_table(gates: Sequence[Gate]) -> DataTable:
    """The history of a use case's gates; ``proposal.signatures`` is prefetched."""
    rows = [
        [
            Link(gate_name(each), _page(each), each.deployment.unit.name if each.deployment else ""),
            f"{each.asked_by or 'The system'}, {formats.date(each.asked_at)}",
            gate_status(each),
            _signed(each),
        ]
        for each in gates
    ]
    return DataTable(["Gate", "Asked", "Outcome", "Signed by"], rows, stacks=True)


def _signed(gate: Gate) -> str:
    votes = gate.proposal.signatures.all() if gate.proposal else ()
    return ", ".join(dict.fromkeys(vote.printed_name for vote in votes))


def deployment_table(deployments: Sequence[Deployment], approved: Mapping[int, Sequence[Approval]]) -> DataTable:
    """The deployments of a use case with the approval each may be used under."""
    rows = [
        [
            Link(each.unit.name, page_of(each), str(each.model_version)),
            state_status(each),
            _approved(approved.get(each.pk, ())),
        ]
        for each in deployments
    ]
    return DataTable(["Deployment", "State", "Approval"], rows, stacks=True)


def _approved(approvals: Sequence[Approval]) -> Status:
    if not approvals:
        return Status("neutral", "No approval stands")
    last = max(approvals, key=lambda each: each.ends_at)
    return Status("ok", f"{gate_label(last.covers)} until {formats.date(formats.last_day(last.ends_at))}")
