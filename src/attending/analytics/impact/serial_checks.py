"""Diagnostics of a series model: what is left in the residuals, and whether the line before the change was straight."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from attending.analytics.impact import serial
from attending.analytics.impact.contrast import Curve
from attending.analytics.impact.result import Diagnostic
from attending.analytics.impact.serial import Array, Errors, NotEstimableError, SerialFit
from attending.analytics.impact.words import figure


def of(
    fitted: SerialFit, curve: Curve, x: Array, times: NDArray[np.int64], before: int, errors: Errors
) -> tuple[Diagnostic, ...]:
    """Durbin-Watson, autocorrelation, Ljung-Box, dispersion, the largest residual, and curvature before the change.

    `x` (n, k) and `times` (n,) are the rows in use; the first `before` of them are before the change.
    """
    return (
        _durbin_watson(fitted, errors),
        *_left_over(fitted),
        *_dispersion(fitted, curve),
        _largest(fitted, times),
        _curvature(curve, x, times, before),
    )


def _durbin_watson(fitted: SerialFit, errors: Errors) -> Diagnostic:
    value = serial.durbin_watson(fitted.pearson)
    rho = fitted.rho if fitted.rho is not None else float(serial.autocorrelations(fitted.pearson, 1)[0])
    lag = figure(rho, ".2f")
    seen = f"Residuals before allowing for autocorrelation: Durbin-Watson {value:.2f}, lag-1 correlation {lag}"
    if errors == "independent":
        worry = abs(rho) > 0.2
        tail = "; the model takes them for independent, so its intervals are too narrow" if worry else ""
        return Diagnostic("durbin_watson", value, None, seen + tail + ".", "yes" if worry else "no")
    return Diagnostic(
        "durbin_watson", value, None, seen + "; the model allows for it.", "no" if rho < 0.6 else "somewhat"
    )


def _left_over(fitted: SerialFit) -> tuple[Diagnostic, ...]:
    from scipy.stats import chi2

    left = fitted.whitened
    n = len(left)
    lags = max(1, min(12, n // 4))
    correlations = serial.autocorrelations(left, lags)
    statistic = n * (n + 2) * float(np.sum(correlations**2 / (n - np.arange(1, lags + 1))))
    free = max(lags - (0 if fitted.rho is None else 1), 1)
    p = float(chi2.sf(statistic, free))
    worst = int(np.argmax(np.abs(correlations)))
    shows = (
        f"Left in the residuals: largest autocorrelation {figure(correlations[worst], '.2f')} at lag {worst + 1} "
        f"(beyond {1.96 / math.sqrt(n):.2f} is unusual); Ljung-Box over {lags} lags p = {p:.3f}."
    )
    return (Diagnostic("residual_autocorrelation", float(correlations[worst]), p, shows, "yes" if p < 0.05 else "no"),)


def _dispersion(fitted: SerialFit, curve: Curve) -> tuple[Diagnostic, ...]:
    if curve.family == "gaussian":
        return ()
    value = fitted.dispersion
    shows = f"Counts vary {value:.2f} times as much as chance alone would have it; the intervals allow for that."
    return (Diagnostic("dispersion", value, None, shows, "somewhat" if value > 5 or value < 0.3 else "no"),)


def _largest(fitted: SerialFit, times: NDArray[np.int64]) -> Diagnostic:
    standard = fitted.whitened / math.sqrt(float(fitted.whitened @ fitted.whitened) / fitted.df)
    at = int(np.argmax(np.abs(standard)))
    value = float(standard[at])
    away = figure(value, "+.1f")
    shows = f"The most unusual period is number {int(times[at]) + 1}: {away} standard deviations from the line."
    return Diagnostic("largest_residual", value, None, shows, "somewhat" if abs(value) > 3.5 else "no")


def _curvature(curve: Curve, x: Array, times: NDArray[np.int64], before: int) -> Diagnostic:
    from scipy.stats import t as student

    name = "straight_before"
    rows = slice(0, before)
    columns = [i for i in range(x.shape[1]) if np.ptp(x[rows, i]) > 0 or i == 0]
    bend = (times[rows] - times[rows].mean()) ** 2
    design = np.column_stack([x[rows][:, columns], bend])
    try:
        tried = serial.fit(
            curve.y[rows],
            design,
            times=times[rows],
            family=curve.family,
            offset=curve.offset[rows],
            trials=None if curve.trials is None else curve.trials[rows],
        )
    except NotEstimableError as error:
        return Diagnostic(
            name, None, None, f"Curvature before the change cannot be checked: {error}.", "cannot be checked"
        )
    ratio = float(tried.beta[-1]) / math.sqrt(float(tried.covariance[-1, -1]))
    p = 2 * float(student.sf(abs(ratio), tried.df))
    said = "curved" if p < 0.1 else "no curve seen, which in few periods proves little"
    return Diagnostic(
        name,
        ratio,
        p,
        f"Trend before the change: {said} (t = {figure(ratio, '.2f')}, p = {p:.3f}).",
        "yes" if p < 0.05 else "no",
    )
