"""Every read of meetings; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet, Sum

from attending.decisions.models import Packet
from attending.governance.models import AgendaItem, Attendance, Meeting, MeetingState, Minutes
from attending.program.models import Organisation, Person, Seat, SeatHolding

MEMBER_SEATS = (Seat.CMIO, Seat.COMMITTEE_MEMBER)
"""Whoever holds one of these is a member of the committee and counts towards the quorum of its meetings."""

_ITEMS = AgendaItem.objects.select_related(
    "proposal", "use_case", "added_by", "taken_off_by", "written_by", "meeting__organisation"
)


def members(organisation: Organisation) -> list[Person]:
    """The active members of the committee, each once. One query."""
    found = Person.objects.filter(
        organisation=organisation,
        active=True,
        holdings__seat__in=[str(seat) for seat in MEMBER_SEATS],
        holdings__use_case=None,
        holdings__ended_on=None,
    )
    return list(found.distinct().order_by("printed_name"))


def meetings(organisation: Organisation) -> QuerySet[Meeting]:
    """Every meeting for a list: with its number of items, and the minutes planned and used."""
    on = Q(items__taken_off_at=None)
    return (
        Meeting.objects.filter(organisation=organisation)
        .select_related("chair")
        .annotate(
            item_count=Count("items", filter=on),
            planned=Sum("items__planned", filter=on),
            used=Sum("items__used", filter=on),
        )
    )


def meeting(organisation: Organisation, pk: int) -> Meeting:
    """One meeting with its agenda, attendance and minutes; raises Meeting.DoesNotExist."""
    return (
        Meeting.objects.select_related("organisation", "chair", "called_by")
        .prefetch_related(
            Prefetch("items", _ITEMS),
            Prefetch("attendances", Attendance.objects.select_related("person", "recorded_by")),
            Prefetch("minutes", Minutes.objects.select_related("proposal", "decision", "offered_by")),
        )
        .get(organisation=organisation, pk=pk)
    )


def item(organisation: Organisation, pk: int) -> AgendaItem:
    """One agenda item with its meeting; raises AgendaItem.DoesNotExist."""
    return _ITEMS.select_related("meeting__chair").get(meeting__organisation=organisation, pk=pk)


def items_on(meeting: Meeting) -> list[AgendaItem]:
    """What is on the agenda and was not taken off, in no particular order."""
    return list(_ITEMS.filter(meeting=meeting, taken_off_at=None))


def last_position(meeting: Meeting) -> int:
    """The highest position on an agenda, 0 on an empty one."""
    found: int | None = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"]
    return found or 0


def present(meeting: Meeting) -> list[Attendance]:
    """Who is there now, in the order they came. One query."""
    return list(Attendance.objects.filter(meeting=meeting, left_at=None).select_related("person"))


def members_present(meeting: Meeting) -> int:
    """How many members are there now."""
    return Attendance.objects.filter(meeting=meeting, left_at=None, member=True).count()


def newest_packets(proposals: Collection[int]) -> Mapping[int, Packet]:
    """The packet that counts of each proposal, by the proposal's primary key. One query."""
    found: dict[int, Packet] = {}
    for packet in Packet.objects.filter(proposal__in=proposals).order_by("version"):
        found[packet.proposal_id] = packet
    return found


def to_come(organisation: Organisation) -> list[Meeting]:
    """Planned meetings and the one in session, the next first. One query."""
    found = Meeting.objects.filter(organisation=organisation, state__in=[MeetingState.PLANNED, MeetingState.OPEN])
    return list(found.select_related("organisation", "chair").order_by("starts_at", "pk"))


def all_planned() -> list[Meeting]:
    """Every planned meeting of every organisation. One query."""
    return list(Meeting.objects.filter(state=MeetingState.PLANNED).select_related("organisation"))


def in_session_with(proposals: Sequence[int], organisation: Organisation) -> QuerySet[AgendaItem]:
    """The items of meetings in session that these proposals are on."""
    return AgendaItem.objects.filter(
        proposal__in=proposals,
        taken_off_at=None,
        meeting__organisation=organisation,
        meeting__state=MeetingState.OPEN,
    ).select_related("meeting")


def standing_minutes(meeting: Meeting) -> Minutes | None:
    """The minutes that wait for approval or were approved, if there are any. One query."""
    found = Minutes.objects.filter(Q(closed_at=None) | Q(approved=True), meeting=meeting)
    return found.select_related("proposal", "decision").first()


def without_minutes(chair: Person) -> list[Meeting]:
    """The held meetings this person chaired whose minutes neither wait for approval nor were approved. One query."""
    offered = Minutes.objects.filter(Q(closed_at=None) | Q(approved=True), meeting=OuterRef("pk"))
    found = Meeting.objects.filter(~Exists(offered), chair=chair, state=MeetingState.HELD)
    return list(found.select_related("chair").order_by("starts_at"))


def absent(meeting: Meeting) -> list[Person]:
    """The active people of the organisation who are not there now, members first. One query."""
    there = Attendance.objects.filter(meeting=meeting, left_at=None, person=OuterRef("pk"))
    member = SeatHolding.objects.filter(
        person=OuterRef("pk"), seat__in=[str(seat) for seat in MEMBER_SEATS], ended_on=None
    )
    found = Person.objects.filter(~Exists(there), organisation=meeting.organisation_id, active=True)
    return list(found.annotate(is_member=Exists(member)).order_by("-is_member", "printed_name"))
