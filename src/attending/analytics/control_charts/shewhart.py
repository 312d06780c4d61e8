"""Charts that judge each period by itself: centre line, limits and standardised distance, from frozen baselines.

Every function takes arrays with time along the last axis (leading axes are simulated programs) and `baseline`, shape
(periods,), True where a period belongs to the declared baseline. Nothing after the baseline moves its limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from attending.analytics.control_charts.rules import Flags, Floats

D2: Final = 1.128
"""Expected range of two standard normal values, rounded as in every published table of control-chart constants."""

TAIL: Final = 0.0013498980316300933
"""Chance of a normal value above three standard deviations."""

_T_POWER: Final = 3.6


@dataclass(frozen=True)
class Standardised:
    """What is plotted and judged; every array has the shape of the data.

    `value` is plotted against `centre`, `lower` and `upper`; `z` is the distance to the centre in standard deviations
    of that point (positive above). NaN marks a period without data or a limit that does not exist.
    """

    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    z: Floats


def proportion(events: Floats, n: Floats, baseline: Flags, *, laney: bool = False, exact: bool = False) -> Standardised:
    """p chart, or p' (Laney 2002, Quality Engineering 14:531) where the baseline varies more than binomial counts do.

    `events` of `n`, each period with its own limits. `exact` takes binomial quantiles with the tails of three standard
    deviations instead of the normal approximation: use it where fewer than about 10 events are expected.
    """
    rate = _baseline_rate(events, n, baseline)
    if exact:
        return _exact_counts(events, n, rate, "binomial")
    return _normal_counts(events, n, rate, np.sqrt(rate * (1 - rate) / np.maximum(n, 1e-300)), baseline, laney, 1.0)


def per_exposure(
    events: Floats, n: Floats, baseline: Flags, *, laney: bool = False, exact: bool = False
) -> Standardised:
    """u chart of events per unit of exposure `n`, or u' (Laney); `exact` takes Poisson quantiles."""
    rate = _baseline_rate(events, n, baseline)
    if exact:
        return _exact_counts(events, n, rate, "poisson")
    return _normal_counts(events, n, rate, np.sqrt(rate / np.maximum(n, 1e-300)), baseline, laney, np.inf)


def individuals(value: Floats, baseline: Flags) -> Standardised:
    """XmR chart: mean +- 2.66 mean moving ranges of the baseline (3 / 1.128; Shewhart, Wheeler 1993)."""
    inside = value[..., baseline]
    centre = inside.mean(axis=-1, keepdims=True) + np.zeros_like(value)
    sigma = moving_range_sigma(inside) + np.zeros_like(value)
    return Standardised(value, centre, centre - 3 * sigma, centre + 3 * sigma, _ratio(value - centre, sigma))


def moving_range(value: Floats, baseline: Flags) -> tuple[Floats, float]:
    """Moving ranges of the periods (first is NaN) and their upper limit, 3.267 mean moving ranges of the baseline."""
    ranges = np.full(value.shape, np.nan)
    ranges[..., 1:] = np.abs(np.diff(value, axis=-1))
    return ranges, float(3.267 * np.abs(np.diff(value[..., baseline], axis=-1)).mean())


