"""Find the estimate a chart is about, whether or not it belongs to a threshold."""

from collections.abc import Sequence
from decimal import Decimal

from attending.analytics import Estimate, StratumPerformance


def estimate_of(performance: StratumPerformance, measure: str, threshold: Decimal | None = None) -> Estimate:
    """The estimate of `measure`, at `threshold` where the measure needs one; a missing one says so itself."""
    if threshold is None:
        found = performance.measures.get(measure)
    else:
        at = next((point for point in performance.at_thresholds if point.threshold == threshold), None)
        found = at.measures.get(measure) if at else None
    if found is not None:
        return found
    where = "" if threshold is None else f" at threshold {threshold}"
    return Estimate.missing(
        measure, f"Not measured{where}", n=performance.labelled, events=performance.events, threshold=threshold
    )


def by_month(months: Sequence[StratumPerformance]) -> dict[str, StratumPerformance]:
    """ISO month -> performance, ascending; months without rows are left out."""
    return dict(sorted((month.period[0], month) for month in months if month.period is not None))
