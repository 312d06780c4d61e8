"""Regression for one series in time: linear and quasi-likelihood models with serially correlated errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Family = Literal["gaussian", "poisson", "binomial"]
Errors = Literal["ar1", "prais_winsten", "newey_west", "independent"]

_RHO: Final = np.linspace(-0.9, 0.98, 95)
_STEPS: Final = 60
_TOLERANCE: Final = 1e-9
_ETA_LIMIT: Final = 30.0


class NotEstimableError(ValueError):
    """The model has no estimate on these data; the message says why."""


@dataclass(frozen=True)
class SerialFit:
    """Coefficients (k,), their covariance (k, k), residual degrees of freedom, and what was left over.

    `pearson` are standardised residuals in time order, `whitened` the same after the fitted autocorrelation is taken
    out. `rho` is the lag-1 autocorrelation of the errors (None where none was fitted). `dispersion` is the residual
    variance (gaussian) or the overdispersion factor (1: as the distribution has it).
    """

    beta: Array
    covariance: Array
    df: int
    pearson: Array
    whitened: Array
    rho: float | None
    dispersion: float


def fit(
    y: Array,
    x: Array,
    *,
    times: NDArray[np.int64],
    family: Family = "gaussian",
    errors: Errors = "ar1",
    offset: Array | None = None,
    trials: Array | None = None,
    lags: int | None = None,
) -> SerialFit:
    """y (n,) on x (n, k): identity, log or logit link; `times` are the whole-numbered times of the rows, rising.

    gaussian is least squares; poisson and binomial (y events of `trials`) are quasi-likelihood with an estimated
    dispersion, so over- and underdispersion are allowed for. Errors:
    ar1: generalised least squares, averaged over the restricted likelihood of the autocorrelation, which carries the
    uncertainty of rho into the covariance (Zellner & Tiao 1964; restricted likelihood as Patterson & Thompson 1971);
    for the other families on the standardised working responses (as Zeger 1988 weights them).
    prais_winsten: iterated Prais-Winsten (gaussian only). newey_west: Bartlett weights to `lags`
    (4 (n/100)^(2/9) rounded up when None), times n / (n - k). independent: model-based.
    Raises NotEstimableError when the design is collinear, there are too few rows or the iteration does not settle.
    """
    n, k = x.shape
    if n - k < 2:
        raise NotEstimableError(f"{n} periods for {k} coefficients; {k + 2 - n} more periods are needed")
    scale = np.sqrt((x * x).mean(axis=0))
    if not (scale > 0).all() or np.linalg.matrix_rank(x / scale) < k:
        raise NotEstimableError("The terms of the model cannot be told apart in these periods (collinear)")
    shift = np.zeros(n) if offset is None else offset
    if family == "gaussian":
        found = _solve(y - shift, x / scale, times, errors, lags)
    else:
        if errors == "prais_winsten":
            raise ValueError("Prais-Winsten is for means; use ar1 or newey_west for counts, rates and proportions.")
        found = _quasi(y, x / scale, times, family, errors, shift, trials, lags)
    return SerialFit(
        found.beta / scale,
        found.covariance / np.outer(scale, scale),
        found.df,
        found.pearson,
        found.whitened,
        found.rho,
        found.dispersion,
    )


def averaged_many(y: Array, x: Array, *, times: NDArray[np.int64], contrast: Array) -> tuple[Array, Array, int]:
    """`contrast` (k,) of the coefficients of many gaussian ar1 fits at once, y (n, S): values, errors (S,), and df.

    The same as `fit` does for each column, without its by-products; for simulations.
    """
    n, k = x.shape
    values, variances, likelihoods = [], [], []
    for rho in _RHO:
        wx, wy = whiten(x, times, float(rho)), whiten(y, times, float(rho))
        q, r = np.linalg.qr(wx)
        along = np.linalg.solve(r.T, contrast)
        projected = q.T @ wy
        rss = (wy**2).sum(axis=0) - (projected**2).sum(axis=0)
        spread = np.sqrt(1 - rho ** (2 * np.diff(times).astype(float)))
        log_r = float(np.log(np.abs(np.diag(r))).sum())
        values.append(along @ projected)
        variances.append(rss / (n - k) * float(along @ along))
        likelihoods.append(-float(np.log(spread).sum()) - log_r - (n - k) / 2 * np.log(rss))
    likelihood = np.array(likelihoods)
    weight = np.exp(likelihood - likelihood.max(axis=0))
    weight /= weight.sum(axis=0)
    found = np.array(values)
    value = (weight * found).sum(axis=0)
    variance = (weight * (np.array(variances) + (found - value) ** 2)).sum(axis=0)
    return value, np.sqrt(variance), n - k


def newey_west_lags(n: int) -> int:
    """The usual truncation for n periods: 4 (n / 100)^(2/9), rounded up (Newey & West 1994)."""
    return int(np.ceil(4 * (n / 100) ** (2 / 9)))


def whiten(values: Array, times: NDArray[np.int64], rho: float) -> Array:
    """Rows of `values` (n,) or (n, k) with unit-variance AR(1) correlation rho^|distance| taken out (gaps allowed)."""
    power = rho ** np.diff(times).astype(float)
    spread = np.sqrt(1 - power**2)
    if values.ndim == 2:
        power, spread = power[:, None], spread[:, None]
    out = values.astype(float).copy()
    out[1:] = (values[1:] - power * values[:-1]) / spread
    return out


def autocorrelations(residuals: Array, lags: int) -> Array:
    """Sample autocorrelations at lags 1 to `lags`, about zero mean."""
    total = float(residuals @ residuals)
    return np.array([float(residuals[lag:] @ residuals[:-lag]) / total for lag in range(1, lags + 1)])


def durbin_watson(residuals: Array) -> float:
    """Durbin & Watson 1950: near 2 without lag-1 autocorrelation, towards 0 with a positive one."""
    return float(np.sum(np.diff(residuals) ** 2) / np.sum(residuals**2))


def _solve(y: Array, x: Array, times: NDArray[np.int64], errors: Errors, lags: int | None) -> SerialFit:
    if errors == "ar1":
        return _averaged(y, x, times)
    rho = None
    if errors == "prais_winsten":
        rho = _prais_winsten(y, x, times)
        wy, wx = whiten(y, times, rho), whiten(x, times, rho)
    else:
        wy, wx = y, x
    n, k = x.shape
    bread = np.linalg.inv(wx.T @ wx)
    beta = bread @ (wx.T @ wy)
    left: Array = wy - wx @ beta
    variance = float(left @ left) / (n - k)
    _refuse_perfect(variance, wy)
    if errors == "newey_west":
        covariance = _newey_west(
            left, x, np.asarray(bread, dtype=np.float64), newey_west_lags(n) if lags is None else lags
        )
    else:
        covariance = variance * bread
    return SerialFit(beta, covariance, n - k, (y - x @ beta) / np.sqrt(variance), left, rho, variance)


def _refuse_perfect(variance: float, y: Array) -> None:
    if variance <= 1e-20 * max(1.0, float(y @ y) / len(y)):
        raise NotEstimableError("The series has no variation around the fitted line; there is nothing to judge it by")


def _newey_west(left: Array, x: Array, bread: Array, lags: int) -> Array:
    n, k = x.shape
    score = x * left[:, None]
    meat = score.T @ score
    for lag in range(1, min(lags, n - 1) + 1):
        cross = score[lag:].T @ score[:-lag]
        meat = meat + (1 - lag / (lags + 1)) * (cross + cross.T)
    covariance: Array = bread @ meat @ bread * n / (n - k)
    return covariance


def _prais_winsten(y: Array, x: Array, times: NDArray[np.int64]) -> float:
    rho = 0.0
    for _ in range(_STEPS):
        beta = np.linalg.lstsq(whiten(x, times, rho), whiten(y, times, rho), rcond=None)[0]
        left = y - x @ beta
        near = np.diff(times) == 1
        size = float(left[:-1][near] @ left[:-1][near])
        if size <= 0:  # a series without a departure from its line has no autocorrelation
            return rho
        updated = min(max(float(left[1:][near] @ left[:-1][near]) / size, -0.95), 0.95)
        if abs(updated - rho) < 1e-10:
            return updated
        rho = updated
    return rho


def _averaged(y: Array, x: Array, times: NDArray[np.int64]) -> SerialFit:
    n, k = x.shape
    power = _RHO[:, None] ** np.diff(times)[None, :].astype(float)
    spread = np.sqrt(1 - power**2)
    wx = np.repeat(x[None], len(_RHO), axis=0)
    wx[:, 1:] = (x[None, 1:] - power[:, :, None] * x[None, :-1]) / spread[:, :, None]
    wy = np.repeat(y[None], len(_RHO), axis=0)
    wy[:, 1:] = (y[None, 1:] - power * y[None, :-1]) / spread
    q, r = np.linalg.qr(wx)
    projected = np.einsum("gni,gn->gi", q, wy)
    inverse = np.linalg.inv(r)
    betas = np.einsum("gij,gj->gi", inverse, projected)
    rss = np.sum((wy - np.einsum("gnk,gk->gn", wx, betas)) ** 2, axis=1)
    _refuse_perfect(float(rss.min()) / (n - k), y)
    log_r = np.log(np.abs(np.einsum("gii->gi", r))).sum(axis=1)
    likelihood = -np.log(spread).sum(axis=1) - log_r - (n - k) / 2 * np.log(rss)
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    variance = rss / (n - k)
    beta = weight @ betas
    within = np.einsum("g,gij,gkj->ik", weight * variance, inverse, inverse)
    off = betas - beta
    covariance = within + np.einsum("g,gi,gj->ij", weight, off, off)
    rho = float(weight @ _RHO)
    average = float(weight @ variance)
    left = y - x @ beta
    return SerialFit(beta, covariance, n - k, left / np.sqrt(average), whiten(left, times, rho), rho, average)


def _quasi(
    y: Array,
    x: Array,
    times: NDArray[np.int64],
    family: Family,
    errors: Errors,
    offset: Array,
    trials: Array | None,
    lags: int | None,
) -> SerialFit:
    m = np.ones_like(y) if trials is None else trials
    if family == "binomial":
        start = (y + 0.5) / (m + 1)
        eta = np.log(start / (1 - start))
    else:
        eta = np.log(y + 0.5)
    if y.sum() == 0 or (family == "binomial" and (m - y).sum() == 0):
        raise NotEstimableError("No events in any period" if y.sum() == 0 else "Nothing but events in every period")
    beta = np.full(x.shape[1], np.inf)
    for _ in range(_STEPS):
        if family == "binomial":
            p = 1 / (1 + np.exp(-eta))
            mu, weight = m * p, m * p * (1 - p)
        else:
            mu = weight = np.exp(eta)
        root = np.sqrt(np.maximum(weight, 1e-12))
        found = _solve(root * (eta - offset) + (y - mu) / root, x * root[:, None], times, errors, lags)
        moved = float(np.max(np.abs(found.beta - beta)))
        beta = found.beta
        eta = np.clip(offset + x @ beta, -_ETA_LIMIT, _ETA_LIMIT)
        if moved < _TOLERANCE * (1 + float(np.max(np.abs(beta)))):
            if float(np.max(np.abs(eta - (offset + x @ beta)))) > 0 or float(np.max(np.abs(x @ beta))) > 25:
                break
            return found
    raise NotEstimableError("The model did not settle: some stretch of periods has no events, or nothing but events")
