"""The sites of one use case and what they miss, for its own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from attending.strategy.models import ReadinessAssessment, ReadinessGap
from attending.strategy.presenters.readiness import assessment_status, people_count
from attending.strategy.queries.readiness import found_in
from attending.ui import formats
from attending.ui.parts import SummaryRow


def site_rows(assessments: Sequence[ReadinessAssessment]) -> list[SummaryRow]:
    """For the page of a use case: the newest assessment of each site; they come newest first."""
    seen: dict[int, ReadinessAssessment] = {}
    for each in assessments:
        seen.setdefault(each.site_id, each)
    return [
        SummaryRow(
            each.site.name,
            assessment_status(each),
            "See",
            reverse("strategy:readiness-assessment", args=[each.pk]),
            note=_site_note(each),
        )
        for each in sorted(seen.values(), key=lambda each: each.site.name)
    ]


def _site_note(assessment: ReadinessAssessment) -> str:
    if assessment.results is None:
        return f"Due {formats.date(assessment.due_on)}" if assessment.closed_at is None else assessment.ended_because
    found = found_in(assessment)
    wanted = f", wanted {formats.number(found.pull, 1)} of 5" if found.pull is not None else ""
    return f"{formats.date(assessment.closed_at)}, {people_count(found.people)}{wanted}"


def gap_notes(gaps: Sequence[ReadinessGap]) -> Mapping[int, str]:
    """By the capability's primary key: at which sites it is missing, and why."""
    found: dict[int, list[str]] = {}
    for gap in gaps:
        found.setdefault(gap.capability_id, []).append(f"{gap.assessment.site.name}: {gap.item.statement}")
    return {pk: " ".join(texts) for pk, texts in found.items()}
