"""Drift against other implementations, and its critical values against sampling."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency, ks_2samp

from attending.analytics import ScoreTable
from attending.analytics.drift import DriftReview, score_drift
from attending.analytics.drift.distances import homogeneity, jensen_shannon, population_stability
from attending.analytics.drift.drift_value import js_value, psi_value
from attending.analytics.records import from_record, to_record

T = (Decimal("0.3"),)


def two_months(shift: float) -> tuple[np.ndarray, np.ndarray, DriftReview]:
    rng = np.random.default_rng(4)
    old, new = rng.beta(2, 5, 3_000), np.clip(rng.beta(2, 5, 700) + shift, 0, 1)
    score = np.r_[old, new]
    table = ScoreTable.from_arrays(
        score, np.zeros(len(score)), period=["2026-01"] * 3_000 + ["2026-02"] * 700, thresholds=T
    )
    return old, new, score_drift(table, ("2026-01", "2026-01"))


@pytest.mark.parametrize("shift", [0.0, 0.1])
def test_the_distances_are_those_of_other_implementations(shift: float) -> None:
    old, new, review = two_months(shift)
    found = review.periods[1]
    other = ks_2samp(old, new, method="asymp")
    assert found.ks.value == pytest.approx(other.statistic, abs=1e-12)
    assert found.ks.p == pytest.approx(other.pvalue, rel=0.15, abs=0.02)
    cuts = np.r_[-np.inf, review.edges, np.inf]
    a, b = (np.histogram(scores, cuts)[0] + 0.5 for scores in (old, new))
    e, p = a / a.sum(), b / b.sum()
    assert found.psi.value == pytest.approx(sum((p - e) * np.log(p / e)), abs=1e-12)
    assert found.js.value == pytest.approx(jensenshannon(e, p, base=2), abs=1e-12)
    assert (found.psi.verdict == "no more than sampling explains") == (shift == 0)
    assert found.level.mean_score.value == pytest.approx(new.mean())
    assert found.level.flag_rates[0].numerator == int((new >= 0.3).sum())
    assert review.periods[0].psi.reason is not None
    assert from_record(DriftReview, to_record(review)) == review


def test_homogeneity_is_the_chi_square_of_the_table() -> None:
    statistic, freedom = homogeneity([30, 50, 0, 20], [10, 60, 0, 5])
    other = chi2_contingency([[30, 50, 20], [10, 60, 5]], correction=False)
    assert (statistic, freedom) == (pytest.approx(other.statistic), other.dof)


def test_alike_samples_have_no_distance() -> None:
    assert population_stability([5, 9, 70], [5, 9, 70]) == 0
    assert jensen_shannon([5, 9, 70], [5, 9, 70]) == 0


@pytest.mark.parametrize(("n", "m"), [(1_000, 100), (1_000, 1_000), (50_000, 300)])
def test_sampling_alone_passes_the_critical_value_in_about_five_per_cent(n: int, m: int) -> None:
    rng = np.random.default_rng(11)
    repeats, share = 1_500, np.full(10, 0.1)
    pairs = [(rng.multinomial(n, share), rng.multinomial(m, share)) for _ in range(repeats)]
    for measure in (psi_value, js_value):
        found = [measure(*pair) for pair in pairs]
        alarms = np.mean([each.value > each.critical for each in found if each.value is not None and each.critical])
        assert 0.02 < alarms < 0.08
