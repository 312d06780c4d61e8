"""Comparisons pooled over the levels of a control feature."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from attending.analytics.clustering.influence import measure_key
from attending.analytics.equity.contrast import two_sided_p
from attending.analytics.equity.groups import Group
from attending.analytics.equity.multiplicity import holm
from attending.analytics.equity.pairs import Pair
from attending.analytics.equity.pooling import (
    PairOfGroups,
    Pooled,
    heterogeneity,
    method_for,
    pooled_difference,
    pooled_log_ratio,
)
from attending.analytics.equity.requirements import Requirements, shortfalls
from attending.analytics.equity.results import PooledComparison
from attending.analytics.estimate import LEVEL, Estimate, Z


def pool(
    over_all: Pair, within: Sequence[Pair], everyone: Group, key: str, control: str, wanted: Requirements
) -> PooledComparison:
    """One level against its reference, pooled over the levels of `control` in which both have the measure.

    `over_all` is the same comparison without the control: its groups must have enough data.
    """
    of = over_all.level.estimates[key]
    lacking = (
        *shortfalls(over_all.level, everyone, key, wanted),
        *shortfalls(over_all.reference, everyone, key, wanted),
    )
    pairs = [pair for pair in (_pair(p, key) for p in within) if pair is not None]
    n = sum(p.level.n + p.reference.n for p in pairs)
    events = sum(p.level.events + p.reference.events for p in pairs)
    reason = ". ".join(map(str, lacking))
    if not pairs:
        reason = reason or f"Both groups have the measure in no level of {control}; at least 1 needed"
    difference = None if reason else pooled_difference(of.measure, pairs)
    log_ratio = None if reason else pooled_log_ratio(of.measure, pairs)
    spread = [(p, math.hypot(p.level_spread.error(), p.reference_spread.error())) for p in pairs]
    spread = [(p, error) for p, error in spread if error > 0]
    unlike = (
        None
        if reason
        else heterogeneity([p.level_spread.value - p.reference_spread.value for p, _ in spread], [e for _, e in spread])
    )
    result = PooledComparison(
        over_all.attribute,
        over_all.level.name,
        over_all.reference.name,
        control,
        of.measure,
        of.threshold,
        method_for(of.measure),
        len(pairs),
        _difference(difference, reason, of, n, events),
        _ratio(log_ratio, reason, of, n, events),
        p=None if difference is None else two_sided_p(abs(difference.value) / difference.error),
        shortfalls=lacking,
    )
    if unlike is None:
        return result
    return replace(result, q=unlike.q, degrees=unlike.degrees, heterogeneity_p=unlike.p, i_squared=unlike.i_squared)


def pooled_in_families(pooled: Sequence[PooledComparison]) -> tuple[PooledComparison, ...]:
    """The pooled comparisons with p values adjusted within each measure and threshold."""
    families: dict[str, list[int]] = {}
    for i, each in enumerate(pooled):
        if each.p is not None:
            families.setdefault(measure_key(each.measure, each.threshold), []).append(i)
    done = list(pooled)
    for members in families.values():
        for i, p in zip(members, holm([pooled[i].p or 0.0 for i in members]), strict=True):
            done[i] = replace(done[i], p_holm=p)
    return tuple(done)


def _pair(pair: Pair, key: str) -> PairOfGroups | None:
    a, b = pair.level.spreads.get(key), pair.reference.spreads.get(key)
    if a is None or b is None:
        return None
    return PairOfGroups(pair.level.estimates[key], pair.reference.estimates[key], a, b)


def _difference(pooled: Pooled | None, reason: str, of: Estimate, n: int, events: int) -> Estimate:
    if pooled is None:
        why = reason or "The groups show no spread in any level of the control"
        return Estimate.missing("group_difference", why, n=n, events=events, threshold=of.threshold)
    low, high = pooled.value - Z * pooled.error, pooled.value + Z * pooled.error
    return Estimate("group_difference", pooled.value, low, high, LEVEL, n, events, threshold=of.threshold)


def _ratio(pooled: Pooled | None, reason: str, of: Estimate, n: int, events: int) -> Estimate:
    if pooled is None:
        why = reason or "The ratio has no logarithm: the measure can be 0 or negative; read the difference"
        return Estimate.missing("group_ratio", why, n=n, events=events, threshold=of.threshold)
    low, high = math.exp(pooled.value - Z * pooled.error), math.exp(pooled.value + Z * pooled.error)
    return Estimate("group_ratio", math.exp(pooled.value), low, high, LEVEL, n, events, threshold=of.threshold)
