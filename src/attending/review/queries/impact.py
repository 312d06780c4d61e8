"""Every read of impact evaluations; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from attending.analytics.impact.panel import Cell
from attending.analytics.impact.quarterly import QuarterReview
from attending.analytics.impact.result import ImpactResult
from attending.analytics.records import from_record
from attending.charts.impact_answers import Verdict
from attending.program.models import Deployment, Organisation, UseCase
from attending.review.models import ImpactEvaluation, ImpactRun
from attending.review.rules.impact_settings import Settings

HISTORY = 24
HEAVY = ("data", "document", "quarters")


@dataclass(frozen=True)
class Recorded:
    """A run as the records it was kept from."""

    answer: str
    verdict: Verdict
    result: ImpactResult
    promise: QuarterReview | None
    promise_note: str
    cells: tuple[Cell, ...]


def evaluations(organisation: Organisation) -> QuerySet[ImpactEvaluation]:
    """Every evaluation with its newest answer; ``retired`` and ``verdict`` can be filtered by. One query."""
    newest = ImpactRun.objects.filter(evaluation=OuterRef("pk")).order_by("-run_at", "-pk")
    return (
        ImpactEvaluation.objects.filter(use_case__organisation=organisation)
        .select_related("use_case", "declared_by")
        .annotate(
            newest_run_at=Subquery(newest.values("run_at")[:1]),
            answer=Subquery(newest.values("document__answer")[:1]),
            verdict=Subquery(newest.values("document__verdict")[:1]),
            retired=ExpressionWrapper(Q(retired_at__isnull=False), output_field=BooleanField()),
        )
        .alias(has_result=Exists(newest))
    )


def of_use_case(use_case: UseCase) -> QuerySet[ImpactEvaluation]:
    """The evaluations of one use case, newest first, with their newest answers."""
    return evaluations(use_case.organisation).filter(use_case=use_case)


def evaluation(organisation: Organisation, pk: int) -> ImpactEvaluation:
    """One evaluation; raises ImpactEvaluation.DoesNotExist."""
    return ImpactEvaluation.objects.select_related(
        "use_case__organisation", "outcome_measure", "declared_by", "retired_by"
    ).get(use_case__organisation=organisation, pk=pk)


def run(organisation: Organisation, pk: int) -> ImpactRun:
    """One result; raises ImpactRun.DoesNotExist."""
    return ImpactRun.objects.select_related(
        "run_by",
        "evaluation__use_case__organisation",
        "evaluation__outcome_measure",
        "evaluation__declared_by",
        "evaluation__retired_by",
    ).get(evaluation__use_case__organisation=organisation, pk=pk)


def newest_run(subject: ImpactEvaluation) -> ImpactRun | None:
    """The result that counts."""
    return ImpactRun.objects.filter(evaluation=subject).select_related("run_by").order_by("-run_at", "-pk").first()


def first_look(subject: ImpactEvaluation) -> datetime | None:
    """When data were first handed over."""
    found = ImpactRun.objects.filter(evaluation=subject).order_by("run_at", "pk")
    return found.values_list("run_at", flat=True).first()


def history(subject: ImpactEvaluation) -> list[Mapping[str, object]]:
    """The newest results, newest first, each with its answer and without its document. One query."""
    found = ImpactRun.objects.filter(evaluation=subject).order_by("-run_at", "-pk")
    names = ("pk", "run_at", "source", "source_sha256", "run_by__printed_name", "document__answer")
    return list(found.values(*names)[:HISTORY])


def in_force(use_case_pk: int) -> list[ImpactEvaluation]:
    """The evaluations of a use case that are not retired, each with its newest verdict. One query."""
    newest = ImpactRun.objects.filter(evaluation=OuterRef("pk")).order_by("-run_at", "-pk")
    return list(
        ImpactEvaluation.objects.filter(use_case=use_case_pk, retired_at=None).annotate(
            newest_run_at=Subquery(newest.values("run_at")[:1]),
            answer=Subquery(newest.values("document__answer")[:1]),
            verdict=Subquery(newest.values("document__verdict")[:1]),
        )
    )


def with_running(use_case_pk: int, states: tuple[str, ...]) -> int:
    """How many deployments of a use case are in one of these states. One query."""
    return Deployment.objects.filter(use_case=use_case_pk, state__in=states).count()


def settings_of(subject: ImpactEvaluation) -> Settings:
    """What was fixed beforehand."""
    return from_record(Settings, subject.settings)


def recorded(subject: ImpactRun) -> Recorded:
    """What was found."""
    document = subject.document
    promise = document["promise"]
    return Recorded(
        document["answer"],
        document["verdict"],
        from_record(ImpactResult, document["result"]),
        from_record(QuarterReview, promise) if promise else None,
        document["promise_note"],
        tuple(from_record(Cell, each) for each in subject.data["cells"]),
    )
