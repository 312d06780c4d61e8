"""Funnel plots: units compared at one time, each against limits for its own size (Spiegelhalter 2005)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal

import numpy as np

from attending.analytics.control_charts.rules import Floats

LEVELS: Final = (0.95, 0.998)
FEWEST_UNITS: Final = 10
_WINSOR: Final = 0.1


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its observed events and, for O/E, the expected events; for a proportion, the patients."""

    name: str
    observed: int
    size: float


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """`value` is O/E or a proportion; `low` and `high` are the limits at 95 % and 99.8 %, in this order.

    `beyond` is the level whose limits the unit passed: None, 0.95 or 0.998. `z` is its distance to the target in
    standard deviations, on the variance-stabilised scale, before over-dispersion.
    """

    unit: str
    observed: int
    size: float
    value: float | None
    low: tuple[float, float] | None
    high: tuple[float, float] | None
    z: float | None
    side: Literal["high", "low", "none"]
    beyond: float | None


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """Units against a target. `dispersion` is the factor on the variance (multiplicative) or the variance between
    units on the transformed scale (additive); `reason` says why the units cannot be judged."""

    measure: str
    law: Literal["poisson", "binomial"]
    target: float | None
    overdispersion: Literal["none", "multiplicative", "additive"]
    dispersion: float | None
    points: tuple[FunnelPoint, ...]
    method: str
    reason: str | None

    @property
    def estimable(self) -> bool:
        """True when the units can be judged."""
        return self.reason is None


def funnel(
    measure: str,
    units: Sequence[Unit],
    *,
    law: Literal["poisson", "binomial"] = "poisson",
    target: float | None = None,
    overdispersion: Literal["none", "multiplicative", "additive"] = "none",
) -> FunnelChart:
    """O/E by unit (`law` "poisson", size = expected events) or proportions by unit ("binomial", size = patients).

    `target` None takes the pooled ratio of all units. Without over-dispersion the limits are exact quantiles,
    interpolated between the counts on both sides (Spiegelhalter 2005, Statistics in Medicine 24:1185, appendix). That
    is harsh on the smallest units: a single event passes the upper 99.8 % limit where fewer than 0.045 are expected,
    which chance alone does up to 4 times in 100; with 1 or more expected, at most 6 times in 1,000. With
    it they are normal on the square-root (Poisson) or arcsine square-root (binomial) scale; the variation between units
    is estimated from z scores winsorised at 10 % in each tail (Spiegelhalter et al. 2012, JRSS A 175:1) and needs 10
    units. Winsorising leaves about two thirds of a normal variance, and the published method, kept here so that figures
    can be compared, does not undo that: some 10 % rather than 5 % of usual units then lie beyond the 95 % limits.

    Raises ValueError for sizes that are not positive or, for proportions, smaller than the events.
    """
    for unit in units:
        if unit.size <= 0 or unit.observed < 0 or (law == "binomial" and unit.observed > unit.size):
            raise ValueError(f"{unit.name}: {unit.observed} events for a size of {unit.size:g} cannot be compared.")
    method = _method(law, overdispersion)
    observed = np.asarray([unit.observed for unit in units], dtype=np.float64)
    size = np.asarray([unit.size for unit in units], dtype=np.float64)
    centre = (float(observed.sum() / size.sum()) if len(units) else None) if target is None else target
    reason = _reason(law, len(units), centre, overdispersion)
    if reason is not None or centre is None:
        points = tuple(_unjudged(unit) for unit in units)
        return FunnelChart(measure, law, centre, overdispersion, None, points, method, reason)
    y, error = _stabilised(observed, size, law)
    goal = _scale(np.asarray(centre), law)
    z = (y - goal) / error
    dispersion = _factor(z) if overdispersion == "multiplicative" else _variance(z, error)
    bounds = []
    for level in LEVELS:
        if overdispersion == "none":
            bounds.append(_exact(size, centre, law, level))
            continue
        spread = error * np.sqrt(dispersion) if overdispersion == "multiplicative" else np.hypot(error, dispersion**0.5)
        reach = NormalDist().inv_cdf(0.5 + level / 2) * spread
        bounds.append((_unscale(goal - reach, law), _unscale(goal + reach, law)))
    points = tuple(_point(unit, i, bounds, float(z[i])) for i, unit in enumerate(units))
    shown = None if overdispersion == "none" else dispersion
    return FunnelChart(measure, law, centre, overdispersion, shown, points, method, None)


