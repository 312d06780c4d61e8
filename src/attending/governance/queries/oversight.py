"""Every read of oversight; a constant number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from attending.governance.models import Breach, OversightThreshold, Reading, Snooze, Verdict
from attending.program.models import Deployment, MeasureBatch, MeasureResult, Organisation, Person, UseCase
from attending.program.models.deployments import RUNNING
from attending.program.once import once_a_page


def active_thresholds(deployment: Deployment | None = None) -> QuerySet[OversightThreshold]:
    """The thresholds in force, of one deployment or of all."""
    found = OversightThreshold.objects.filter(retired_at=None).select_related(
        "deployment__use_case",
        "deployment__unit__site",
        "deployment__model_version__ai_model",
        "pause_authority",
        "deputy",
        "agreed_by",
        "agreement",
    )
    return found if deployment is None else found.filter(deployment=deployment)


def result_for(threshold: OversightThreshold, batch: MeasureBatch, start: date) -> MeasureResult | None:
    """The result of a batch that a threshold is judged on: its measure, group and trailing window."""
    return MeasureResult.objects.filter(
        batch=batch,
        measure=threshold.measure,
        attribute=threshold.attribute,
        level=threshold.level,
        threshold=threshold.score_threshold,
        period_start=start,
        period_end=batch.period_end,
    ).first()


def measures_in(batch: MeasureBatch) -> frozenset[str]:
    """What a batch measured."""
    return frozenset(MeasureResult.objects.filter(batch=batch).values_list("measure", flat=True).distinct())


class Heard(NamedTuple):
    """A threshold, the last day that results of its measure or its chart cover, and when silence was last answered."""

    threshold: OversightThreshold
    newest: date | None
    answered: datetime | None


def watched_for_silence() -> list[Heard]:
    """The thresholds of running deployments without an open breach, with what their silence is judged by. One query."""
    results = MeasureResult.objects.filter(batch__deployment=OuterRef("deployment"), measure=OuterRef("measure"))
    drawings = Reading.objects.filter(threshold=OuterRef("pk")).exclude(verdict=Verdict.NO_DATA)
    silences = Breach.objects.filter(
        threshold=OuterRef("pk"), reading__batch=None, reading__verdict=Verdict.NO_DATA, closed_at__isnull=False
    )
    found = (
        active_thresholds()
        .filter(deployment__state__in=RUNNING)
        .exclude(Exists(Breach.objects.filter(threshold=OuterRef("pk"), closed_at=None)))
        .annotate(
            newest_end=Coalesce(
                Subquery(results.order_by("-batch__period_end").values("batch__period_end")[:1]),
                Subquery(drawings.order_by("-window_end").values("window_end")[:1]),
            ),
            silence_answered_at=Subquery(silences.order_by("-closed_at").values("closed_at")[:1]),
        )
    )
    return [Heard(each, each.newest_end, each.silence_answered_at) for each in found]


def newest_readings(thresholds: Sequence[OversightThreshold]) -> Mapping[int, Reading]:
    """The newest reading of each threshold, by the threshold's primary key. One query."""
    numbered = Reading.objects.filter(threshold__in=thresholds).annotate(
        place=Window(RowNumber(), partition_by=[F("threshold")], order_by=[F("read_at").desc(), F("pk").desc()])
    )
    return {reading.threshold_id: reading for reading in numbered.filter(place=1)}


def open_breaches(deployment: Deployment | None = None) -> QuerySet[Breach]:
    """The breaches nobody has decided yet."""
    found = Breach.objects.filter(closed_at=None).select_related(
        "threshold__deployment__use_case",
        "threshold__deployment__unit",
        "threshold__deployment__model_version__ai_model",
        "threshold__pause_authority",
        "threshold__deputy",
        "reading",
        "proposal",
    )
    return found if deployment is None else found.filter(threshold__deployment=deployment)


def breaches(organisation: Organisation) -> QuerySet[Breach]:
    """Every breach of an organisation, newest first, with what was decided."""
    return (
        Breach.objects.filter(threshold__deployment__use_case__organisation=organisation)
        .select_related(
            "threshold__deployment__use_case",
            "threshold__deployment__unit",
            "threshold__pause_authority",
            "threshold__agreement",
            "reading",
            "proposal__withdrawal",
            "decision__proposal",
        )
        .prefetch_related("escalation", "acknowledgements__person")
        .annotate(open=ExpressionWrapper(Q(closed_at=None), output_field=BooleanField()))
        .order_by("-opened_at", "-pk")
    )


def deployment_with_oversight(organisation: Organisation, pk: int) -> Deployment:
    """One deployment with its thresholds, their readings and its changes of state; raises Deployment.DoesNotExist."""
    thresholds = OversightThreshold.objects.select_related("pause_authority", "deputy", "agreed_by", "agreement")
    return (
        Deployment.objects.select_related("use_case__organisation", "unit__site", "model_version__ai_model")
        .prefetch_related(
            Prefetch("oversight_thresholds", thresholds),
            Prefetch("oversight_thresholds__readings", Reading.objects.select_related("breach__proposal", "threshold")),
            Prefetch("oversight_thresholds__snoozes", Snooze.objects.filter(breach=None).select_related("person")),
            "state_changes__acting",
        )
        .get(use_case__organisation=organisation, pk=pk)
    )


def thresholds_of(subject: UseCase | Deployment) -> QuerySet[OversightThreshold]:
    """The thresholds in force on a deployment, or on all deployments of a use case."""
    if isinstance(subject, Deployment):
        return active_thresholds(subject)
    return active_thresholds().filter(deployment__use_case=subject)


@once_a_page
def newest_deployment(use_case: UseCase) -> Deployment | None:
    """The deployment of a use case that was planned last."""
    return Deployment.objects.filter(use_case=use_case).order_by("-pk").first()


def watched(organisation: Organisation) -> list[int]:
    """The primary keys of the deployments on which a threshold is in force."""
    found = OversightThreshold.objects.filter(
        retired_at=None, deployment__use_case__organisation=organisation
    ).values_list("deployment_id", flat=True)
    return list(found.distinct().order_by("deployment_id"))


def people_who_may_answer(deployment: Deployment) -> QuerySet[Person]:
    """The active people of the organisation, among whom who may pause and a deputy are named."""
    return Person.objects.filter(organisation=deployment.use_case.organisation, active=True)


def measured_groups(deployment: Deployment) -> list[tuple[str, str]]:
    """Everyone, and each subgroup of the newest results that have any, as ``attribute=level`` and its label."""
    found = MeasureResult.objects.filter(batch__deployment=deployment).exclude(attribute="overall")
    newest = found.order_by("-batch__measured_at", "-batch").values_list("batch", flat=True).first()
    levels = sorted(set(found.filter(batch=newest).values_list("attribute", "level")))
    return [("overall=all", "Everyone"), *((f"{a}={level}", f"{a}: {level}") for a, level in levels)]
