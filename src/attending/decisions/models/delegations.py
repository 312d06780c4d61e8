"""Delegations: whoever is away lets somebody else sign from their seat, for a while."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Person, Seat, UseCase


class Delegation(models.Model):
    """One person lets another sign on their behalf, from one seat, from ``starts_at`` until before ``ends_at``.

    ``use_case`` None means wherever the delegator holds the seat. ``kinds`` are those of the proposals it is good for,
    such as ``review.outcome``; an empty list means all. Never changed; a ``DelegationEnd`` ends it before its time.
    """

    delegator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_received")
    seat = models.CharField(max_length=20, choices=Seat)
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="delegations")
    kinds = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.TextField()
    given_at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        indexes = [
            models.Index(fields=["delegate", "ends_at"], name="decisions_delegation_to"),
            models.Index(fields=["delegator", "ends_at"], name="decisions_delegation_from"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(delegator=F("delegate")), name="delegation_to_somebody_else"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_later"),
            models.CheckConstraint(condition=Q(starts_at__gte=F("given_at")), name="delegation_never_reaches_back"),
            models.CheckConstraint(condition=Q(seat__in=Seat.values), name="delegation_of_a_known_seat"),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} on behalf of {self.delegator} as {self.get_seat_display()}"


class DelegationEnd(models.Model):
    """A delegation ended before its time: by whom, and why; ``person`` is null where the system did."""

    delegation = models.OneToOneField(Delegation, on_delete=models.PROTECT, related_name="end")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="delegation_end_gives_a_reason")]

    def __str__(self) -> str:
        return f"end of delegation {self.delegation_id}"
