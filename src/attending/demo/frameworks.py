"""The demonstration's evidence that is kept elsewhere, and one look at all evidence."""

from __future__ import annotations

from datetime import date, timedelta

from attending.demo.use_cases import Cast
from attending.frameworks.actions.elsewhere import Kept, record_elsewhere
from attending.frameworks.actions.surveying import begin_survey, make_survey

_KEPT = (
    ("charter", "Charter of the AI committee (synthetic)", "Policy manual, AI-01", 120),
    ("data-governance", "Data use policy (synthetic)", "Policy manual, IM-104", 500),
    ("patient-notice", "Notice to patients about AI (synthetic)", "Patient relations, folder Notices", 30),
    ("logs", "Retention schedule of system logs (synthetic)", "Information technology, RS-7", 60),
)


def look_at_evidence(cast: Cast, today: date) -> None:
    """Four pieces kept elsewhere, one of them past its review, and a survey."""
    for kind, title, where_kept, days in _KEPT:
        as_of = today - timedelta(days=days)
        record_elsewhere(
            cast.cmio,
            Kept(
                kind=kind,
                title=title,
                where_kept=where_kept,
                as_of=as_of,
                review_by=as_of + timedelta(days=365),
                owner=cast.administrator,
            ),
        )
    make_survey(begin_survey(cast.cmio.organisation, acting=cast.cmio))
