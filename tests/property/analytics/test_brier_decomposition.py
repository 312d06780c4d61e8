"""The Brier decomposition against isotonic regression done elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from sklearn.isotonic import IsotonicRegression

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.brier_decomposition import brier_decomposition
from attending.analytics.overall_accuracy import brier
from tests.property.analytics.logs import Log, awkward_logs, model_logs


@settings(deadline=None)
@given(awkward_logs() | model_logs())
def test_the_parts_are_those_of_isotonic_recalibration_and_add_up(log: Log) -> None:
    assume(log.has_both)
    score, outcome = log.labelled
    parts = brier_decomposition(log.table().slice(OVERALL))
    # Only the order matters; scores that differ by less than a rounding are one to scikit-learn.
    rank = np.unique(score, return_inverse=True)[1].astype(float)
    recalibrated = IsotonicRegression().fit(rank, outcome).predict(rank)
    rest = float(np.mean((recalibrated - outcome) ** 2))
    rate = float(outcome.mean())
    assert parts.brier == pytest.approx(brier(log.table().slice(OVERALL)).value, abs=1e-15)
    assert parts.miscalibration == pytest.approx(parts.brier - rest, abs=1e-9)
    assert parts.discrimination == pytest.approx(rate * (1 - rate) - rest, abs=1e-9)
    assert parts.miscalibration >= -1e-12
    assert parts.discrimination >= -1e-12
    assert parts.miscalibration - parts.discrimination + parts.uncertainty == pytest.approx(parts.brier, abs=1e-14)


def test_one_class_has_no_decomposition() -> None:
    parts = brier_decomposition(ScoreTable.from_arrays([0.1, 0.4], [0, 0], period="2026-01").slice(OVERALL))
    assert parts.brier is None
    assert parts.reason is not None
    assert "No events" in parts.reason


def test_a_hundred_thousand_distinct_scores_take_little_time() -> None:
    rng = np.random.default_rng(0)
    score = rng.random(100_000)
    outcome = rng.random(100_000) < score
    parts = brier_decomposition(ScoreTable.from_arrays(score, outcome, period="2026-01").slice(OVERALL))
    assert parts.miscalibration is not None
    assert 0 < parts.miscalibration < 0.002
