"""RAND/UCLA: on which items and criteria a panel disagrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.panel.percentiles import percentile

Verdict = Literal["high", "uncertain", "low", "disagreement", "too few"]

FEWEST: Final = 3
"""Raters below which no percentile range says anything about agreement."""

SYMMETRIC_RANGE: Final = 2.35
"""Range from the 30th to the 70th percentile that means disagreement where ratings are symmetric about 5."""

ASYMMETRY_CORRECTION: Final = 1.5
"""How much more range is allowed per point that the range's middle lies from 5."""

_CENTRE: Final = 5.0
_CLASSIC_PANELS: Final = range(8, 17)


@dataclass(frozen=True, slots=True)
class CellAgreement:
    """What the panel said of one item on one criterion.

    `n` scores; `low` and `high` are the 30th and 70th percentiles, `ipr` the range between them, `ipras` the range from
    which on this is disagreement. `disagreement` is None with a `reason` when there are too few scores.
    `classic_disagreement` is the older rule that counts scores in 1-3 and in 7-9; None outside panels of 8 to 16.
    `verdict` is high (median from 6.5), low (below 3.5) or uncertain, as far as the panel does not disagree.
    """

    item: str
    criterion: str
    n: int
    median: float | None
    low: float | None
    high: float | None
    ipr: float | None
    ipras: float | None
    disagreement: bool | None
    classic_disagreement: bool | None
    verdict: Verdict
    reason: str | None = None


@dataclass(frozen=True, eq=False)
class Disagreement:
    """The same for all cells at once; every array has the shape (items, criteria), NaN where nobody scored.

    `flag` is True where the panel disagrees; `judged` is False where there are too few scores to say.
    """

    n: NDArray[np.int64]
    median: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    ipr: NDArray[np.float64]
    ipras: NDArray[np.float64]
    judged: NDArray[np.bool_]
    flag: NDArray[np.bool_]
    classic: NDArray[np.bool_]

    def cells(self, items: tuple[str, ...], criteria: tuple[str, ...]) -> tuple[CellAgreement, ...]:
        """One record for each cell, item by item."""
        return tuple(self._cell(i, c, item, name) for i, item in enumerate(items) for c, name in enumerate(criteria))

    def _cell(self, i: int, c: int, item: str, criterion: str) -> CellAgreement:
        n, judged = int(self.n[i, c]), bool(self.judged[i, c])

        def known(array: NDArray[np.float64]) -> float | None:
            return None if n == 0 else float(array[i, c])

        return CellAgreement(
            item,
            criterion,
            n,
            known(self.median),
            known(self.low),
            known(self.high),
            known(self.ipr),
            known(self.ipras),
            disagreement=bool(self.flag[i, c]) if judged else None,
            classic_disagreement=bool(self.classic[i, c]) if n in _CLASSIC_PANELS else None,
            verdict=_verdict(float(self.median[i, c]), judged, bool(self.flag[i, c])),
            reason=None if judged else f"{n} of the {FEWEST} scores that are needed to speak of disagreement",
        )


def measure_disagreement(scores: NDArray[np.float64]) -> Disagreement:
    """Median, range and disagreement of every cell; `scores` has shape (raters, items, criteria), NaN where missing.

    Disagreement: the range from the 30th to the 70th percentile is larger than IPRAS = 2.35 + 1.5 x asymmetry, where
    the asymmetry is how far the middle of that range lies from 5 (Fitch et al. 2001, The RAND/UCLA Appropriateness
    Method User's Manual, MR-1269, chapter 8). Where a percentile falls between two scores, `percentile` takes their
    middle; other programs may interpolate. The classic rule there: at least 3, 4 or 5 scores in 1-3 and as many in
    7-9, in panels of 8-10, 11-13 or 14-16.
    """
    ordered = np.sort(scores, axis=0)
    n = (~np.isnan(scores)).sum(axis=0)
    low, median, high = (percentile(ordered, n, percent) for percent in (30, 50, 70))
    ipr = high - low
    ipras = SYMMETRIC_RANGE + ASYMMETRY_CORRECTION * np.abs((low + high) / 2 - _CENTRE)
    judged = n >= FEWEST
    needed = (n + 1) // 3
    classic = ((scores <= 3).sum(axis=0) >= needed) & ((scores >= 7).sum(axis=0) >= needed) & (n > 0)
    return Disagreement(n, median, low, high, ipr, ipras, judged, judged & (ipr > ipras), classic)


def _verdict(median: float, judged: bool, disagreement: bool) -> Verdict:
    """A median between two thirds of the scale belongs to the higher one (MR-1269)."""
    if not judged:
        return "too few"
    if disagreement:
        return "disagreement"
    return "high" if median >= 6.5 else "uncertain" if median >= 3.5 else "low"
