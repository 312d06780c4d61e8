"""Medians and percentiles of scores with some missing, the same in every place where a panel is summed up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def percentile(ordered: NDArray[np.float64], count: NDArray[np.int64], percent: int) -> NDArray[np.float64]:
    """The percentile of each column of scores that ascend along the first axis, NaN last; NaN where there are none.

    `ordered` has shape (raters, ...), `count` (...) says how many of them are scores. The definition is the inverse of
    the empirical distribution, averaged where it is flat (SAS's default, definition 5 of Hyndman & Fan 1996's list as
    type 2): a percentile is a score that was given, or half-way between two, and the 50th is the usual median.
    """
    if len(ordered) == 0:
        return np.full(count.shape, np.nan)
    whole, rest = np.divmod(count * percent, 100)
    last = np.maximum(count - 1, 0)
    upper = np.take_along_axis(ordered, np.minimum(whole, last)[None], axis=0)[0]
    lower = np.take_along_axis(ordered, np.clip(whole - 1, 0, last)[None], axis=0)[0]
    return np.asarray(np.where(rest == 0, (lower + upper) / 2, upper))
