"""Use cases as lists and one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from attending.program.models import (
    CapabilityLink,
    ClinicalInput,
    Deployment,
    Organisation,
    OutcomeMeasure,
    StrategicAnswer,
    UseCase,
)
from attending.program.models.deployments import IN_USE
from attending.program.models.use_cases import Question


def use_cases(organisation: Organisation) -> QuerySet[UseCase]:
    """Every use case with its priority (``priority_key`` 0: none) and counts of deployments, and of those in use."""
    live = Q(deployments__state__in=IN_USE)
    return (
        UseCase.objects.filter(organisation=organisation)
        .select_related("priority")
        .annotate(
            priority_key=Coalesce("priority_id", 0),
            deployment_count=Count("deployments"),
            live_count=Count("deployments", filter=live),
        )
    )


def use_case(organisation: Organisation, key: str) -> UseCase:
    """One use case with all that its page shows; raises UseCase.DoesNotExist."""
    deployments = Deployment.objects.select_related("unit__site", "model_version__ai_model").order_by("unit__name")
    return (
        UseCase.objects.select_related("priority", "proposed_by", "organisation")
        .prefetch_related(
            Prefetch("deployments", deployments),
            Prefetch("clinical_input", ClinicalInput.objects.select_related("person", "answered_by")),
            Prefetch("capability_links", CapabilityLink.objects.select_related("capability")),
            Prefetch("outcome_measures", OutcomeMeasure.objects.order_by("name")),
            Prefetch("answers", StrategicAnswer.objects.select_related("answered_by")),
        )
        .get(organisation=organisation, key=key)
    )


def newest_answers(answers: Iterable[StrategicAnswer]) -> Mapping[Question, StrategicAnswer]:
    """The answer that counts for each question."""
    return {Question(answer.question): answer for answer in sorted(answers, key=lambda a: (a.answered_at, a.pk))}


def first_input_by_discipline(use_case: UseCase) -> Sequence[tuple[str, ClinicalInput]]:
    """When each discipline first gave input, earliest first."""
    first: dict[str, ClinicalInput] = {}
    for given in sorted(use_case.clinical_input.all(), key=lambda i: (i.given_at, i.pk)):
        first.setdefault(given.get_discipline_display(), given)
    return list(first.items())


def deployments(organisation: Organisation) -> QuerySet[Deployment]:
    """Every deployment, with when it was last measured."""
    return (
        Deployment.objects.filter(use_case__organisation=organisation)
        .select_related("use_case", "unit__site", "model_version__ai_model")
        .annotate(last_measured_at=Max("measure_batches__measured_at"))
    )
