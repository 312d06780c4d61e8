"""Approvals ready to print: what each rests on, how it stands, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Approval, Gate, Lapse
from attending.governance.rules.approvals import Standing, covered, standing
from attending.governance.rules.lapsing import Compared
from attending.program.models.deployments import IN_USE
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status, SummaryRow

STATUSES = {
    Standing.ENDS_SOON: Status("stop", "Ends within a week"),
    Standing.LAPSED: Status("breach", "Lapsed"),
    Standing.ENDING: Status("watch", "Ends within 30 days"),
    Standing.STANDS: Status("ok", "Stands"),
    Standing.ENDED: Status("neutral", "Ended"),
}
CHOICES = tuple((str(each), status.word) for each, status in STATUSES.items())


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    what: Link
    allows: str
    stands: Status
    ends: str
    broken: str
    next: Link


def lapse_of(approval: Approval) -> Lapse | None:
    """The lapse of an approval, if it has one; it should be loaded."""
    return getattr(approval, "lapse", None)


def status(approval: Approval, now: datetime) -> Status:
    """How an approval stands, as a mark."""
    return STATUSES[standing(approval.ends_at, now, lapsed=lapse_of(approval) is not None)]


def approval_rows(approvals: Sequence[Approval]) -> list[ApprovalRow]:
    """One row for each approval; its lapse, what it is of and whether it is ``replaced`` are to be loaded."""
    now = timezone.now()
    return [
        ApprovalRow(
            Link(_where(each), reverse("governance:approval", args=[each.pk])),
            covered(each.covers).capitalize(),
            status(each, now),
            _when(each.ends_at, now),
            _count(lapse_of(each)),
            _next(each, now),
        )
        for each in approvals
    ]


def _where(approval: Approval) -> str:
    if approval.deployment is None:
        return approval.use_case.title
    return f"{approval.use_case.title}, {approval.deployment.unit.name}"


def _when(at: datetime, now: datetime) -> str:
    day, today = formats.last_day(at), timezone.localdate(now)
    away = formats.days_until(day, today) if at > now else formats.days_since(day, today)
    return f"{formats.date(day)}, {away}"


def _count(lapse: Lapse | None) -> str:
    if lapse is None:
        return ""
    return "1 sentence" if len(lapse.broken) == 1 else f"{len(lapse.broken)} sentences"


def _next(approval: Approval, now: datetime) -> Link:
    lapse = lapse_of(approval)
    if lapse is not None and lapse.gate is not None:
        return again(lapse.gate)
    if getattr(approval, "replaced", False):
        return Link("A later approval took its place")
    if standing(approval.ends_at, now, lapsed=lapse is not None) is Standing.STANDS:
        return Link("Not needed now")
    return Link("Ask for its gate", gate_url(approval))


def again(gate: Gate) -> Link:
    """How far the decision that was opened again is."""
    if gate.decision is not None:
        return Link(f"Decided: {gate.decision.outcome_label}", reverse("decisions:proposal", args=[gate.proposal_id]))
    if gate.closed_at is not None:
        return Link("Taken back", _gate_url(gate))
    if gate.proposal_id is None:
        return Link("Waits for evidence", _gate_url(gate))
    return Link("Being decided again", reverse("decisions:proposal", args=[gate.proposal_id]))


def gate_url(approval: Approval) -> str:
    """The gate at which an approval is decided again."""
    return _gate_url(approval.gate)


def _gate_url(gate: Gate) -> str:
    if gate.deployment_id is not None:
        return reverse("governance:gate-of-deployment", args=[gate.deployment_id])
    return reverse("governance:gate-of-use-case", args=[gate.use_case.key])


def sentences(compared: Sequence[Compared], lapse: Lapse | None) -> DataTable:
    """Every sentence of the sealed packet that the approval rests on beside what is so now, the broken ones first."""
    once = {(each["key"], each["sentence"]) for each in lapse.broken} if lapse else set()
    ordered = sorted(compared, key=lambda each: (each.holds, (each.claim["key"], each.claim["sentence"]) not in once))
    rows = [(each.claim["sentence"], _now(each), _mark(each, once)) for each in ordered]
    return DataTable(("When it was signed", "Now", "Holds"), rows, "Sentences of the sealed packet", stacks=True)


def _now(each: Compared) -> str:
    return "The\u00a0same." if each.holds else each.now_in_words


def _mark(each: Compared, once: set[tuple[str, str]]) -> Status:
    if not each.holds:
        return Status("breach", "No longer holds")
    if (each.claim["key"], each.claim["sentence"]) in once:
        return Status("watch", "Holds again")
    return Status("ok", "Holds")


def lapse_words(lapse: Lapse) -> str:
    """Since when it has lapsed, and on how much."""
    many = len(lapse.broken)
    which = "1 sentence no longer holds" if many == 1 else f"{many} sentences no longer hold"
    return f"It lapsed on {formats.date(lapse.at)}: {which}"


def next_rows(approval: Approval, later: Approval | None, now: datetime) -> list[SummaryRow]:
    """When it ends, what happens then, and where it is decided again."""
    ended = approval.ends_at <= now
    lapse = lapse_of(approval)
    rows = [SummaryRow("Ended" if ended else "Ends", _when(approval.ends_at, now))]
    if later is not None:
        page = reverse("governance:approval", args=[later.pk])
        rows.append(SummaryRow("In its place", Link(f"Approval of {formats.date(later.starts_at)}", page)))
        return rows
    rows.append(SummaryRow("Since then" if ended else "What happens then", _then(approval, ended=ended)))
    if lapse is not None and lapse.gate is not None:
        rows.append(SummaryRow("Decided again", again(lapse.gate)))
    elif lapse is not None or standing(approval.ends_at, now, lapsed=False) is not Standing.STANDS:
        rows.append(SummaryRow("Decided again", Link("At its gate", gate_url(approval))))
    else:
        rows.append(
            SummaryRow("Decided again", "Asked by itself 30 days before the end, or as soon as a sentence breaks")
        )
    return rows


def _then(approval: Approval, *, ended: bool) -> str:
    deployment = approval.deployment
    if deployment is None:
        stage = approval.use_case.get_stage_display().lower()
        return f"The use case stays in {stage} and goes no further until it is approved again."
    if ended:
        return f"The deployment is {deployment.get_state_display().lower()}."
    if deployment.state in IN_USE:
        return "The system pauses it. It runs again once it is approved and two people resume it."
    return "It cannot be put into use any more until it is approved again."
