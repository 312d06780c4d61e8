"""The versions of an organisation's policy: one is in force, one may be written, one may be before its signers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.decisions.models.outcomes import Decision
from attending.decisions.models.proposals import Proposal
from attending.program.models import Organisation, Person


class PolicyState(models.TextChoices):
    """Only a draft is edited; what was offered stands as it is, whatever becomes of it."""

    DRAFT = "draft", "Draft"
    OFFERED = "offered", "Offered"
    NOT_ADOPTED = "not_adopted", "Not adopted"
    IN_FORCE = "in_force", "In force"
    RETIRED = "retired", "Retired"


class PolicyVersion(models.Model):
    """One text of the policy (``attending.policies``). ``name`` is the version it names itself; a draft has none yet.

    An organisation without a version in force is held to the default policy.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=PolicyState, default=PolicyState.DRAFT)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="policy_offered"
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="policy_adopted"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="policy_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=~Q(state="draft"), name="policy_name_once"
            ),
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="draft"), name="policy_one_draft"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="offered"), name="policy_one_offered"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="in_force"), name="policy_one_in_force"),
            models.CheckConstraint(condition=Q(state__in=PolicyState.values), name="policy_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", proposal=None)
                | (~Q(state="draft") & ~Q(name="") & ~Q(why="") & Q(proposal__isnull=False)),
                name="policy_was_offered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["in_force", "retired"], decision__isnull=False)
                | Q(state="not_adopted")
                | Q(state__in=["draft", "offered"], decision=None),
                name="policy_holds_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Policy {self.name or 'draft'}"
