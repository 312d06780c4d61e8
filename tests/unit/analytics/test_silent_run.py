"""From a criterion's rows to weeks of silent running."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.records import from_record, to_record
from attending.analytics.sample_size import (
    NormalPredictor,
    ObservedPredictor,
    SilentRun,
    auroc_rows,
    calibration_slope_rows,
    observed_expected_rows,
    silent_weeks,
)


def test_the_largest_criterion_and_the_horizon_decide() -> None:
    asked = [observed_expected_rows(0.1, width=Decimal("0.4")), auroc_rows(0.1, 0.75)]
    run = silent_weeks(asked, 120, horizon_weeks=4.3, labelled_share=0.9)
    assert (run.largest, run.n, run.collecting, run.maturing, run.weeks) == ("auroc", 1008, 10, 5, 15)
    assert [each.weeks for each in run.by_criterion] == [9, 10]
    assert run.complete
    assert from_record(SilentRun, to_record(run)) == run


def test_impossible_inputs_have_a_reason_and_no_number() -> None:
    for requirement in (auroc_rows(0, 0.8), auroc_rows(0.1, 0.4), observed_expected_rows(0.1, width=Decimal(0))):
        assert requirement.n is None
        assert requirement.reason
    assert silent_weeks([auroc_rows(0.1, 0.8)], 0).weeks is None
    partly = silent_weeks([auroc_rows(0.1, 0.8), observed_expected_rows(0)], 50)
    assert partly.weeks
    assert not partly.complete
    assert partly.reason


def test_observed_scores_stand_in_for_the_distribution_they_come_from() -> None:
    x = np.random.default_rng(3).normal(-2.5, 1, 60_000)
    scores = ScoreTable.from_arrays(1 / (1 + np.exp(-x)), np.full(len(x), np.nan), period="2026-01").slice(OVERALL)
    seen, normal = (
        calibration_slope_rows(0.1, each).n for each in (ObservedPredictor(scores), NormalPredictor(-2.5, 1))
    )
    assert seen
    assert normal
    assert abs(seen / normal - 1) < 0.02
