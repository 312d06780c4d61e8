"""Meetings of the committee: when, who was there, what is on the agenda, and what the minutes say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.decisions.models import Decision, Proposal
from attending.program.models import Organisation, Person, UseCase


class MeetingState(models.TextChoices):
    PLANNED = "planned", "Planned"
    OPEN = "open", "In session"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class Meeting(models.Model):
    """One meeting. ``length`` is in minutes; ``quorum`` is how many members have to be present.
    ``revision`` grows with each change of what it was called with, as calendars want it.

    From when it is opened only its state and its times change, and of a held or cancelled one nothing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    length = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="meetings_chaired")
    quorum = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(blank=True)
    revision = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "state", "-starts_at"], name="governance_meeting_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(length__gte=5, length__lte=480, quorum__gte=1), name="meeting_has_a_length_and_a_quorum"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None, closed_at=None)
                | Q(state="cancelled", opened_at=None, closed_at=None) & ~Q(cancelled_because="")
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="held", opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="meeting_times_by_state",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaKind(models.TextChoices):
    """The groups of an agenda, in their order (``program.registries.agenda.Group``)."""

    CONSENT = "consent", "Consent"
    BREACH = "breach", "Breaches"
    DECISION = "decision", "Decisions"
    REVIEW = "review", "Reviews due"
    CONDITION = "condition", "Conditions overdue"
    APPROVAL = "approval", "Approvals that end"
    OTHER = "other", "Other business"


class AgendaItem(models.Model):
    """One thing to speak about. Never deleted: it is taken off with a reason.

    ``key`` names what it is about (``proposal:12``) and stands once on an agenda. ``planned`` and ``used`` are minutes;
    ``added_by`` None means that the agenda built itself. ``packet_sha256`` is the newest packet of its proposal when
    the meeting opened. ``said`` is the text of the minutes.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10, choices=AgendaKind)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=300, blank=True)
    why = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    route = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items")
    position = models.PositiveIntegerField()
    planned = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_off_because = models.TextField(blank=True)
    packet_sha256 = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    used = models.PositiveSmallIntegerField(null=True, blank=True)
    said = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="agenda_item_once"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(started_at__isnull=False, ended_at=None),
                name="one_agenda_item_at_a_time",
            ),
            models.CheckConstraint(condition=Q(kind__in=AgendaKind.values), name="agenda_kind_known"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(title=""), name="agenda_item_says_what"),
            models.CheckConstraint(condition=Q(planned__lte=240), name="agenda_item_planned_within_four_hours"),
            models.CheckConstraint(
                condition=Q(taken_off_at=None, taken_off_because="")
                | Q(taken_off_at__isnull=False) & ~Q(taken_off_because=""),
                name="agenda_item_taken_off_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="agenda_item_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    """How somebody takes part."""

    ROOM = "room", "In the room"
    LINK = "link", "By link"


class Attendance(models.Model):
    """One stay of one person in a meeting; whoever comes back has another. Only ``left_at`` is filled in later."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence)
    member = models.BooleanField()
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["came_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], condition=Q(left_at=None), name="present_once"),
            models.CheckConstraint(condition=Q(presence__in=Presence.values), name="presence_known"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("came_at")), name="attendance_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.meeting}"


class Minutes(models.Model):
    """The minutes of one meeting as they were offered for approval; what they say is in the proposal's packet.

    Closed with the decision: approved, or to be amended and offered again; or, without one, when taken back.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="minutes")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes")
    approved = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(closed_at=None) | Q(approved=True), name="minutes_offered_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, approved=False, decision=None)
                | Q(closed_at__isnull=False, approved=False)
                | Q(closed_at__isnull=False, approved=True, decision__isnull=False),
                name="minutes_approved_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes of {self.meeting}"


class CalendarFeed(models.Model):
    """A private address from which a person's calendar reads the meetings; the address itself is not kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="one_calendar_feed_each"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
