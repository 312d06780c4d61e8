"""Once a day the clock has all evidence looked at, so that no binder is older than that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from attending.frameworks.actions.surveying import begin_survey
from attending.frameworks.queries import surveys
from attending.program.launch import launch
from attending.program.models import Organisation

EVERY = timedelta(days=1)


def survey_daily(now: datetime) -> Iterable[str]:
    """Begin a survey of each organisation whose newest one is a day old, unless one runs.

    It is made in a process of its own: it may take minutes, and the clock's transaction would hold up all who write.
    """
    for organisation in Organisation.objects.all():
        newest = surveys.newest(organisation)
        if newest is not None and newest.begun_at > now - EVERY:
            continue
        running = surveys.running(organisation)
        survey = begin_survey(organisation, acting=None)
        if survey != running:
            transaction.on_commit(partial(launch, "frameworks", "survey", str(survey.pk)))
            noun = "use case" if survey.total == 1 else "use cases"
            yield f"A look at the evidence of {survey.total:,} {noun} of {organisation} has begun."
