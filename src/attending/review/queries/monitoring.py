"""Control charts, their newest readings, known events, and units beside one another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from attending.analytics import OVERALL, Stratum, StratumPerformance
from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.control_charts import ChartDesign, ChartSetup, ControlChart, Unit
from attending.analytics.records import from_record
from attending.program.models import Deployment, Organisation, Person, Seat, UseCase
from attending.program.models.deployments import RUNNING
from attending.review.level_months import levels_in, months_of
from attending.review.models import ChartPlan, ChartReading, CountHandover, CountSeries, KnownEvent, ReviewRun
from attending.review.rules.chart_data import Rows, from_records, newest_cases
from attending.review.rules.monitoring import Measured, SignalKey, key_of, monitored_signals
from attending.review.supplements import CASES, LEVEL_MONTHS

RUNS_READ = 60
"""So many of the newest reviews are searched for months when a chart is set up."""

REPLACED_WITHIN = timedelta(days=30)
"""A chart agreed so soon after another of its measure was retired takes its place, and says so."""

_HEAVY = ("run__document", "run__intake", "run__supplements", "handover__rows")
_DEPLOYMENT = (
    "deployment__use_case__organisation",
    "deployment__unit__site",
    "deployment__model_version__ai_model",
)


def plan(organisation: Organisation, pk: int) -> ChartPlan:
    """One chart in an organisation; raises ChartPlan.DoesNotExist."""
    found = ChartPlan.objects.select_related(*_DEPLOYMENT, "agreed_by", "retired_by", "series")
    return found.get(pk=pk, deployment__use_case__organisation=organisation)


def use_case(organisation: Organisation, pk: int) -> UseCase:
    """One use case of an organisation; raises UseCase.DoesNotExist."""
    return UseCase.objects.get(pk=pk, organisation=organisation)


def plans(deployment: Deployment) -> list[ChartPlan]:
    """Every chart of a deployment: those in force first, then the retired ones, newest first."""
    found = ChartPlan.objects.filter(deployment=deployment).select_related("agreed_by", "retired_by", "series")
    return sorted(found, key=lambda each: (each.retired_at is not None, each.pk if not each.retired_at else -each.pk))


def replaced(found: ChartPlan) -> int:
    """How many charts of the same measure were retired shortly before this one was agreed. One query."""
    return ChartPlan.objects.filter(
        deployment=found.deployment_id,
        measure=found.measure,
        score_threshold=found.score_threshold,
        attribute=found.attribute,
        level=found.level,
        series=found.series_id,
        retired_at__lte=found.agreed_at,
        retired_at__gte=found.agreed_at - REPLACED_WITHIN,
    ).count()


def in_force(deployment: int) -> QuerySet[ChartPlan]:
    """The charts that are drawn at the next review."""
    return ChartPlan.objects.filter(deployment=deployment, retired_at=None).select_related("series")


def measured_of(found: ChartPlan) -> Measured:
    """The measure a chart is of."""
    threshold = found.score_threshold
    return Measured(
        found.measure,
        None if threshold is None else threshold.normalize(),
        found.kind in ("p", "p_prime"),
        Stratum(found.attribute, found.level),
        found.series_id,
        "" if found.series is None else found.series.name,
    )


def design_of(found: ChartPlan) -> ChartDesign:
    """What was agreed."""
    return from_record(ChartDesign, found.design)


def setup_of(found: ChartPlan) -> ChartSetup | None:
    """What was stated when it was agreed."""
    return from_record(ChartSetup, found.detection) if found.detection else None


def chart_of(reading: ChartReading) -> ControlChart:
    """The chart as it was drawn."""
    return from_record(ControlChart, reading.document["chart"])


def rows_of(reading: ChartReading) -> Rows:
    """What it was drawn from."""
    return from_records(chart_of(reading).kind, reading.document["rows"])


def newest_reading(found: ChartPlan) -> ChartReading | None:
    """The chart as the newest review drew it."""
    return readings(found).order_by("-read_at", "-pk").first()


def newest_readings(found: Sequence[ChartPlan]) -> dict[int, ChartReading]:
    """The newest reading of each chart, by chart. One query."""
    chosen = ChartReading.objects.filter(plan__in=found, pk=_newest()).select_related(
        "answer__answered_by", "run", "handover"
    )
    return {each.plan_id: each for each in chosen.defer(*_HEAVY)}


def readings(found: ChartPlan) -> QuerySet[ChartReading]:
    """Every reading of a chart with its answer, oldest first."""
    kept = ChartReading.objects.filter(plan=found).select_related("answer__answered_by", "run", "handover")
    return kept.defer(*_HEAVY)


def answered_signals(found: ChartPlan) -> set[SignalKey]:
    """The signals of a chart that somebody has answered."""
    answered = ChartReading.objects.filter(plan=found, answer__isnull=False)
    return {key_of(signal) for each in answered for signal in monitored_signals(chart_of(each))}


def waiting(deployments: Collection[int]) -> list[ChartReading]:
    """The newest reading of each chart in force whose signals nobody has answered, without documents. One query."""
    found = ChartReading.objects.filter(
        pk=_newest(), plan__deployment__in=deployments, plan__retired_at=None, signals__gt=0, answer=None
    )
    named = found.select_related("plan__deployment__use_case", "plan__deployment__unit", "plan__series")
    return list(named.defer("document"))


def _newest() -> Subquery:
    inner = ChartReading.objects.filter(plan=OuterRef("plan")).order_by("-read_at", "-pk")
    return Subquery(inner.values("pk")[:1])


def answering_for(person: Person, seats: Collection[Seat]) -> list[Deployment]:
    """The running deployments of the use cases on which a person holds one of these seats."""
    found = Deployment.objects.filter(
        state__in=[str(state) for state in RUNNING],
        use_case__holdings__person=person,
        use_case__holdings__seat__in=[str(seat) for seat in seats],
        use_case__holdings__ended_on=None,
    )
    return list(found.distinct().select_related("use_case", "unit__site", "model_version__ai_model"))


def months(deployment: Deployment, group: Stratum = OVERALL) -> dict[str, StratumPerformance]:
    """Each month of a group as the newest review that has it measured it, by ISO month. One query."""
    found: dict[str, StratumPerformance] = {}
    runs = ReviewRun.objects.filter(deployment=deployment).order_by("-run_at", "-pk")
    field = "document__months" if group == OVERALL else f"supplements__{LEVEL_MONTHS}"
    for kept in runs.values_list(field, flat=True)[:RUNS_READ]:
        read = _months_listed(kept) if group == OVERALL else months_of(kept, group)
        for label, month in read.items():
            found.setdefault(label, month)
    return dict(sorted(found.items()))


def groups(deployment: Deployment) -> list[Stratum]:
    """The levels of which the newest review kept months, in its order. One query."""
    runs = ReviewRun.objects.filter(deployment=deployment).order_by("-run_at", "-pk")
    return levels_in(runs.values_list(f"supplements__{LEVEL_MONTHS}", flat=True).first())


def months_in(run: ReviewRun, group: Stratum = OVERALL) -> dict[str, StratumPerformance]:
    """The months of a group in one recorded review."""
    if group != OVERALL:
        return months_of(run.supplements.get(LEVEL_MONTHS), group)
    return _months_listed(run.document.get("months"))


def cases(deployment: Deployment) -> dict[str, MonthBlocks]:
    """Each month's cases in blocks as the newest review that followed them has them, by ISO month. One query."""
    runs = ReviewRun.objects.filter(deployment=deployment).order_by("-run_at", "-pk")
    listed = runs.values_list(f"supplements__{CASES}", flat=True)[:RUNS_READ]
    return newest_cases(_cases_listed(each) for each in listed)


