"""Drift of the scores: each month's (or window's) scores against those of a declared baseline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.drift.drift_value import (
    INDEPENDENT,
    NOT_PERFORMANCE,
    DriftValue,
    grouped,
    js_value,
    ks_value,
    psi_value,
)
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.intervals import within_unit
from attending.analytics.operating_points import operating_points
from attending.analytics.proportion import proportion
from attending.analytics.runs import run_starts
from attending.analytics.score_table import OVERALL, ScoreTable, Stratum

DECILES: Final = 10

_NO_ROWS: Final = "No rows; at least 1 needed"


@dataclass(frozen=True, slots=True)
class ScoreLevel:
    """What a period's scores are by themselves: their mean, who is flagged, and whose outcome is missing.

    `first` and `last` are ISO months, both included. `flag_rates` has one entry per threshold. An outcome that is not
    yet known counts as missing here, so recent months have more.
    """

    first: str
    last: str
    n: int
    mean_score: Estimate
    outcome_missing: Estimate
    flag_rates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class PeriodDrift:
    """A period held against the baseline. One that overlaps it is not compared, and each measure says so."""

    level: ScoreLevel
    in_baseline: bool
    psi: DriftValue
    ks: DriftValue
    js: DriftValue


@dataclass(frozen=True, slots=True)
class DriftReview:
    """Drift of one stratum's scores. `edges` (ascending) cut the baseline into buckets of about equal size.

    A score belongs to the bucket of the last edge it reaches; `baseline_shares` are the baseline's. `caution` says what
    drift does not say.
    """

    attribute: str
    stratum: str
    edges: tuple[float, ...]
    baseline_shares: tuple[float, ...]
    baseline: ScoreLevel
    periods: tuple[PeriodDrift, ...]
    caution: str


def score_drift(
    table: ScoreTable,
    baseline: tuple[str, str],
    stratum: Stratum = OVERALL,
    *,
    windows: Sequence[tuple[str, str]] | None = None,
) -> DriftReview:
    """PSI, Kolmogorov-Smirnov and Jensen-Shannon distance of each month's scores from those of `baseline`.

    `baseline` and `windows` are pairs of ISO months (first, last), both included; without `windows` every month of the
    table is taken. PSI and Jensen-Shannon are over the baseline's deciles, frozen; where many rows share a score there
    are fewer buckets. Every row counts, labelled or not. Raises ValueError for a baseline without rows or months out of
    order, KeyError when the table has no such stratum.
    """
    asked = windows if windows is not None else [(period, period) for period in table.periods]
    for first, last in (baseline, *asked):
        if first > last:
            raise ValueError(f"A period runs from its first month to its last, not from {first} to {last}.")
    months = {period: table.slice(stratum, period) for period in table.periods}
    reference = _joined(months, baseline, table.slice(stratum))
    if reference.total == 0:
        raise ValueError(
            f"There are no rows from {baseline[0]} to {baseline[1]}: declare a baseline of months that the log holds, "
            f"{table.periods[0]} to {table.periods[-1]}." if table.periods else "The score table is empty."
        )  # fmt: skip
    frame = _Frame.of(table.slice(stratum), reference)
    return DriftReview(
        stratum.attribute,
        stratum.level,
        frame.edges,
        tuple(float(share) for share in frame.buckets(reference) / reference.total),
        _level(reference, baseline),
        tuple(_compared(frame, reference, _joined(months, each, frame.whole), baseline, each) for each in asked),
        f"{NOT_PERFORMANCE} {INDEPENDENT}",
    )


@dataclass(frozen=True)
class _Frame:
    """All bins of the stratum, ascending, and the frozen bucket of each."""

    whole: BinnedScores
    group: NDArray[np.int64]
    edges: tuple[float, ...]

    @classmethod
    def of(cls, whole: BinnedScores, reference: BinnedScores) -> _Frame:
        counts = np.zeros(len(whole.bin), dtype=np.int64)
        counts[np.searchsorted(whole.bin, reference.bin)] = reference.n
        group = grouped(counts, DECILES)
        starts = np.flatnonzero(group[1:] != group[:-1]) + 1
        return cls(whole, group, tuple(float(edge) for edge in whole.score_low[starts]))

    def spread(self, scores: BinnedScores) -> NDArray[np.int64]:
        """Rows of each of the stratum's bins."""
        counts = np.zeros(len(self.whole.bin), dtype=np.int64)
        counts[np.searchsorted(self.whole.bin, scores.bin)] = scores.n
        return counts

    def buckets(self, scores: BinnedScores) -> NDArray[np.int64]:
        """Rows of each bucket."""
        total = np.zeros(len(self.edges) + 1, dtype=np.int64)
        np.add.at(total, self.group[np.searchsorted(self.whole.bin, scores.bin)], scores.n)
        return total


