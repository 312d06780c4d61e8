"""Value quarter by quarter against the baseline and the target that the value thesis promised."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from attending.analytics.estimate import LEVEL
from attending.analytics.impact.panel import BadPanelError, Panel, ordinal
from attending.analytics.impact.words import counted, percent, quarter_name
from attending.analytics.intervals import wilson

Verdict = Literal["reached", "on the way", "no change seen", "worse", "too few to say"]

MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class QuarterValue:
    """One calendar quarter: value with 95 % interval, `n` (see `n_of`), and how much of the promise it is.

    `share` is (value - baseline) / (target - baseline): 0 at the baseline, 1 at the target, negative when worse; its
    interval is that of the value. `complete` is False when not all three months are there, `due` is True from the
    promised quarter on. `low`, `high` are None, and `reason` filled, when there is no interval.
    """

    quarter: str
    value: float
    low: float | None
    high: float | None
    n: float
    n_of: str
    months: int
    share: float
    share_low: float | None
    share_high: float | None
    verdict: Verdict
    complete: bool
    due: bool
    reason: str | None = None


@dataclass(frozen=True)
class QuarterReview:
    """Quarters in order, what they are held against, and what this cannot say."""

    measure_unit: str
    baseline: float
    target: float
    promised_by: str
    level: float
    method: str
    quarters: tuple[QuarterValue, ...]
    conclusion: str
    cannot_say: tuple[str, ...]


def quarters(panel: Panel, baseline: float, target: float, promised_by: str) -> QuarterReview:
    """Calendar quarters of a one-unit panel of months against `baseline` and `target`, due in `promised_by` (2026-Q4).

    Intervals: proportions Wilson (1927), counts (per month) and rates exact Poisson (Garwood 1936), means t over the
    months of the quarter (with three months very wide; honest, since the spread within months is not in the data).
    Verdicts, from the interval: worse (wholly on the wrong side of the baseline); too few to say (holds both baseline
    and target, or there is no interval); no change seen (holds the baseline, not the target); reached (away from the
    baseline, value at the target or beyond); on the way (away from the baseline, value short of the target). Baseline
    and target count as known numbers. Raises BadPanelError when the panel is not one unit of months or the target
    equals the baseline, ValueError when `promised_by` is not a quarter.
    """
    if len(panel.units) != 1:
        raise BadPanelError(f"The series has {len(panel.units)} units; quarters take one.")
    if not isinstance(panel.periods[0], str):
        raise BadPanelError(f"Period {panel.periods[0]!r}: quarters need ISO months such as 2026-04.")
    if not (math.isfinite(baseline) and math.isfinite(target)) or baseline == target:
        raise BadPanelError(f"Baseline {baseline} and target {target} should be two different finite numbers.")
    due = _quarter_number(promised_by)
    months = np.array([ordinal(period) for period in panel.periods])
    found = tuple(
        _one(panel, months // MONTHS == number, int(number), baseline, target, int(number) >= due)
        for number in np.unique(months // MONTHS)
    )
    return QuarterReview(
        panel.measure_unit,
        baseline,
        target,
        promised_by,
        LEVEL,
        {
            "proportion": "Wilson interval",
            "count": "Exact Poisson interval, per month",
            "rate": "Exact Poisson interval",
            "mean": "t interval over the months of the quarter",
        }[panel.kind],
        found,
        _conclusion(found, promised_by),
        (
            "Whether the change is due to the tool: a quarter against a baseline knows no trend or season.",
            "How uncertain the baseline is: it counts as known.",
            *(
                ()
                if panel.kind == "mean"
                else ("More variation than chance (clusters, busy weeks) is not in the interval.",)
            ),
        ),
    )


def _one(
    panel: Panel,
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]],
    number: int,
    baseline: float,
    target: float,
    due: bool,
) -> QuarterValue:
    count = int(rows.sum())
    top, bottom = float(panel.numerators[0][rows].sum()), float(panel.denominators[0][rows].sum())
    value = top / bottom
    low: float | None
    high: float | None
    n, n_of = bottom, "denominator"
    reason = None
    if panel.kind == "proportion":
        low, high = (float(end) for end in wilson(top, bottom))
    elif panel.kind == "mean":
        n, n_of = float(count), "months"
        low, high = _mean_interval(panel.values[0][rows])
        reason = None if low is not None else f"No interval from {counted(count, 'month')}; 3 that differ are needed"
    else:
        low, high = _poisson(top, bottom)
        n, n_of = top, "events"
    share = (value - baseline) / (target - baseline)
    low_share, high_share = (None if end is None else (end - baseline) / (target - baseline) for end in (low, high))
    if low_share is not None and high_share is not None and low_share > high_share:
        low_share, high_share = high_share, low_share
    return QuarterValue(
        f"{number * MONTHS // 12:04d}-Q{number % 4 + 1}",
        value,
        low,
        high,
        n,
        n_of,
        count,
        share,
        low_share,
        high_share,
        _verdict(share, low_share, high_share),
        count == MONTHS,
        due,
        reason,
    )


def _verdict(share: float, low: float | None, high: float | None) -> Verdict:
    if low is None or high is None:
        return "too few to say"
    if high < 0:
        return "worse"
    if low <= 0:
        return "too few to say" if high >= 1 else "no change seen"
    return "reached" if share >= 1 else "on the way"


def _poisson(events: float, exposure: float) -> tuple[float, float]:
    from scipy.special import gammaincinv

    low = float(gammaincinv(events, 0.025)) if events > 0 else 0.0
    return low / exposure, float(gammaincinv(events + 1, 0.975)) / exposure


def _mean_interval(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float | None, float | None]:
    from scipy.special import stdtrit

    if len(values) < MONTHS or float(np.ptp(values)) == 0.0:
        return None, None
    half = float(stdtrit(len(values) - 1, 0.975)) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return float(values.mean()) - half, float(values.mean()) + half


def _quarter_number(name: str) -> int:
    year, _, quarter = name.partition("-Q")
    if not (len(year) == 4 and year.isdecimal() and quarter in ("1", "2", "3", "4")):
        raise ValueError(f"{name!r} should be a quarter such as 2026-Q4.")
    return int(year) * 4 + int(quarter) - 1


def _conclusion(found: tuple[QuarterValue, ...], promised_by: str) -> str:
    whole = [each for each in found if each.complete]
    if not whole:
        return "No quarter is complete yet."
    last = whole[-1]
    state = "was due" if last.due else "is not due yet"
    told = f"{last.verdict}, {percent(last.share)} of the promised change, which {state} ({quarter_name(promised_by)})"
    return f"{quarter_name(last.quarter)}: {told}."
