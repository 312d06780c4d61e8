"""How far the panel agrees, over all and on each criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.panel import Coefficient, intraclass_correlation, kendall_w, ordinal_alpha
from attending.analytics.preference.rank_counts import TIE


@dataclass(frozen=True, slots=True)
class PanelAgreement:
    """Coefficients on each person's own value of every item, and on the scores of each criterion.

    They answer different questions, and collapse where the items are alike: read them beside the disagreement of each
    cell, never alone.
    """

    value: tuple[Coefficient, ...]
    criteria: Mapping[str, tuple[Coefficient, ...]]


def measure_agreement(
    scores: NDArray[np.float64], own_values: NDArray[np.float64], criteria: tuple[str, ...], *, seed: int
) -> PanelAgreement:
    """Kendall's W, ICC(2,1) and ICC(2,k); on scores also ordinal alpha.

    `scores` (panelists, items, criteria) as given, NaN where missing; `own_values` (panelists, items) with the fillings
    that the ranking uses, NaN where a person is out.
    """
    return PanelAgreement(
        # Sums of decimals that are equal differ in their last digits: W would take ties for an order.
        _coefficients(np.round(own_values / TIE) * TIE, seed),
        {
            name: (*_coefficients(scores[:, :, c], seed), ordinal_alpha(scores[:, :, c], seed=seed))
            for c, name in enumerate(criteria)
        },
    )


def _coefficients(table: NDArray[np.float64], seed: int) -> tuple[Coefficient, ...]:
    correlation = intraclass_correlation(table)
    return kendall_w(table, seed=seed), correlation.single, correlation.mean
