"""Signatures over sealed packets, and recusals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models.delegations import Delegation
from attending.decisions.models.proposals import Packet, Proposal
from attending.program.models import Discipline, Person, Seat
from attending.program.models.people import CLINICAL_DISCIPLINES

CLINICAL = sorted(str(discipline) for discipline in CLINICAL_DISCIPLINES)


class Meaning(models.TextChoices):
    """What a signature means, in the words of 21 CFR 11.50(a)(3).

    Approval and responsibility vote. Authorship is the proposer's: it may name the choice that is proposed and then
    counts as one of the people who want it, but never as the approval that it needs. Review names no choice.
    """

    APPROVAL = "approval", "Approval"
    RESPONSIBILITY = "responsibility", "Responsibility"
    REVIEW = "review", "Review"
    AUTHORSHIP = "authorship", "Authorship"


VOTING = (Meaning.APPROVAL, Meaning.RESPONSIBILITY)


class Signature(models.Model):
    """One person's signature on one version of the packet.

    ``statement`` is the text that was shown and signed; ``rendered`` is the text of the whole screen.
    ``intent`` is the canonical JSON that the authentication was bound to; ``authentication`` is its evidence.
    ``on_behalf_of`` is the delegation it was made under: ``seat`` is then the delegator's, all else is the signer's.
    ``choice`` is an option's key, empty for a review. ``seat`` is empty where the signer, asked by name, signs in their
    discipline alone.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="signatures")
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    on_behalf_of = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    choice = models.CharField(max_length=40, blank=True)
    meaning = models.CharField(max_length=20, choices=Meaning)
    statement = models.TextField()
    printed_name = models.CharField(max_length=200)
    seat = models.CharField(max_length=20, choices=Seat, blank=True)
    discipline = models.CharField(max_length=20, choices=Discipline)
    clinical = models.BooleanField()
    reason = models.TextField(blank=True)
    dissent = models.TextField(blank=True)
    conditions = models.JSONField(default=list)
    rendered = models.TextField()
    rendered_sha256 = models.CharField(max_length=64)
    intent = models.TextField()
    authentication = models.JSONField()
    idempotency_key = models.CharField(max_length=64, unique=True)
    signed_at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(on_behalf_of=None) | (Q(meaning__in=VOTING) & ~Q(seat="")),
                name="signature_on_behalf_votes_from_a_seat",
            ),
            models.UniqueConstraint(fields=["packet", "signer"], name="signature_once_per_person"),
            models.CheckConstraint(
                condition=(Q(meaning__in=VOTING) & ~Q(choice=""))
                | Q(meaning="review", choice="")
                | Q(meaning="authorship"),
                name="signature_votes_if_it_means_to",
            ),
            models.CheckConstraint(
                condition=Q(clinical=True, discipline__in=CLINICAL) | (Q(clinical=False) & ~Q(discipline__in=CLINICAL)),
                name="signature_clinical_by_discipline",
            ),
            models.CheckConstraint(
                condition=~Q(statement="")
                & ~Q(printed_name="")
                & ~Q(rendered="")
                & ~Q(intent="")
                & ~Q(idempotency_key=""),
                name="signature_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.get_meaning_display().lower()}"


class Recusal(models.Model):
    """A person who steps aside from one proposal, and why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recusals")
    reason = models.TextField()
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person} recused"
