"""Concerns from the unit as a chart that a threshold can watch: one that nobody answered in time is a signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from attending.decisions.in_force import policy_of
from attending.program.models import Deployment
from attending.program.registries.signals import DrawnChart, WatchableChart
from attending.safety.models import ConcernCode
from attending.safety.queries.concerns import of_deployments
from attending.safety.queries.counting import standings
from attending.safety.rules.concerns import COUNTED_OVER

PREFIX = "concerns:"
TITLE = "Watch of concerns from the unit"


class ConcernSignals:
    """One chart for each deployment whose unit has an open code. One query."""

    def charts(self, deployment: Deployment) -> Sequence[WatchableChart]:
        return [WatchableChart(key_of(deployment), TITLE)] if _has_code(deployment) else []


def key_of(deployment: Deployment) -> str:
    """How other rooms name the chart of a deployment."""
    return f"{PREFIX}{deployment.pk}"


def drawn_of(deployment: Deployment, now: datetime) -> DrawnChart | None:
    """How the concerns of 90 days stand; None without an open code: then nobody can raise one, and data is missing.

    One that could not name its AI counts for every AI of its unit. At most six queries.
    """
    if not _has_code(deployment):
        return None
    found = of_deployments([deployment], now - COUNTED_OVER)
    stand = standings(found, now, policy_of(deployment.use_case.organisation_id).concern_clock)
    late = [each for each in found if stand[each.pk].late]
    raised = f"{len(found)} concern{'' if len(found) == 1 else 's'} in {COUNTED_OVER.days} days"
    told = (
        f"{raised}, {len(late)} of them not answered in time." if found else f"No concern in {COUNTED_OVER.days} days."
    )
    return DrawnChart(
        key=key_of(deployment),
        points=len(found),
        signals=len(late),
        newest=timezone.localdate(late[0].raised_at).isoformat() if late else "",
        start=timezone.localdate(now - COUNTED_OVER),
        end=timezone.localdate(now),
        told=told,
    )


def _has_code(deployment: Deployment) -> bool:
    return ConcernCode.objects.filter(unit=deployment.unit_id, closed_at=None).exists()
