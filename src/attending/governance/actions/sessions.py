"""While a meeting is in session: who comes and goes, and which item is spoken about."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.governance.actions.agenda import end_current
from attending.governance.actions.meetings import held_open
from attending.governance.models import AgendaItem, Attendance, Meeting, MeetingState, Presence
from attending.governance.queries import meetings as queries
from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, NotAllowed, Refused


@transaction.atomic
def come(acting: Person, meeting: Meeting, person: Person, presence: str) -> Attendance:
    """Record that somebody is there, in the room or by link: each for themselves, or whoever holds the meeting."""
    meeting = _in_session(acting, meeting, person)
    if presence not in Presence.values:
        raise Refused("Somebody takes part in the room or by link; choose one of the two.")
    if not person.active:
        raise Refused(f"{person.printed_name} is no longer active, so they do not take part.")
    if Attendance.objects.filter(meeting=meeting, person=person, left_at=None).exists():
        raise Refused(f"{person.printed_name} is recorded as present already.")
    stay = Attendance.objects.create(
        meeting=meeting,
        person=person,
        presence=presence,
        member=person in queries.members(meeting.organisation),
        came_at=timezone.now(),
        recorded_by=acting,
    )
    log(acting, "meeting.joined", stay, {"meeting": meeting.pk, "person": person.pk, "presence": presence})
    return stay


@transaction.atomic
def leave(acting: Person, meeting: Meeting, person: Person) -> Attendance:
    """Record that somebody has left; they may come back."""
    meeting = _in_session(acting, meeting, person)
    stay = Attendance.objects.filter(meeting=meeting, person=person, left_at=None).first()
    if stay is None:
        raise Refused(f"{person.printed_name} is not recorded as present.")
    stay.left_at = timezone.now()
    stay.save(update_fields=["left_at"])
    log(acting, "meeting.left", stay, {"meeting": meeting.pk, "person": person.pk})
    return stay


@transaction.atomic
def take_up(acting: Person, item: AgendaItem) -> AgendaItem:
    """Begin to speak about an item; the one before ends. Refused while there is no quorum of members."""
    meeting = held_open(acting, item.meeting, MeetingState.OPEN)
    here = queries.members_present(meeting)
    if here < meeting.quorum:
        raise Refused(
            f"{here} of the {meeting.quorum} members that make a quorum are present; "
            "an item is taken up once they are here."
        )
    now = timezone.now()
    standing = AgendaItem.objects.get(pk=item.pk)
    if standing.taken_off_at is not None:
        raise Refused("This item was taken off the agenda.")
    if standing.started_at is not None and standing.ended_at is None:
        raise Refused("This item is being spoken about already.")
    end_current(acting, meeting, now)
    standing.started_at, standing.ended_at = now, None
    standing.save(update_fields=["started_at", "ended_at"])
    log(acting, "agenda.taken_up", standing, {"members_present": here})
    return standing


@transaction.atomic
def finish_item(acting: Person, meeting: Meeting) -> AgendaItem:
    """End the item that is spoken about."""
    meeting = held_open(acting, meeting, MeetingState.OPEN)
    item = end_current(acting, meeting, timezone.now())
    if item is None:
        raise Refused("No item is being spoken about.")
    return item


def _in_session(acting: Person, meeting: Meeting, person: Person) -> Meeting:
    check_organisation(acting, meeting.organisation_id)
    check_organisation(acting, person.organisation_id)
    if person.pk != acting.pk:
        check(acting, Act.HOLD_MEETING)
    elif not acting.active:
        raise NotAllowed("This account is no longer active, so it takes no part in meetings.")
    take_turn()
    standing = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if standing.state != MeetingState.OPEN:
        raise Refused("Attendance is recorded while the meeting is in session.")
    return standing
