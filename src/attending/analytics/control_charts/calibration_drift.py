"""Observed against expected events by period, from sums and bins only.

The log likelihood ratio of a period under odds multiplied by R is O ln R - sum ln(1 - p + R p) exactly, whatever the
order of its patients: only the number of events O and the distribution of the risks p are needed (Steiner et al. 2000,
Biostatistics 1:441, summed over the patients of a period).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.control_charts.accumulating import odds_times
from attending.analytics.control_charts.case_mix import CaseMix
from attending.analytics.control_charts.period_data import PeriodCases, PeriodCounts
from attending.analytics.control_charts.rules import Floats

MIX_GROUPS: Final = 12
"""Risks that a local case mix is simulated with: months come in ten groups each, and time grows with every group."""

FEWEST_EVENTS = 10
"""Events, and non-events, that a baseline needs before risks are recalibrated to it."""


@dataclass(frozen=True)
class RiskGroups:
    """Predicted risks of one period (shape: groups), the patients with each (may be fractional), and its events."""

    risk: Floats
    n: Floats
    observed: float

    @classmethod
    def of(cls, period: PeriodCounts | PeriodCases) -> RiskGroups:
        """The groups of a period; where only sums are known, patients at one risk and at none with these sums."""
        if isinstance(period, PeriodCases):
            return cls(period.risk, np.ones(len(period.risk)), float(period.event.sum()))
        if period.bins is not None:
            return cls(np.asarray(period.bins.risk), np.asarray(period.bins.n, dtype=np.float64), period.observed)
        if period.expected <= 0:
            return cls(np.zeros(1), np.asarray([float(period.n)]), period.observed)
        # Rounding alone may put the risk below the mean, where more patients would be at risk than there are.
        least = min(period.expected / period.n, 1.0)
        risk = min(max(1 - period.variance / period.expected, least), 1.0)
        at_risk = min(period.expected / risk, float(period.n))
        return cls(np.asarray([0.0, risk]), np.asarray([period.n - at_risk, at_risk]), period.observed)

    def moments(self, null_ratio: float) -> tuple[float, float]:
        """Expected events and their variance when all odds are `null_ratio` times the predicted ones."""
        p = odds_times(self.risk, null_ratio)
        return float((self.n * p).sum()), float((self.n * p * (1 - p)).sum())

    def log_likelihood_ratio(self, odds_ratio: float, null_ratio: float) -> float:
        """Of odds `odds_ratio` times the null's, which are `null_ratio` times the predicted ones."""
        p = odds_times(self.risk, null_ratio)
        return self.observed * float(np.log(odds_ratio)) - float((self.n * np.log1p((odds_ratio - 1) * p)).sum())


def baseline_ratio(risk: Floats, n: Floats, observed: Floats) -> Floats:
    """The one factor on all predicted odds that makes expected equal observed; Newton's method, elementwise.

    `risk` and `n` have groups along the last axis, `observed` has the leading axes. Observed counts at 0 or at n, where
    no finite factor exists, are moved by half an event.
    """
    total = n.sum(axis=-1)
    # Risks of exactly 0 or 1 keep their value under any factor.
    least, most = (n * (risk >= 1)).sum(axis=-1), total - (n * (risk <= 0)).sum(axis=-1)
    target = np.clip(observed, least + 0.5, np.maximum(most - 0.5, least + 0.5))
    log_ratio = np.zeros(np.shape(target))
    for _ in range(60):
        p = odds_times(risk, np.exp(log_ratio)[..., None])
        information = np.maximum((n * p * (1 - p)).sum(axis=-1), 1e-12)
        step = np.clip((target - (n * p).sum(axis=-1)) / information, -1.0, 1.0)
        log_ratio = log_ratio + step
        if bool(np.all(np.abs(step) < 1e-10)):
            break
    ratio: Floats = np.exp(log_ratio)
    return ratio


def pooled(groups: Sequence[RiskGroups]) -> RiskGroups:
    """All periods as one."""
    return RiskGroups(
        np.concatenate([each.risk for each in groups]),
        np.concatenate([each.n for each in groups]),
        float(sum(each.observed for each in groups)),
    )


def local_mix(groups: Sequence[RiskGroups], null_ratio: float) -> CaseMix:
    """The case mix of several periods with every odds multiplied by `null_ratio`."""
    together = pooled(groups)
    return CaseMix.of(odds_times(together.risk, null_ratio), together.n, groups=MIX_GROUPS)


def period_moments(groups: Sequence[RiskGroups], null_ratio: float) -> tuple[Floats, Floats, NDArray[np.float64]]:
    """Expected, variance and observed events by period, shape (periods,)."""
    moments = np.asarray([each.moments(null_ratio) for each in groups]).reshape(-1, 2)
    return moments[:, 0], moments[:, 1], np.asarray([each.observed for each in groups])
