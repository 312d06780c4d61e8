"""What clinicians said, about what, what they were answered, and what was changed because of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from attending.program.models.people import Discipline, Person
from attending.program.models.use_cases import UseCase


class About(models.TextChoices):
    FIT = "fit", "Clinical fit"
    RISK = "risk", "Risk"
    WORKFLOW = "workflow", "Workflow reality"
    USEFULNESS = "usefulness", "Usefulness"


class Effect(models.TextChoices):
    CHANGED = "changed", "Changed"
    CONSIDERED = "considered", "Considered, not changed"
    DECLINED = "declined", "Declined"


class ClinicalInput(models.Model):
    """One piece of typed input. It is answered once; the answer says what was changed."""

    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, related_name="clinical_input")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="clinical_input")
    discipline = models.CharField(max_length=20, choices=Discipline)
    about = models.CharField(max_length=20, choices=About)
    said = models.TextField()
    given_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    effect = models.CharField(max_length=20, choices=Effect, null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="clinical_input_about_known"),
            models.CheckConstraint(condition=~Q(said=""), name="clinical_input_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", effect=None, answered_by=None, answered_at=None)
                | (
                    ~Q(answer="")
                    & Q(
                        effect__isnull=False,  # a null effect is neither in the list nor out of it, and would pass
                        effect__in=Effect.values,
                        answered_by__isnull=False,
                        answered_at__isnull=False,
                    )
                ),
                name="clinical_input_answered_wholly",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()} on {self.use_case}"
