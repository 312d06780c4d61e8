"""Results of comparing groups."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from attending.analytics.equity.requirements import Shortfall
from attending.analytics.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Simultaneous:
    """Interval that holds together with those of its `family` comparisons (Sidak 1967) at 95 %."""

    low: float
    high: float
    family: int


@dataclass(frozen=True)
class GroupComparison:
    """One level of an attribute against its reference, for one measure.

    `reference` is a level, or the rest of the population. `within` is the level of the control attribute the comparison
    is made in; None: over everyone. `difference` is level less reference, `ratio` level over reference. `p` tests no
    difference, `p_holm` is adjusted for its family (Holm 1979). Where data are too few, `shortfalls` say how many more
    are needed and no estimate has a value. A difference is not by itself unfairness.
    """

    attribute: str
    level: str
    reference: str
    within: str | None
    measure: str
    threshold: Decimal | None
    of_level: Estimate
    of_reference: Estimate
    difference: Estimate
    ratio: Estimate
    simultaneous_difference: Simultaneous | None = None
    simultaneous_ratio: Simultaneous | None = None
    p: float | None = None
    p_holm: float | None = None
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(frozen=True)
class PooledComparison:
    """One level against its reference, compared within each level of `control` and pooled.

    `method` names how; `strata` counts the control levels that took part. Cochran's Q of the differences, its degrees
    of freedom, its p value and I-squared (share of Q beyond chance, 0 to 1) say whether the levels of the control tell
    the same story; where they do not, the pooled number hides that. None: fewer than two levels took part.
    """

    attribute: str
    level: str
    reference: str
    control: str
    measure: str
    threshold: Decimal | None
    method: str
    strata: int
    difference: Estimate
    ratio: Estimate
    q: float | None = None
    degrees: int | None = None
    heterogeneity_p: float | None = None
    i_squared: float | None = None
    p: float | None = None
    p_holm: float | None = None
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(frozen=True)
class Gap:
    """The levels of an attribute that lie farthest apart on one measure, among those with enough data.

    For measures with a better direction `best` and `worst` are read by it (nearest to and farthest from a target);
    for others they are the lowest and the highest. `difference` is worst less best; its interval is simultaneous over
    every pair of levels, because the pair was picked by its values. `q`, `degrees`, `p`: test that all levels are alike
    (Cochran 1954). `left_out` are levels with too few data.
    """

    attribute: str
    measure: str
    threshold: Decimal | None
    directed: bool
    best: str | None
    worst: str | None
    difference: Estimate
    levels: int
    left_out: tuple[str, ...]
    q: float | None = None
    degrees: int | None = None
    p: float | None = None


@dataclass(frozen=True)
class EquityReview:
    """Every comparison asked for; `multiplicity` and `assumptions` say in words how to read them."""

    comparisons: tuple[GroupComparison, ...]
    gaps: tuple[Gap, ...]
    within: tuple[GroupComparison, ...]
    pooled: tuple[PooledComparison, ...]
    reference: str
    conditional_on: str | None
    multiplicity: str
    assumptions: str
