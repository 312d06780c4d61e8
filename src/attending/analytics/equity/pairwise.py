"""One level against its reference on one measure, and the family of such comparisons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from attending.analytics.clustering.influence import measure_key
from attending.analytics.equity.contrast import WITH_RATIO, Spread, difference_limits, difference_p, ratio_limits
from attending.analytics.equity.groups import Group
from attending.analytics.equity.multiplicity import holm, simultaneous_quantile
from attending.analytics.equity.pairs import Pair
from attending.analytics.equity.requirements import Requirements, shortfalls
from attending.analytics.equity.results import GroupComparison, Simultaneous
from attending.analytics.estimate import LEVEL, Estimate, Z


@dataclass(frozen=True)
class Compared:
    """A comparison with the spreads it came from, for the wider intervals of its family."""

    result: GroupComparison
    level: Spread | None
    reference: Spread | None


def compare(pair: Pair, everyone: Group, key: str, wanted: Requirements) -> Compared:
    """One comparison with its own interval and p value; no number where either group has too few data."""
    lacking = (
        *shortfalls(pair.level, everyone, key, wanted),
        *shortfalls(pair.reference, everyone, key, wanted),
    )
    a, b = pair.level.estimates[key], pair.reference.estimates[key]
    first, second = pair.level.spreads.get(key), pair.reference.spreads.get(key)
    hide = ". ".join(map(str, lacking))
    difference, ratio = _contrast(a, b, first, second, hide)
    result = GroupComparison(
        pair.attribute,
        pair.level.name,
        pair.reference.name,
        pair.within,
        a.measure,
        a.threshold,
        _hidden(a, hide) if lacking else a,
        _hidden(b, hide) if lacking else b,
        difference,
        ratio,
        p=difference_p(first, second) if difference.estimable and first and second else None,
        shortfalls=lacking,
    )
    return Compared(result, first, second)


def in_families(compared: Sequence[Compared]) -> tuple[GroupComparison, ...]:
    """The comparisons with simultaneous intervals and adjusted p values; a family is one measure at one threshold."""
    families: dict[str, list[int]] = {}
    for i, each in enumerate(compared):
        if each.result.p is not None:
            families.setdefault(measure_key(each.result.measure, each.result.threshold), []).append(i)
    done = [each.result for each in compared]
    for members in families.values():
        adjusted = holm([compared[i].result.p or 0.0 for i in members])
        quantile = simultaneous_quantile(len(members))
        for i, p in zip(members, adjusted, strict=True):
            difference, ratio = _simultaneous(compared[i], quantile, len(members))
            done[i] = replace(done[i], p_holm=p, simultaneous_difference=difference, simultaneous_ratio=ratio)
    return tuple(done)


def _simultaneous(compared: Compared, quantile: float, family: int) -> tuple[Simultaneous | None, Simultaneous | None]:
    first, second = compared.level, compared.reference
    if first is None or second is None:
        return None, None
    difference = Simultaneous(*difference_limits(first, second, quantile), family)
    if not compared.result.ratio.estimable:
        return difference, None
    low, high = ratio_limits(first, second, quantile)
    return difference, Simultaneous(low, high, family) if math.isfinite(high) else None


def _contrast(
    a: Estimate, b: Estimate, first: Spread | None, second: Spread | None, hide: str
) -> tuple[Estimate, Estimate]:
    n, events = a.n + b.n, a.events + b.events
    reason = hide or a.reason or b.reason
    if reason or first is None or second is None:
        why = reason or "The measure has no standard error in one of the groups"
        return _absent("group_difference", why, a, n, events), _absent("group_ratio", why, a, n, events)
    low, high = difference_limits(first, second, Z)
    clusters = None if first.clusters is None else first.clusters + (second.clusters or 0)
    difference = Estimate(
        "group_difference", first.value - second.value, low, high, LEVEL, n, events, threshold=a.threshold,
        clusters=clusters,
    )  # fmt: skip
    if a.measure not in WITH_RATIO:
        why = "The measure can be 0 or negative, so a ratio says nothing; read the difference"
    elif first.value <= 0 or second.value <= 0:
        why = "One of the groups has the value 0, so the ratio has no interval; read the difference"
    else:
        low, high = ratio_limits(first, second, Z)
        if math.isfinite(high):
            value = first.value / second.value
            ratio = Estimate("group_ratio", value, low, high, LEVEL, n, events, threshold=a.threshold)
            return difference, replace(ratio, clusters=clusters)
        why = "The reference may be 0 within its interval, so the ratio has no upper limit; read the difference"
    return difference, _absent("group_ratio", why, a, n, events)


def _absent(measure: str, reason: str, of: Estimate, n: int, events: int) -> Estimate:
    return Estimate.missing(measure, reason, n=n, events=events, threshold=of.threshold)


def _hidden(estimate: Estimate, reason: str) -> Estimate:
    return Estimate.missing(
        estimate.measure, reason, n=estimate.n, events=estimate.events, threshold=estimate.threshold
    )
