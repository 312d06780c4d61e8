"""Every read of reviews; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, RowNumber

from attending.analytics import LEVEL, Estimate
from attending.program.models import Deployment, MeasureResult, Organisation, Person, Seat, UseCase
from attending.program.models.deployments import RUNNING, State
from attending.program.models.use_cases import WRITING
from attending.program.registries.limits import AgreedLimits
from attending.review.models import ClassifierReview, LogSource, PeerReviewRound, ReviewRun, RoundState
from attending.review.months import first_day, months_before

HEAVY = ("document", "intake")
LISTED = (
    "state",
    "use_case__title",
    "unit__name",
    "unit__site__name",
    "model_version__version",
    "model_version__ai_model__name",
)
HISTORY = 24
HEADLINE = ("auroc", "oe")

LimitKey = tuple[str, str, str, Decimal | None, int]


@dataclass(frozen=True, slots=True)
class Headline:
    """A review as a list shows it."""

    run: ReviewRun
    estimates: Mapping[str, Estimate]


def deployments(organisation: Organisation) -> QuerySet[Deployment]:
    """Every deployment with the time of its newest review; ``reviewed`` can be filtered by."""
    return (
        Deployment.objects.filter(use_case__organisation=organisation)
        .select_related("use_case", "unit__site", "model_version__ai_model")
        .only(*LISTED)
        .annotate(newest_run_at=_newest_review())
        .alias(
            reviewed=Exists(_runs()) | Exists(_classified()) | Q(use_case__kind__in=WRITING) & Exists(_rounds()),
        )
    )


def _runs() -> QuerySet[ReviewRun]:
    return ReviewRun.objects.filter(deployment=OuterRef("pk")).order_by("-run_at", "-pk")


def _rounds() -> QuerySet[PeerReviewRound]:
    found = PeerReviewRound.objects.filter(deployment=OuterRef("pk"), state=RoundState.CLOSED)
    return found.order_by("-closed_at", "-pk")


def _classified() -> QuerySet[ClassifierReview]:
    return ClassifierReview.objects.filter(deployment=OuterRef("pk")).order_by("-run_at", "-pk")


def _newest_review() -> Case:
    """When a deployment was last reviewed: by a log, by its readings, or, of what writes, by a closed round."""
    run, readings = Subquery(_runs().values("run_at")[:1]), Subquery(_classified().values("run_at")[:1])
    closed = Subquery(_rounds().values("closed_at")[:1])
    measured = _later(run, readings)
    return Case(When(use_case__kind__in=WRITING, then=_later(measured, closed)), default=measured)


def _later(one: Combinable, other: Combinable) -> Greatest:
    """Either may be missing, and databases differ in what the greater of a time and nothing is."""
    return Greatest(Coalesce(one, other), Coalesce(other, one))


def deployment(organisation: Organisation, pk: int) -> Deployment:
    """One deployment with its names; raises Deployment.DoesNotExist."""
    return Deployment.objects.select_related(
        "use_case__organisation", "unit__site", "model_version__ai_model", "log_source"
    ).get(use_case__organisation=organisation, pk=pk)


def log_source(subject: Deployment) -> LogSource | None:
    """Where the log of a deployment lies, if somebody said so."""
    return getattr(subject, "log_source", None)


def run(organisation: Organisation, pk: int) -> ReviewRun:
    """One review with its numbers; raises ReviewRun.DoesNotExist."""
    return ReviewRun.objects.select_related(
        "run_by",
        "deployment__use_case__organisation",
        "deployment__unit__site",
        "deployment__model_version__ai_model",
        "deployment__log_source",
    ).get(deployment__use_case__organisation=organisation, pk=pk)


def newest_two(subject: Deployment) -> tuple[ReviewRun | None, ReviewRun | None]:
    """The newest review of a deployment and the one before it. One query."""
    found = ReviewRun.objects.filter(deployment=subject).select_related("run_by").order_by("-run_at", "-pk")[:2]
    runs: list[ReviewRun | None] = [*found, None, None]
    return runs[0], runs[1]


def newest_run(subject: Deployment) -> ReviewRun | None:
    """The newest review of a deployment."""
    return ReviewRun.objects.filter(deployment=subject).select_related("run_by").order_by("-run_at", "-pk").first()


def newest_of_silent(subject: UseCase | Deployment) -> Mapping[int, ReviewRun]:
    """The newest review of each deployment that runs silently, by its primary key, with its document. One query."""
    about = Q(deployment=subject) if isinstance(subject, Deployment) else Q(deployment__use_case=subject)
    numbered = ReviewRun.objects.filter(about, deployment__state=State.SILENT).annotate(
        place=Window(RowNumber(), partition_by=[F("deployment")], order_by=[F("run_at").desc(), F("pk").desc()])
    )
    return {each.deployment_id: each for each in numbered.filter(place=1)}


def newest_number(subject: Deployment) -> int | None:
    """The primary key of the newest review."""
    found = ReviewRun.objects.filter(deployment=subject).order_by("-run_at", "-pk")
    return found.values_list("pk", flat=True).first()


def run_before(later: ReviewRun) -> ReviewRun | None:
    """The review of the same deployment before this one."""
    earlier = Q(run_at__lt=later.run_at) | Q(run_at=later.run_at, pk__lt=later.pk)
    found = ReviewRun.objects.filter(earlier, deployment_id=later.deployment_id)
    return found.select_related("run_by").order_by("-run_at", "-pk").first()


def history(subject: Deployment) -> list[Headline]:
    """The newest reviews of a deployment, newest first, without their documents. Two queries."""
    runs = ReviewRun.objects.filter(deployment=subject).defer(*HEAVY).select_related("run_by")
    return _headlines(list(runs.order_by("-run_at", "-pk")[:HISTORY]))


def headlines(deployments: Collection[int]) -> Mapping[int, Headline]:
    """The newest review of each deployment, by the deployment's primary key, without documents. Two queries."""
    numbered = (
        ReviewRun.objects.filter(deployment__in=deployments)
        .defer(*HEAVY)
        .annotate(
            place=Window(RowNumber(), partition_by=[F("deployment")], order_by=[F("run_at").desc(), F("pk").desc()])
        )
    )
    return {each.run.deployment_id: each for each in _headlines(list(numbered.filter(place=1)))}


