"""Maps of care: how the work goes today, how it is to go with the AI, and every version that was offered to sign."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models import Decision, Proposal
from attending.program.models import Person, Site, UseCase


class MapKind(models.TextChoices):
    AS_IS = "as_is", "As it is today"
    TO_BE = "to_be", "As it is to be"


class CareMap(models.Model):
    """One map of a use case, of today or to be, of one site or, without one, of every site. Append-only.

    What it shows is in its draft while it is worked on, and in its versions once offered to those who appear in it.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="care_maps")
    kind = models.CharField(max_length=10, choices=MapKind)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="care_maps")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "site__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["use_case", "kind"], condition=Q(site=None), name="care_map_of_every_site_once"
            ),
            models.UniqueConstraint(fields=["use_case", "kind", "site"], name="care_map_of_a_site_once"),
            models.CheckConstraint(condition=Q(kind__in=MapKind.values), name="care_map_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.use_case}: {self.get_kind_display().lower()}"


class MapDraft(models.Model):
    """The text that is being worked on. ``revision`` grows with each save, so that nobody overwrites what is newer."""

    care_map = models.OneToOneField(CareMap, on_delete=models.PROTECT, related_name="draft")
    text = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.care_map}"


class MapVersion(models.Model):
    """A text as it was offered to those who appear in it. Append-only.

    ``sha256`` is of the text in UTF-8. ``disciplines`` are those that appear in it, each of which has to sign.
    """

    care_map = models.ForeignKey(CareMap, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    disciplines = models.JSONField()
    why = models.TextField()
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    class Meta:
        ordering = ["care_map", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["care_map", "number"], name="map_version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(text="") & ~Q(why=""), name="map_version_is_whole"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.care_map}"


class MapOutcome(models.Model):
    """How the signing of a version ended: signed by every discipline in it, or sent back. Append-only."""

    version = models.OneToOneField(MapVersion, on_delete=models.PROTECT, related_name="outcome")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="+")
    signed = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version} {'signed' if self.signed else 'sent back'}"


class MapOffer(models.Model):
    """The question that a version was put in. Append-only."""

    version = models.OneToOneField(MapVersion, on_delete=models.PROTECT, related_name="offer")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"offer of {self.version}"
