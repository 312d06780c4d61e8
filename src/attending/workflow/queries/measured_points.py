"""What was measured of a deployment at each threshold, as the program records it, whichever room measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from attending.analytics import OVERALL
from attending.program.models import Deployment, MeasureBatch, MeasureResult
from attending.workflow.rules.operating_points import OperatingPoint


@dataclass(frozen=True, slots=True)
class MeasuredPoints:
    """The newest measurement at several thresholds: the people with and without the event, and where it is from."""

    points: tuple[OperatingPoint, ...]
    having: float
    without: float
    source: str
    first: date
    last: date


def newest_at_thresholds(deployment: Deployment) -> Sequence[MeasureResult]:
    """The results at thresholds, over everybody, of the newest measurement that has any. Two queries."""
    found = MeasureResult.objects.filter(
        batch__deployment=deployment, threshold__isnull=False, attribute=OVERALL.attribute, level=OVERALL.level
    )
    batch = MeasureBatch.objects.filter(pk__in=found.values("batch")).order_by("-measured_at", "-pk").first()
    if batch is None:
        return []
    return list(found.filter(batch=batch).select_related("batch").order_by("period_start", "-period_end"))


def measured_points(deployment: Deployment) -> MeasuredPoints | None:
    """The operating points of the longest period of the newest measurement; None where nothing was measured at any."""
    results = newest_at_thresholds(deployment)
    if not results:
        return None
    longest = max(results, key=lambda each: (each.period_end - each.period_start, each.period_end))
    by_threshold: dict[float, dict[str, MeasureResult]] = defaultdict(dict)
    for each in results:
        if (each.period_start, each.period_end) == (longest.period_start, longest.period_end) and each.denominator:
            by_threshold[float(each.threshold or 0)][each.measure] = each
    whole = {at: found for at, found in by_threshold.items() if {"sensitivity", "specificity"} <= set(found)}
    if not whole:
        return None
    some = next(iter(whole.values()))
    having, without = (float(some[name].denominator or 0) for name in ("sensitivity", "specificity"))
    points = tuple(
        OperatingPoint(
            at, float(found["sensitivity"].numerator or 0), without - float(found["specificity"].numerator or 0)
        )
        for at, found in sorted(whole.items())
    )
    source = f"{longest.batch.source}, {longest.period_start:%B %Y} to {longest.period_end:%B %Y}"
    return MeasuredPoints(points, having, without, source, longest.period_start, longest.period_end)
