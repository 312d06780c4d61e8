"""The smoothed calibration curve: a logistic model of the outcome on a restricted cubic spline of the score's logit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.estimate import Z
from attending.analytics.logistic import expit, log_likelihood, logit
from attending.analytics.reasons import lacking_classes
from attending.analytics.runs import run_starts

Floats = NDArray[np.float64]

FEWEST_FOR_CURVE: Final = 20
"""Events, and non-events, a curve needs. Our own choice; Van Calster et al. 2016 advise 200 for a curve to trust."""

GROUPS: Final = 1_000
"""Neighbouring bins are joined until at most this many are left, so the work does not grow with the log."""

POINTS: Final = 31
"""Places at which the curve is told."""

_KNOTS: Final[dict[int, tuple[float, ...]]] = {
    3: (0.10, 0.50, 0.90),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.50, 0.725, 0.95),
}
_ITERATIONS: Final = 60
# Newton's error after a step is about the square of the step, so the coefficients are right to rounding.
_TOLERANCE: Final = 1e-9
_STEEPEST: Final = 30.0
_WORST_CONDITION: Final = 1e12
_EDGE: Final = 0.005


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The event rate the curve gives for a score, and its pointwise 95 % interval."""

    score: float
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SmoothedCalibration:
    """The curve from the 0.5 % to the 99.5 % quantile of the scores, ascending; or the reason why there is none.

    `knots` is how many the spline has. The band is pointwise: over the whole curve some part leaves it more often than
    once in twenty.
    """

    n: int
    events: int
    knots: int | None = None
    points: tuple[CurvePoint, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class Fit:
    """The fitted curve on groups of neighbouring scores, ascending: arrays of one entry per group.

    `design` has the shape (groups, coefficients), `root` is a lower triangular root of the coefficients' covariance.
    `grouped` says that some group holds several score values, each taken at the group's mean.
    """

    n: int
    events: int
    score: Floats
    weight: Floats
    design: Floats
    coefficients: Floats
    root: Floats
    knots: Floats
    grouped: bool

    @property
    def rate(self) -> Floats:
        """Event rate the curve gives for each group."""
        return expit(self.design @ self.coefficients)


def fit_curve(scores: BinnedScores) -> Fit | str:
    """Maximum likelihood by Newton's method (Harrell 2015); a text says why there is no fit.

    3 knots below 100 events or non-events, 4 below 200, else 5, at Harrell's quantiles of the labelled scores; where
    those coincide, at the same quantiles of the distinct scores. Needs FEWEST_FOR_CURVE events and non-events, and 3
    different scores. Scores are clipped as for the calibration slope.
    """
    bins = scores.only_labelled()
    labelled, events = bins.total_labelled, bins.events
    reason = lacking_classes(
        labelled=labelled, events=events, events_needed=FEWEST_FOR_CURVE, non_events_needed=FEWEST_FOR_CURVE
    )
    if reason is not None:
        return reason
    score, n, positive = _grouped(bins)
    x = logit(score)
    rarer = min(events, labelled - events)
    knots = _knots(x, n, 3 if rarer < 100 else 4 if rarer < 200 else 5)
    if knots is None:
        return f"Too few different scores among {labelled:,} labelled for a curve; at least 3 needed"
    design = spline(x, knots)
    found = _newton(design, n, positive)
    if found is None:
        return (
            f"The curve's fit on {labelled:,} labelled rows did not settle: the scores separate events from non-events "
            "too well, or too few events lie where the scores do; more events and non-events needed"
        )
    grouped = len(score) < len(bins.bin) or bool(np.any(bins.score_low < bins.score_high))
    return Fit(labelled, events, score, n / labelled, design, *found, knots, grouped)


def smoothed_calibration(fit: Fit | str, scores: BinnedScores) -> SmoothedCalibration:
    """The curve of a fit at POINTS scores evenly spaced in their logit, with Wald's interval on the logit scale.

    Takes the rows as independent, and the score inside a group at its mean.
    """
    if isinstance(fit, str):
        return SmoothedCalibration(scores.total_labelled, scores.events, reason=fit)
    reached = np.cumsum(fit.weight)
    ends = [fit.score[min(int(np.searchsorted(reached, q)), len(reached) - 1)] for q in (_EDGE, 1 - _EDGE)]
    first, last = logit(np.array(ends))
    x = np.linspace(first, last, POINTS)
    basis = spline(x, fit.knots)
    centre = basis @ fit.coefficients
    half = Z * np.sqrt(((basis @ fit.root) ** 2).sum(axis=1))
    columns = expit(np.stack([x, centre, centre - half, centre + half]))
    points = tuple(CurvePoint(*row) for row in columns.T.tolist())
    return SmoothedCalibration(fit.n, fit.events, len(fit.knots), points)


def spline(x: Floats, knots: Floats) -> Floats:
    """Constant, x, and the restricted cubic terms: linear outside the outer knots (Stone & Koo 1985).

    Shape (len(x), number of knots); the cubic terms are divided by the squared distance of the outer knots.
    """
    last, before = knots[-1], knots[-2]
    cubes = np.maximum(x[:, None] - knots, 0.0) ** 3
    inner = knots[:-2]
    terms = (
        cubes[:, :-2]
        - cubes[:, -2:-1] * (last - inner) / (last - before)
        + cubes[:, -1:] * (before - inner) / (last - before)
    ) / (last - knots[0]) ** 2
    return np.column_stack([np.ones(len(x)), x, terms])


def _grouped(bins: BinnedScores) -> tuple[Floats, Floats, Floats]:
    """Mean score, labelled rows and events of at most GROUPS groups of neighbouring bins."""
    n, positive = bins.labelled.astype(np.float64), bins.positive.astype(np.float64)
    if len(n) <= GROUPS:
        return bins.mean_score, n, positive
    group = ((np.cumsum(n) - n / 2) * GROUPS / n.sum()).astype(np.int64)
    starts = run_starts(group)
    total = np.add.reduceat(n, starts)
    return np.add.reduceat(bins.score_sum, starts) / total, total, np.add.reduceat(positive, starts)


def _knots(x: Floats, n: Floats, number: int) -> Floats | None:
    distinct = x[run_starts(x)]
    reached = np.cumsum(n)
    reached /= reached[-1]
    for size in range(min(number, len(distinct)), 2, -1):
        at = np.array(_KNOTS[size])
        for knots in (x[np.searchsorted(reached, at)], distinct[np.rint(at * (len(distinct) - 1)).astype(np.int64)]):
            if np.all(np.diff(knots) > 1e-6):
                return np.asarray(knots, dtype=np.float64)
    return None


def _newton(design: Floats, n: Floats, positive: Floats) -> tuple[Floats, Floats] | None:
    """Coefficients and a root of their covariance; None when the likelihood has no maximum that can be found."""
    scale = np.sqrt((n @ design**2) / n.sum())
    z = design / scale
    rate = positive.sum() / n.sum()
    flat, as_scored = np.zeros((2, z.shape[1]))
    flat[0], as_scored[1] = np.log(rate / (1 - rate)) / z[0, 0], scale[1]
    beta = max(flat, as_scored, key=lambda start: log_likelihood(z @ start, n, positive))
    eta = z @ beta
    p = expit(eta)
    gradient = (positive - n * p) @ z
    for _ in range(_ITERATIONS):
        information = (z * (n * p * (1 - p))[:, None]).T @ z
        try:
            step = np.linalg.solve(information, gradient)
            if float(np.abs(step).max()) <= _TOLERANCE * (1 + float(np.abs(beta).max())):
                inverse = np.linalg.inv(information)
                root = np.linalg.cholesky((inverse + inverse.T) / 2)
                spread = np.linalg.eigvalsh(information)
                settled = float(np.abs(eta).max()) <= _STEEPEST and spread[-1] <= _WORST_CONDITION * spread[0]
                return ((beta + step) / scale, root / scale[:, None]) if settled else None
        except np.linalg.LinAlgError:
            return None
        gap = gradient @ gradient
        # Along Newton's step the gradient shrinks, if the step is short enough.
        for _ in range(30):
            eta = z @ (beta + step)
            p = expit(eta)
            gradient = (positive - n * p) @ z
            if gradient @ gradient < gap:
                break
            step = step / 2
        else:
            return None
        beta = beta + step
    return None
