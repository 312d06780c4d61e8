"""Decision thresholds as a program gives them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def checked_thresholds(thresholds: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The thresholds in ascending order, each once; raises ValueError for one that is no decimal from 0 to 1."""
    for threshold in thresholds:
        if not isinstance(threshold, Decimal) or not threshold.is_finite() or not 0 <= threshold <= 1:
            raise ValueError(f"A threshold is a decimal from 0 to 1, not {threshold!r}.")
    return tuple(sorted(set(thresholds)))
