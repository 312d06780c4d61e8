"""The additive value of each item for the panel, and what each criterion contributes to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.preference.completion import CompletedPanel


@dataclass(frozen=True, eq=False)
class AdditiveValues:
    """Values from 0 to 1.

    `value` (items) is the mean over each item's own scorers of their weighted partial values, `contributions` (items,
    criteria) sum to it, `by_panelist` (panelists, items) is NaN where a person is out, `scorers` (items) counts them.
    """

    value: NDArray[np.float64]
    contributions: NDArray[np.float64]
    by_panelist: NDArray[np.float64]
    scorers: NDArray[np.int64]


def additive_values(panel: CompletedPanel, values: NDArray[np.float64]) -> AdditiveValues:
    """Additive multi-attribute value (Keeney & Raiffa 1976) with each person's own weights.

    `values` are the partial values of `panel.scores`, shape (panelists, items, criteria).
    """
    weighted = panel.weights[:, None, :] * values
    scorers = panel.available.sum(axis=0)
    contributions = np.nansum(weighted, axis=0) / scorers[:, None]
    return AdditiveValues(contributions.sum(axis=1), contributions, weighted.sum(axis=2), scorers)