def _headlines(runs: Sequence[ReviewRun]) -> list[Headline]:
    results = MeasureResult.objects.filter(
        batch__uid__in=[each.uid for each in runs],
        measure__in=HEADLINE,
        attribute="overall",
        threshold=None,
        period_start=F("batch__period_start"),
        period_end=F("batch__period_end"),
    ).select_related("batch")
    found: dict[object, dict[str, Estimate]] = {}
    for result in results:
        found.setdefault(result.batch.uid, {})[result.measure] = estimate_of(result)
    return [Headline(each, found.get(each.uid, {})) for each in runs]


def estimate_of(result: MeasureResult) -> Estimate:
    """A recorded result as the estimate it was made from."""
    return Estimate(
        result.measure,
        result.value,
        result.low,
        result.high,
        LEVEL,
        result.n,
        result.events,
        result.numerator,
        result.denominator,
        result.bound,
        result.reason or None,
        result.threshold,
    )


def windowed(runs: Sequence[ReviewRun], agreed: Sequence[AgreedLimits]) -> Mapping[tuple[int, LimitKey], Estimate]:
    """What each review measured for each agreed limit over that limit's window: by review and limit. One query."""
    wanted: dict[tuple[object, ...], tuple[int, LimitKey]] = {}
    for each in runs:
        for limits in agreed:
            start = window_start(each.period_end, limits.window_months)
            place = (each.uid, limits.measure, limits.attribute, limits.level, limits.score_threshold, start)
            wanted[place] = (each.pk, key_of(limits))
    if not wanted:
        return {}
    places = [
        Q(
            batch__uid=uid,
            measure=measure,
            attribute=attribute,
            level=level,
            threshold=threshold,
            period_start=start,
            period_end=F("batch__period_end"),
        )
        for uid, measure, attribute, level, threshold, start in wanted
    ]
    results = MeasureResult.objects.filter(reduce(or_, places)).select_related("batch")
    found: dict[tuple[int, LimitKey], Estimate] = {}
    for result in results:
        place = (
            result.batch.uid,
            result.measure,
            result.attribute,
            result.level,
            result.threshold,
            result.period_start,
        )
        if place in wanted:
            found[wanted[place]] = estimate_of(result)
    return found


def key_of(limits: AgreedLimits) -> LimitKey:
    """What tells the limits of a deployment apart."""
    return (limits.measure, limits.attribute, limits.level, limits.score_threshold, limits.window_months)


def window_start(end: date, months: int) -> date:
    """The first day of a trailing window of whole months that ends with the month of ``end``."""
    return first_day(months_before(f"{end:%Y-%m}", months - 1))


def deployments_in(subject: UseCase | Deployment, states: Collection[str]) -> list[Deployment]:
    """A deployment, or those of a use case, in one of these states. One query, none for a deployment."""
    if isinstance(subject, Deployment):
        return [subject] if subject.state in states else []
    found = Deployment.objects.filter(use_case=subject, state__in=[str(state) for state in states])
    return list(found.select_related("unit", "use_case").order_by("unit__name", "pk"))


def with_newest_review(subject: UseCase | Deployment) -> list[Deployment]:
    """A deployment, or all those of a use case, each with when it was last reviewed."""
    found = Deployment.objects.select_related("unit", "use_case").annotate(newest_run_at=_newest_review())
    chosen = found.filter(pk=subject.pk) if isinstance(subject, Deployment) else found.filter(use_case=subject)
    return list(chosen.order_by("unit__name", "pk"))


def running_deployments(person: Person) -> list[Deployment]:
    """The running deployments of the use cases on which a person is model steward or platform owner."""
    seats = (Seat.MODEL_STEWARD, Seat.PLATFORM_OWNER)
    return list(
        Deployment.objects.filter(
            state__in=[str(state) for state in RUNNING],
            use_case__holdings__person=person,
            use_case__holdings__seat__in=seats,
            use_case__holdings__ended_on=None,
        )
        .distinct()
        .select_related("use_case", "unit__site", "model_version__ai_model")
        .annotate(newest_run_at=_newest_review())
    )
