"""Runs of equal keys in sorted arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def run_starts(first: NDArray[Any], *further: NDArray[Any]) -> NDArray[np.int64]:
    """Where each run of equal keys begins, ascending; none in an empty array.

    A key is an entry of `first` with those of `further` at the same place, all of one shape (n,).
    """
    begins = np.ones(len(first), dtype=np.bool_)
    np.not_equal(first[1:], first[:-1], out=begins[1:])
    for key in further:
        begins[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(begins).astype(np.int64, copy=False)
