"""The parts of somebody's own sheet, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from attending.strategy.models import Barrier, ReadinessAssessment, ReadinessItem, ReadinessRating
from attending.ui.parts import Status, Task


def part_tasks(
    assessment: ReadinessAssessment,
    items: Sequence[ReadinessItem],
    said: Mapping[int, ReadinessRating],
    pull: int | None,
) -> list[Task]:
    """A task for each barrier that asks something, and one for how much it is wanted."""
    tasks = []
    for barrier in Barrier:
        own = [item for item in items if item.barrier == barrier]
        if own:
            done = sum(_answered(item, said) for item in own)
            url = reverse("strategy:readiness-part", args=[assessment.pk, barrier])
            tasks.append(Task(str(barrier.label), url, _how_far(done, len(own)), f"{done} of {len(own)} answered"))
    url = reverse("strategy:readiness-wanted", args=[assessment.pk])
    status = Status("neutral", "Open, if you know") if pull is None else Status("ok", "Answered")
    detail = "From 1 to 5; beside readiness, never part of it"
    return [*tasks, Task("How much it is wanted here", url, status, detail)]


def first_open(
    assessment: ReadinessAssessment, items: Sequence[ReadinessItem], said: Mapping[int, ReadinessRating]
) -> str:
    """Where to go on: the first part with something unanswered, or nowhere."""
    item = next((item for item in items if not _answered(item, said)), None)
    return "" if item is None else reverse("strategy:readiness-part", args=[assessment.pk, item.barrier])


def _answered(item: ReadinessItem, said: Mapping[int, ReadinessRating]) -> bool:
    rating = said.get(item.pk)
    return rating is not None and (rating.grade is not None or rating.cannot_say)


def _how_far(done: int, count: int) -> Status:
    if done == count:
        return Status("ok", "Complete")
    return Status("pending", "Begun" if done else "Not begun")
