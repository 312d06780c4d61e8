"""Riley et al. 2021, Statistics in Medicine 40:4230: rows for an external validation with a binary outcome.

The values were computed from the published formulas apart from this code, in the settings the paper's example and the
authors' `pmvalsampsize` use (its stepping search gives 905 where the formula gives 906).
"""

from __future__ import annotations

from decimal import Decimal

from attending.analytics.sample_size import (
    NormalPredictor,
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


def test_a_common_event() -> None:
    assert observed_expected_rows(0.1, width=Decimal("0.4")).n == 876
    assert calibration_slope_rows(0.1, NormalPredictor(-2.5, 1)).n == 5614
    assert auroc_rows(0.1, 0.75).n == 1008
    assert net_benefit_rows(0.1, Decimal("0.1"), sensitivity=0.6, specificity=0.8).n == 1162
