"""What the records say of one version of an AI, for its card; a constant number of queries."""

from __future__ import annotations

from attending.analytics.catalogs.measure import measures
from attending.inventory.queries.claims import use_cases_of
from attending.inventory.rules.own_card import FEWEST, OVERALL, Measured, Recorded
from attending.program.models import Deployment, MeasureBatch, MeasureResult, ModelVersion


def recorded(version: ModelVersion) -> Recorded:
    """The version, where it is deployed, and the newest batch of results that was measured of it."""
    deployments = Deployment.objects.filter(model_version=version).select_related("unit__site").order_by("pk")
    batch = MeasureBatch.objects.filter(deployment__model_version=version).order_by("-measured_at", "-pk").first()
    results = MeasureResult.objects.filter(batch=batch, value__isnull=False, n__gte=FEWEST).order_by("pk")
    return Recorded(
        organisation=version.ai_model.organisation.name,
        name=version.ai_model.name,
        maker=version.ai_model.maker,
        version=version.version,
        released_on=version.released_on,
        intended_use=version.ai_model.intended_use,
        problems=[each.problem for each in use_cases_of(version)],
        places=list(dict.fromkeys(f"{each.unit.name}, {each.unit.site.name}" for each in deployments)),
        measured=_newest(list(results)) if batch else [],
        period=f"{batch.period_start.isoformat()} to {batch.period_end.isoformat()}" if batch else "",
        source=batch.source if batch else "",
    )


def _newest(results: list[MeasureResult]) -> list[Measured]:
    """Each measure once for each group: of its last period, without those at a threshold of their own."""
    found: dict[tuple[str, str, str], MeasureResult] = {}
    for each in sorted(results, key=lambda each: (each.period_end, each.period_start), reverse=True):
        if each.threshold is None:
            found.setdefault((each.measure, each.attribute, each.level), each)
    return [_measured(each) for each in found.values()]


def _measured(result: MeasureResult) -> Measured:
    known = measures().get(result.measure)
    return Measured(
        title=known.title if known else result.measure,
        group=f"{result.attribute} {result.level}",
        value=result.value or 0.0,
        low=result.low,
        high=result.high,
        n=result.n,
        unit=known.unit if known and known.unit not in ("probability", "ratio") else "",
        overall=result.attribute == OVERALL,
    )
