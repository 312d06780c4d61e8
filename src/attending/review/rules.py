"""What a review may conclude: how old is too old, what changed between two reviews, and where a limit was crossed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from attending.analytics import Estimate, PerformanceReview, StratumPerformance
from attending.charts import Limits
from attending.program.models.deployments import State
from attending.program.registries.limits import AgreedLimits

FRESH_FOR = timedelta(days=100)
"""A quarter with a week and a half to spare: a review older than this is stale."""

ASKED_BEFORE = timedelta(days=14)
"""The next review is asked for this long before the newest one becomes stale."""

RUNNING = frozenset({State.SILENT, State.PILOT, State.LIVE})

_OVERALL = ("auroc", "oe", "calibration_slope", "brier", "event_rate", "mean_score")
_AT_THRESHOLD = ("sensitivity", "ppv", "flag_rate")
_BY_GROUP = ("auroc", "oe")


class Freshness(StrEnum):
    """Whether a deployment was reviewed lately enough."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER = "never"
    NOT_DUE = "not due"


def freshness(state: str, newest: datetime | None, now: datetime) -> Freshness:
    """Planned and retired deployments need no review; a paused one needs none if it never had one."""
    if state in {State.PLANNED, State.RETIRED} or (state == State.PAUSED and newest is None):
        return Freshness.NOT_DUE
    if newest is None:
        return Freshness.NEVER
    return Freshness.FRESH if now - newest < FRESH_FOR else Freshness.STALE


def due_at(state_since: datetime, newest: datetime | None) -> datetime:
    """When the next review is due: counted from the newest one, or from when the deployment took its state."""
    return (newest or state_since) + FRESH_FOR


def is_asked(state: str, newest: datetime | None, now: datetime) -> bool:
    """Whether a review is asked for now: a first one at once, the next shortly before it is due."""
    if state not in RUNNING:
        return False
    return newest is None or now >= newest + FRESH_FOR - ASKED_BEFORE


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


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a measure stands against its agreed limits now, and where it stood in the review before (None: unknown)."""

    limits: AgreedLimits
    now: str
    before: str | None
    estimate: Estimate

    @property
    def changed(self) -> bool:
        """Whether it stands elsewhere than before."""
        return self.before is not None and self.before != self.now


def crossing(limits: AgreedLimits, now: Estimate | None, before: Estimate | None) -> Crossing | None:
    """Hold the newest estimate against the limits; None where it cannot be judged."""
    stands = standing(limits, now)
    if now is None or stands is None:
        return None
    return Crossing(limits, stands, standing(limits, before), now)


def standing(limits: AgreedLimits, estimate: Estimate | None) -> str | None:
    """``within``, ``warn`` or ``stop``; None without a value or with too few rows."""
    if estimate is None or estimate.value is None or estimate.n < limits.minimum_n:
        return None
    return drawn(limits).status(estimate.value)


def drawn(limits: AgreedLimits) -> Limits:
    """The limits as a chart draws them."""
    return Limits(limits.warn_low, limits.warn_high, limits.stop_low, limits.stop_high)


def limits_of(agreed: Sequence[AgreedLimits], measure: str) -> AgreedLimits | None:
    """The limits of a measure for everyone, taken without a score threshold."""
    return next(
        (
            limits
            for limits in agreed
            if limits.measure == measure and limits.attribute == "overall" and limits.score_threshold is None
        ),
        None,
    )
