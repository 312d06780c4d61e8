"""The smoothed calibration curve, and the errors read from it, when the rows of one patient hang together.

The curve is a logistic model with at most five coefficients, so their cluster-robust covariance (Liang & Zeger 1986)
needs no more than the sums over patients of the products of what each patient's rows move them by. The errors and the
band follow from that covariance as they do from the one of independent rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.calibration_curve import Fit, SmoothedCalibration, smoothed_calibration, spline
from attending.analytics.calibration_error import calibration_errors
from attending.analytics.estimate import Estimate, Z
from attending.analytics.logistic import expit, logit
from attending.analytics.patients import clustered_note, joined_note, student_quantile

Floats = NDArray[np.float64]

DIRECTIONS: Final = 5
"""The most coefficients a curve has."""


@dataclass(frozen=True)
class CurveInfluence:
    """What a row of each bin of a stratum moves the curve's coefficients by, in units in which independent rows would
    give them unit variances and no correlation: shape (bins, coefficients), with the event and without it.
    """

    fit: Fit
    of_events: Floats
    of_others: Floats


@dataclass(frozen=True, slots=True)
class CurveClusters:
    """The curve and its errors (ICI, E50, E90) with each patient's rows together."""

    errors: tuple[Estimate, Estimate, Estimate]
    smoothed: SmoothedCalibration


def curve_influence(scores: BinnedScores, fit: Fit) -> CurveInfluence:
    """The score of the logistic likelihood times a root of the inverse information; a bin stands at its mean score."""
    design = spline(logit(scores.mean_score), fit.knots)
    rate, turned = expit(design @ fit.coefficients)[:, None], design @ fit.root
    return CurveInfluence(fit, turned * (1 - rate), -turned * rate)


def measure_curve(scores: BinnedScores, fit: Fit, products: Floats, patients: int) -> CurveClusters:
    """The curve of a fit with the covariance that `products` tell: over `patients` with a labelled row, the sums of the
    products of their rows' influences (`curve_influence`), of the shape (coefficients, coefficients).

    Times G / (G - 1) for G patients, and with Student's t for G - 1 in place of the normal quantile. Not estimable
    where patients do not vary in every direction, as with no more of them than coefficients.
    """
    spread = _root(products * (patients / (patients - 1))) if patients > len(products) else None
    if spread is None:
        many = f"{patients:,} {'patient' if patients == 1 else 'patients'}"
        reason = f"The rows come from {many} with too little spread between them for a curve; more patients needed"
        return CurveClusters(calibration_errors(reason, scores), smoothed_calibration(reason, scores))
    wider = replace(fit, root=fit.root @ spread * (student_quantile(patients) / Z))
    note = clustered_note(patients, _design_effect(fit, spread))
    first, second, third = (
        replace(each, clusters=patients, note=joined_note(each.note, note))
        for each in calibration_errors(wider, scores)
    )
    return CurveClusters((first, second, third), smoothed_calibration(wider, scores))


def _root(covariance: Floats) -> Floats | None:
    try:
        root = np.asarray(np.linalg.cholesky((covariance + covariance.T) / 2), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    return root if np.linalg.cond(root) < 1e6 else None


def _design_effect(fit: Fit, spread: Floats) -> float:
    """Variance of the curve over that of independent rows, both on average over the rows."""
    moved = (fit.rate * (1 - fit.rate))[:, None] * (fit.design @ fit.root)
    together, apart = (float(fit.weight @ (each**2).sum(axis=1)) for each in (moved @ spread, moved))
    return together / apart
