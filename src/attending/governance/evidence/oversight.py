"""What oversight can say about a use case or a deployment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse

from attending.governance.models import Verdict
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
    """One finding: are limits agreed, and what did their newest readings say."""
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
    if not readings:
        summary = f"{len(thresholds)} agreed, none read yet."
        link = reverse("governance:deployment", args=[thresholds[0].deployment_id])
        return [Finding(ITEM, "Oversight thresholds", FindingState.PARTIAL, summary, None, link)]
    worst = min(readings.values(), key=lambda reading: _WORST.index(Verdict(reading.verdict)))
    words = _VERDICTS[Verdict(worst.verdict)]
    unread = len(thresholds) - len(readings)
    summary = f"{words.title}: {worst.explanation} {len(thresholds)} agreed" + (
        f", {unread} not read yet." if unread else "."
    )
    breached = next(each for each in thresholds if each.pk == worst.threshold_id)
    link = reverse("governance:deployment", args=[breached.deployment_id])
    return [Finding(ITEM, "Oversight thresholds", words.state, summary, worst.read_at, link)]
