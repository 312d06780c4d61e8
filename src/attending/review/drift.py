"""Whether a log's scores and inputs are still those of its first months. No database."""

from __future__ import annotations

from collections.abc import Sequence

from attending.analytics import ScoreTable
from attending.analytics.drift import DriftReview, InputDriftReview, InputTable, input_drift, score_drift

FIRST_SHARE = 4
"""The baseline is the first month in this many, at least one: long enough to be stable, early enough to be before."""


def baseline_of(months: Sequence[str]) -> tuple[str, str] | None:
    """First and last ISO month of the baseline: the first quarter of ``months``; None where no month comes after."""
    if len(months) < 2:
        return None
    return months[0], months[max(len(months) // FIRST_SHARE, 1) - 1]


def scores_moved(table: ScoreTable) -> DriftReview | None:
    """Each month's scores against those of the baseline; None without a month to compare."""
    baseline = baseline_of(table.periods)
    return None if baseline is None else score_drift(table, baseline)


def inputs_moved(inputs: InputTable | None) -> InputDriftReview | None:
    """Each month's inputs against those of the baseline; None without inputs or a month to compare."""
    baseline = None if inputs is None else baseline_of(inputs.periods)
    return None if inputs is None or baseline is None else input_drift(inputs, baseline)
