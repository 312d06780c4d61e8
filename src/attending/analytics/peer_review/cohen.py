"""Agreement of two raters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.estimate import Estimate
from attending.analytics.peer_review.kappa_interval import agreement_estimate
from attending.analytics.peer_review.ratings import square_table
from attending.analytics.proportion import proportion

Weights = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two raters on the items both rated.

    `kappa` is unweighted, `weighted` for ordered categories. `prevalence_index` is how unevenly the two categories are
    used (|a - d| / n) and `bias_index` how unevenly the raters use them (|b - c| / n; Byrt, Bishop & Carlin 1993);
    both are given for two categories only. `paradox` warns in words when kappa is low although the raters mostly
    agree, since one category prevails (Feinstein & Cicchetti 1990).
    """

    items: int
    percent_agreement: Estimate
    kappa: Estimate
    weighted: Estimate | None
    prevalence_index: float | None
    bias_index: float | None
    paradox: str | None


def cohen_kappa(table: Sequence[Sequence[int]] | NDArray[np.int64], *, weights: Weights = "none") -> Estimate:
    """Cohen's (1960) kappa, or weighted kappa (1968) with linear or quadratic disagreement weights.

    `table[i][j]` counts the items that the first rater put in category i and the second in j. Standard error of Fleiss,
    Cohen & Everitt (1969), interval on Fisher's z scale: approximate, and better the more items there are (20 or so at
    the least). Items are taken as independent. Not estimable when both raters use one and the same category only.
    Raises ValueError unless the table is square with whole counts.
    """
    counts = square_table(table)
    n = int(counts.sum())
    if n == 0:
        return Estimate.missing("cohen_kappa", "No items rated by both; at least 1 needed", n=0, events=0)
    found = kappa_influence(counts.astype(np.int64), weights)
    if found.by_chance > 1 - 1e-12:
        return Estimate.missing(
            "cohen_kappa", "Both raters used one and the same category only: chance alone agrees fully", n=n, events=0
        )
    names = {"none": "unweighted", "linear": "linear weights", "quadratic": "quadratic weights"}
    return agreement_estimate(
        "cohen_kappa",
        value=found.value,
        error=found.error,
        observed=found.observed,
        by_chance=found.by_chance,
        items=n,
        method="Fleiss-Cohen-Everitt standard error on Fisher's z scale",
        notes=(names[weights],),
    )


@dataclass(frozen=True)
class KappaInfluence:
    """Kappa, what one item of each cell moves it by, and its standard error when items are independent.

    `observed` and `by_chance` are the (weighted) shares of agreement. Where chance alone agrees fully, kappa is not
    defined: then all is 0.
    """

    value: float
    of_cell: NDArray[np.float64]
    error: float
    observed: float
    by_chance: float


def kappa_influence(counts: NDArray[np.int64], weights: Weights) -> KappaInfluence:
    """Of a square table with at least one item (Fleiss, Cohen & Everitt 1969)."""
    n = int(counts.sum())
    p = counts / n
    w = agreement_weights(len(p), weights)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, by_chance = float((w * p).sum()), float(rows @ w @ columns)
    if by_chance > 1 - 1e-12:
        return KappaInfluence(0.0, np.zeros(p.shape), 0.0, observed, by_chance)
    kappa = (observed - by_chance) / (1 - by_chance)
    of_row, of_column = w @ columns, rows @ w
    spread = w - (of_row[:, None] + of_column[None, :]) * (1 - kappa)
    moved = (spread - (kappa - by_chance * (1 - kappa))) / (n * (1 - by_chance))
    return KappaInfluence(kappa, moved, math.sqrt(float((counts * moved**2).sum())), observed, by_chance)


def pair_agreement(
    table: Sequence[Sequence[int]] | NDArray[np.int64], *, ordered: bool, weights: Weights = "quadratic"
) -> PairAgreement:
    """Percent agreement, kappa, and what bends kappa; `weights` apply when the categories are ordered."""
    counts = square_table(table)
    n, same = int(counts.sum()), int(np.trace(counts))
    percent = proportion(
        "percent_agreement", same, n, n=n, events=same, without="No items rated by both; at least 1 needed"
    )
    kappa = cohen_kappa(counts.astype(np.int64))
    two = len(counts) == 2 and n > 0
    return PairAgreement(
        n,
        percent,
        kappa,
        cohen_kappa(counts.astype(np.int64), weights=weights) if ordered and len(counts) > 2 else None,
        abs(float(counts[0, 0] - counts[1, 1])) / n if two else None,
        abs(float(counts[0, 1] - counts[1, 0])) / n if two else None,
        _paradox(counts, percent, kappa),
    )


def agreement_weights(categories: int, weights: Weights) -> NDArray[np.float64]:
    """1 on the diagonal, falling with the distance between categories; shape (categories, categories)."""
    if weights == "none":
        return np.eye(categories)
    apart = np.abs(np.subtract.outer(np.arange(categories), np.arange(categories))) / (categories - 1)
    return np.asarray(1 - (apart if weights == "linear" else apart**2), dtype=np.float64)


def _paradox(counts: NDArray[np.float64], percent: Estimate, kappa: Estimate) -> str | None:
    if percent.value is None or percent.value < 0.8:
        return None
    n = counts.sum()
    commonest = float(((counts.sum(axis=0) + counts.sum(axis=1)) / (2 * n)).max())
    if kappa.value is None:
        return f"The raters agree on {percent.value:.0%}, all in one category: kappa cannot be told."
    if kappa.value >= 0.6 or commonest < 0.8:
        return None
    return (
        f"The raters agree on {percent.value:.0%}, yet kappa is {kappa.value:.2f}, since {commonest:.0%} of ratings "
        "are one category and chance alone would agree often. Read it beside percent agreement and Gwet's AC1."
    )
