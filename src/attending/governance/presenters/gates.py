"""The page of one gate, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from attending.decisions.models import Decision, Proposal
from attending.governance.models import Approval, Gate, GateException, Route
from attending.governance.presenters.gate_lists import due_text, page_of
from attending.governance.presenters.gate_votes import waits_for
from attending.governance.queries.gates import Subject
from attending.governance.rules.gate_questions import gate_label
from attending.governance.rules.gates import CLOSE, Line, Standing, title_of_item
from attending.program.models import Deployment, Person, Seat
from attending.program.registries.evidence import FindingState
from attending.program.rules import RIGHTS, Act
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status, SummaryRow

STATES: Mapping[FindingState, str] = {
    FindingState.MET: "ok",
    FindingState.PARTIAL: "watch",
    FindingState.MISSING: "breach",
    FindingState.STALE: "watch",
    FindingState.NOT_APPLICABLE: "neutral",
}


@dataclass(frozen=True, slots=True)
class GateTab:
    """One gate that may be looked at, and whether it is the one that is shown."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the gate stands, in one sentence."""

    kind: str
    title: str
    sentence: str


def title_of(subject: Subject, gate: str) -> str:
    """The heading of a gate page."""
    if isinstance(subject, Deployment):
        return f"Go-live gate to {formats.in_sentence(gate_label(gate))}: {subject.use_case.title}"
    if gate == CLOSE:
        return f"Gate that closes the cycle: {subject.title}"
    return f"Gate to {formats.in_sentence(gate_label(gate))}: {subject.title}"


def tabs(subject: Subject, gates: Sequence[str], shown: str) -> list[GateTab]:
    """The gates that may be asked; none where there is only one."""
    found = [GateTab(_tab(subject, each), page_of(subject, each), each == shown) for each in gates]
    return found if len(found) > 1 else []


def _tab(subject: Subject, gate: str) -> str:
    here = subject.state if isinstance(subject, Deployment) else subject.stage
    label = gate_label(gate)
    return f"{label}, approved again" if gate == here else label


def verdict(stands: Standing, elsewhere: Sequence[str], gate: Gate | None, another: Gate | None = None) -> Verdict:
    """Whether the gate may be asked, or is being decided."""
    if gate is not None and gate.proposal is not None:
        return Verdict("pending", "This gate is being decided", stands.sentence)
    if gate is not None:
        return Verdict("watch", "This gate was opened again and waits for evidence", stands.sentence)
    if stands.blocking or elsewhere:
        return Verdict("breach", "This gate cannot be asked yet", stands.sentence)
    if another is not None:
        return Verdict("watch", "Another gate here comes first", stands.sentence)
    return Verdict("ok", "This gate can be asked", stands.sentence)


def turns(stands: Standing, elsewhere: Sequence[str], gate: Gate | None) -> str:
    """Who may take the next step: bring what is missing, except it, or ask; empty while it is being decided."""
    if gate is not None and gate.proposal is not None:
        return ""
    if stands.blocking:
        asked = _seats(RIGHTS[Act.ASK_EXCEPTION])
        return f"Those named below bring what is missing. An exception for a limited time is asked by the {asked}."
    if elsewhere:
        return ""
    return f"It is asked by the {_seats(RIGHTS[Act.ASK_GATE])}. Whoever asks does not sign."


def _seats(seats: frozenset[Seat]) -> str:
    *most, last = (formats.in_sentence(seat.label) for seat in Seat if seat in seats)
    return f"{', '.join(most)} or {last}" if most else last


def required_table(lines: Sequence[Line], turn_to: Mapping[str, str]) -> DataTable:
    """What the policy requires; ``turn_to`` names by item who brings what is missing."""
    today = timezone.localdate()
    rows = [[*_cells(line, today), turn_to.get(line.item, "") if line.lacking else ""] for line in lines]
    headers = ["Item", "State", "As of", "What is known", "Who has it"]
    return DataTable(headers, rows, stacks=True)


def beyond_table(lines: Sequence[Line]) -> DataTable:
    """What rooms say that the policy does not ask for."""
    today = timezone.localdate()
    rows = [_cells(line, today) for line in lines]
    return DataTable(["Item", "State", "As of", "What is known"], rows, stacks=True)


def _cells(line: Line, today: date) -> list[object]:
    excepted = f"Excepted until {formats.date(line.until)}" if line.until and line.lacking else ""
    status = Status(STATES[line.state], str(line.state).capitalize())
    return [Link(line.title, line.link, excepted), status, _age(line.as_of, today), line.summary]


def _age(as_of: datetime | None, today: date) -> str:
    if as_of is None:
        return ""
    day = timezone.localdate(as_of)
    return f"{formats.date(day)}, {formats.days_since(day, today)}"


def rule_rows(route: str, policy: str, signatures: str, expires_after_days: int) -> list[SummaryRow]:
    """What the policy asks at this gate."""
    return [
        SummaryRow("Route", Route(route).label),
        SummaryRow("Signatures", signatures),
        SummaryRow("An approval lasts", f"{expires_after_days} days, or until its first exception ends"),
        SummaryRow("Policy", policy),
    ]


def asked_rows(gate: Gate, proposal: Proposal, people: Mapping[int, Person]) -> list[SummaryRow]:
    """Who asked, by when an answer is due, and who has it."""
    due = due_text(proposal, timezone.now())
    return [
        SummaryRow("Asked by", f"{gate.asked_by or 'The system'}, {formats.date(gate.asked_at)}"),
        SummaryRow("Why now", gate.reason),
        SummaryRow("Answer by", due),
        SummaryRow("Waits for", waits_for(proposal, people)),
        SummaryRow("If nobody answers", proposal.if_nothing),
    ]


def approval_rows(approval: Approval | None, open_conditions: int) -> list[SummaryRow]:
    """The approval that stands, with where its decision and its sealed packet are."""
    if approval is None:
        return []
    decision = approval.decision
    rows = [
        SummaryRow("Approved for", gate_label(approval.covers)),
        SummaryRow("Decided", formats.date(approval.starts_at), "Read the decision", decision_url(decision)),
        SummaryRow("Ends", f"{formats.date(formats.last_day(approval.ends_at))}, {_left(approval.ends_at)}"),
    ]
    if open_conditions:
        count = "1 condition is" if open_conditions == 1 else f"{open_conditions} conditions are"
        rows.append(SummaryRow("Conditions", Status("watch", f"{count} still open")))
    return rows


def _left(ends_at: datetime) -> str:
    return formats.days_until(formats.last_day(ends_at), timezone.localdate())


def decision_url(decision: Decision) -> str:
    """The page of a decision, with its packet."""
    return reverse("decisions:proposal", args=[decision.proposal_id])


def exception_rows(exceptions: Sequence[GateException], titles: Mapping[str, str]) -> list[SummaryRow]:
    """Exceptions that stand or wait for signatures, a row for each question."""
    questions: dict[int, list[GateException]] = {}
    for each in exceptions:
        questions.setdefault(each.proposal_id, []).append(each)
    return [_exception_row(pk, asked, titles) for pk, asked in questions.items()]


def _exception_row(proposal: int, asked: Sequence[GateException], titles: Mapping[str, str]) -> SummaryRow:
    first = asked[0]
    until = formats.date(first.until)
    return SummaryRow(
        ", ".join(titles.get(each.item, title_of_item(each.item)) for each in asked),
        Status("ok", f"Granted until {until}") if first.decision_id else Status("pending", f"Asked, until {until}"),
        "Read",
        reverse("decisions:proposal", args=[proposal]),
        note=f"{first.asked_by}: {first.reason}",
    )
