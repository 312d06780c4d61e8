"""How long a model must run silently before its first validation can be read here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from attending.analytics import PerformanceReview
from attending.analytics.sample_size import (
    NormalPredictor,
    SilentRun,
    auroc_rows,
    calibration_slope_rows,
    expected_risk,
    net_benefit_rows,
    observed_expected_rows,
    silent_weeks,
)
from attending.review.workload import Workload

OE_WIDTH = Decimal("0.2")
SLOPE_WIDTH = Decimal("0.2")
AUROC_WIDTH = Decimal("0.1")
BENEFIT_WIDTH = Decimal("0.2")
_EDGE = 1e-6
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected here, and how precisely it is to be known.

    ``spread`` is the standard deviation of the logit scores; ``threshold`` is where staff act, None where nobody does.
    """

    event_rate: float
    auroc: float
    spread: float
    threshold: Decimal | None
    per_week: float
    horizon_weeks: float = 0.0
    labelled_share: float = 1.0
    oe_width: Decimal = OE_WIDTH
    slope_width: Decimal = SLOPE_WIDTH
    auroc_width: Decimal = AUROC_WIDTH
    benefit_width: Decimal = BENEFIT_WIDTH


def silent_run(expected: Expected) -> SilentRun:
    """Rows and weeks for each criterion of Riley et al. 2021: O:E, slope, C-statistic, net benefit at the threshold.

    The scores are taken as normal on the logit scale and right on average; sensitivity and specificity at the threshold
    follow from that.
    """
    predictor = _predictor(expected.event_rate, expected.spread)
    asked = [
        observed_expected_rows(expected.event_rate, width=expected.oe_width),
        calibration_slope_rows(expected.event_rate, predictor, width=expected.slope_width),
        auroc_rows(expected.event_rate, expected.auroc, width=expected.auroc_width),
    ]
    if expected.threshold is not None:
        sensitivity, specificity = _at(predictor, float(expected.threshold))
        asked.append(
            net_benefit_rows(
                expected.event_rate,
                expected.threshold,
                sensitivity=sensitivity,
                specificity=specificity,
                width=expected.benefit_width,
            )
        )
    return silent_weeks(
        asked,
        expected.per_week,
        horizon_weeks=expected.horizon_weeks,
        labelled_share=expected.labelled_share,
    )


def weeks_left(run: SilentRun, have: int) -> int:
    """Weeks from now until the largest criterion is met; 0 where it is."""
    if run.n is None or run.maturing is None or have >= run.n:
        return 0
    pace = run.eligible_per_week * run.labelled_share
    return -int(-(run.n - have) // pace) + run.maturing


def _predictor(event_rate: float, spread: float) -> NormalPredictor:
    """Normal logit scores whose mean risk is the event rate, found by halving."""
    low, high = -40.0, 40.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if expected_risk(NormalPredictor(middle, spread)) < event_rate else (low, middle)
    return NormalPredictor((low + high) / 2, spread)


def _at(predictor: NormalPredictor, threshold: float) -> tuple[float, float]:
    """Sensitivity and specificity at a threshold, when every score is right."""
    value, weight = predictor.points
    risk = 1 / (1 + np.exp(-value))
    above = risk >= threshold
    sensitivity = float(weight[above] @ risk[above]) / float(weight @ risk)
    specificity = float(weight[~above] @ (1 - risk[~above])) / float(weight @ (1 - risk))
    return sensitivity, specificity


def expected_from(review: PerformanceReview, work: Workload | None, threshold: Decimal | None) -> Expected | None:
    """What a deployment's own review so far leads to expect; None where it has no event rate, AUROC or work yet.

    The pace is that of its months, all rows; the spread is taken over the thresholds that the workload keeps.
    """
    overall = review.overall
    rate, auroc = overall.measures["event_rate"].value, overall.measures["auroc"].value
    spread = None if work is None else _spread(work)
    if rate is None or auroc is None or work is None or spread is None or not 0 < rate < 1 or not work.days:
        return None
    acted = threshold if threshold is not None and 0 < threshold < 1 else None
    share = overall.labelled / overall.n
    return Expected(rate, min(max(auroc, 0.5), 0.999), spread, acted, overall.n * 7 / work.days, 0.0, share)


def _spread(work: Workload) -> float | None:
    flagged = np.array([step.flagged for step in work.steps], dtype=np.float64)
    if len(flagged) < 2:
        return None
    share = np.diff(flagged, prepend=0.0) / flagged[-1]
    score = np.clip([step.threshold for step in work.steps], _EDGE, 1 - _EDGE)
    logit = np.log(score) - np.log1p(-score)
    spread = math.sqrt(float(share @ (logit - share @ logit) ** 2))
    return spread if spread > 0 else None
