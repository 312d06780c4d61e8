"""Sampled peer review of assistants that write: the rubric, the round, the sample, and what reviewers found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from attending.program.models import Deployment, Organisation, Person


class Rubric(models.Model):
    """What reviewers judge.

    ``criteria`` lists objects with key, title, guidance and answers, each of these with key, label, fails and severity.

    A rubric is never edited: a change is the next version.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rubrics")
    name = models.CharField(max_length=200)
    version = models.PositiveSmallIntegerField()
    criteria = models.JSONField()
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "version"], name="rubric_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class RoundState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    ENDED = "ended", "Ended unread"


class PeerReviewRound(models.Model):
    """One round of peer review: the sample drawn, by which plan, and its results once it is closed.

    ``frame`` counts the documents per stratum the sample was drawn from; ``plan`` and ``results`` are records of
    ``attending.analytics.peer_review``. All know users only by pseudonyms of this round. Closing erases the references
    of the sampled documents, and so does ending a round in which nobody handed anything in; ``ended_because`` says why.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="peer_review_rounds")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="rounds")
    label = models.CharField(max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()
    plan = models.JSONField()
    frame = models.JSONField()
    frame_sha256 = models.CharField(max_length=64)
    seed = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.OPEN)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="peer_round_state_known"),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="peer_round_period_in_order"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, results=None, ended_because="")
                | Q(state="closed", closed_at__isnull=False, results__isnull=False, ended_because="")
                | Q(state="ended", closed_at__isnull=False, results=None) & ~Q(ended_because=""),
                name="peer_round_closed_with_results",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.deployment}"


class RoundReviewer(models.Model):
    """Who reviews in a round. Reviewers do not see each other's answers until the round is closed."""

    round = models.ForeignKey(PeerReviewRound, on_delete=models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="peer_reviews")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="peer_reviewer_once")]

    def __str__(self) -> str:
        return str(self.person)


class SampledItem(models.Model):
    """One sampled document. ``reference`` is how the record system finds it, never its text.

    ``stratum`` is its unit, with the pseudonym of who wrote it where the sample was drawn by user. Closing erases the
    reference and the pseudonym.
    """

    round = models.ForeignKey(PeerReviewRound, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    stratum = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="sampled_item_number_once")]

    def __str__(self) -> str:
        return f"document {self.number}"


class Assessment(models.Model):
    """One reviewer's answers about one document: kept as a draft while they work, then handed in for good.

    ``answers`` maps a criterion's key to an answer's key; ``missing`` says that the document could not be opened.
    """

    item = models.ForeignKey(SampledItem, on_delete=models.PROTECT, related_name="assessments")
    reviewer = models.ForeignKey(RoundReviewer, on_delete=models.PROTECT, related_name="assessments")
    answers = models.JSONField(default=dict)
    missing = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "reviewer"], name="assessment_once_per_reviewer")]

    def __str__(self) -> str:
        return f"{self.reviewer} on {self.item}"


class UsageRecord(models.Model):
    """How drafts were used in a month: counts only, as ``analytics.peer_review`` records them. Append-only."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="usage_records")
    period = models.CharField(max_length=7)
    document = models.JSONField()
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["period", "recorded_at", "pk"]

    def __str__(self) -> str:
        return f"usage of {self.deployment}, {self.period}"
