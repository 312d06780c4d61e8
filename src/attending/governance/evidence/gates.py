"""What gates can say about a use case or a deployment: whether it is where it is by a decision that stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Approval
from attending.governance.queries.gates import Subject, approvals_of, open_conditions
from attending.governance.rules.gate_questions import gate_label
from attending.governance.rules.gates import CLOSE, covering
from attending.program.models import Deployment, Stage
from attending.program.models.deployments import IN_USE
from attending.program.registries.evidence import Finding, FindingState
from attending.ui import formats

ITEM = "gate-decision"
TITLE = "Approval of its gate"


def findings(subject: Subject) -> Iterable[Finding]:
    """One finding: the approval for where it is now, how long it stands, and which conditions are open. Two queries."""
    here = subject.state if isinstance(subject, Deployment) else subject.stage
    approval = next((each for each in _newest(subject) if covering(each.covers, here)), None)
    if not _asked(subject):
        summary = "Nothing to approve here: " + (
            "staff do not see it." if isinstance(subject, Deployment) else "no gate opens the value thesis."
        )
        return [_finding(subject, FindingState.NOT_APPLICABLE, summary, approval)]
    label = formats.in_sentence(gate_label(here))
    if approval is None:
        return [_finding(subject, FindingState.MISSING, f"Nobody approved that it is in {label}.", None)]
    since = f"Approved for {formats.in_sentence(gate_label(approval.covers))} {formats.date(approval.starts_at)}"
    if approval.ends_at <= timezone.now():
        summary = f"{since}; ended {formats.date(formats.last_day(approval.ends_at))}."
        return [_finding(subject, FindingState.STALE, summary, approval)]
    ends = f"{since}, until {formats.date(formats.last_day(approval.ends_at))}"
    if hasattr(approval, "lapse"):
        return [_finding(subject, FindingState.STALE, f"{ends}: what it rests on has changed.", approval)]
    conditions = open_conditions(approval)
    if conditions:
        count = "1 condition is" if conditions == 1 else f"{conditions} conditions are"
        return [_finding(subject, FindingState.PARTIAL, f"{ends}; {count} still open.", approval)]
    return [_finding(subject, FindingState.MET, f"{ends}.", approval)]


def _asked(subject: Subject) -> bool:
    """Whether being where it is takes an approval."""
    return subject.state in IN_USE if isinstance(subject, Deployment) else subject.stage != Stage.VALUE_THESIS


def _newest(subject: Subject) -> Iterable[Approval]:
    return approvals_of(subject).exclude(covers=CLOSE).select_related("lapse")


def _finding(subject: Subject, state: FindingState, summary: str, approval: Approval | None) -> Finding:
    link = (
        reverse("governance:gate-of-deployment", args=[subject.pk])
        if isinstance(subject, Deployment)
        else reverse("governance:gate-of-use-case", args=[subject.key])
    )
    return Finding(ITEM, TITLE, state, summary, approval.starts_at if approval else None, link)