def between_events(count: Floats, baseline: Flags, *, exact: bool = False) -> Standardised:
    """g chart of opportunities between rare events: mean + 3 sqrt(mean (mean + 1)), no lower limit (Benneyan 2001).

    `exact` takes quantiles of the geometric distribution with the tails of three standard deviations, which gives a
    lower limit where the mean is large enough, and judges runs by the median, which a skewed distribution needs.
    """
    mean = count[..., baseline].mean(axis=-1, keepdims=True) + np.zeros_like(count)
    if not exact:
        sigma = np.sqrt(mean * (mean + 1))
        return Standardised(count, mean, np.full_like(mean, np.nan), mean + 3 * sigma, _ratio(count - mean, sigma))
    log_stay = np.log(mean) - np.log1p(mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        at_least = np.exp(count * log_stay)
        at_most = -np.expm1((count + 1) * log_stay)
        # Largest count still as likely to be reached as the tail, and least count whose lower tail is not rarer.
        upper = np.floor(np.log(TAIL) / log_stay)
        lower = np.ceil(np.log1p(-TAIL) / log_stay) - 1
        middle = np.maximum(np.ceil(np.log(0.5) / log_stay) - 1, 0)
    return Standardised(count, middle, np.where(lower > 0, lower, np.nan), upper, _tail_z(at_most, at_least))


def time_between(days: Floats, baseline: Flags) -> Standardised:
    """t chart of the time between rare events: XmR of time^(1/3.6), shown in units of time (Nelson 1994)."""
    chart = individuals(np.power(days, 1 / _T_POWER), baseline)
    lower = np.where(chart.lower > 0, np.maximum(chart.lower, 0) ** _T_POWER, np.nan)
    return Standardised(days, chart.centre**_T_POWER, lower, chart.upper**_T_POWER, chart.z)


def measured(value: Floats, standard_error: Floats, baseline: Flags) -> Standardised:
    """Chart of any measure that comes with a standard error per period (O:E, slope, AUROC, a mean).

    Centre: inverse-variance mean of the baseline. z = (value - centre) / standard error, divided by the standard
    deviation of z between neighbouring baseline periods as in Laney's charts, but never by less than 1: periods
    cannot truly vary less than their own sampling error. Limits at three such deviations.
    """
    weight = 1 / standard_error[..., baseline] ** 2
    centre = (weight * value[..., baseline]).sum(axis=-1, keepdims=True) / weight.sum(axis=-1, keepdims=True)
    z = (value - centre) / standard_error
    between = np.maximum(moving_range_sigma(z[..., baseline]), 1.0)
    reach = 3 * between * standard_error
    return Standardised(value, centre + np.zeros_like(value), centre - reach, centre + reach, z / between)


def about_median(value: Floats, baseline: Flags) -> Standardised:
    """Run chart: the median of the baseline, no limits; z only tells the side."""
    centre = np.median(value[..., baseline], axis=-1, keepdims=True) + np.zeros_like(value)
    nothing = np.full(value.shape, np.nan)
    return Standardised(value, centre, nothing, nothing, np.sign(value - centre))


def moving_range_sigma(values: Floats) -> Floats:
    """Standard deviation from the mean moving range along the last axis, which is kept with length 1."""
    sigma: Floats = np.abs(np.diff(values, axis=-1)).mean(axis=-1, keepdims=True) / D2
    return sigma


def _baseline_rate(events: Floats, n: Floats, baseline: Flags) -> Floats:
    size = n[..., baseline].sum(axis=-1, keepdims=True)
    rate: Floats = events[..., baseline].sum(axis=-1, keepdims=True) / size
    return rate


def _normal_counts(
    events: Floats, n: Floats, rate: Floats, error: Floats, baseline: Flags, laney: bool, most: float
) -> Standardised:
    empty = n <= 0
    value = np.where(empty, np.nan, events / np.where(empty, 1, n))
    z = _ratio(value - rate, error)
    if laney:
        between = moving_range_sigma(z[..., baseline])
        z, error = _ratio(z, between), error * between
    lower, upper = np.maximum(rate - 3 * error, 0.0), np.minimum(rate + 3 * error, most)
    gone = empty & np.ones_like(value, dtype=np.bool_)
    hidden = [np.where(gone, np.nan, each) for each in (lower, upper, z)]
    return Standardised(value, rate + np.zeros_like(value), *hidden)


def _exact_counts(events: Floats, n: Floats, rate: Floats, law: str) -> Standardised:
    from scipy import special, stats

    empty = n <= 0
    size = np.where(empty, 1, n) + np.zeros_like(events)
    if law == "binomial":
        at_most = special.bdtr(events, size.astype(np.int64), rate)
        at_least = np.where(events > 0, special.bdtrc(np.maximum(events - 1, 0), size.astype(np.int64), rate), 1.0)
        lower, upper = stats.binom.ppf(TAIL, size, rate) / size, stats.binom.isf(TAIL, size, rate) / size
    else:
        mean = rate * size
        at_most = special.pdtr(events, mean)
        at_least = np.where(events > 0, special.pdtrc(np.maximum(events - 1, 0), mean), 1.0)
        lower, upper = stats.poisson.ppf(TAIL, mean) / size, stats.poisson.isf(TAIL, mean) / size
    z = _tail_z(at_most, at_least)
    value, lower, upper, z = (np.where(empty, np.nan, each) for each in (events / size, lower, upper, z))
    return Standardised(value, rate + np.zeros_like(value), lower, upper, z)


def _tail_z(at_most: Floats, at_least: Floats) -> Floats:
    """Normal deviate of the tail that holds the point itself, so that a discrete chart never says too much."""
    from scipy.special import ndtri

    high, low = -ndtri(np.clip(at_least, 1e-300, 1)), ndtri(np.clip(at_most, 1e-300, 1))
    z: Floats = np.where(high > 0, high, np.where(low < 0, low, 0.0))
    return z


def _ratio(distance: Floats, sigma: Floats) -> Floats:
    """distance / sigma; 0 where the baseline did not vary, since then nothing can be judged."""
    ok = sigma > 0
    return np.where(ok, distance / np.where(ok, sigma, 1.0), np.where(np.isnan(distance), np.nan, 0.0))
