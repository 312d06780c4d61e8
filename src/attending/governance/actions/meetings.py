"""Call a meeting, change or cancel it, open it and close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from attending.governance.actions.agenda import bring_up_to_date, end_current
from attending.governance.models import AgendaItem, Attendance, Meeting, MeetingState
from attending.governance.queries import meetings as queries
from attending.governance.rules.agenda import LONGEST, SHORTEST
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a meeting is called with: ``length`` in minutes, ``quorum`` of members (None: more than half of them)."""

    title: str
    starts_at: datetime
    length: int
    chair: Person
    place: str = ""
    link: str = ""
    quorum: int | None = None


@transaction.atomic
def call_meeting(acting: Person, called: Call) -> Meeting:
    """Call a meeting of the committee; its agenda builds itself from what is due."""
    check(acting, Act.HOLD_MEETING)
    take_turn()
    meeting = Meeting.objects.create(
        organisation=acting.organisation, called_by=acting, called_at=timezone.now(), **_checked(acting, called)
    )
    log(
        acting,
        "meeting.called",
        meeting,
        {"starts_at": meeting.starts_at.isoformat(), "length": meeting.length, "chair": meeting.chair_id},
    )
    bring_up_to_date(meeting, acting=acting)
    return meeting


@transaction.atomic
def change_meeting(acting: Person, meeting: Meeting, called: Call) -> Meeting:
    """Change when, where and with whom a planned meeting is held."""
    meeting = held_open(acting, meeting, MeetingState.PLANNED)
    values = _checked(acting, called)
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.revision += 1
    meeting.save(update_fields=[*values, "revision"])
    payload = {"starts_at": meeting.starts_at.isoformat(), "length": meeting.length, "quorum": meeting.quorum}
    log(acting, "meeting.changed", meeting, payload)
    return meeting


@transaction.atomic
def cancel_meeting(acting: Person, meeting: Meeting, *, reason: str) -> Meeting:
    """Cancel a planned meeting; what was on its agenda is offered to the next one."""
    meeting = held_open(acting, meeting, MeetingState.PLANNED)
    if not reason.strip():
        raise Refused("Write why the meeting is cancelled.")
    meeting.state, meeting.cancelled_because = MeetingState.CANCELLED, reason.strip()
    meeting.revision += 1
    meeting.save(update_fields=["state", "cancelled_because", "revision"])
    log(acting, "meeting.cancelled", meeting, {"reason": meeting.cancelled_because})
    return meeting


@transaction.atomic
def open_meeting(acting: Person, meeting: Meeting) -> Meeting:
    """Open it: the agenda is brought up to date once more, and frozen with the packets as they stand now."""
    meeting = held_open(acting, meeting, MeetingState.PLANNED)
    if Meeting.objects.filter(organisation=meeting.organisation_id, state=MeetingState.OPEN).exists():
        raise Refused("Another meeting is in session; close that one first.")
    bring_up_to_date(meeting, acting=acting)
    items = queries.items_on(meeting)
    packets = queries.newest_packets([each.proposal_id for each in items if each.proposal_id is not None])
    for each in items:
        if each.proposal_id is not None and each.proposal_id in packets:
            each.packet_sha256 = packets[each.proposal_id].sha256
    AgendaItem.objects.bulk_update(items, ["packet_sha256"])
    meeting.state, meeting.opened_at = MeetingState.OPEN, timezone.now()
    meeting.save(update_fields=["state", "opened_at"])
    frozen = {each.key: each.packet_sha256 for each in items}
    log(acting, "meeting.opened", meeting, {"agenda": frozen})
    return meeting


@transaction.atomic
def close_meeting(acting: Person, meeting: Meeting) -> Meeting:
    """Close it: the item that is spoken about ends, and everybody leaves."""
    meeting = held_open(acting, meeting, MeetingState.OPEN)
    now = timezone.now()
    end_current(acting, meeting, now)
    Attendance.objects.filter(meeting=meeting, left_at=None).update(left_at=now)
    meeting.state, meeting.closed_at = MeetingState.HELD, now
    meeting.save(update_fields=["state", "closed_at"])
    log(acting, "meeting.closed", meeting, {"present": Attendance.objects.filter(meeting=meeting).count()})
    return meeting


def held_open(acting: Person, meeting: Meeting, *states: MeetingState) -> Meeting:
    """The meeting as it stands, held until the transaction ends; raises Refused unless it is in one of these states."""
    check(acting, Act.HOLD_MEETING)
    check_organisation(acting, meeting.organisation_id)
    take_turn()
    standing = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if standing.state not in states:
        wanted = " or ".join(state.label.lower() for state in states)
        raise Refused(
            f"This meeting is {MeetingState(standing.state).label.lower()}; this can be done only while it is {wanted}."
        )
    return standing


def _checked(acting: Person, called: Call) -> dict[str, object]:
    """The fields of a meeting; raises Refused with everything that is wrong with the call."""
    check_organisation(acting, called.chair.organisation_id)
    members = queries.members(acting.organisation)
    quorum = len(members) // 2 + 1 if called.quorum is None else called.quorum
    faults = []
    if not called.title.strip():
        faults.append("Give the meeting a title.")
    if timezone.localdate(called.starts_at) < timezone.localdate():
        faults.append("A meeting begins today or later; one that was held already cannot be called.")
    if not SHORTEST <= called.length <= LONGEST:
        faults.append(f"A meeting takes {SHORTEST} to {LONGEST} minutes; this says {called.length}.")
    if called.link.strip() and not called.link.strip().startswith(("https://", "http://")):
        faults.append("The link of a meeting begins with https:// or http://.")
    if called.chair not in members:
        faults.append(f"{called.chair.printed_name} is no member of the committee, so they cannot take the chair.")
    if not 1 <= quorum <= max(len(members), 1):
        faults.append(f"The committee has {len(members)} members, so a quorum of {quorum} is never reached.")
    if faults:
        raise Refused(" ".join(faults))
    return {
        "title": called.title.strip(),
        "starts_at": called.starts_at,
        "length": called.length,
        "place": called.place.strip(),
        "link": called.link.strip(),
        "chair": called.chair,
        "quorum": quorum,
    }
