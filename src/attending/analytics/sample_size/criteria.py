"""Rows needed for an external validation of a model with a binary outcome (Riley et al. 2021), and for proportions.

Each function answers one question: with how many labelled rows is the 95 % interval of this measure expected to be no
wider than wanted? Rows are taken as independent; with repeated rows of one patient more are needed. Written from the
published formulas.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final

import numpy as np

from attending.analytics.sample_size.linear_predictor import LinearPredictor, expected_risk
from attending.analytics.sample_size.requirement import PROPORTION, Requirement, impossible

_MOST: Final = 10**12

Z: Final = 1.96
"""The normal quantile as the published formulas round it, so that their numbers come out to the row."""


def observed_expected_rows(prevalence: float, *, oe: float = 1.0, width: Decimal = Decimal("0.2")) -> Requirement:
    """Criterion 1: O:E, expected to be `oe`, with an interval `width` wide.

    n = (1 - phi) / (phi s^2), where s is the standard error of ln(O:E) whose interval on the O:E scale has that width:
    sinh(1.96 s) = width / (2 oe).
    """
    title, given = "Observed to expected events", {"prevalence": prevalence, "oe": oe}
    reason = impossible(width, prevalence=prevalence)
    if reason is None and not (math.isfinite(oe) and oe > 0):
        reason = f"The expected O:E is {oe:g}; it must be above 0"
    if reason is not None:
        return Requirement.missing("oe", title, reason, width=width, given=given)
    error = math.asinh(float(width) / (2 * oe)) / Z
    rows = (1 - prevalence) / (prevalence * error**2)
    return Requirement.of("oe", title, rows, prevalence=prevalence, width=width, given=given)


def calibration_slope_rows(
    prevalence: float, predictor: LinearPredictor, *, width: Decimal = Decimal("0.2")
) -> Requirement:
    """Criterion 2: the calibration slope of a model that is well calibrated, with an interval `width` wide.

    n = I0 / (s^2 (I0 I2 - I1^2)), where I_k is the mean of LP^k p (1 - p) over the expected linear predictor and
    p = expit(LP). `prevalence` only counts the events; where it is far from the predictor's own mean risk the note says
    so, since the two then cannot both be right.
    """
    title, given = "Calibration slope", {"prevalence": prevalence, "mean_risk": expected_risk(predictor)}
    reason = impossible(width, prevalence=prevalence)
    if reason is not None:
        return Requirement.missing("calibration_slope", title, reason, width=width, given=given)
    value, weight = predictor.points
    half = np.exp(-np.abs(value))
    information = weight * half / (1 + half) ** 2
    i0 = float(information.sum())
    centre = float(information @ value) / i0
    # I0 I2 - I1^2 without the loss of digits of its two terms.
    spread = float(information @ (value - centre) ** 2)
    if spread <= 1e-12:
        reason = "The linear predictor has one value, so no number of rows gives a slope; different scores needed"
        return Requirement.missing("calibration_slope", title, reason, width=width, given=given)
    rows = 1 / ((float(width) / (2 * Z)) ** 2 * spread)
    risk, note = given["mean_risk"], None
    if not 0.5 <= risk / prevalence <= 2:
        note = (
            f"The linear predictor has a mean risk of {risk:.3g}, the prevalence is {prevalence:.3g}: one of the two "
            "assumptions does not fit this place."
        )
    return Requirement.of("calibration_slope", title, rows, prevalence=prevalence, width=width, given=given, note=note)


def auroc_rows(prevalence: float, auroc: float, *, width: Decimal = Decimal("0.1")) -> Requirement:
    """Criterion 3: the C-statistic, expected to be `auroc`, with an interval `width` wide.

    The least n whose standard error (Newcombe 2006) times 3.92 is no wider; found by halving, since the error falls
    with n.
    """
    title, given = "C-statistic (AUROC)", {"prevalence": prevalence, "auroc": auroc}
    reason = impossible(width, prevalence=prevalence, auroc=auroc)
    if reason is None and auroc < 0.5:
        reason = f"An AUROC of {auroc:g} is below chance; at least 0.5 needed"
    if reason is not None:
        return Requirement.missing("auroc", title, reason, width=width, given=given)

    def wide(n: int) -> bool:
        pairs = (n / 2 - 1) * ((1 - auroc) / (2 - auroc) + auroc / (1 + auroc))
        variance = auroc * (1 - auroc) * (1 + pairs) / (n * n * prevalence * (1 - prevalence))
        return 2 * Z * math.sqrt(max(variance, 0.0)) > float(width)

    low, high = 1, 2
    while wide(high) and high < _MOST:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    return Requirement.of("auroc", title, high, prevalence=prevalence, width=width, given=given)


def net_benefit_rows(
    prevalence: float,
    threshold: Decimal,
    *,
    sensitivity: float,
    specificity: float,
    width: Decimal = Decimal("0.2"),
) -> Requirement:
    """Criterion 4: standardised net benefit (net benefit over prevalence) at `threshold`, interval `width` wide.

    n = [sens (1 - sens) / phi + w^2 spec (1 - spec) / (1 - phi) + w^2 (1 - spec)^2 / (phi (1 - phi))] / s^2 with
    w = (1 - phi) / phi x t / (1 - t).
    """
    title = "Standardised net benefit"
    given = {
        "prevalence": prevalence,
        "threshold": float(threshold),
        "sensitivity": sensitivity,
        "specificity": specificity,
    }
    reason = impossible(
        width, prevalence=prevalence, threshold=float(threshold), sensitivity=sensitivity, specificity=specificity
    )
    if reason is not None:
        return Requirement.missing("net_benefit", title, reason, width=width, given=given)
    w = (1 - prevalence) / prevalence * float(threshold / (1 - threshold))
    variance = (
        sensitivity * (1 - sensitivity) / prevalence
        + w**2 * specificity * (1 - specificity) / (1 - prevalence)
        + w**2 * (1 - specificity) ** 2 / (prevalence * (1 - prevalence))
    )
    rows = variance / (float(width) / (2 * Z)) ** 2
    return Requirement.of("net_benefit", title, rows, prevalence=prevalence, width=width, given=given)


def sensitivity_rows(prevalence: float, sensitivity: float, *, width: Decimal = Decimal("0.2")) -> Requirement:
    """Sensitivity, expected to be `sensitivity`: sens (1 - sens) / s^2 events, among rows of that prevalence."""
    return _proportion_rows(
        "sensitivity", "Sensitivity", sensitivity, prevalence, prevalence, width, {"sensitivity": sensitivity}
    )


def ppv_rows(prevalence: float, ppv: float, flag_rate: float, *, width: Decimal = Decimal("0.2")) -> Requirement:
    """PPV, expected to be `ppv`: ppv (1 - ppv) / s^2 flagged rows, where `flag_rate` of rows are flagged."""
    return _proportion_rows("ppv", "PPV", ppv, flag_rate, prevalence, width, {"ppv": ppv, "flag_rate": flag_rate})


def _proportion_rows(
    criterion: str,
    title: str,
    value: float,
    among: float,
    prevalence: float,
    width: Decimal,
    named: dict[str, float],
) -> Requirement:
    given = {"prevalence": prevalence, **named}
    reason = impossible(width, **given)
    if reason is not None:
        return Requirement.missing(criterion, title, reason, width=width, given=given, source=PROPORTION)
    counted = math.ceil(value * (1 - value) / (float(width) / (2 * Z)) ** 2 * (1 - 1e-12))
    return Requirement.of(
        criterion, title, counted / among, prevalence=prevalence, width=width, given=given, source=PROPORTION
    )
