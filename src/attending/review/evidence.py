"""What reviews can say about a use case or a deployment: was it reviewed lately?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.program.models import Deployment, UseCase
from attending.program.models.use_cases import WRITING
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.review.queries.runs import with_newest_review
from attending.review.rules.schedule import Freshness, freshness
from attending.ui import formats

ITEM = "post-launch-review"
TITLE = "Post-launch review"

_STATES = {
    Freshness.FRESH: FindingState.MET,
    Freshness.STALE: FindingState.STALE,
    Freshness.NEVER: FindingState.MISSING,
    Freshness.NOT_DUE: FindingState.NOT_APPLICABLE,
}
_WORST = (Freshness.NEVER, Freshness.STALE, Freshness.FRESH)


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding; about a use case it is that of its deployments, the worst first. Two queries."""
    now = timezone.now()
    use_case = subject.use_case if isinstance(subject, Deployment) else subject
    every = policy_of(use_case.organisation_id).tier(use_case.risk_tier).review_every
    found: list[Any] = [*with_newest_review(subject)]
    judged = [(each, freshness(each.state, every, each.newest_run_at, now)) for each in found]
    if isinstance(subject, Deployment):
        return [_of_deployment(each, verdict, every, now) for each, verdict in judged]
    return [_of_use_case(subject, [pair for pair in judged if pair[1] is not Freshness.NOT_DUE], every, now)]


def _of_deployment(deployment: Any, verdict: Freshness, every: timedelta, now: datetime) -> Finding:
    newest = deployment.newest_run_at
    said = {
        Freshness.NOT_DUE: f"It is {deployment.get_state_display().lower()}, so no review is due.",
        Freshness.NEVER: "It runs, and nobody has reviewed how well it works here."
        if deployment.use_case.kind not in WRITING
        else "It writes, and no round of peer review of what it writes is closed.",
        Freshness.STALE: f"{_days(newest, now)}; a review is due every {every.days} days.",
        Freshness.FRESH: f"{_days(newest, now)}.",
    }
    return Finding(ITEM, TITLE, _STATES[verdict], said[verdict], newest, url_of(deployment))


def _of_use_case(use_case: UseCase, judged: list[tuple[Any, Freshness]], every: timedelta, now: datetime) -> Finding:
    if not judged:
        summary = "Nothing runs now, so no review is due."
        return Finding(ITEM, TITLE, FindingState.NOT_APPLICABLE, summary, None, url_of(use_case))
    fresh = sum(1 for _, verdict in judged if verdict is Freshness.FRESH)
    worst, verdict = min(judged, key=lambda pair: _WORST.index(pair[1]))
    if len(judged) == 1:
        return _of_deployment(worst, verdict, every, now)
    never = [each.unit.name for each, verdict in judged if verdict is Freshness.NEVER]
    summary = f"{fresh} of {len(judged)} deployments reviewed within {every.days} days."
    if never:
        summary += f" Never reviewed: {', '.join(never)}."
    state = FindingState.PARTIAL if fresh and verdict is not Freshness.FRESH else _STATES[verdict]
    newest = max((each.newest_run_at for each, _ in judged if each.newest_run_at), default=None)
    return Finding(ITEM, TITLE, state, summary, newest, url_of(worst))


def _days(newest: datetime | None, now: datetime) -> str:
    if newest is None:
        return "Never reviewed"
    return f"Reviewed {formats.days_since(timezone.localdate(newest), timezone.localdate(now))}"
