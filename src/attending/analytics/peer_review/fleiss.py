"""Agreement of any number of reviewers: Fleiss' kappa, Gwet's AC1, and the share of agreeing pairs."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import wilson
from attending.analytics.peer_review.kappa_interval import agreement_estimate
from attending.analytics.peer_review.ratings import item_counts

Counts = Sequence[Sequence[int]] | NDArray[np.int64]

_NONE = "No items with two ratings; at least 1 needed"


def percent_agreement(counts: Counts) -> Estimate:
    """The share of pairs of reviewers that agree, averaged over items with at least two ratings.

    `counts[i][k]` reviewers gave item i category k. The interval is Wilson's for as many observations as items, which
    is conservative for a mean of shares.
    """
    table = item_counts(counts)
    if not len(table):
        return Estimate.missing("percent_agreement", _NONE, n=0, events=0)
    value = float(_agreeing(table).mean())
    low, high = wilson(value * len(table), len(table))
    return Estimate("percent_agreement", value, min(float(low), value), max(float(high), value), LEVEL, len(table), 0)


def fleiss_kappa(counts: Counts) -> Estimate:
    """Fleiss' (1971) kappa, extended to items with unequal numbers of ratings.

    Items with fewer than two ratings are left out. Standard error by linearisation over items (Gwet 2021), interval on
    Fisher's z scale; items are taken as independent, reviewers as fixed. Where
    only a handful of items fall outside one category, it covers some 91 to 93 % rather than 95.
    Not estimable when every rating is the same.
    """
    table = item_counts(counts)
    if not len(table):
        return Estimate.missing("fleiss_kappa", _NONE, n=0, events=0)
    shares = table / table.sum(axis=1, keepdims=True)
    # Fleiss weighs ratings alike; with unequal numbers, items are weighed alike instead, as in the variance.
    prevalence = shares.mean(axis=0)
    return _coefficient("fleiss_kappa", table, float(prevalence @ prevalence), shares @ prevalence)


def gwet_ac1(counts: Counts) -> Estimate:
    """Gwet's (2008) AC1, whose chance agreement stays low when one category prevails.

    Same items, standard error and interval as `fleiss_kappa`; estimable also when every rating is the same.
    """
    table = item_counts(counts)
    if not len(table):
        return Estimate.missing("gwet_ac1", _NONE, n=0, events=0)
    shares = table / table.sum(axis=1, keepdims=True)
    prevalence = shares.mean(axis=0)
    others = table.shape[1] - 1
    return _coefficient(
        "gwet_ac1", table, float(prevalence @ (1 - prevalence)) / others, shares @ (1 - prevalence) / others
    )


def _coefficient(measure: str, table: NDArray[np.float64], by_chance: float, of_item: NDArray[np.float64]) -> Estimate:
    """`of_item` averages to the chance agreement; chance moves with twice each item's departure from it."""
    n = len(table)
    if by_chance > 1 - 1e-12:
        return Estimate.missing(measure, "Every rating is the same category: chance alone agrees fully", n=n, events=0)
    agreeing = _agreeing(table)
    observed = float(agreeing.mean())
    value = (observed - by_chance) / (1 - by_chance)
    error = 0.0
    if n > 1:
        pull = (agreeing - by_chance) / (1 - by_chance) - 2 * (1 - value) * (of_item - by_chance) / (1 - by_chance)
        error = math.sqrt(float(((pull - value) ** 2).sum()) / (n * (n - 1)))
    return agreement_estimate(
        measure,
        value=value,
        error=error,
        observed=observed,
        by_chance=by_chance,
        items=n,
        method="Gwet's linearised standard error on Fisher's z scale",
    )


def _agreeing(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Per item, the share of pairs of its ratings that agree."""
    raters = table.sum(axis=1)
    return np.asarray((table * (table - 1)).sum(axis=1) / (raters * (raters - 1)), dtype=np.float64)
