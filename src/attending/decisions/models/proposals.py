"""What is asked of whom, and the evidence it is asked on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Organisation, Person, UseCase


class ProposalState(models.TextChoices):
    OPEN = "open", "Open"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Urgency(models.TextChoices):
    """How the work list marks the proposal; ``STOP`` is a breached stop limit."""

    STOP = "stop", "Stop limit breached"
    WARN = "warn", "Warning limit breached"
    ASKED = "asked", "Asked"


class Proposal(models.Model):
    """One question put to named people, with the options they choose from.

    ``options`` is a list of objects with key, label, effect and what ``rules.options.Option`` names further.
    ``answerable`` lists who is asked, ``{"person": id, "seats": [...]}``: the seats they were asked in.
    ``eligible_seats`` lists the seats whose other holders may sign too. ``disciplines`` lists those that each have to
    be among the people who choose an option, the protective one excepted.
    Only ``state`` ever changes, and only from open.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    subject_label = models.CharField(max_length=300)
    question = models.TextField()
    options = models.JSONField()
    proposed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals_made"
    )
    proposed_at = models.DateTimeField()
    quorum = models.PositiveSmallIntegerField()
    clinical_quorum = models.PositiveSmallIntegerField()
    protective_choice = models.CharField(max_length=40, blank=True)
    answerable = models.JSONField()
    eligible_seats = models.JSONField()
    disciplines = models.JSONField(default=list)
    policy_version = models.CharField(max_length=60)
    due_at = models.DateTimeField(null=True, blank=True)
    if_nothing = models.TextField()
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.ASKED)
    key = models.CharField(max_length=120, unique=True)
    supersedes = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="challenges"
    )
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "state", "-proposed_at", "id"], name="decisions_proposal_state"),
            models.Index(fields=["organisation", "-proposed_at", "id"], name="decisions_proposal_list"),
            models.Index(fields=["subject", "-proposed_at"], name="decisions_proposal_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="proposal_urgency_known"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="proposal_quorum_of_someone"),
            models.CheckConstraint(
                condition=Q(clinical_quorum__lte=F("quorum")), name="proposal_clinical_quorum_within_quorum"
            ),
            models.CheckConstraint(condition=~Q(question="") & ~Q(key=""), name="proposal_asks_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.subject_label})"


class Packet(models.Model):
    """The evidence of a proposal as it stood when it was sealed: canonical RFC 8785 JSON and its SHA-256."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="packets")
    version = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version"], name="packet_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="packet_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"packet {self.sha256[:12]} version {self.version}"


class Withdrawal(models.Model):
    """Why a proposal was taken back, and by whom; ``person`` is null when the system did."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="withdrawal")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    ledger_seq = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_gives_a_reason")]

    def __str__(self) -> str:
        return f"withdrawal of proposal {self.proposal_id}"
