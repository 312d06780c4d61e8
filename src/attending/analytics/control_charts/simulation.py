"""Limits and times to detection by simulation, for the place where the chart will run."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from attending.analytics.control_charts.chart import ChartSetup, DetectionTime, LocalSetting, SimulatedLimit
from attending.analytics.control_charts.design import ACCUMULATING, RISK_ADJUSTED, VLAD, ChartDesign, Harm
from attending.analytics.control_charts.programs import Programs, cost, simulate
from attending.analytics.control_charts.rules import Flags, Floats

HORIZON: Final = 60
"""Monitored periods that are simulated to find a harm, unless told otherwise."""

_ARL_HORIZON: Final = 4
_MOST_DRAWS: Final = 30_000_000
_FEWEST_PROGRAMS: Final = 200


def simulate_limit(design: ChartDesign, setting: LocalSetting) -> SimulatedLimit:
    """The limit of an accumulating kind that gives `design.false_alarm`, or the false alarms that a kind's rules give.

    With a wanted probability the baseline is simulated too (`setting.baseline_periods`), so that the rate includes the
    uncertainty of limits that were estimated from it. With a wanted average run length the baseline counts as known, as
    in published tables; runs are followed for four times that length, and the few that last longer enter as censored
    exponential times. The two sides of a risk-adjusted CUSUM have their own limits with like rates.

    Raises ValueError when the setting lacks what the kind needs.
    """
    if design.kind in VLAD:
        raise ValueError("A VLAD shows, it does not decide: simulate the limit of its risk-adjusted CUSUM.")
    wanted = design.false_alarm
    known = wanted.kind == "arl"
    periods = math.ceil(_ARL_HORIZON * wanted.per_chart) if known else wanted.periods
    affordable = int(_MOST_DRAWS // max(cost(design, setting, periods), 1))
    programs = min(design.programs, max(_FEWEST_PROGRAMS, affordable))
    rng = np.random.default_rng([design.seed, 1])
    run = simulate(design, setting, None, programs=programs, periods=periods, known=known, rng=rng)
    up, down = None, None
    if design.kind in ACCUMULATING:
        high, low = _sides(design, run)
        up, down = (
            _arl_limits(high, low, wanted.per_chart) if known else _probability_limits(high, low, wanted.per_chart)
        )
        alarms = (cast(Floats, run.up) > up) | (cast(Floats, run.down) > down)
    else:
        alarms = cast(Flags, run.alarms)
    achieved, error = _run_length(alarms) if known else _share(alarms)
    return SimulatedLimit(up, down, wanted, achieved, error, programs, design.seed, _method(design, setting, known))


def detection_time(
    design: ChartDesign,
    setting: LocalSetting,
    harm: Harm | None = None,
    *,
    limit: SimulatedLimit | None = None,
    horizon: int = HORIZON,
) -> DetectionTime:
    """Periods and patients until the chart finds the harm (default `design.harm`), present from the first period on.

    Any alarm counts. An accumulating chart starts at zero, where it is slowest: harm that begins later is found no
    later on average. Raises ValueError when no harm is named or the setting lacks what the kind needs.
    """
    wanted = harm or design.harm
    if wanted is None:
        raise ValueError("Name the harm whose time to detection is asked for.")
    limit = limit or simulate_limit(design, setting)
    known = design.false_alarm.kind == "arl"
    programs = min(design.programs, max(_FEWEST_PROGRAMS, int(_MOST_DRAWS // max(cost(design, setting, horizon), 1))))
    rng = np.random.default_rng([design.seed, 2])
    run = simulate(design, setting, wanted, programs=programs, periods=horizon, known=known, rng=rng)
    alarms = run.alarms
    if alarms is None:
        alarms = (cast(Floats, run.up) > (limit.up or 0.0)) | (cast(Floats, run.down) > (limit.down or 0.0))
    first = np.where(alarms.any(axis=1), alarms.argmax(axis=1) + 1, horizon + 1)
    median, p90 = (_reached(int(np.quantile(first, q, method="inverted_cdf")), horizon) for q in (0.5, 0.9))
    found, error = _share(alarms)
    seen = np.concatenate([[0.0], np.cumsum(np.resize(setting.volume, horizon))])
    patients = [None if each is None else float(seen[each]) for each in (median, p90)]
    return DetectionTime(
        wanted,
        median,
        p90,
        patients[0],
        patients[1],
        found,
        error,
        horizon,
        programs,
        design.seed,
        _in_words(wanted, median, p90, horizon),
    )


def set_up(design: ChartDesign, setting: LocalSetting, *, horizon: int = HORIZON) -> ChartSetup:
    """Limit, false alarms and, where the design names a harm, the expected time to detect it."""
    limit = simulate_limit(design, setting)
    found = None if design.harm is None else detection_time(design, setting, limit=limit, horizon=horizon)
    return ChartSetup(setting, limit, found)


def _sides(design: ChartDesign, run: Programs) -> tuple[Floats, Floats]:
    """Running maxima of both sides; one common maximum where the statistic is symmetric, for one common limit."""
    up, down = cast(Floats, run.up), cast(Floats, run.down)
    if design.kind not in RISK_ADJUSTED:
        up = down = np.maximum(up, down)
    return np.maximum.accumulate(up, axis=1), np.maximum.accumulate(down, axis=1)


def _probability_limits(high: Floats, low: Floats, wanted: float) -> tuple[float, float]:
    """Least limits, with as many programs beyond each, that not more than the wanted share of programs pass."""
    top, bottom = high[:, -1], low[:, -1]
    programs = len(top)
    ordered_top, ordered_bottom = np.sort(top), np.sort(bottom)

    def passed(beyond: int) -> int:
        at = programs - 1 - beyond
        return int(((top > ordered_top[at]) | (bottom > ordered_bottom[at])).sum())

    fewest, most = 0, programs - 1
    while fewest < most:
        middle = (fewest + most + 1) // 2
        fewest, most = (middle, most) if passed(middle) <= wanted * programs else (fewest, middle - 1)
    at = programs - 1 - fewest
    return float(ordered_top[at]), float(ordered_bottom[at])


def _arl_limits(high: Floats, low: Floats, wanted: float) -> tuple[float, float]:
    up = _bisected(lambda h: _run_length(high > h)[0], 2 * wanted, 0.0, float(high.max()))
    down = _bisected(lambda h: _run_length(low > h)[0], 2 * wanted, 0.0, float(low.max()))
    scale = _bisected(lambda s: _run_length((high > s * up) | (low > s * down))[0], wanted, 0.2, 1.5)
    return scale * up, scale * down


def _bisected(length: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a growing `length` reaches what is wanted."""
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if length(middle) < wanted else (low, middle)
    return high


