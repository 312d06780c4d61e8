"""What oversight can say about a use case or a deployment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from attending.governance.models import OversightThreshold, Verdict
from attending.governance.queries.oversight import newest_deployment, newest_readings, thresholds_of
from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of

ITEM = "oversight-thresholds"


class _Words(NamedTuple):
    state: FindingState
    title: str


_VERDICTS = {
    Verdict.WITHIN: _Words(FindingState.MET, "Within the agreed limits"),
    Verdict.WARN: _Words(FindingState.PARTIAL, "Past a warning limit"),
    Verdict.STOP: _Words(FindingState.PARTIAL, "Past a stop limit"),
    Verdict.NO_DATA: _Words(FindingState.STALE, "No data"),
    Verdict.TOO_FEW: _Words(FindingState.PARTIAL, "Too few to judge"),
}
_WORST = (Verdict.STOP, Verdict.NO_DATA, Verdict.WARN, Verdict.TOO_FEW, Verdict.WITHIN)


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding: are limits agreed and signed, and what did their newest readings say."""
    thresholds = list(thresholds_of(subject))
    if not thresholds:
        deployment = subject if isinstance(subject, Deployment) else newest_deployment(subject)
        if deployment is None:
            summary = "Nothing is deployed yet; limits are agreed for each deployment."
            return [Finding(ITEM, "Oversight thresholds", FindingState.NOT_APPLICABLE, summary, None, url_of(subject))]
        link = reverse("governance:deployment", args=[deployment.pk])
        summary = "No oversight threshold is agreed: nothing would make us stop."
        return [Finding(ITEM, "Oversight thresholds", FindingState.MISSING, summary, None, link)]
    readings = newest_readings(thresholds)
    drafts = [each for each in thresholds if not each.signed]
    signed = _signed(len(thresholds), len(drafts))
    if not readings:
        link = reverse("governance:deployment", args=[(drafts or thresholds)[0].deployment_id])
        state = FindingState.PARTIAL if drafts else FindingState.MET
        summary = f"{len(thresholds)} agreed, {signed}; none read yet."
        return [Finding(ITEM, "Oversight thresholds", state, summary, _newest_signature(thresholds), link)]
    worst = min(readings.values(), key=lambda reading: _WORST.index(Verdict(reading.verdict)))
    words = _VERDICTS[Verdict(worst.verdict)]
    state = FindingState.PARTIAL if drafts and words.state == FindingState.MET else words.state
    unread = len(thresholds) - len(readings)
    summary = f"{words.title}: {worst.explanation} {len(thresholds)} agreed, {signed}" + (
        f", {unread} not read yet." if unread else "."
    )
    breached = next(each for each in thresholds if each.pk == worst.threshold_id)
    link = reverse("governance:deployment", args=[breached.deployment_id])
    return [Finding(ITEM, "Oversight thresholds", state, summary, worst.read_at, link)]


def _signed(thresholds: int, drafts: int) -> str:
    return f"{drafts} of them not signed" if drafts else "all signed" if thresholds > 1 else "signed"


def _newest_signature(thresholds: Sequence[OversightThreshold]) -> datetime | None:
    signed = [each.agreement.signed_at for each in thresholds if each.agreement and each.agreement.signed_at]
    return max(signed, default=None)
