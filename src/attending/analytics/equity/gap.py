"""How far apart the levels of one attribute lie."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from attending.analytics.catalogs import measures as catalog
from attending.analytics.equity.contrast import Spread, difference_limits
from attending.analytics.equity.groups import Group
from attending.analytics.equity.multiplicity import simultaneous_quantile
from attending.analytics.equity.pooling import heterogeneity
from attending.analytics.equity.requirements import Requirements, shortfalls
from attending.analytics.equity.results import Gap
from attending.analytics.estimate import LEVEL, Estimate


def gap(attribute: str, levels: Sequence[Group], everyone: Group, key: str, wanted: Requirements) -> Gap:
    """The best and the worst of the levels that have enough data, and whether all could be alike."""
    of = everyone.estimates[key]
    entry = catalog()[of.measure]
    enough: list[tuple[Group, Spread]] = []
    left_out = []
    for level in levels:
        spread = level.spreads.get(key)
        if spread is None or shortfalls(level, everyone, key, wanted):
            left_out.append(level.name)
        else:
            enough.append((level, spread))
    directed = entry.direction != "none"
    if len(enough) < 2:
        reason = f"{len(enough)} of {len(levels)} levels of {attribute} with enough data; at least 2 needed"
        absent = Estimate.missing("group_gap", reason, n=of.n, events=of.events, threshold=of.threshold)
        return Gap(attribute, of.measure, of.threshold, directed, None, None, absent, len(enough), tuple(left_out))

    def rank(spread: Spread) -> float:
        if entry.direction == "target":
            return abs(spread.value - (entry.ideal or 0.0))
        return -spread.value if entry.direction == "higher" else spread.value

    best, worst = min(enough, key=lambda e: rank(e[1])), max(enough, key=lambda e: rank(e[1]))
    if best[0] is worst[0]:
        worst = enough[1]
    low, high = difference_limits(worst[1], best[1], simultaneous_quantile(comb(len(enough), 2)))
    n = best[0].estimates[key].n + worst[0].estimates[key].n
    events = best[0].estimates[key].events + worst[0].estimates[key].events
    difference = Estimate(
        "group_gap", worst[1].value - best[1].value, low, high, LEVEL, n, events, threshold=of.threshold
    )
    spreads = [(s.value, s.error()) for _, s in enough if s.error() > 0]
    alike = heterogeneity([v for v, _ in spreads], [e for _, e in spreads])
    return Gap(
        attribute,
        of.measure,
        of.threshold,
        directed,
        best[0].name,
        worst[0].name,
        difference,
        len(enough),
        tuple(left_out),
        None if alike is None else alike.q,
        None if alike is None else alike.degrees,
        None if alike is None else alike.p,
    )
