"""Realised net benefit: what a model's alerts are worth when only some of them can be acted on.

Singh, Shah, Vickers 2023, Assessing the net benefit of machine learning models in the presence of resource constraints,
JAMIA 30(4):668-673. The method ranks a batch of people; a team that takes alerts as they come is simulated by
`attending.analytics.alert_queue`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class RealisedNetBenefit:
    """Net benefit per person at `threshold`: ignoring capacity, under it, and who was acted on.

    `acted` = `within_capacity` + `beyond_capacity`; `flagged` reach the threshold; `n` people in all.
    """

    threshold: float
    ignoring_capacity: float
    realised: float
    n: int
    flagged: int
    within_capacity: int
    beyond_capacity: int

    @property
    def acted(self) -> int:
        """Everybody acted on."""
        return self.within_capacity + self.beyond_capacity


def realised_net_benefit(
    risk: ArrayLike, outcome: ArrayLike, threshold: float, *, capacity: int, beyond: float | None = None
) -> RealisedNetBenefit:
    """Act on the `capacity` highest risks of those >= `threshold`, and of the rest on those who reach `beyond`.

    risk, outcome: shape (n,), risks in [0, 1], outcomes 0 or 1. threshold in [0, 1). capacity: the absolute constraint,
    how many can be acted on; of equal risks, those given first. beyond: the relative constraint, the higher risk at
    which one acts although capacity is used up (its harm is weighed at the odds of that risk); None: never.
    Raises ValueError for anything else.
    """
    p, y = np.asarray(risk, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if p.ndim != 1 or p.shape != y.shape or not len(p):
        raise ValueError(f"There are risks of shape {p.shape} and outcomes of shape {y.shape}; give one each a person.")
    if not bool(np.all((p >= 0) & (p <= 1))):
        raise ValueError("Every risk must be a number from 0 to 1.")
    if not bool(np.all((y == 0) | (y == 1))):
        raise ValueError("Every outcome must be 0 or 1.")
    if not 0 <= threshold < 1:
        raise ValueError(f"threshold is {threshold:g}; give a risk of 0 or more, below 1.")
    if beyond is not None and not threshold <= beyond < 1:
        raise ValueError(f"beyond is {beyond:g}; give a risk from the threshold {threshold:g} on, below 1.")
    if isinstance(capacity, bool) or capacity != int(capacity) or capacity < 0:
        raise ValueError(f"capacity is {capacity!r}; give a whole number of people, 0 or more.")
    order = np.argsort(-p, kind="stable")
    flagged = order[p[order] >= threshold]
    within, rest = flagged[: int(capacity)], flagged[int(capacity) :]
    further = rest[p[rest] >= beyond] if beyond is not None else rest[:0]
    n = len(p)

    def benefit(acted: np.ndarray, at: float) -> float:
        true = float(y[acted].sum())
        return (true - (len(acted) - true) * at / (1 - at)) / n

    return RealisedNetBenefit(
        threshold,
        benefit(flagged, threshold),
        benefit(within, threshold) + (benefit(further, beyond) if beyond is not None else 0.0),
        n,
        len(flagged),
        len(within),
        len(further),
    )
