"""Who is asked in an assessment of readiness and how far they are; never what they said."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from attending.strategy.models import ReadinessAssessor
from attending.strategy.queries.readiness import is_awaited, voice_of
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status


def assessor_table(assessors: Sequence[ReadinessAssessor], *, items: int, withdraw: bool) -> DataTable:
    """Who is asked and how far they are; never what they said."""
    rows: list[Sequence[object]] = []
    for each in assessors:
        voice = voice_of(each)
        row: list[object] = [each.person.printed_name, voice.name, _how_far(each, items)]
        if withdraw:
            url = reverse("strategy:withdraw-readiness", args=[each.assessment_id, each.pk])
            row.append(Link("Leave out", url) if each.handed_in_at is None and each.withdrawn_at is None else "")
        rows.append(row)
    headers = ("Person", "Speaks as", "How far", *(("Change",) if withdraw else ()))
    return DataTable(headers, rows, "Who is asked", stacks=True)


def _how_far(assessor: ReadinessAssessor, items: int) -> Status:
    if assessor.handed_in_at is not None:
        return Status("ok", f"Handed in {formats.date(assessor.handed_in_at)}")
    if assessor.withdrawn_at is not None:
        return Status("neutral", f"Left out: {assessor.withdrawn_because}")
    if not is_awaited(assessor):
        return Status("neutral", "Has left, is not waited for")
    answered = int(getattr(assessor, "answered", 0))
    return Status("pending", f"{answered} of {items} answered" if answered else "Not begun")
