"""Whether the use case of a deployment passed the gates that come before use, as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from attending.governance.queries.gates import Subject, standing_approval
from attending.program.models import Deployment, Stage
from attending.program.registries.evidence import Finding, FindingState
from attending.program.rules import STAGE_ORDER
from attending.ui import formats

ITEM = "stage-reached"
TITLE = "Stage of the use case"
_USED_FROM = STAGE_ORDER.index(Stage.DEPLOYMENT)


def findings(subject: Subject) -> Iterable[Finding]:
    """One finding about a deployment: its use case is in deployment or learning, by an approval that stands. One query.

    An approval is of one unit; whether the use case may be used at all was decided at its own gates, by the reviewers
    whom they ask.
    """
    if not isinstance(subject, Deployment):
        return []
    use_case = subject.use_case
    link = reverse("governance:gate-of-use-case", args=[use_case.key])
    here = STAGE_ORDER.index(Stage(use_case.stage))
    label = formats.in_sentence(use_case.get_stage_display())
    if here < _USED_FROM:
        ahead = ", ".join(formats.in_sentence(each.label) for each in STAGE_ORDER[here + 1 : _USED_FROM + 1])
        summary = f"It is in {label}, and has not passed its gates to {ahead}."
        return [Finding(ITEM, TITLE, FindingState.MISSING, summary, None, link)]
    approval = standing_approval(use_case, use_case.stage, timezone.now())
    if approval is None:
        return [
            Finding(ITEM, TITLE, FindingState.STALE, f"It is in {label}, and no approval of that stands.", None, link)
        ]
    until = formats.date(formats.last_day(approval.ends_at))
    summary = f"It is in {label}, approved until {until}."
    return [Finding(ITEM, TITLE, FindingState.MET, summary, approval.starts_at, link)]
