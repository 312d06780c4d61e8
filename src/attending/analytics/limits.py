"""Confidence limits of a measure from its standard error, each on the scale that suits it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

PROPORTIONS: Final = frozenset({"event_rate", "sensitivity", "specificity", "ppv", "npv", "flag_rate"})
"""Measures that are shares of a count: their limits are Wilson's."""

CONFINED: Final = frozenset({"auroc", "auprc", "brier", "mean_score"})
"""Other measures confined to [0, 1]: their limits are taken on the logit scale."""

POSITIVE: Final = frozenset({"oe"})
"""Measures confined to [0, infinity): their limits are taken on the log scale."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A measure with the spread of its sampling distribution.

    `error` is the standard error on the measure's own scale; `units` is how many independent observations stand behind
    it (rows, events, or patients), for the case that the sample shows no spread. `expected` is the mean score, for O:E
    of a group without events.
    """

    measure: str
    value: float
    error: float
    units: float
    expected: float | None = None

    def limits(self, quantile: float) -> tuple[float, float]:
        """Lower and upper limit at `quantile` standard errors, always around the value.

        Proportions: Wilson (1927) with the effective number of observations p (1 - p) / error^2 (Korn & Graubard 1998).
        AUROC, AUPRC, Brier, mean score: delta method on the logit scale. O:E: delta method on the log scale. Slope,
        intercept and net benefit: value and error as they are. Where a confined measure shows no spread, Wilson's
        limits for `units` observations stand in.
        """
        if self.measure in PROPORTIONS:
            spread = self.value * (1 - self.value)
            trials = spread / self.error**2 if self.error > 0 and spread > 0 else self.units
            return wilson_limits(self.value, trials, quantile)
        if self.measure in CONFINED:
            if self.error <= 0 or not 0 < self.value < 1:
                return wilson_limits(self.value, self.units, quantile)
            centre = math.log(self.value) - math.log1p(-self.value)
            half = quantile * self.error / (self.value * (1 - self.value))
            return min(_expit(centre - half), self.value), max(_expit(centre + half), self.value)
        if self.measure in POSITIVE:
            if self.value <= 0:
                return 0.0, wilson_limits(0.0, self.units, quantile)[1] / (self.expected or 1.0)
            factor = math.exp(min(quantile * self.error / self.value, 700.0))
            return self.value / factor, self.value * factor
        return self.value - quantile * self.error, self.value + quantile * self.error


def wilson_limits(value: float, trials: float, quantile: float) -> tuple[float, float]:
    """Wilson's (1927) limits of a proportion seen in `trials` observations, at any quantile; trials > 0."""
    square = quantile * quantile
    scale = 1 + square / trials
    centre = (value + square / (2 * trials)) / scale
    half = quantile / scale * math.sqrt(max(value * (1 - value), 0.0) / trials + square / (4 * trials * trials))
    return min(max(centre - half, 0.0), value), max(min(centre + half, 1.0), value)


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(max(x, -700.0)) / (1 + math.exp(max(x, -700.0)))
