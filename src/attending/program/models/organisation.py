"""The health system: its sites and the units where care happens."""

from __future__ import annotations

from django.db import models


class Organisation(models.Model):
    """A health system. Everything else belongs to exactly one."""

    name = models.CharField(max_length=200, unique=True)
    synthetic = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A hospital or clinic. ``ehr_version`` is the EHR release it runs, empty while nobody has recorded it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    ehr_version = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="site_name_once")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A ward, clinic or service: the place a deployment lives in."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name
