"""What a risk-adjusted CUSUM is tuned to, given the harm it should find and the patients of a period."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from attending.analytics.control_charts.calibration_drift import baseline_ratio
from attending.analytics.control_charts.case_mix import CaseMix
from attending.analytics.control_charts.chart import LocalSetting, SimulatedLimit
from attending.analytics.control_charts.design import ChartKind, Harm

LARGEST_STEP: Final = 2.0
"""Standard deviations of a period's log likelihood ratio that one period with the tuned change moves at most.

A CUSUM gathers evidence while its allowance, half that step, is within what chance does in a period. Much beyond, no
chance lifts it above 0: its simulated limit is 0, and one period decides.
"""

_LEAST: Final = 1.0001


def tuned_odds_ratio(kind: ChartKind, harm: Harm, setting: LocalSetting) -> float:
    """The odds ratio above 1 that a `calibration_cusum` or `ra_cusum` is tuned to for a harm in this place.

    The harm's own: an O:E becomes the odds ratio that gives it in the local case mix, an improvement the inverse (both
    sides are watched alike). A chart that adds up whole periods takes at most what moves a period by `LARGEST_STEP`
    standard deviations, ln R sqrt(sum p (1 - p)), at the median volume; smaller harms are then still seen, larger ones
    sooner. One by patient needs no such bound. Raises ValueError for a shift, or a setting without case mix.
    """
    if setting.mix is None:
        raise ValueError("A risk-adjusted CUSUM is tuned to the local case mix: give the setting a `mix`.")
    if harm.kind == "shift":
        raise ValueError("The harm that a risk-adjusted chart should find is an odds ratio or a ratio (O:E).")
    size = harm.size if harm.kind == "odds_ratio" else _as_odds(harm.size, setting.mix)
    log_odds = abs(math.log(size))
    if kind != "ra_cusum":
        log_odds = min(log_odds, LARGEST_STEP / math.sqrt(_information(setting)))
    return max(math.exp(log_odds), _LEAST)


def rests_at_zero(limit: SimulatedLimit) -> bool:
    """Whether a simulated limit is degenerate: chance alone never lifts the statistic, so that the limit is 0."""
    return any(each is not None and each <= 0 for each in (limit.up, limit.down))


def _as_odds(ratio: float, mix: CaseMix) -> float:
    """The odds ratio that multiplies the mean risk by `ratio`, as far as risks can grow."""
    risk, share = np.asarray(mix.risk), np.asarray(mix.share)
    # Shares stand for many patients, so that the half event kept from either end does not count.
    patients = share * 1e6
    return float(baseline_ratio(risk, patients, np.asarray(min(ratio * mix.mean, 0.99) * 1e6)))


def _information(setting: LocalSetting) -> float:
    mix = setting.mix
    spread = (
        0.0 if mix is None else sum(share * risk * (1 - risk) for risk, share in zip(mix.risk, mix.share, strict=True))
    )
    return max(float(np.median(setting.volume)) * spread, 1e-9)
