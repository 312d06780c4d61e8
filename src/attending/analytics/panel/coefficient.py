"""One coefficient of agreement of a panel, with what a reader needs to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attending.analytics.estimate import LEVEL

Name = Literal["kendall_w", "icc_2_1", "icc_2_k", "krippendorff_alpha"]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its 95 % interval, or the `reason` why there is none.

    `raters` and `items` are those it is computed from. `p_value` tests that there is no agreement at all, where the
    coefficient has such a test. `note` says how the interval was made and what was left out.
    """

    name: Name
    value: float | None
    low: float | None
    high: float | None
    raters: int
    items: int
    p_value: float | None = None
    reason: str | None = None
    note: str | None = None
    level: float = LEVEL

    @classmethod
    def missing(cls, name: Name, reason: str, *, raters: int, items: int) -> Coefficient:
        """A coefficient that could not be computed, with the reason in words."""
        return cls(name, None, None, None, raters, items, reason=reason)
