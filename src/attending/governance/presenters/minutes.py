"""Where the minutes of a meeting stand."""

from __future__ import annotations

from django.urls import reverse

from attending.governance.models import Meeting, Minutes
from attending.ui import formats
from attending.ui.parts import Link, Status


def standing_of(minutes: Minutes | None) -> tuple[Status, str]:
    """A status and its sentence."""
    if minutes is None:
        return Status("pending", "Draft"), "They are not offered for approval yet."
    if minutes.approved:
        return Status("ok", "Approved"), f"Approved by signature, {formats.moment(minutes.closed_at)}."
    return Status("pending", "Waits for approval"), (
        f"Offered by {minutes.offered_by.printed_name}, {formats.date(minutes.offered_at)}."
    )


def earlier_offers(meeting: Meeting) -> list[Link]:
    """The proposals with which the minutes were offered, oldest first."""
    return [
        Link(
            f"Read the minutes as {each.offered_by.printed_name} offered them, {formats.date(each.offered_at)}",
            reverse("decisions:proposal", args=[each.proposal_id]),
        )
        for each in meeting.minutes.all()
    ]


def subtitle(meeting: Meeting) -> str:
    """The line under the title of the paper."""
    return f"{meeting.organisation}, {formats.date(meeting.starts_at)}"
