"""Arrow's numbers as NumPy's, without a copy and without what Arrow's own conversion loads (pandas takes a second)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def numbers(column: Any) -> NDArray[Any]:
    """The values of a column of integers or floats; what stands where one is missing is arbitrary."""
    kind = np.dtype(column.type.to_pandas_dtype())
    if not len(column):
        return np.zeros(0, dtype=kind)
    return np.frombuffer(column.buffers()[1], dtype=kind, count=column.offset + len(column))[column.offset :]


def known(column: Any) -> NDArray[np.bool_] | None:
    """Where a column has a value; None when it has one everywhere."""
    if not column.null_count:
        return None
    bits = np.frombuffer(column.buffers()[0], dtype=np.uint8)
    valid = np.unpackbits(bits, count=column.offset + len(column), bitorder="little")
    return valid[column.offset :].view(np.bool_)


def narrow(table: NDArray[np.int32]) -> NDArray[Any]:
    """The same numbers, none negative, in the fewest bytes: what is gathered by the million then stays in the cache."""
    return table.astype(np.min_scalar_type(int(table.max(initial=0))))
