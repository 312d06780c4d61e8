"""What stands beside a decision that gave an approval: whether it still holds, and until when."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.decisions.models import Decision
from attending.decisions.notes import Note
from attending.governance.queries.approvals import given_by
from attending.ui import formats


def notes(decision: Decision) -> Iterable[Note]:
    """One note where the decision gave an approval. One query."""
    approval = given_by(decision)
    if approval is None:
        return []
    page = reverse("governance:approval", args=[approval.pk])
    until = formats.date(formats.last_day(approval.ends_at))
    lapse = getattr(approval, "lapse", None)
    if lapse is None:
        return [Note("info", "What it allows", f"The approval ends on {until}.", page, "What it rests on")]
    many = len(lapse.broken)
    title = "1 sentence no longer holds" if many == 1 else f"{many} sentences no longer hold"
    said = " ".join(each["sentence"] for each in lapse.broken)
    text = f"{said} The approval lapsed on {formats.date(lapse.at)} and ends on {until}."
    return [Note("breach", title, text, page, "What is so now")]
