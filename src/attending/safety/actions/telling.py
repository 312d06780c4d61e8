"""Tell whoever is asked to answer a concern that one was raised. What was written stays on its page."""

from __future__ import annotations

from django.urls import reverse

from attending.analytics.catalogs.safety.concerns import happened
from attending.notices.actions import notify
from attending.program.actions.record import name_of
from attending.safety.models import Concern
from attending.safety.queries.answering import asked
from attending.safety.queries.concerns import about


def tell_asked(concern: Concern) -> None:
    """A notice to each of them, once; whoever is asked only since the AI was named hears of it then."""
    unit, deployment = concern.code.unit, about(concern)
    kind = happened().get(concern.happened)
    what = kind.label.lower() if kind else concern.happened
    ai = deployment.use_case.title if deployment else "an AI that they could not name"
    body = f"Somebody on {unit} says of {ai}: {what}.\n\nRead and answer it on its page; they were promised an answer."
    for person in asked(unit.site.organisation, [concern])[concern.pk]:
        notify(
            person,
            subject=f"A concern from {unit} waits for your answer",
            body=body,
            link=reverse("safety:concern", args=[concern.pk]),
            key=name_of(concern),
        )
