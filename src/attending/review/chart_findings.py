"""What control charts can say about a use case or a deployment: are any agreed, and do they signal unanswered?"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.program.models import Deployment, UseCase
from attending.program.models.deployments import RUNNING
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.pages import url_of
from attending.review.models import ChartPlan
from attending.review.queries.monitoring import newest_readings
from attending.review.queries.runs import deployments_in

ITEM = "control-charts"
TITLE = "Control charts"


def findings(subject: UseCase | Deployment) -> Iterable[Finding]:
    """One finding. Three queries."""
    deployments = deployments_in(subject, RUNNING)
    if isinstance(subject, UseCase):
        address = reverse("review:use-case-charts", args=[subject.pk])
    else:
        address = reverse("review:charts", args=[subject.pk])
    if not deployments:
        return [Finding(ITEM, TITLE, FindingState.NOT_APPLICABLE, "Nothing runs now.", None, url_of(subject))]
    plans = list(ChartPlan.objects.filter(deployment__in=deployments, retired_at=None))
    if not plans:
        return [Finding(ITEM, TITLE, FindingState.MISSING, "No control chart is agreed.", None, address)]
    readings = newest_readings(plans).values()
    waiting = [each for each in readings if each.signals and not hasattr(each, "answer")]
    charted = {each.deployment_id for each in plans}
    summary = f"{len(plans)} agreed, for {len(charted)} of {len(deployments)} running deployments."
    if len(deployments) == 1:
        summary = f"{len(plans)} agreed."
    state = FindingState.MET if len(charted) == len(deployments) else FindingState.PARTIAL
    if waiting:
        state = FindingState.PARTIAL
        summary += f" {len(waiting)} signal{'s' if len(waiting) > 1 else ''} without an answer."
    return [Finding(ITEM, TITLE, state, summary, max((each.read_at for each in readings), default=None), address)]
