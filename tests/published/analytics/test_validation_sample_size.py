"""Riley et al. 2021, Statistics in Medicine 40:4230: rows for an external validation with a binary outcome.

The values were computed from the published formulas apart from this code, in the settings the paper's example and the
authors' `pmvalsampsize` use (its stepping search gives 905 where the formula gives 906).

Seen: the packages' own tests, in R (cran/pmvalsampsize, tests/testthat) and Python (RebeccaWhittle/pmvalsampsize): 905
by O:E and 4252 by the C statistic at a prevalence of 0.018, and for the slope, which they simulate, 4501 (1,000 draws)
and 4544 (1,000,000 draws) of logits normal with -5 and 2.5, 1641 and 1644 of risks with a beta distribution (1/2, 1/2).
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from scipy import stats

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.sample_size import (
    NormalPredictor,
    ObservedPredictor,
    auroc_rows,
    calibration_slope_rows,
    net_benefit_rows,
    observed_expected_rows,
)


def test_a_rare_event() -> None:
    predictor = NormalPredictor(-5, 2.5)
    assert observed_expected_rows(0.018, width=Decimal(1)).n == 906
    assert calibration_slope_rows(0.018, predictor).n == 4554
    assert auroc_rows(0.018, 0.8).n == 4252


def test_the_slope_of_the_packages_own_tests() -> None:
    """Their million draws leave a Monte Carlo error of some 0.2 %."""
    assert calibration_slope_rows(0.018, NormalPredictor(-5, 2.5)).n == pytest.approx(4544, rel=0.005)
    risk = stats.beta(0.5, 0.5).ppf((np.arange(100_000) + 0.5) / 100_000)
    scores = ScoreTable.from_arrays(risk, np.zeros(len(risk)), period="2026-01").slice(OVERALL)
    assert calibration_slope_rows(0.018, ObservedPredictor(scores)).n == pytest.approx(1644, rel=0.005)


def test_a_common_event() -> None:
    assert observed_expected_rows(0.1, width=Decimal("0.4")).n == 876
    assert calibration_slope_rows(0.1, NormalPredictor(-2.5, 1)).n == 5614
    assert auroc_rows(0.1, 0.75).n == 1008
    assert net_benefit_rows(0.1, Decimal("0.1"), sensitivity=0.6, specificity=0.8).n == 1162
