"""Enterprise priorities, and the use cases that answer to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models.organisation import Organisation
from attending.program.models.people import Person


class EnterprisePriority(models.Model):
    """A problem the health system has decided to solve, in its order."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="priorities")
    title = models.CharField(max_length=200)
    statement = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "enterprise priorities"
        constraints = [models.UniqueConstraint(fields=["organisation", "position"], name="priority_position_once")]

    def __str__(self) -> str:
        return self.title


class Stage(models.TextChoices):
    """The five stages of a use case, each left through a gate."""

    VALUE_THESIS = "value_thesis", "Value thesis"
    READINESS = "readiness", "Readiness"
    CONTROLS = "controls", "Controls"
    DEPLOYMENT = "deployment", "Deployment"
    LEARNING = "learning", "Learning"


class Kind(models.TextChoices):
    """What sort of AI is meant; it decides how performance is reviewed."""

    PREDICTIVE = "predictive", "Predictive model"
    IMAGING = "imaging", "Imaging"
    DOCUMENTATION = "documentation", "Ambient documentation"
    DRAFTING = "drafting", "Drafted replies"
    SUMMARY = "summary", "Summaries"
    OPERATIONAL = "operational", "Operational forecast"
    CODING = "coding", "Coding and prior authorisation"
    ENABLING = "enabling", "Enabling work, without AI of its own"


WRITING = (Kind.DOCUMENTATION, Kind.DRAFTING, Kind.SUMMARY)
"""What an AI of these kinds writes is read by somebody; it has no score, no alerts and no log of predictions."""


class RiskTier(models.TextChoices):
    """How much harm a failure could do to patients; it sets how often performance is reviewed."""

    HIGH = "high", "High risk"
    MODERATE = "moderate", "Moderate risk"
    LOW = "low", "Low risk"


class UseCase(models.Model):
    """What is to be achieved. Where and with which model version is a ``Deployment``.

    ``risk_tier`` is empty until somebody assessed it; until then the use case is reviewed as often as one of high risk.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="use_cases")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.VALUE_THESIS)
    risk_tier = models.CharField(max_length=10, choices=RiskTier, blank=True)
    priority = models.ForeignKey(EnterprisePriority, on_delete=models.PROTECT, null=True, blank=True)
    problem = models.TextField()
    burden_lifted = models.TextField(blank=True)
    burden_added = models.TextField(blank=True)
    alternative = models.TextField(blank=True)
    provenance = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="use_cases_proposed")
    proposed_on = models.DateField()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="use_case_key_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="use_case_stage_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="use_case_kind_known"),
            models.CheckConstraint(condition=Q(risk_tier__in=["", *RiskTier.values]), name="use_case_risk_tier_known"),
            models.CheckConstraint(condition=~Q(problem=""), name="use_case_names_a_problem"),
        ]

    def __str__(self) -> str:
        return self.title


class OutcomeMeasure(models.Model):
    """How durable value will be known: a measure with its baseline, its target and a horizon in quarters.

    ``minimum_effect`` is the smallest change that would be worth the effort, in the measure's unit and without a sign.
    A measure agreed before these were asked for has neither it nor the three texts, and is not yet measurable.
    """

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="outcome_measures")
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    baseline = models.FloatField()
    baseline_n = models.PositiveIntegerField()
    baseline_period = models.CharField(max_length=60)
    baseline_source = models.CharField(max_length=200)
    target = models.FloatField()
    horizon_quarters = models.PositiveSmallIntegerField()
    minimum_effect = models.FloatField(null=True, blank=True)
    how_measured = models.TextField(blank=True)
    who_pays = models.CharField(max_length=200, blank=True)
    who_benefits = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_case", "name"], name="outcome_measure_once"),
            models.CheckConstraint(
                condition=Q(minimum_effect=None) | Q(minimum_effect__gt=0), name="outcome_minimum_effect_positive"
            ),
            models.CheckConstraint(
                condition=Q(horizon_quarters__gte=1, horizon_quarters__lte=12), name="outcome_horizon_in_quarters"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Question(models.TextChoices):
    """The five strategic questions, answered with evidence before the first gate."""

    PROBLEM = "problem", "Which enterprise problem does it solve?"
    DEPENDENCIES = "dependencies", "What data, workflow and governance dependencies must be true before scale?"
    LEADERS = "leaders", "Which executive, clinical and technical leaders own the next decisions?"
    VALUE = "value", "How will we know that it creates durable value?"
    CAPABILITY = "capability", "What reusable capability does it build?"


class StrategicAnswer(models.Model):
    """One answer to one strategic question. A new answer is a new record; the newest counts."""

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=20, choices=Question)
    answer = models.TextField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(question__in=Question.values), name="strategic_question_known"),
            models.CheckConstraint(condition=~Q(answer=""), name="strategic_answer_not_empty"),
        ]

    def __str__(self) -> str:
        return self.get_question_display()
