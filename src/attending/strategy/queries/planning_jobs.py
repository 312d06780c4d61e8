"""What is being computed about roadmaps."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from attending.strategy.models import Plan, PlanningJob, PlanningState, PlanStudy
from attending.strategy.rules.plan_study import PARTS

LOST_AFTER: Final = timedelta(minutes=15)
"""A running job tells after each part that it lives, and a part is bounded; after so long a silence it is gone."""

ACTIVE = (PlanningState.WAITING, PlanningState.RUNNING)


def lost_jobs() -> list[int]:
    """Jobs whose process has fallen silent."""
    silent_since = timezone.now() - LOST_AFTER
    running = PlanningJob.objects.filter(state=PlanningState.RUNNING, seen_at__lt=silent_since)
    never_begun = PlanningJob.objects.filter(state=PlanningState.WAITING, asked_at__lt=silent_since)
    return [each.pk for each in (*running, *never_begun)]


def unstudied(plan: Plan) -> list[str]:
    """The parts of a plan's study that are still to be computed, in their order."""
    there = set(PlanStudy.objects.filter(plan=plan).values_list("part", flat=True))
    return [part for part in PARTS if part not in there]
