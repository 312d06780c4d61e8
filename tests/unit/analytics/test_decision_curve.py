"""Interventions avoided, beside net benefit."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.decision_curve import decision_curve
from attending.analytics.net_benefit import harm_weight


def test_interventions_avoided_are_the_gain_over_treating_all_in_units_of_interventions() -> None:
    rng = np.random.default_rng(0)
    score = rng.beta(1, 5, 800)
    outcome = rng.random(800) < score
    thresholds = [Decimal(0), Decimal("0.075")]
    table = ScoreTable.from_arrays(score, outcome, period="2026-01", thresholds=thresholds)
    points = decision_curve(table.slice(OVERALL))
    assert points[0].threshold == 0
    assert (points[0].avoided_per_100, points[0].avoided_low, points[0].avoided_high) == (None, None, None)
    for p in points[1:]:
        gain = 100 * (p.net_benefit - p.treat_all) / harm_weight(p.threshold)
        assert p.avoided_per_100 == pytest.approx(gain, abs=1e-9)
        assert p.avoided_low is not None
        assert p.avoided_high is not None
        assert p.avoided_low < p.avoided_per_100 < p.avoided_high


def test_the_interval_of_interventions_avoided_holds_the_truth() -> None:
    rng = np.random.default_rng(1)
    grid = (Decimal("0.05"), Decimal("0.1"), Decimal("0.3"))

    def drawn(rows: int) -> list[tuple[float, float, float]]:
        x = rng.normal(-2.2, 1.2, rows)
        outcome = rng.random(rows) < 1 / (1 + np.exp(-x))
        curve = decision_curve(
            ScoreTable.from_arrays(1 / (1 + np.exp(-x)), outcome, period="2026-01").slice(OVERALL), grid
        )
        return [(p.avoided_per_100 or 0, p.avoided_low or 0, p.avoided_high or 0) for p in curve]

    truth = [value for value, _, _ in drawn(300_000)]
    inside = np.zeros(len(grid))
    for _ in range(400):
        inside += [low <= t <= high for t, (_, low, high) in zip(truth, drawn(300), strict=True)]
    assert np.all(inside / 400 >= 0.92)