def _run_length(alarms: Flags) -> tuple[float, float]:
    """Mean periods to the first alarm and its standard error, censored runs as exponential times."""
    any_alarm = alarms.any(axis=1)
    lasted = np.where(any_alarm, alarms.argmax(axis=1) + 1, alarms.shape[1])
    signals = max(int(any_alarm.sum()), 1)
    mean = float(lasted.sum()) / signals
    return mean, mean / math.sqrt(signals)


def _share(alarms: NDArray[np.bool_]) -> tuple[float, float]:
    share = float(alarms.any(axis=1).mean())
    # Agresti and Coull's centre, so that a share of 0 or 1 does not claim to be free of error.
    programs = len(alarms) + 4
    centre = (share * len(alarms) + 2) / programs
    return share, math.sqrt(centre * (1 - centre) / programs)


def _reached(period: int, horizon: int) -> int | None:
    return period if period <= horizon else None


def _method(design: ChartDesign, setting: LocalSetting, known: bool) -> str:
    mix = "the local case mix" if setting.mix is not None else "the local volume"
    if known:
        return f"Monte Carlo simulation of {mix}, baseline taken as known, two-sided"
    if design.kind in RISK_ADJUSTED and design.reference == "model":
        return f"Monte Carlo simulation of {mix}, risks as the model states them, two-sided"
    return f"Monte Carlo simulation of {mix} and of a baseline of {setting.baseline_periods} periods, two-sided"


def _in_words(harm: Harm, median: int | None, p90: int | None, horizon: int) -> str:
    if median is None:
        return f"{harm.words}: more often than not unseen within {horizon} periods"
    late = f"more than {horizon}" if p90 is None else str(p90)
    return f"{harm.words}: found after {median} periods in half of all cases, within {late} periods in nine of ten"
