"""Once a day the clock has all evidence looked at, so that no binder is older than that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from attending.frameworks.actions.surveying import begin_survey, make_survey
from attending.frameworks.queries import surveys
from attending.program.models import Organisation

EVERY = timedelta(days=1)


def survey_daily(now: datetime) -> Iterable[str]:
    """Make a survey of each organisation whose newest one is a day old, unless one runs."""
    for organisation in Organisation.objects.all():
        newest = surveys.newest(organisation)
        due = newest is None or newest.begun_at <= now - EVERY
        if due and surveys.running(organisation) is None:
            made = make_survey(begin_survey(organisation, acting=None))
            noun = "use case" if made.total == 1 else "use cases"
            yield f"The evidence of {made.total:,} {noun} of {organisation} was looked at."
