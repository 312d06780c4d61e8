"""Assessments of readiness: asked of each person until they hand in, and of whoever closes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Person
from attending.program.registries.worklist import Urgency, WorkItem
from attending.strategy.models import ReadinessAssessment, ReadinessAssessor
from attending.strategy.queries import readiness as queries


class ReadinessToGrade:
    """Everybody who is asked, until they hand in."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """One query."""
        return [_grading(each) for each in queries.waiting_for(person)]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: readiness is asked of a site, before anything is deployed there."""
        return []


class ReadinessToClose:
    """Who opened an assessment, once all have handed in or its day is past; else who may close it in their place."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """One query."""
        return [_closing(each, person) for each in queries.ready_to_close(person)]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: readiness is asked of a site, before anything is deployed there."""
        return []


def _grading(assessor: ReadinessAssessor) -> WorkItem:
    assessment = assessor.assessment
    begun = int(getattr(assessor, "answered", 0))
    return WorkItem(
        title=f"Say how ready {assessment.site.name} is",
        subject=assessment.use_case.title,
        asked=f"Grade the items from where you stand. {f'{begun} are answered and kept.' if begun else ''}".strip(),
        why=f"{assessment.opened_by.printed_name} asks you as {queries.voice_of(assessor).name.lower()}.",
        if_nothing="It is closed without your voice, and nobody sees that you see it differently.",
        due=_end_of(assessment),
        since=assessment.opened_at,
        urgency=_urgency(assessment),
        link=reverse("strategy:readiness-sheet", args=[assessment.pk]),
        action="Grade",
        waits_for=assessor.person.printed_name,
    )


def _closing(assessment: ReadinessAssessment, person: Person) -> WorkItem:
    own = assessment.opened_by_id == person.pk
    opener = assessment.opened_by.printed_name
    late = timezone.localdate() > assessment.due_on
    return WorkItem(
        title=f"Close the assessment of {assessment.site.name}",
        subject=assessment.use_case.title,
        asked="The day is past: see who has handed in, and close it." if late else "All have handed in: close it.",
        why="You opened it." if own else f"{opener} opened it and may no longer close it; you may.",
        if_nothing="Nobody sees the result, and no gap becomes a capability.",
        due=_end_of(assessment),
        since=assessment.opened_at,
        urgency=_urgency(assessment),
        link=reverse("strategy:readiness-assessment", args=[assessment.pk]),
        action="See and close",
        waits_for=person.printed_name,
    )


def _urgency(assessment: ReadinessAssessment) -> Urgency:
    return Urgency.WARN if timezone.localdate() > assessment.due_on else Urgency.ASKED


def _end_of(assessment: ReadinessAssessment) -> datetime:
    return timezone.make_aware(datetime.combine(assessment.due_on, time(23, 59)))
