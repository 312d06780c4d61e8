"""From a score on written anchors to a partial value, by fixed points: no item's value depends on the other items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.preference.judgements import HIGHEST, LOWEST


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Straight lines between points (score, value), from (1, 0) to (9, 1).

    The ends are fixed and never taken from the best and worst item of a list: that is what keeps an additive model free
    of rank reversal (Belton & Gear 1983). Raises ValueError unless scores ascend and values never fall.
    """

    points: tuple[tuple[float, float], ...] = ((LOWEST, 0.0), (HIGHEST, 1.0))

    def __post_init__(self) -> None:
        if len(self.points) < 2 or self.points[0] != (LOWEST, 0) or self.points[-1] != (HIGHEST, 1):
            raise ValueError(
                f"A value scale goes from score {LOWEST} with value 0 to score {HIGHEST} with value 1, not "
                f"{' '.join(map(str, self.points)) or 'from nothing'}."
            )
        for (score, value), (next_score, next_value) in zip(self.points, self.points[1:], strict=False):
            if next_score <= score or next_value < value:
                raise ValueError(
                    f"The points ({score:g}, {value:g}) and ({next_score:g}, {next_value:g}) of a value scale do not "
                    "ascend: a higher score must never be worth less."
                )

    def value(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values from 0 to 1, NaN for NaN; any shape."""
        at, worth = zip(*self.points, strict=True)
        return np.asarray(np.interp(scores, at, worth), dtype=np.float64)


def partial_values(
    scores: NDArray[np.float64], criteria: tuple[str, ...], scales: Mapping[str, ValueScale] | None = None
) -> NDArray[np.float64]:
    """Values of scores of shape (..., criteria); a criterion without a scale of its own is linear, (score - 1) / 8.

    Raises ValueError for a scale of a criterion that is not there.
    """
    unknown = [name for name in scales or {} if name not in criteria]
    if unknown:
        raise ValueError(f"There is a value scale for {unknown[0]!r}, which is not one of {', '.join(criteria)}.")
    values = ValueScale().value(scores)
    for c, name in enumerate(criteria):
        if scales and name in scales:
            values[..., c] = scales[name].value(scores[..., c])
    return values
