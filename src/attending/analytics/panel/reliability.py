"""How reliable one panelist's scores are, and the panel's mean: intraclass correlation and Krippendorff's alpha."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.estimate import LEVEL
from attending.analytics.impact.words import counted
from attending.analytics.panel.coefficient import Coefficient
from attending.analytics.panel.complete_table import complete_table
from attending.analytics.peer_review.krippendorff import krippendorff_alpha

_SCALE: Final = np.arange(1, 10)
_FLOOR: Final = -1.0
_NOTHING: Final = 1e-12
_UNRELATED: Final = "Panelists contradict each other so much that their scores tell nothing apart"
_RESAMPLED_CELLS: Final = 500_000
_FEW_ITEMS: Final = 20
_NARROW: Final = "with fewer than 20 use cases it is too narrow, and covers some 84 %"


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """ICC(2,1), absolute agreement of one rater, and ICC(2,k), that of the mean of the k raters of this panel."""

    single: Coefficient
    mean: Coefficient


def intraclass_correlation(scores: NDArray[np.float64]) -> IntraclassCorrelation:
    """ICC(2,1) and ICC(2,k), two-way random effects, absolute agreement (Shrout & Fleiss 1979).

    `scores` has shape (raters, items), NaN where missing; raters or items with gaps are left out, as the note says.
    Intervals after McGraw & Wong 1996, case 2A; that of the mean is the single one's, stepped up (Spearman-Brown).
    Limits are cut off at -1, far below 0 where nothing is reliable. Both collapse where all items are alike: a low
    value then says that there is little to tell apart.
    """
    table, left_out = complete_table(scores)
    k, n = table.shape
    if k < 2 or n < 2:
        return _none(f"{counted(k, 'complete rater')} and {counted(n, 'item')}; at least 2 of each needed", k, n)
    grand = table.mean()
    of_items, of_raters = table.mean(axis=0), table.mean(axis=1)
    between = k * float(((of_items - grand) ** 2).sum()) / (n - 1)
    raters = n * float(((of_raters - grand) ** 2).sum()) / (k - 1)
    residual = table - of_items[None, :] - of_raters[:, None] + grand
    error = float((residual**2).sum()) / ((n - 1) * (k - 1))
    spread = between + (k - 1) * error + k * (raters - error) / n
    if between + error <= _NOTHING:
        return _none("Everyone gave all items the same score: there is nothing to tell apart", k, n)
    single = (between - error) / spread if spread > _NOTHING else -math.inf
    if single < _FLOOR:
        return _none(_UNRELATED, k, n)
    low, high = _interval(single, between, raters, error, k, n)
    return IntraclassCorrelation(
        Coefficient("icc_2_1", single, low, high, k, n, note=left_out), _of_mean(single, low, high, k, n, left_out)
    )


def _of_mean(single: float, low: float, high: float, k: int, n: int, note: str | None) -> Coefficient:
    """The single one's, stepped up; far below 0, where nothing is reliable, it falls without end and is cut off."""
    value = _stepped(single, k)
    if value < _FLOOR:
        return Coefficient.missing("icc_2_k", _UNRELATED, raters=k, items=n)
    return Coefficient("icc_2_k", value, max(_stepped(low, k), _FLOOR), _stepped(high, k), k, n, note=note)


def ordinal_alpha(scores: NDArray[np.float64], *, seed: int = 0) -> Coefficient:
    """Krippendorff's alpha of scores from 1 to 9 as ordered categories; takes every score, also where some are missing.

    `scores` has shape (raters, items), NaN where missing. The interval is the percentile bootstrap over items; of 12
    raters it covers some 84 % with 10 to 15 items and 89 % with 20 to 30 (simulated), which its note says below 20.
    """
    counts = (scores[:, :, None] == _SCALE).sum(axis=0)
    resamples = max(200, min(2_000, _RESAMPLED_CELLS // max(len(counts), 1)))
    found = krippendorff_alpha(counts, scale="ordinal", seed=seed, resamples=resamples)
    raters = int((~np.isnan(scores)).any(axis=1).sum())
    few = found.low is not None and found.n < _FEW_ITEMS
    note = f"{found.note}; {_NARROW}" if few and found.note else found.note
    return Coefficient(
        "krippendorff_alpha", found.value, found.low, found.high, raters, found.n, reason=found.reason, note=note
    )


def _none(reason: str, k: int, n: int) -> IntraclassCorrelation:
    return IntraclassCorrelation(
        Coefficient.missing("icc_2_1", reason, raters=k, items=n),
        Coefficient.missing("icc_2_k", reason, raters=k, items=n),
    )


def _interval(single: float, between: float, raters: float, error: float, k: int, n: int) -> tuple[float, float]:
    """The limits of ICC(2,1); they meet at 1 where raters agree in everything."""
    from scipy.special import fdtri

    if 1 - single <= _NOTHING:
        return single, single
    a = k * single / (n * (1 - single))
    b = 1 + k * single * (n - 1) / (n * (1 - single))
    parts = (a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    # Of positive parts Satterthwaite's number is at least 1; parts of opposite sign may cancel to less.
    freedom = max((a * raters + b * error) ** 2 / parts, 1.0) if parts > _NOTHING**2 else 1.0
    upper = 0.5 + LEVEL / 2
    f_low, f_high = float(fdtri(n - 1, freedom, upper)), float(fdtri(freedom, n - 1, upper))
    rest = k * raters + (k * n - k - n) * error
    low = _quotient(n * (between - f_low * error), f_low * rest + n * between, _FLOOR)
    high = _quotient(n * (f_high * between - error), rest + n * f_high * between, 1.0)
    return min(max(low, _FLOOR), single), max(min(high, 1.0), single)


def _quotient(part: float, whole: float, otherwise: float) -> float:
    return part / whole if whole > _NOTHING else otherwise


def _stepped(single: float, k: int) -> float:
    """Spearman-Brown: the reliability of the mean of k raters; minus infinity where it has none."""
    shrunk = 1 + (k - 1) * single
    return k * single / shrunk if shrunk > _NOTHING else -math.inf
