"""What changed from one review to the next by more than chance explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from attending.analytics import Estimate, PerformanceReview, StratumPerformance

_OVERALL = ("auroc", "oe", "calibration_slope", "brier", "event_rate", "mean_score")
_AT_THRESHOLD = ("sensitivity", "ppv", "flag_rate")
_BY_GROUP = ("auroc", "oe")


@dataclass(frozen=True, slots=True)
class Shift:
    """A measure whose two intervals do not overlap: it changed by more than chance explains."""

    attribute: str
    level: str
    before: Estimate
    after: Estimate


def shifts(before: PerformanceReview, after: PerformanceReview) -> list[Shift]:
    """Every clear change from one review to the next: for everyone, at thresholds in both, and by subgroup.

    Two reviews of a growing log share rows, so their intervals overlap more easily than those of separate logs; what is
    found here is found in spite of it.
    """
    pairs = [*_pairs(before.overall, after.overall, _OVERALL)]
    earlier_points = {point.threshold: point for point in before.overall.at_thresholds}
    for point in after.overall.at_thresholds:
        earlier = earlier_points.get(point.threshold)
        if earlier is not None:
            pairs += [Shift("overall", "all", earlier.measures[name], point.measures[name]) for name in _AT_THRESHOLD]
    groups = {(group.attribute, group.level): group for group in before.subgroups}
    for group in after.subgroups:
        if (group.attribute, group.level) in groups:
            pairs.extend(_pairs(groups[group.attribute, group.level], group, _BY_GROUP))
    return [pair for pair in pairs if apart(pair.before, pair.after)]


def apart(first: Estimate, second: Estimate) -> bool:
    """Whether two intervals exclude each other."""
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return False
    return first.low > second.high or first.high < second.low


def _pairs(before: StratumPerformance, after: StratumPerformance, names: Iterable[str]) -> Iterator[Shift]:
    for name in names:
        if name in before.measures and name in after.measures:
            yield Shift(after.attribute, after.level, before.measures[name], after.measures[name])
