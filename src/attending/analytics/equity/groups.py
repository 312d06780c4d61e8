"""A group of rows with its measures and their sampling errors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.clustering.clusters import ClusterVariances, StratumClusters
from attending.analytics.clustering.influence import estimates_of, influences, sampled
from attending.analytics.clustering.intervals import clustered_performance, sampled_clusters
from attending.analytics.equity.contrast import Spread
from attending.analytics.estimate import Estimate, Z
from attending.analytics.performance import measure_stratum
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL, Stratum

_COUNTS = ("n", "labelled", "positive")
_SUMS = ("score_sum", "score_squared_sum", "score_outcome_sum", "score_sum_all")


@dataclass(frozen=True)
class Group:
    """`name` is what a reader calls it; estimates and spreads by measure key (`attending.analytics.clustering`)."""

    name: str
    scores: BinnedScores
    estimates: Mapping[str, Estimate]
    spreads: Mapping[str, Spread]


def rest_of(table: ScoreTable, stratum: Stratum) -> BinnedScores:
    """Everyone but the rows of `stratum`, over all months: what a level is compared with when nothing else is named.

    Raises KeyError when the table lacks the stratum or has no overall one.
    """
    return subtracted(table.slice(OVERALL), table.slice(stratum))


def subtracted(whole: BinnedScores, part: BinnedScores) -> BinnedScores:
    """The rows of `whole` that are not in `part`, both of one score table; bins left without rows are dropped.

    Counts are exact; sums of scores are differences, off by rounding only. Raises ValueError when `part` is no part.
    """
    place = np.searchsorted(whole.bin, part.bin)
    if bool(np.any(place >= len(whole.bin))) or not np.array_equal(whole.bin[place], part.bin):
        raise ValueError("The rows to leave out are not among the rows they should be left out of.")
    columns: dict[str, Any] = {}
    for name in (*_COUNTS, *_SUMS):
        values = getattr(whole, name).copy()
        np.subtract.at(values, place, getattr(part, name))
        columns[name] = values
    left = np.stack([columns[name] for name in _COUNTS])
    if bool(np.any(left < 0)) or bool(np.any(left[0] < left[1])) or bool(np.any(left[1] < left[2])):
        raise ValueError("The rows to leave out are not among the rows they should be left out of.")
    for name, count in zip(_SUMS, ("labelled", "labelled", "positive", "n"), strict=True):
        columns[name] = np.where(columns[count] > 0, np.maximum(columns[name], 0.0), 0.0)
    rest = replace(whole, **columns)
    return rest.selected(rest.n > 0)


def measured_group(
    name: str, scores: BinnedScores, found: StratumClusters | None, effects: Mapping[str, float] | None
) -> Group:
    """Measure a group.

    `found` holds its variances by patient. A group without them (the rest of a population) gets the variance of
    independent rows times `effects`, design effects by measure key; None: rows are independent.
    """
    performance = measure_stratum(scores, with_curve=False)
    shapes = influences(scores, performance)
    if found is not None:
        performance = clustered_performance(performance, found)
    estimates = estimates_of(performance)
    spreads = {}
    for shape in shapes:
        of = None if found is None else found.measures.get(shape.key)
        if of is not None:
            spreads[shape.key] = Spread(sampled_clusters(of, shape.value), max(of.clusters, 1))
            continue
        effect = 1.0 if effects is None else effects.get(shape.key, 1.0)
        spread = Spread(sampled(scores, shape, design_effect=effect))
        spreads[shape.key] = spread
        if effect != 1.0:
            low, high = spread.limits(Z)
            said = f"Interval widened by the population's design effect of {effect:.2f} for patients with several rows"
            estimates[shape.key] = replace(estimates[shape.key], low=low, high=high, note=said)
    return Group(name, scores, estimates, {k: s for k, s in spreads.items() if estimates[k].estimable})


def design_effects(variances: ClusterVariances | None) -> dict[str, float] | None:
    """Everyone's design effect by measure key; None without variances by patient."""
    everyone = None if variances is None else variances.of(OVERALL.attribute, OVERALL.level)
    if everyone is None:
        return None
    found = {key: m.design_effect for key, m in everyone.measures.items()}
    return {key: effect for key, effect in found.items() if effect is not None and math.isfinite(effect)}
