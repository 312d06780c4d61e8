"""Score bins as they are counted, from a score table, or through a published operating point."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.alert_queue import ScoreBin, Validation, from_preset


def test_a_score_table_s_labelled_rows_are_its_bins():
    table = ScoreTable.from_arrays(
        [0.1, 0.1, 0.4, 0.4, 0.9, 0.9], [0, 1, 0, None, 1, 1], period="2026-01", thresholds=[Decimal("0.4")]
    )
    found = Validation.from_scores(table.slice(OVERALL))
    assert found.bins == (ScoreBin(0.1, 1, 1, 0.1), ScoreBin(0.4, 1, 0, 0.4), ScoreBin(0.9, 0, 2, 0.9))
    assert (found.people, found.events) == (5, 3)
    assert found.source == "5 labelled rows of a score table"


@pytest.mark.parametrize(("threshold", "flagged"), [(0.0, (2, 3)), (0.4, (1, 2)), (0.5, (0, 2)), (0.95, (0, 0))])
def test_between_exact_scores_any_threshold_will_do(threshold, flagged):
    table = ScoreTable.from_arrays([0.1, 0.1, 0.4, 0.9, 0.9], [0, 1, 0, 1, 1], period="2026-01")
    assert Validation.from_scores(table.slice(OVERALL)).flagged(threshold) == flagged


def test_a_threshold_inside_a_coarse_bin_is_refused_with_the_edges():
    rng = np.random.default_rng(0)
    table = ScoreTable.from_arrays(rng.random(500), rng.integers(0, 2, 500), period="2026-01").coarsened(10)
    found = Validation.from_scores(table.slice(OVERALL))
    with pytest.raises(ValueError, match="lies inside the score bin"):
        found.first_bin(0.55)
    assert found.first_bin(0.5) == 5


def test_an_operating_point_is_met_exactly_and_scores_are_risks():
    found = Validation.from_operating_point(sensitivity=0.6, specificity=0.9, prevalence=0.2, people=1_000)
    false, true = found.flagged(found.operating)
    assert (true, false) == (pytest.approx(120), pytest.approx(80))
    assert found.people == pytest.approx(1_000)
    shares = found.weights[:, 1] / found.weights.sum(axis=1)
    # A bin's own share of events lies between the risks at its edges.
    assert np.all(shares[1:-1] >= found.low[1:-1] * 0.999)
    assert np.all(shares[1:-1] <= found.low[2:] * 1.001)


def test_the_grid_is_spread_over_the_edges_and_has_the_threshold_in_use():
    found = from_preset("epic-sepsis-v1")
    assert found.aggregate
    grid = found.grid(31)
    assert len(grid) == 31
    assert found.operating in grid
    assert set(grid) <= set(found.low.tolist())
    assert Validation((ScoreBin(0.0, 1, 1),)).grid() == (0.0,)