def _compared(
    frame: _Frame, reference: BinnedScores, scores: BinnedScores, baseline: tuple[str, str], period: tuple[str, str]
) -> PeriodDrift:
    level = _level(scores, period)
    if period[0] <= baseline[1] and baseline[0] <= period[1]:
        reason = "Part of the baseline; a period apart from it needed"
        psi, ks, js = (
            DriftValue.missing(
                name, reason, n_baseline=reference.total, n_period=scores.total, buckets=len(frame.edges) + 1
            )
            for name in ("psi", "ks_distance", "js_distance")
        )
        return PeriodDrift(level, True, psi, ks, js)
    old, new = frame.buckets(reference), frame.buckets(scores)
    several = frame.whole.score_low < frame.whole.score_high
    ks = ks_value(frame.spread(reference), frame.spread(scores), several)
    return PeriodDrift(level, False, psi_value(old, new), ks, js_value(old, new))


def _level(scores: BinnedScores, period: tuple[str, str]) -> ScoreLevel:
    rows = scores.total
    unknown = proportion(
        "outcome_missing_rate", rows - scores.total_labelled, rows, n=rows, events=scores.events, without=_NO_ROWS
    )
    flagged = tuple(point.measures["flag_rate"] for point in operating_points(scores))
    return ScoreLevel(*period, rows, mean_score_of_all(scores), unknown, flagged)


def mean_score_of_all(scores: BinnedScores) -> Estimate:
    """Mean score of every row, labelled or not; exact.

    Interval on the logit scale from the variance between bins plus the greatest that can lie within them, so it is
    exact for an exact table and slightly wide for a binned one.
    """
    rows = scores.total
    if rows == 0:
        return Estimate.missing("mean_score_all", _NO_ROWS, n=0, events=0)
    of_bin = scores.score_sum_all / np.maximum(scores.n, 1)
    mean = min(max(float(scores.score_sum_all.sum()) / rows, 0.0), 1.0)
    within = np.maximum(of_bin - scores.score_low, 0.0) * np.maximum(scores.score_high - of_bin, 0.0)
    spread = float(scores.n @ ((of_bin - mean) ** 2 + within)) / rows
    # Below this, the spread is what rounding leaves of a constant score.
    error = math.sqrt(spread / (rows - 1)) if rows > 1 and spread > 1e-14 else None
    low, high = within_unit(mean, error, rows)
    return Estimate("mean_score_all", mean, low, high, LEVEL, rows, scores.events)


def _joined(months: dict[str, BinnedScores], period: tuple[str, str], whole: BinnedScores) -> BinnedScores:
    """The bins of several months as one."""
    parts = [scores for month, scores in months.items() if period[0] <= month <= period[1]]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return replace(whole.selected(np.zeros(len(whole.bin), dtype=np.bool_)), periods=())
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(BinnedScores)
        if isinstance(getattr(parts[0], field.name), np.ndarray)
    }
    order = np.argsort(columns["bin"], kind="stable")
    key = columns["bin"][order]
    starts = run_starts(key)
    made: dict[str, Any] = {"periods": tuple(month for part in parts for month in part.periods)}
    for name, values in columns.items():
        if name in ("bin", "passed"):
            made[name] = values[order][starts]
        else:
            join = {"score_low": np.minimum, "score_high": np.maximum}.get(name, np.add)
            made[name] = join.reduceat(values[order], starts) if len(key) else values
    return replace(parts[0], **made)