def cases_in(run: ReviewRun) -> dict[str, MonthBlocks]:
    """Each month's cases in blocks in one recorded review."""
    return newest_cases([_cases_listed(run.supplements.get(CASES))])


def _cases_listed(listed: object) -> list[MonthBlocks]:
    return [from_record(MonthBlocks, each) for each in listed] if isinstance(listed, list) else []


def _months_listed(listed: object) -> dict[str, StratumPerformance]:
    if not isinstance(listed, list):
        return {}
    read = [from_record(StratumPerformance, each) for each in listed]
    return {each.period[0]: each for each in read if each.period is not None}


def all_series(deployment: Deployment) -> list[tuple[CountSeries, CountHandover]]:
    """Every series of handed-in counts with its newest hand-over. Two queries."""
    inner = CountHandover.objects.filter(series=OuterRef("series")).order_by("-handed_at", "-pk").values("pk")[:1]
    newest = CountHandover.objects.filter(series__deployment=deployment, pk=Subquery(inner)).select_related(
        "handed_by", "series"
    )
    return [(each.series, each) for each in newest.order_by("series")]


def newest_handover(series: CountSeries) -> CountHandover | None:
    """The series as it stands."""
    return CountHandover.objects.filter(series=series).order_by("-handed_at", "-pk").first()


def run_of(uid: UUID) -> ReviewRun | None:
    """The review a batch of measures was made from; None where it came from elsewhere."""
    return ReviewRun.objects.select_related("deployment__use_case", "run_by").filter(uid=uid).first()


def events(deployment: Deployment) -> list[KnownEvent]:
    """What is known to have happened, in order of time."""
    return list(KnownEvent.objects.filter(deployment=deployment).select_related("recorded_by"))


def labelled_events(deployment: Deployment, first: date | None = None, last: date | None = None) -> dict[str, str]:
    """What happened by ISO month, several in a month in one text: what charts by month mark."""
    found: dict[str, list[str]] = {}
    for each in events(deployment):
        if (first is None or each.happened_on >= first) and (last is None or each.happened_on <= last):
            found.setdefault(f"{each.happened_on:%Y-%m}", []).append(each.label)
    return {month: " and ".join(labels) for month, labels in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class UnitReview:
    """A deployment with what its newest review says of everyone; ``unit`` None: nothing can be expected there."""

    deployment: Deployment
    run: ReviewRun
    unit: Unit | None


def units(subject: UseCase) -> list[UnitReview]:
    """Observed and expected events of the newest review of every deployment of a use case. One query."""
    inner = ReviewRun.objects.filter(deployment=OuterRef("deployment")).order_by("-run_at", "-pk").values("pk")[:1]
    runs = ReviewRun.objects.filter(deployment__use_case=subject, pk=Subquery(inner)).select_related(*_DEPLOYMENT)
    found = []
    names: dict[str, int] = {}
    for run in runs.order_by("deployment__unit__name", F("deployment").asc()):
        unit = run.deployment.unit
        names[unit.name] = names.get(unit.name, 0) + 1
        name = unit.name if names[unit.name] == 1 else f"{unit.name}, {run.deployment.model_version.version}"
        overall = from_record(StratumPerformance, run.document["overall"])
        mean = overall.measures["mean_score"].value
        expected = 0.0 if mean is None else mean * overall.labelled
        found.append(UnitReview(run.deployment, run, Unit(name, overall.events, expected) if expected > 0 else None))
    return found
