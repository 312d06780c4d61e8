"""Every read of reviews of categorical readings; a constant number of queries each."""

from __future__ import annotations

from django.db.models import QuerySet

from attending.program.models import Deployment, Organisation
from attending.review.models import ClassifierReview

HEAVY = ("counts", "results", "intake")


def reviews(deployment: Deployment) -> QuerySet[ClassifierReview]:
    """The reviews of a deployment, newest first, without their documents."""
    found = ClassifierReview.objects.filter(deployment=deployment).defer(*HEAVY).select_related("run_by")
    return found.order_by("-run_at", "-pk")


def newest(deployment: Deployment) -> ClassifierReview | None:
    """The newest review of a deployment, without its documents."""
    return reviews(deployment).first()


def review(organisation: Organisation, pk: int) -> ClassifierReview:
    """One review with its numbers; raises ClassifierReview.DoesNotExist."""
    return ClassifierReview.objects.select_related(
        "run_by",
        "deployment__use_case__organisation",
        "deployment__unit__site",
        "deployment__model_version__ai_model",
    ).get(deployment__use_case__organisation=organisation, pk=pk)
