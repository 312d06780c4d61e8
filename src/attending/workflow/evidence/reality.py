"""What a reality check can say about a use case: whether the map of today was held against what happens, and when."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.ui import formats
from attending.workflow.queries.reality import newest_as_is, newest_check
from attending.workflow.rules.reality import from_document, headline, is_stale

ITEM = "workflow-reality"
TITLE = "Reality checked"


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding about a use case; a deployment is answered for by its use case, so nothing is said twice."""
    return [] if isinstance(subject, Deployment) else [_checked(subject)]


def _checked(use_case: UseCase) -> Finding:
    link = reverse("workflow:reality", args=[use_case.key])
    record, newest = newest_check(use_case), newest_as_is(use_case)
    if record is None:
        if newest is None:
            said = "No version of a map of how the work goes today."
            return Finding(ITEM, TITLE, FindingState.NOT_APPLICABLE, said, None, link)
        said = "The map of how the work goes today was never held against what really happens."
        return Finding(ITEM, TITLE, FindingState.MISSING, said, None, link)
    at = reverse("workflow:reality-check", args=[record.pk])
    day = formats.date(record.checked_at)
    period = f"{formats.date(record.first_at)} to {formats.date(record.last_at)}"
    said = f"Events of {period}. {headline(from_document(record.results).check)}"
    if newest is not None and newest.care_map_id == record.version.care_map_id and newest.pk != record.version_id:
        said = f"Checked {day} in version {record.version.number}; version {newest.number} is the newest. {said}"
        return Finding(ITEM, TITLE, FindingState.STALE, said, record.checked_at, at)
    if is_stale(record.checked_at.date(), timezone.localdate()):
        return Finding(
            ITEM, TITLE, FindingState.STALE, f"Checked {day}, over a year ago. {said}", record.checked_at, at
        )
    return Finding(ITEM, TITLE, FindingState.MET, f"Checked {day}. {said}", record.checked_at, at)
