"""Differences of estimates from separate samples."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import OVERALL, Estimate, ScoreTable
from attending.analytics.difference import compare_unpaired
from attending.analytics.discrimination import auroc
from attending.analytics.precision_recall import auprc
from attending.analytics.proportion import proportion


def share(k: int, n: int) -> Estimate:
    return proportion("ppv", k, n, n=n, events=k, without="nobody")


def test_newcombe_1998_example() -> None:
    """56/70 against 48/80: method 10 of Newcombe 1998, Statistics in Medicine 17:873, table II: 0.0524 to 0.3339."""
    found = compare_unpaired(share(56, 70), share(48, 80))
    assert found.value == pytest.approx(0.2)
    assert found.low == pytest.approx(0.0524, abs=5e-5)
    assert found.high == pytest.approx(0.3339, abs=5e-5)
    assert found.p is not None
    assert found.p < 0.05
    back = compare_unpaired(share(48, 80), share(56, 70))
    assert found.low is not None
    assert found.high is not None
    assert (back.low, back.high, back.p) == pytest.approx((-found.high, -found.low, found.p))


def test_the_p_value_agrees_with_the_interval_and_the_samples_add_up() -> None:
    for k in range(41):
        found = compare_unpaired(share(k, 40), share(20, 40))
        assert found.n == 80
        assert found.low is not None
        assert found.high is not None
        assert found.p is not None
        assert (found.p < 0.05) == (found.low > 0 or found.high < 0)


def test_what_cannot_be_compared() -> None:
    nothing = compare_unpaired(share(0, 0), share(20, 40))
    assert nothing.value is None
    assert nothing.reason == "nobody"
    other = proportion("ppv", 1, 2, n=2, events=1, without="", threshold=Decimal("0.1"))
    with pytest.raises(ValueError, match="one measure at one threshold"):
        compare_unpaired(share(1, 2), other)


def test_intervals_of_two_samples_hold_the_true_difference() -> None:
    rng = np.random.default_rng(6)

    def drawn(rows: int, slope: float) -> tuple[Estimate, Estimate]:
        x = rng.normal(-1.5, 1.2, rows)
        outcome = rng.random(rows) < 1 / (1 + np.exp(-slope * x))
        scores = ScoreTable.from_arrays(1 / (1 + np.exp(-x)), outcome, period="2026-01").slice(OVERALL)
        return auroc(scores), auprc(scores)

    truth = [compare_unpaired(a, b).value for a, b in zip(drawn(300_000, 1.2), drawn(300_000, 0.7), strict=True)]
    inside = np.zeros(2)
    for _ in range(400):
        pairs = zip(drawn(150, 1.2), drawn(400, 0.7), strict=True)
        for i, (a, b) in enumerate(pairs):
            found = compare_unpaired(a, b)
            assert found.low is not None
            assert found.high is not None
            assert truth[i] is not None
            inside[i] += found.low <= truth[i] <= found.high
    assert np.all(inside / 400 >= 0.925)
