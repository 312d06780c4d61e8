"""How many items to review."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from attending.analytics.estimate import LEVEL, Z
from attending.analytics.peer_review.tails import binomial_cdf, hypergeometric_cdf

_MOST = 100_000_000
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class DiscoverySample:
    """The least sample with which `allowed` failures or fewer rule out a failure rate above `tolerable`.

    `achieved` is the confidence the sample really gives (at least `confidence`). `population` is the number of items
    drawn from, None when it is taken as endless.
    """

    n: int
    allowed: int
    tolerable: Decimal
    confidence: Decimal
    population: int | None
    achieved: float

    def chance_to_pass(self, rate: Decimal) -> float:
        """Probability of `allowed` failures or fewer when the true failure rate is `rate`, in [0, 1].

        In a finite population the rate is rounded up to a whole number of failures, which is the cautious side.
        """
        if not 0 <= rate <= 1:
            raise ValueError(f"A failure rate lies between 0 and 1, not {rate}.")
        if rate in (0, 1):
            return 1.0 if rate == 0 or self.n <= self.allowed else 0.0
        if self.population is None:
            return binomial_cdf(self.allowed, self.n, float(rate))
        return hypergeometric_cdf(self.allowed, self.n, math.ceil(Fraction(rate) * self.population), self.population)


@dataclass(frozen=True, slots=True)
class PrecisionSample:
    """The least sample whose 95 % Wilson interval has at most the wanted half-width at the expected rate."""

    n: int
    expected: Decimal
    half_width: Decimal
    population: int | None
    achieved: float


def discovery_sample(
    tolerable: Decimal, *, confidence: Decimal = Decimal("0.95"), allowed: int = 0, population: int | None = None
) -> DiscoverySample:
    """Discovery (acceptance) sampling: the smallest n with P(X <= allowed) <= 1 - confidence at a rate above tolerable.

    Exact: binomial for an endless population, hypergeometric for `population` items drawn without replacement, where
    the fewest failures that exceed the tolerable rate are floor(tolerable x population) + 1. Assumes a simple random
    draw and a reviewer who finds every failure. With `allowed` = 0 this is the "rule of three" made exact
    (Hanley & Lippman-Hand 1983). Raises ValueError when the arguments are out of range, or when `allowed` failures
    can never rule the rate out because a population that small may not hold more of them.
    """
    _check_share(tolerable, "tolerable failure rate")
    _check_share(confidence, "confidence")
    if allowed < 0:
        raise ValueError(f"The allowed number of failures is 0 or more, not {allowed}.")
    # The chance may meet the risk exactly (19 of 20 items at 95 %); rounding must not ask for one item more.
    risk = float(1 - confidence) * (1 + _ROUNDING)
    if population is None:
        p = float(tolerable)
        n = _least(lambda size: binomial_cdf(allowed, size, p) <= risk, allowed + 1, _MOST)
        return DiscoverySample(n, allowed, tolerable, confidence, None, 1 - binomial_cdf(allowed, n, p))
    if population < 1:
        raise ValueError(f"A population has at least one item, not {population}.")
    marked = math.floor(Fraction(tolerable) * population) + 1
    if allowed >= marked:
        raise ValueError(
            f"{allowed} allowed failures cannot rule out a rate above {tolerable} among {population} items, where "
            f"{marked} failures already exceed it: allow at most {marked - 1}."
        )
    n = _least(lambda size: hypergeometric_cdf(allowed, size, marked, population) <= risk, allowed + 1, population)
    achieved = 1 - hypergeometric_cdf(allowed, n, marked, population)
    return DiscoverySample(n, allowed, tolerable, confidence, population, achieved)


def precision_sample(expected: Decimal, half_width: Decimal, *, population: int | None = None) -> PrecisionSample:
    """The smallest n for a 95 % Wilson (1927) interval of the wanted half-width, if the rate is as expected.

    `expected` in [0, 1], `half_width` in (0, 0.5). In a finite population n items inform as n (N - 1) / (N - n) would
    (Cochran 1977). When the true rate is nearer to one half than expected, the interval comes out wider.
    """
    if not 0 <= expected <= 1:
        raise ValueError(f"The expected failure rate lies between 0 and 1, not {expected}.")
    if not 0 < half_width < Decimal("0.5"):
        raise ValueError(f"The half-width of an interval lies between 0 and 0.5, not {half_width}.")
    if population is not None and population < 1:
        raise ValueError(f"A population has at least one item, not {population}.")
    p, wanted = float(expected), float(half_width)
    n = _least(lambda size: _half_width(p, size, population) <= wanted, 1, population or _MOST)
    return PrecisionSample(n, expected, half_width, population, _half_width(p, n, population))


def _half_width(p: float, n: int, population: int | None) -> float:
    if population is not None and n >= population:
        return 0.0
    informs = n if population is None else n * (population - 1) / (population - n)
    return Z / (1 + Z * Z / informs) * math.sqrt(p * (1 - p) / informs + Z * Z / (4 * informs * informs))


def _least(holds: Callable[[int], bool], low: int, most: int) -> int:
    """The smallest size in [low, most] for which a condition holds that stays true once it is."""
    high = low
    while high < most and not holds(high):
        low, high = high + 1, min(2 * high, most)
    if high == most and not holds(most):
        raise ValueError(
            f"No sample of {most:,} items or fewer is enough: widen the tolerance or lower the confidence."
        )
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _check_share(value: Decimal, name: str) -> None:
    if not isinstance(value, Decimal) or not 0 < value < 1:
        raise ValueError(f"The {name} is a Decimal between 0 and 1, such as Decimal({LEVEL}!s), not {value!r}.")
