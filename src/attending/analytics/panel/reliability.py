"""How reliable one panelist's scores are, and the panel's mean: intraclass correlation and Krippendorff's alpha."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

from attending.analytics.estimate import LEVEL
from attending.analytics.impact.words import counted
from attending.analytics.panel.coefficient import Coefficient
from attending.analytics.panel.complete_table import complete_table
from attending.analytics.peer_review.krippendorff import krippendorff_alpha

_SCALE: Final = np.arange(1, 10)
_RESAMPLED_CELLS: Final = 500_000


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """ICC(2,1), absolute agreement of one rater, and ICC(2,k), that of the mean of the k raters of this panel."""

    single: Coefficient
    mean: Coefficient


def intraclass_correlation(scores: NDArray[np.float64]) -> IntraclassCorrelation:
    """ICC(2,1) and ICC(2,k), two-way random effects, absolute agreement (Shrout & Fleiss 1979).

    `scores` has shape (raters, items), NaN where missing; raters or items with gaps are left out, as the note says.
    Intervals after McGraw & Wong 1996, case 2A; that of the mean is the single one's, stepped up (Spearman-Brown). Both
    collapse where all items are alike: a low value then says that there is little to tell apart.
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
    if spread <= 1e-12:
        return _none("Every score is the same: there is nothing to tell apart", k, n)
    single = (between - error) / spread
    low, high = _interval(single, between, raters, error, k, n)
    return IntraclassCorrelation(
        Coefficient("icc_2_1", single, low, high, k, n, note=left_out),
        Coefficient("icc_2_k", _stepped(single, k), _stepped(low, k), _stepped(high, k), k, n, note=left_out),
    )


def ordinal_alpha(scores: NDArray[np.float64], *, seed: int = 0) -> Coefficient:
    """Krippendorff's alpha of scores from 1 to 9 as ordered categories; takes every score, also where some are missing.

    `scores` has shape (raters, items), NaN where missing. The interval is the percentile bootstrap over items.
    """
    counts = (scores[:, :, None] == _SCALE).sum(axis=0)
    resamples = max(200, min(2_000, _RESAMPLED_CELLS // max(len(counts), 1)))
    found = krippendorff_alpha(counts, scale="ordinal", seed=seed, resamples=resamples)
    raters = int((~np.isnan(scores)).any(axis=1).sum())
    return Coefficient(
        "krippendorff_alpha", found.value, found.low, found.high, raters, found.n, reason=found.reason, note=found.note
    )


def _none(reason: str, k: int, n: int) -> IntraclassCorrelation:
    return IntraclassCorrelation(
        Coefficient.missing("icc_2_1", reason, raters=k, items=n),
        Coefficient.missing("icc_2_k", reason, raters=k, items=n),
    )


def _interval(single: float, between: float, raters: float, error: float, k: int, n: int) -> tuple[float, float]:
    """The limits of ICC(2,1); they meet at 1 where raters agree in everything."""
    if error <= 1e-12 and raters <= 1e-12:
        return single, single
    if single >= 1:
        return single, single
    a = k * single / (n * (1 - single))
    b = 1 + k * single * (n - 1) / (n * (1 - single))
    freedom = (a * raters + b * error) ** 2 / ((a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1)))
    upper = 0.5 + LEVEL / 2
    f_low, f_high = float(fdtri(n - 1, freedom, upper)), float(fdtri(freedom, n - 1, upper))
    rest = k * raters + (k * n - k - n) * error
    low = n * (between - f_low * error) / (f_low * rest + n * between)
    high = n * (f_high * between - error) / (rest + n * f_high * between)
    return min(low, single), max(high, single)


def _stepped(single: float, k: int) -> float:
    """Spearman-Brown: the reliability of the mean of k raters."""
    return k * single / (1 + (k - 1) * single)
