"""What decisions about a deployment rest on in oversight: the thresholds that are agreed on it."""

from __future__ import annotations

from collections.abc import Iterable

from attending.governance.models import OversightThreshold
from attending.governance.oversight_packet import group_text, limits_text, watched_title
from attending.governance.queries.oversight import active_thresholds
from attending.program.models import Deployment, UseCase
from attending.program.registries.facts import Fact

KEY = "oversight-thresholds"


def facts(subject: UseCase | Deployment) -> Iterable[Fact]:
    """One sentence with every stop limit that is agreed. Thresholds are agreed for each deployment. One query."""
    if not isinstance(subject, Deployment):
        return []
    agreed = sorted(_said(threshold) for threshold in active_thresholds(subject))
    if not agreed:
        return [Fact(KEY, "No oversight threshold is agreed: nothing would make us stop.", "")]
    limits = "; ".join(agreed)
    return [Fact(KEY, f"It was agreed to stop when {limits}.", limits)]


def _said(threshold: OversightThreshold) -> str:
    title = watched_title(threshold)
    at = "" if threshold.score_threshold is None else f" at {threshold.score_threshold.normalize():f}"
    group = "" if threshold.attribute == "overall" else f" for {group_text(threshold)}"
    months = "the last month" if threshold.window_months == 1 else f"the last {threshold.window_months} months"
    return f"{title}{at}{group} is {limits_text(threshold, 'stop')} over {months}"
