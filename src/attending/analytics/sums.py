"""Sums of products over score bins."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_BLAS_ALONE: Final = 10_000


def dot(first: NDArray[Any], second: NDArray[Any]) -> float:
    """The sum of first x second, both of one shape (n,).

    NumPy's `@` hands vectors of 10,000 and more to the threads of BLAS, which wait for each other by spinning: on a
    machine whose cores are busy that took many times as long as the sum. Shorter ones it multiplies at once.
    """
    if len(first) < _BLAS_ALONE:
        return float(first @ second)
    return float(np.einsum("i,i->", first, second))