def _reason(law: str, units: int, centre: float | None, overdispersion: str) -> str | None:
    if centre is None:
        return "There are no units; at least 1 needed"
    if centre <= 0:
        return f"No events in {units} units; at least 1 event needed"
    if law == "binomial" and centre >= 1:
        return "Every patient had the event; some without are needed"
    if overdispersion != "none" and units < FEWEST_UNITS:
        return (
            f"{units} units; at least {FEWEST_UNITS} needed to tell how much units differ ({FEWEST_UNITS - units} more)"
        )
    return None


def _stabilised(observed: Floats, size: Floats, law: str) -> tuple[Floats, Floats]:
    return _scale(observed / size, law), 1 / (2 * np.sqrt(size))


def _scale(value: Floats, law: str) -> Floats:
    root = np.sqrt(value)
    return root if law == "poisson" else np.arcsin(root)


def _unscale(y: Floats, law: str) -> Floats:
    if law == "poisson":
        return np.maximum(y, 0.0) ** 2
    squared: Floats = np.sin(np.clip(y, 0.0, np.pi / 2)) ** 2
    return squared


def _winsorised(z: Floats) -> Floats:
    low, high = np.quantile(z, [_WINSOR, 1 - _WINSOR])
    return np.clip(z, low, high)


def _factor(z: Floats) -> float:
    """Multiplicative over-dispersion, at least 1."""
    return max(float((_winsorised(z) ** 2).mean()), 1.0)


def _variance(z: Floats, error: Floats) -> float:
    """Additive over-dispersion by the method of moments (DerSimonian & Laird 1986), at least 0."""
    weight = 1 / error**2
    units = len(z)
    total = units * float((_winsorised(z) ** 2).mean())
    spread = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max((total - (units - 1)) / spread, 0.0) if spread > 0 else 0.0


def _exact(size: Floats, centre: float, law: str, level: float) -> tuple[Floats, Floats]:
    from scipy import stats

    limits = []
    patients = np.maximum(np.rint(size), 1)
    for tail in ((1 - level) / 2, (1 + level) / 2):
        if law == "poisson":
            mean = centre * size
            count = stats.poisson.ppf(tail, mean)
            reached, step = stats.poisson.cdf(count, mean), stats.poisson.pmf(count, mean)
        else:
            count = stats.binom.ppf(tail, patients, centre)
            reached, step = stats.binom.cdf(count, patients, centre), stats.binom.pmf(count, patients, centre)
        limits.append(np.maximum(count - (reached - tail) / step, 0.0) / (size if law == "poisson" else patients))
    return limits[0], limits[1]


def _point(unit: Unit, i: int, bounds: list[tuple[Floats, Floats]], z: float) -> FunnelPoint:
    value = unit.observed / unit.size
    beyond: float | None = None
    side: Literal["high", "low", "none"] = "none"
    for level, (low, high) in zip(LEVELS, bounds, strict=True):
        if value < low[i] or value > high[i]:
            beyond, side = level, "low" if value < low[i] else "high"
    (low95, high95), (low998, high998) = ((float(low[i]), float(high[i])) for low, high in bounds)
    return FunnelPoint(unit.name, unit.observed, unit.size, value, (low95, low998), (high95, high998), z, side, beyond)


def _unjudged(unit: Unit) -> FunnelPoint:
    return FunnelPoint(unit.name, unit.observed, unit.size, None, None, None, None, "none", None)


def _method(law: str, overdispersion: str) -> str:
    exact = f"Funnel plot, exact {law.capitalize()} limits at 95 % and 99.8 %"
    if overdispersion == "none":
        return exact
    return f"Funnel plot, {overdispersion} over-dispersion (Spiegelhalter 2005), limits at 95 % and 99.8 %"
