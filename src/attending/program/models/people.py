"""People, their disciplines, and the seats they answer from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from attending.program.models.organisation import Organisation


class Discipline(models.TextChoices):
    """The profession a person speaks from."""

    MEDICINE = "medicine", "Medicine"
    NURSING = "nursing", "Nursing"
    PHARMACY = "pharmacy", "Pharmacy"
    ALLIED_HEALTH = "allied_health", "Allied health"
    INFORMATICS = "informatics", "Clinical informatics"
    DATA_SCIENCE = "data_science", "Data science"
    QUALITY_SAFETY = "quality_safety", "Quality and safety"
    COMPLIANCE = "compliance", "Compliance"
    TECHNOLOGY = "technology", "Information technology"
    OPERATIONS = "operations", "Operations"
    EXECUTIVE = "executive", "Executive leadership"

    @property
    def clinical(self) -> bool:
        """Whether a person of this discipline counts towards a clinical quorum."""
        return self in CLINICAL_DISCIPLINES


CLINICAL_DISCIPLINES = frozenset(
    {Discipline.MEDICINE, Discipline.NURSING, Discipline.PHARMACY, Discipline.ALLIED_HEALTH, Discipline.INFORMATICS}
)


class Seat(models.TextChoices):
    """What a person answers for. The first four are needed by every use case; enterprise seats have no use case."""

    EXECUTIVE_SPONSOR = "executive_sponsor", "Executive sponsor"
    CLINICAL_OWNER = "clinical_owner", "Clinical owner"
    OPERATIONAL_OWNER = "operational_owner", "Operational owner"
    PLATFORM_OWNER = "platform_owner", "Platform owner"
    NURSING_LEAD = "nursing_lead", "Nursing lead"
    SAFETY_OFFICER = "safety_officer", "Safety officer"
    MODEL_STEWARD = "model_steward", "Model steward"
    CMIO = "cmio", "Chief medical information officer"
    COMMITTEE_MEMBER = "committee_member", "AI committee member"
    COMPLIANCE_OFFICER = "compliance_officer", "Compliance officer"
    BOARD_MEMBER = "board_member", "Board member"
    ADMINISTRATOR = "administrator", "Administrator"
    PRIVACY_REVIEWER = "privacy_reviewer", "Privacy reviewer"
    SECURITY_REVIEWER = "security_reviewer", "Security reviewer"
    LEGAL_REVIEWER = "legal_reviewer", "Legal reviewer"
    IT_REVIEWER = "it_reviewer", "IT reviewer"
    PROCUREMENT_REVIEWER = "procurement_reviewer", "Procurement reviewer"


CORE_SEATS = (Seat.EXECUTIVE_SPONSOR, Seat.CLINICAL_OWNER, Seat.OPERATIONAL_OWNER, Seat.PLATFORM_OWNER)
USE_CASE_SEATS = (*CORE_SEATS, Seat.NURSING_LEAD, Seat.SAFETY_OFFICER, Seat.MODEL_STEWARD)
REVIEWER_SEATS = (
    Seat.PRIVACY_REVIEWER,
    Seat.SECURITY_REVIEWER,
    Seat.LEGAL_REVIEWER,
    Seat.IT_REVIEWER,
    Seat.PROCUREMENT_REVIEWER,
)
ENTERPRISE_SEATS = tuple(seat for seat in Seat if seat not in USE_CASE_SEATS)


class Person(models.Model):
    """Somebody who takes part: the printed name on every signature, and the discipline they speak from."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    printed_name = models.CharField(max_length=200)
    discipline = models.CharField(max_length=20, choices=Discipline)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["printed_name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "printed_name"], name="printed_name_once"),
            models.CheckConstraint(condition=Q(discipline__in=Discipline.values), name="person_discipline_known"),
        ]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def is_clinician(self) -> bool:
        return Discipline(self.discipline).clinical


class SeatHolding(models.Model):
    """One person in one seat from a day until, perhaps, another. Ended, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    seat = models.CharField(max_length=20, choices=Seat)
    use_case = models.ForeignKey(
        "program.UseCase", on_delete=models.PROTECT, null=True, blank=True, related_name="holdings"
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "seat"], condition=Q(ended_on=None), name="seat_held_by_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["person", "seat"],
                condition=Q(ended_on=None, use_case=None),
                name="enterprise_seat_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(use_case=None, seat__in=[str(seat) for seat in ENTERPRISE_SEATS])
                | Q(use_case__isnull=False, seat__in=[str(seat) for seat in USE_CASE_SEATS]),
                name="seat_belongs_to_its_level",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="seat_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.get_seat_display()}"
