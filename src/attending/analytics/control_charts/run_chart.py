"""Run charts: signals about a median, without assuming a distribution."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from attending.analytics.control_charts.rules import Flags, Floats

FEWEST_USEFUL = 10
"""Points off the median below which the counts of runs and crossings say nothing (Anhøj & Olesen 2014)."""

_SHIFT, _TREND = 6, 5
_TAIL = 0.025


def run_signals(rule: str, value: Floats, median: Floats) -> tuple[Flags, Flags]:
    """Where a run-chart rule holds for the points so far, on the high and the low side; time along the last axis.

    `median` is that of the baseline, broadcast to `value`. Points on the median are passed over: they neither end nor
    lengthen a run. The rules are

    - `shift`: six or more useful points in a row on one side; `trend`: five or more points in a row rising or falling,
      equal neighbours passed over (Perla, Provost & Murray 2011, BMJ Quality & Safety 20:46);
    - `runs`: fewer or more runs than 95 % of random sequences have (Swed & Eisenhart 1943, Annals of Mathematical
      Statistics 14:66), for points split evenly by the median;
    - `anhoej_longest_run`: a run longer than log2(n) + 3, rounded; `anhoej_crossings`: fewer crossings of the median
      than the 5th percentile of Binomial(n - 1, 1/2), with n useful points (Anhøj & Olesen 2014, PLoS ONE 9:e113825).

    Rules without a side are reported as high. Each point is judged by the points up to it, so later points never
    change an earlier signal; looking anew after each point gives more false alarms than looking once.
    """
    sign = np.sign(np.nan_to_num(value - median, nan=0.0))
    if rule == "trend":
        return _trend(value)
    useful, crossings, run = _runs(sign)
    none = np.zeros(sign.shape, dtype=np.bool_)
    if rule == "shift":
        long = (run >= _SHIFT) & (sign != 0)
        return long & (sign > 0), long & (sign < 0)
    enough = useful >= FEWEST_USEFUL
    if rule == "anhoej_longest_run":
        longest = np.asarray([longest_run_limit(n) for n in range(sign.shape[-1] + 1)])
        long = enough & (run > longest[useful]) & (sign != 0)
        return long & (sign > 0), long & (sign < 0)
    if rule == "anhoej_crossings":
        fewest = np.asarray([fewest_crossings(n) for n in range(sign.shape[-1] + 1)])
        return enough & (crossings < fewest[useful]), none
    limits = np.asarray([runs_limits(n) for n in range(sign.shape[-1] + 1)])
    count = crossings + 1
    return enough & ((count <= limits[useful, 0]) | (count >= limits[useful, 1])), none


def run_began(rule: str, value: Floats, median: float, at: int) -> int:
    """Index where the run, trend or sequence that the rule reports at index `at` began; value of shape (points,)."""
    if rule in ("runs", "anhoej_crossings"):
        return 0
    if rule == "trend":
        step = np.sign(np.diff(value[: at + 1]))
        other = np.flatnonzero(step == -step[np.flatnonzero(step)[-1]])
        return int(other[-1]) + 1 if len(other) else 0
    sign = np.sign(value[: at + 1] - median)
    other = np.flatnonzero(sign == -sign[at])
    start = int(other[-1]) + 1 if len(other) else 0
    return start + int(np.flatnonzero(sign[start:] == sign[at])[0])


@cache
def longest_run_limit(useful: int) -> int:
    """Longest run that `useful` points may have without a signal (Anhøj & Olesen 2014)."""
    return round(math.log2(useful) + 3) if useful > 0 else 0


@cache
def fewest_crossings(useful: int) -> int:
    """Fewest crossings that `useful` points may have without a signal: 5th percentile of Binomial(useful - 1, 1/2)."""
    total = 0
    for k in range(useful):
        total += math.comb(useful - 1, k)
        if total >= 0.05 * 2 ** (useful - 1):
            return k
    return 0


@cache
def runs_limits(useful: int) -> tuple[int, int]:
    """Counts of runs at or below and at or above which `useful` points signal, at most 2.5 % in each tail."""
    above, below = useful // 2, useful - useful // 2
    if above == 0:
        return -1, useful + 2
    chance = [_runs_chance(r, above, below) for r in range(useful + 1)]
    low = max((r for r in range(useful + 1) if sum(chance[: r + 1]) <= _TAIL), default=-1)
    high = min((r for r in range(useful + 1) if sum(chance[r:]) <= _TAIL), default=useful + 2)
    return low, high


def _runs_chance(runs: int, above: int, below: int) -> float:
    if runs < 2:
        return 0.0
    half = runs // 2
    ways = 2 * math.comb(above - 1, half - 1) * math.comb(below - 1, half - 1)
    if runs % 2:
        ways = math.comb(above - 1, half) * math.comb(below - 1, half - 1)
        ways += math.comb(above - 1, half - 1) * math.comb(below - 1, half)
    return ways / math.comb(above + below, above)


def _runs(sign: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Useful points so far, crossings so far, and length of the current run; points with sign 0 passed over."""
    useful = sign != 0
    index = np.arange(sign.shape[-1])
    last = np.maximum.accumulate(np.where(useful, index, -1), axis=-1)
    before = np.full(last.shape, -1)
    before[..., 1:] = last[..., :-1]
    previous = np.where(before >= 0, np.take_along_axis(sign, np.maximum(before, 0), axis=-1), 0.0)
    crossed = useful & (previous == -sign)
    seen = np.cumsum(useful, axis=-1)
    # Useful points before the current run: frozen at each crossing, and zero before the first.
    earlier = np.maximum.accumulate(np.where(crossed, seen - 1, 0), axis=-1)
    return seen, np.cumsum(crossed, axis=-1), seen - earlier


def _trend(value: Floats) -> tuple[Flags, Flags]:
    up = np.zeros(value.shape, dtype=np.bool_)
    down = up.copy()
    step = np.sign(np.nan_to_num(np.diff(value, axis=-1), nan=0.0))
    _, _, run = _runs(step)
    long = (run >= _TREND - 1) & (step != 0)
    up[..., 1:], down[..., 1:] = long & (step > 0), long & (step < 0)
    return up, down
