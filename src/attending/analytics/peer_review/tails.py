"""Exact lower tails of counts of failures in a sample, with or without replacement."""

from __future__ import annotations

import math
from typing import Final

EXACT: Final = 200


def binomial_cdf(k: int, n: int, p: float) -> float:
    """P(X <= k) of a binomial count, 0 < p < 1; summed from its k + 1 terms."""
    if k >= n:
        return 1.0
    log_p, log_q = math.log(p), math.log1p(-p)
    return min(math.fsum(math.exp(_log_choose(n, i) + i * log_p + (n - i) * log_q) for i in range(k + 1)), 1.0)


def hypergeometric_cdf(k: int, n: int, marked: int, population: int) -> float:
    """P(X <= k) when n of `population` items are drawn without replacement and `marked` of them are failures.

    Counted in whole numbers, so right to the last digit, up to EXACT items drawn or failures.
    """
    first, last = max(0, n - (population - marked)), min(n, marked)
    if k >= last:
        return 1.0
    # Which items are drawn and which are failures may change places.
    fewer, more = min(n, marked), max(n, marked)
    if fewer <= EXACT:
        ways = sum(math.comb(more, i) * math.comb(population - more, fewer - i) for i in range(first, k + 1))
        return ways / math.comb(population, fewer)
    draws = _log_choose(population, n)
    terms = (
        math.exp(_log_choose(marked, i) + _log_choose(population - marked, n - i) - draws) for i in range(first, k + 1)
    )
    return min(math.fsum(terms), 1.0)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
