"""From fitted coefficients to effects on the scale of the measure: factual minus, or over, counterfactual."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.impact.result import Effect, Scale
from attending.analytics.impact.serial import Array, Family, SerialFit

Link = Literal["identity", "log", "logit"]


@dataclass(frozen=True)
class Curve:
    """What is fitted, and how a linear predictor becomes a value of the measure.

    `y`, `offset`, `trials` (n,) go to the fit. The value is `base` + eta (identity), exp(base + eta) (log) or
    expit(eta) (logit); `base` is the control's value (or its log) where there is a control, else 0. `observed` (n,)
    are the values of the measure.
    """

    family: Family
    y: Array
    offset: Array
    trials: Array | None
    link: Link
    base: Array
    observed: Array

    def mean(self, eta: Array, rows: NDArray[np.int64]) -> Array:
        """Values of the measure at `rows` for linear predictors without the offset."""
        if self.link == "identity":
            return self.base[rows] + eta
        if self.link == "log":
            return np.exp(self.base[rows] + eta)
        return 1 / (1 + np.exp(-eta))

    def slope(self, eta: Array, rows: NDArray[np.int64]) -> Array:
        """Derivative of `mean` by eta."""
        if self.link == "identity":
            return np.ones_like(eta)
        value = self.mean(eta, rows)
        return value if self.link == "log" else value * (1 - value)


@dataclass(frozen=True)
class Contrast:
    """A fit with the design rows with (`x`) and without (`without`) the change, both (n, k)."""

    curve: Curve
    x: Array
    without: Array
    fitted: SerialFit
    method: str
    unit: str
    periods: int
    units: int

    def coefficient(self, index: int, name: str, title: str) -> Effect:
        """One coefficient: a difference on the identity scale, exponentiated to a ratio on the others."""
        value = float(self.fitted.beta[index])
        error = math.sqrt(float(self.fitted.covariance[index, index]))
        per = name == "slope"
        if self.curve.link == "identity":
            unit = f"{self.unit} per period" if per else self.unit
            return self._effect(name, title, value, error, "difference per period" if per else "difference", unit)
        kind = "odds ratio" if self.curve.link == "logit" else "ratio"
        unit = f"{kind} per period" if per else kind
        return self._effect(name, title, value, error, "ratio per period" if per else "ratio", unit)

    def missing(self, name: str, title: str, relative: bool, reason: str) -> Effect:
        """An effect that cannot be given, with the reason in words."""
        scale: Scale = "ratio" if relative else "difference"
        unit = "ratio" if relative else self.unit
        return Effect(name, title, None, None, None, scale, unit, self.method, self.periods, self.units, reason=reason)

    def _effect(self, name: str, title: str, value: float, error: float, scale: Scale, unit: str) -> Effect:
        return from_error(
            name,
            title,
            value,
            error,
            self.fitted.df,
            scale=scale,
            unit=unit,
            method=self.method,
            periods=self.periods,
            units=self.units,
        )


def effect_at(contrast: Contrast, rows: NDArray[np.int64], name: str, title: str, *, relative: bool) -> Effect:
    """Mean over `rows` of factual minus counterfactual; or of one over the other, both averaged first (delta method).

    A ratio is made on the log scale. It is not estimable where factual or counterfactual is not above 0, or where the
    counterfactual's interval reaches 0.
    """
    curve, fitted = contrast.curve, contrast.fitted
    with_change, without = contrast.x[rows], contrast.without[rows]
    eta1, eta0 = with_change @ fitted.beta, without @ fitted.beta
    mean1, mean0 = float(curve.mean(eta1, rows).mean()), float(curve.mean(eta0, rows).mean())
    gradient1 = (curve.slope(eta1, rows)[:, None] * with_change).mean(axis=0)
    gradient0 = (curve.slope(eta0, rows)[:, None] * without).mean(axis=0)
    if not relative:
        gradient = gradient1 - gradient0
        error = math.sqrt(max(float(gradient @ fitted.covariance @ gradient), 0.0))
        return contrast._effect(name, title, mean1 - mean0, error, "difference", contrast.unit)
    spread0 = math.sqrt(max(float(gradient0 @ fitted.covariance @ gradient0), 0.0))
    if mean1 <= 0 or mean0 <= 0 or (curve.link == "identity" and mean0 <= 2 * spread0):
        return contrast.missing(name, title, True, "No ratio: the expected value is not clearly above 0")
    gradient = gradient1 / mean1 - gradient0 / mean0
    error = math.sqrt(max(float(gradient @ fitted.covariance @ gradient), 0.0))
    return contrast._effect(name, title, math.log(mean1 / mean0), error, "ratio", "ratio")


def from_error(
    name: str,
    title: str,
    value: float,
    error: float,
    df: float,
    *,
    scale: Scale,
    unit: str,
    method: str,
    periods: int,
    units: int,
    note: str | None = None,
) -> Effect:
    """An effect from its standard error and the t distribution; for ratios value and error are on the log scale."""
    from scipy.stats import t as student

    ends = [value - float(student.ppf(0.975, df)) * error, value, value + float(student.ppf(0.975, df)) * error]
    p = 2 * float(student.sf(abs(value) / error, df)) if error > 0 else None
    if scale.startswith("ratio"):
        if max(map(abs, ends)) > 700:
            reason = "The interval of the ratio is without bound"
            return Effect(name, title, None, None, None, scale, unit, method, periods, units, reason=reason)
        ends = [math.exp(end) for end in ends]
    return Effect(
        name, title, ends[1], ends[0], ends[2], scale, unit, method, periods, units, p=p, df=float(df), note=note
    )
