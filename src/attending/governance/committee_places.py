"""From a proposal back to the meeting that is deciding it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from attending.decisions.models import Proposal
from attending.governance.queries.meetings import in_session_with
from attending.ui.parts import Link


def places(proposal: Proposal) -> Iterable[Link]:
    """The meetings in session that the proposal is on the agenda of. One query."""
    for item in in_session_with([proposal.pk], proposal.organisation):
        yield Link("Back to the meeting", f"{reverse('governance:meeting', args=[item.meeting_id])}#item-{item.pk}")
