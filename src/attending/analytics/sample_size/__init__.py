"""How many rows a local validation needs, and how many weeks of silent running that means."""

from attending.analytics.sample_size.criteria import (
    auroc_rows,
    calibration_slope_rows,
    net_benefit_rows,
    observed_expected_rows,
    ppv_rows,
    sensitivity_rows,
)
from attending.analytics.sample_size.linear_predictor import (
    LinearPredictor,
    NormalPredictor,
    ObservedPredictor,
    expected_risk,
)
from attending.analytics.sample_size.requirement import Requirement
from attending.analytics.sample_size.silent_run import CriterionWeeks, SilentRun, silent_weeks

__all__ = [
    "CriterionWeeks",
    "LinearPredictor",
    "NormalPredictor",
    "ObservedPredictor",
    "Requirement",
    "SilentRun",
    "auroc_rows",
    "calibration_slope_rows",
    "expected_risk",
    "net_benefit_rows",
    "observed_expected_rows",
    "ppv_rows",
    "sensitivity_rows",
    "silent_weeks",
]
