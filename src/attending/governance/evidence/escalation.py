"""Whether the escalation of a deployment was tried: somebody who was told answered a drill in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Drill
from attending.governance.queries.escalation import drills_of
from attending.governance.queries.oversight import newest_deployment
from attending.program.models import Deployment, UseCase
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.ui import formats

ITEM = "escalation-drill"
TITLE = "Escalation drill"
FRESH = timedelta(days=365)


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding: the newest drill that was answered in time, or what keeps it from counting."""
    deployment = subject if isinstance(subject, Deployment) else newest_deployment(subject)
    if deployment is None:
        summary = "Nothing is deployed yet; an escalation is drilled for each deployment."
        return [Finding(ITEM, TITLE, FindingState.NOT_APPLICABLE, summary, None, url_of(subject))]
    link = reverse("governance:deployment", args=[deployment.pk])
    found = list(drills_of([deployment.pk]))
    if not found:
        summary = "Nobody has tried whether a breach here reaches somebody who answers."
        return [Finding(ITEM, TITLE, FindingState.MISSING, summary, None, link)]
    answered = next((drill for drill in found if drill.acknowledgements.all()), None)
    if answered is None:
        newest = found[0]
        state = "runs, and nobody has answered yet" if newest.answer_by > timezone.now() else "was answered by nobody"
        summary = f"The drill of {formats.date(newest.opened_at)} {state}."
        return [Finding(ITEM, TITLE, FindingState.PARTIAL, summary, newest.opened_at, link)]
    fresh = timezone.now() - answered.opened_at <= FRESH
    summary = f"{answered_text(answered)} on {formats.date(answered.opened_at)}" + (
        "." if fresh else "; that is more than a year ago."
    )
    state_now = FindingState.MET if fresh else FindingState.STALE
    return [Finding(ITEM, TITLE, state_now, summary, answered.opened_at, link)]


def answered_text(drill: Drill) -> str:
    """Who answered a drill, and how soon; ``acknowledgements`` are prefetched and there is one."""
    answer = drill.acknowledgements.all()[0]
    return f"{answer.person} answered after {formats.duration(answer.at - drill.opened_at)}"
