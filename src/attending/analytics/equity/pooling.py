"""One comparison over the levels of a control feature, such as men with women within each site."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.equity.contrast import WITH_RATIO, Spread
from attending.analytics.estimate import Estimate
from attending.analytics.limits import PROPORTIONS


@dataclass(frozen=True, slots=True)
class PairOfGroups:
    """A level and its reference inside one level of the control, for one measure."""

    level: Estimate
    reference: Estimate
    level_spread: Spread
    reference_spread: Spread


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled effect and its standard error; for a ratio both are of its logarithm."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """Cochran's Q, its degrees of freedom, its p value, and I-squared (Higgins & Thompson 2002)."""

    q: float
    degrees: int
    p: float
    i_squared: float


def method_for(measure: str) -> str:
    """How a measure's comparisons are pooled."""
    return "Mantel-Haenszel" if measure in PROPORTIONS else "inverse variance"


def pooled_difference(measure: str, pairs: Sequence[PairOfGroups]) -> Pooled | None:
    """Difference over all pairs; None where none carries information.

    Shares: Mantel & Haenszel's weights n1 n0 / (n1 + n0), variance from each stratum's own (Greenland & Robins 1985).
    Others: weights of inverse variance.
    """
    if measure in PROPORTIONS:
        sizes = [(float(p.level.denominator or 0), float(p.reference.denominator or 0)) for p in pairs]
        weights = [a * b / (a + b) if a + b else 0.0 for a, b in sizes]
        variances = [p.level_spread.sampled.error**2 + p.reference_spread.sampled.error**2 for p in pairs]
    else:
        variances = [p.level_spread.error() ** 2 + p.reference_spread.error() ** 2 for p in pairs]
        weights = [1 / v if v > 0 else 0.0 for v in variances]
    total = sum(weights)
    if total <= 0:
        return None
    value = sum(w * (p.level_spread.value - p.reference_spread.value) for w, p in zip(weights, pairs, strict=True))
    error = math.sqrt(sum(w * w * v for w, v in zip(weights, variances, strict=True))) / total
    return Pooled(value / total, error) if error > 0 else None


def pooled_log_ratio(measure: str, pairs: Sequence[PairOfGroups]) -> Pooled | None:
    """Logarithm of the ratio over all pairs; None where it has none.

    Shares: Mantel & Haenszel's risk ratio, variance of Greenland & Robins (1985), which holds for few large and for
    many small strata; with patients' rows taken together, the delta method from each stratum's variance. Others:
    inverse variance of the log ratios.
    """
    if measure not in WITH_RATIO:
        return None
    if measure in PROPORTIONS:
        return _risk_ratio(pairs)
    weights, logs = [], []
    for p in pairs:
        a, b = p.level_spread, p.reference_spread
        if a.value > 0 and b.value > 0:
            weights.append(1 / ((a.error() / a.value) ** 2 + (b.error() / b.value) ** 2))
            logs.append(math.log(a.value / b.value))
    total = sum(weights)
    if total <= 0:
        return None
    return Pooled(sum(w * x for w, x in zip(weights, logs, strict=True)) / total, 1 / math.sqrt(total))


def _risk_ratio(pairs: Sequence[PairOfGroups]) -> Pooled | None:
    upper = lower = robins = delta_upper = delta_lower = 0.0
    clustered = any(p.level_spread.clusters is not None for p in pairs)
    for p in pairs:
        n1, n0 = float(p.level.denominator or 0), float(p.reference.denominator or 0)
        a, c = float(p.level.numerator or 0), float(p.reference.numerator or 0)
        n = n1 + n0
        if n1 <= 0 or n0 <= 0:
            continue
        weight = n1 * n0 / n
        upper += weight * a / n1
        lower += weight * c / n0
        robins += ((a + c) * n1 * n0 - a * c * n) / (n * n)
        delta_upper += (weight * p.level_spread.sampled.error) ** 2
        delta_lower += (weight * p.reference_spread.sampled.error) ** 2
    if upper <= 0 or lower <= 0:
        return None
    variance = delta_upper / upper**2 + delta_lower / lower**2 if clustered else robins / (upper * lower)
    return Pooled(math.log(upper / lower), math.sqrt(variance)) if variance > 0 else None


def heterogeneity(values: Sequence[float], errors: Sequence[float]) -> Heterogeneity | None:
    """Whether effects differ by more than chance; None with fewer than two. Errors must be above 0."""
    if len(values) < 2:
        return None
    from scipy.special import chdtrc

    weights = [1 / (e * e) for e in errors]
    centre = sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)
    q = sum(w * (x - centre) ** 2 for w, x in zip(weights, values, strict=True))
    degrees = len(values) - 1
    return Heterogeneity(q, degrees, float(chdtrc(degrees, q)), max(0.0, (q - degrees) / q) if q > 0 else 0.0)
