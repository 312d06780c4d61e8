"""Difference in differences, also with staggered adoption, from one value per unit and period."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from attending.analytics.impact.contrast import from_error
from attending.analytics.impact.panel import BadPanelError, Panel
from attending.analytics.impact.result import Diagnostic, Effect, ImpactResult, Scale, not_estimable
from attending.analytics.impact.serial import Array, NotEstimableError
from attending.analytics.impact.words import adjusted, adjusting, counted, figure

DESIGN: Final = "Difference in differences"
FEW_UNITS: Final = 10
_NEVER: Final = 10**9

Controls = Literal["auto", "never", "not_yet"]
EffectScale = Literal["absolute", "ratio"]


@dataclass(frozen=True)
class Combination:
    """A weighted sum of cells with its variance and Satterthwaite degrees of freedom (None: not estimable)."""

    value: float
    variance: float | None
    df: float | None


class Cohorts:
    """Units (rows of `y`, units x periods) grouped by the period index from which they are treated (none: never)."""

    def __init__(self, y: Array, start: tuple[int | None, ...], covariates: Array | None = None) -> None:
        self.y = y
        self.start = np.array([_NEVER if each is None else each for each in start])
        self.sizes = {int(g): int((self.start == g).sum()) for g in np.unique(self.start)}
        # With two units a cohort's own variance has one degree of freedom; then all cohorts lend each other theirs.
        self.pooled = min(self.sizes.values()) < 3
        self.spare = sum(size - 1 for size in self.sizes.values())
        self.covariates = covariates if covariates is not None and covariates.shape[2] else None
        if self.covariates is not None:
            self._slopes = self._slope_weights(self.covariates)
            self.left = y - self.covariates @ np.einsum("qit,it->q", self._slopes, y)

    def adjusted(self, weights: Array) -> Array:
        """The weights of the same comparison after adjustment: the estimate stays a weighted sum of cells.

        The covariates' slopes are those of untreated cells with a level per unit and period (two stages; Gardner
        2022), and carry their uncertainty into the comparison.
        """
        if self.covariates is None:
            return weights
        along = np.einsum("it,itq->q", weights, self.covariates)
        return np.asarray(weights - np.einsum("q,qit->it", along, self._slopes))

    def _slope_weights(self, covariates: Array) -> Array:
        """(q, units, periods): each covariate's slope among untreated cells as weighted sums of the outcome."""
        units, periods, count = covariates.shape
        free = np.arange(periods)[None, :] < self.start[:, None]
        rows, columns = np.nonzero(free)
        levels = np.concatenate([np.eye(units)[rows], np.eye(periods)[columns][:, 1:]], axis=1)
        given = covariates[rows, columns]
        left = given - levels @ np.linalg.lstsq(levels, given, rcond=None)[0]
        size = left.T @ left
        if len(rows) - units - periods - count < 1 or np.linalg.matrix_rank(size, tol=1e-9 * len(rows)) < count:
            raise NotEstimableError(
                "The covariates hardly move within units before the start, so what they do cannot be told"
            )
        out = np.zeros((count, units, periods))
        out[:, rows, columns] = np.linalg.solve(size, left.T)
        return out

    @property
    def never(self) -> int:
        """How many units are never treated."""
        return self.sizes.get(_NEVER, 0)

    @property
    def treated(self) -> tuple[int, ...]:
        """Periods in which units began, with at least one period before; those always treated are left out."""
        return tuple(g for g in self.sizes if 0 < g < _NEVER)

    def comparable(self, g: int, t: int, never_only: bool) -> bool:
        """True when ATT(g, t) has controls."""
        return bool(self._controls(g, t, never_only).any())

    def weights(self, g: int, t: int, never_only: bool) -> Array:
        """Units x periods weights of ATT(g, t): change since period g - 1 of cohort g, minus that of its controls."""
        out = np.zeros_like(self.y)
        for members, sign in ((self.start == g, 1.0), (self._controls(g, t, never_only), -1.0)):
            out[members, t] += sign / members.sum()
            out[members, g - 1] -= sign / members.sum()
        return out

    def combine(self, weights: Array) -> Combination:
        """The weighted sum; units are independent, periods of a unit as they are correlated.

        Each cohort's variance comes from its own units (then two groups give Welch's t test on the units' changes,
        which is CR2 with Bell & McCaffrey's degrees of freedom), or pooled over cohorts when one is smaller than 3.
        """
        value = float((weights * self.y).sum())
        if self.covariates is not None:
            return self._by_unit(value, weights)
        rows = [(self.y[self.start == g], size * weights[self.start == g][0], size) for g, size in self.sizes.items()]
        if self.pooled:
            return self._pooled(value, rows)
        parts = [(float(np.var(y @ w, ddof=1)) / size, size - 1) for y, w, size in rows if np.any(w)]
        return _satterthwaite(value, parts)

    def _by_unit(self, value: float, weights: Array) -> Combination:
        """Weights that differ within a cohort: each unit's own sum of what is left, by cohort or pooled."""
        left = self.left.copy()
        for g in self.sizes:
            left[self.start == g] -= left[self.start == g].mean(axis=0)
        if not self.pooled:
            scores = (weights * left).sum(axis=1)
            parts = [
                (float((scores[self.start == g] ** 2).sum()) * size / (size - 1), size - 1)
                for g, size in self.sizes.items()
            ]
            return _satterthwaite(value, [part for part in parts if part[0] > 0])
        if self.spare < 2:
            return Combination(value, None, None)
        spread = left.T @ left / self.spare
        crossed = spread @ (weights.T @ weights)
        variance, square = float(np.trace(crossed)), float(np.trace(crossed @ crossed))
        if square <= 0 or variance <= 0:
            return Combination(value, None, None)
        return Combination(value, variance, self.spare * variance**2 / square)

    def _pooled(self, value: float, rows: list[tuple[Array, Array, int]]) -> Combination:
        if self.spare < 2:
            return Combination(value, None, None)
        left = np.concatenate([y - y.mean(axis=0) for y, _, _ in rows])
        used = [(w, size) for _, w, size in rows if np.any(w)]
        scores = np.stack([left @ w / math.sqrt(size) for w, size in used])
        spread = scores @ scores.T / self.spare
        variance = float(np.trace(spread))
        square = float(np.sum(spread * spread))
        if square <= 0:
            return Combination(value, None, None)
        return Combination(value, variance, self.spare * variance**2 / square)

    def _controls(self, g: int, t: int, never_only: bool) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        if never_only:
            return np.asarray(self.start == _NEVER)
        return np.asarray((self.start > max(t, g)) & (self.start != g))


def difference_in_differences(
    panel: Panel, *, controls: Controls = "auto", scale: EffectScale = "absolute"
) -> ImpactResult:
    """Group-time effects ATT(g, t) of Callaway & Sant'Anna (2021), and their averages.

    Every cohort (units that began in period g) is compared with units not treated by then, from period g - 1 on;
    with one cohort this is the classical two-group difference. Never a two-way fixed effects regression alone: with
    staggered starts that also uses units already treated as controls, so that growing effects enter with the wrong
    sign (Goodman-Bacon 2021); how much is shown as a diagnostic. `controls`: never treated, not yet treated, or auto
    (never treated when there are at least 2). `scale` ratio works on logs: parallel trends in per cent.

    Units are the clusters, all with the same weight. Intervals: between-unit variances per cohort, t with
    Satterthwaite's degrees of freedom (CR2; Bell & McCaffrey 2002). `effects` holds `overall` (all treated unit-periods
    alike) and one `cohort_<period>` each; `series` the event study, where time -1 is the reference.

    The panel's covariates are taken out first, by their slopes among untreated cells (Gardner 2022).

    Raises BadPanelError when a ratio is wanted of values that are 0 or less.
    """
    y = panel.values
    if scale == "ratio":
        at = np.argwhere(y <= 0)
        if len(at):
            u, t = (int(i) for i in at[0])
            raise BadPanelError(
                f"Unit {panel.units[u]!r}, period {panel.periods[t]}: {y[u, t]:g}; a ratio needs values above 0."
            )
        y = np.log(y)
    always = [unit for unit, begin in zip(panel.units, panel.start, strict=True) if begin == 0]
    keep = [i for i, begin in enumerate(panel.start) if begin != 0]
    n = len(panel.periods)
    starts = tuple(panel.start[i] for i in keep)
    treated = sum(each is not None for each in starts)

    def refused(reason: str) -> ImpactResult:
        return not_estimable(
            DESIGN,
            reason,
            measure_unit=panel.measure_unit,
            periods=n,
            units=len(panel.units),
            treated_units=treated,
        )

    try:
        cohorts = Cohorts(y[keep], starts, panel.adjusted_for[keep])
    except NotEstimableError as error:
        return refused(str(error))
    if not cohorts.treated:
        return refused("No unit has both a period before and a period after its start")
    if controls == "never" and cohorts.never == 0:
        return refused("No unit was never treated; use units not yet treated as controls")
    after, never_only = overall_cells(cohorts, controls)
    pairs = [(g, t) for g in cohorts.treated for t in range(n) if cohorts.comparable(g, t, never_only)]
    if not after:
        return refused("No unit was untreated while another was treated; there is nothing to compare with")
    made = _Maker(cohorts, panel, scale, never_only)
    effects = {"overall": made.effect("overall", "Average effect on those treated", after)}
    for g in sorted({g for g, _ in after}):
        name = f"cohort_{panel.periods[g]}"
        effects[name] = made.effect(name, f"Units treated from {panel.periods[g]}", [c for c in after if c[0] == g])
    times = sorted({t - g for g, t in pairs} - {-1})
    events = {e: [(g, t) for g, t in pairs if t - g == e] for e in times}
    study = tuple(made.effect(f"time_{e:+d}", _when(e), cells) for e, cells in events.items())
    checks = (
        *_trend_before(made, {e: cells for e, cells in events.items() if e < -1}, after),
        _wrong_signs(cohorts, panel, scale),
    )
    warnings = _warnings(cohorts, always, len(after), sum(n - g for g in cohorts.treated))
    return ImpactResult(
        DESIGN,
        panel.measure_unit,
        "overall",
        effects,
        n,
        len(panel.units),
        treated,
        checks,
        (
            "Without treatment, treated units would have changed as their controls did (parallel trends"
            + (", in per cent)." if scale == "ratio" else ", on the scale of the measure)."),
            "No unit changed before its start because the start was coming, and treated units do not affect controls.",
            "Units are independent of one another; every unit counts the same, whatever its size.",
            *(
                ("Units of all cohorts vary alike (variance pooled, since a cohort is small).",)
                if cohorts.pooled
                else ()
            ),
            *adjusting(panel.covariates),
        ),
        (
            "Whether trends would have stayed parallel: that a test before treatment finds nothing proves nothing.",
            "Whether something else happened to the treated units when they began.",
            "The effect on units that were never treated.",
        ),
        warnings,
        series=study,
    )


def overall_cells(cohorts: Cohorts, controls: Controls = "auto") -> tuple[list[tuple[int, int]], bool]:
    """Every ATT(g, t) of treated periods that has controls, and whether those are the never treated alone."""
    never_only = controls == "never" or (controls == "auto" and cohorts.never >= 2)
    periods = range(cohorts.y.shape[1])
    cells = [(g, t) for g in cohorts.treated for t in periods if t >= g and cohorts.comparable(g, t, never_only)]
    return cells, never_only


def overall_weights(cohorts: Cohorts, cells: list[tuple[int, int]], never_only: bool) -> Array:
    """Units x periods weights of the average of the ATT(g, t) named, by the size of the cohort."""
    total = sum(cohorts.sizes[g] for g, _ in cells)
    out = np.zeros_like(cohorts.y)
    for g, t in cells:
        out += cohorts.sizes[g] / total * cohorts.weights(g, t, never_only)
    return out


@dataclass(frozen=True)
class _Maker:
    cohorts: Cohorts
    panel: Panel
    scale: EffectScale
    never_only: bool

    def weights(self, cells: list[tuple[int, int]]) -> Array:
        """The average of the ATT(g, t) named, by the size of the cohort."""
        return self.cohorts.adjusted(overall_weights(self.cohorts, cells, self.never_only))

    def effect(self, name: str, title: str, cells: list[tuple[int, int]]) -> Effect:
        weights = self.weights(cells)
        found = self.cohorts.combine(weights)
        ratio = self.scale == "ratio"
        scale: Scale = "ratio" if ratio else "difference"
        unit = "ratio" if ratio else self.panel.measure_unit
        whom = "never treated" if self.never_only else "not yet treated"
        beside = adjusted(self.panel.covariates)
        method = f"ATT(g, t) against units {whom}; cluster-robust (CR2), t with Satterthwaite df{beside}"
        units = int(np.any(weights, axis=1).sum())
        periods = int(np.any(weights, axis=0).sum())
        if found.variance is None or found.df is None:
            value = math.exp(found.value) if ratio else found.value
            reason = "No interval: there are not enough units of the same kind to see how much units vary"
            return Effect(name, title, value, None, None, scale, unit, method, periods, units, reason=reason)
        return from_error(
            name,
            title,
            found.value,
            math.sqrt(found.variance),
            found.df,
            scale=scale,
            unit=unit,
            method=method,
            periods=periods,
            units=units,
        )


def _satterthwaite(value: float, parts: list[tuple[float, int]]) -> Combination:
    variance = sum(part for part, _ in parts)
    if variance <= 0:
        return Combination(value, None, None)
    return Combination(value, variance, variance**2 / sum(part**2 / df for part, df in parts))


def _when(e: int) -> str:
    return f"{counted(-e, 'period')} before the start" if e < 0 else f"Period {e + 1} of treatment"


def _trend_before(
    made: _Maker, leads: dict[int, list[tuple[int, int]]], after: list[tuple[int, int]]
) -> tuple[Diagnostic, ...]:
    from scipy.stats import f as fisher
    from scipy.stats import t as student

    name = "parallel_before"
    if not leads:
        shows = "Parallel trends cannot be checked: there is one period before treatment."
        return (Diagnostic(name, None, None, shows, "cannot be checked"),)
    weights = {e: made.weights(cells) for e, cells in leads.items()}
    # A straight line through the leads and the reference period, where the effect is 0 by construction.
    distance = {e: e + 1 for e in leads}
    line = sum(distance[e] * weights[e] for e in leads) / sum(d * d for d in distance.values())
    found = made.cohorts.combine(np.asarray(line))
    if found.variance is None or found.df is None:
        shows = (
            f"Difference in trend before treatment: {figure(found.value)} per period; its uncertainty cannot be told."
        )
        return (Diagnostic(name, found.value, None, shows, "cannot be checked"),)
    error = math.sqrt(found.variance)
    p = 2 * float(student.sf(abs(found.value) / error, found.df))
    half = float(student.ppf(0.975, found.df)) * error
    ahead = sum((t - g + 1) * made.cohorts.sizes[g] for g, t in after) / sum(made.cohorts.sizes[g] for g, _ in after)
    worst = max(abs(found.value - half), abs(found.value + half)) * ahead
    log = " (log scale)" if made.scale == "ratio" else ""
    slope = Diagnostic(
        name,
        found.value,
        p,
        f"Difference in trend before treatment{log}: {figure(found.value)} per period ({figure(found.value - half)} to "
        f"{figure(found.value + half)}), p = {p:.3f}. Not excluded is a trend that alone would make {worst:.3g}; "
        "a test that finds nothing does not prove that trends were parallel.",
        "yes" if p < 0.05 else "no",
    )
    stack = np.array([[float(v) for v in _scores(made.cohorts, w)] for w in weights.values()])
    values = np.array([float((w * made.cohorts.y).sum()) for w in weights.values()])
    q, spare = len(values), made.cohorts.spare
    if q > spare // 2 or min(made.cohorts.sizes.values()) == 1:
        shows = f"No joint test of {q} periods before treatment: {spare + len(made.cohorts.sizes)} units are too few."
        return slope, Diagnostic("joint_before", None, None, shows, "cannot be checked")
    covariance = stack @ stack.T
    if np.linalg.matrix_rank(covariance) < q:
        return (slope,)
    statistic = float(values @ np.linalg.solve(covariance, values)) * (spare - q + 1) / (spare * q)
    joint = float(fisher.sf(statistic, q, spare - q + 1))
    shows = f"Joint test of {q} periods before treatment: F = {statistic:.2f}, p = {joint:.3f} (Hotelling)."
    return slope, Diagnostic("joint_before", statistic, joint, shows, "yes" if joint < 0.05 else "no")


def _scores(cohorts: Cohorts, weights: Array) -> Array:
    """One entry per unit whose products over units add up to the covariance of two combinations."""
    out = np.zeros(len(cohorts.y))
    for g, size in cohorts.sizes.items():
        members = cohorts.start == g
        if size > 1:
            values = cohorts.left if cohorts.covariates is not None else cohorts.y
            out[members] = ((values[members] - values[members].mean(axis=0)) * weights[members]).sum(axis=1)
            out[members] *= math.sqrt(size / (size - 1))
    return out


def _wrong_signs(cohorts: Cohorts, panel: Panel, scale: EffectScale) -> Diagnostic:
    periods = np.arange(cohorts.y.shape[1])
    on = (periods[None, :] >= cohorts.start[:, None]).astype(float)
    left = on - on.mean(axis=1, keepdims=True) - on.mean(axis=0, keepdims=True) + on.mean()
    size = float((left * left).sum())
    if size < 1e-12:
        return Diagnostic("two_way", None, None, "A two-way regression has no estimate here.", "cannot be checked")
    value = float((left * cohorts.y).sum()) / size
    weights = left[on > 0] / size
    share = float(-weights[weights < 0].sum())
    shown = f"a ratio of {math.exp(value):.3f}" if scale == "ratio" else f"{figure(value)} {panel.measure_unit}".strip()
    shows = (
        f"A two-way fixed effects regression would say {shown}; in it treated periods with a summed weight of "
        f"{figure(-share, '.2f')} (of 1 in all) count with the wrong sign, which is why it is not used."
        if share > 0
        else f"A two-way fixed effects regression would say {shown}; no treated period counts with the wrong sign."
    )
    return Diagnostic("two_way", value, None, shows, "no")


def _warnings(cohorts: Cohorts, always: list[str], compared: int, possible: int) -> tuple[str, ...]:
    said = []
    if always:
        names = ", ".join(always[:5]) + (f" and {len(always) - 5} more" if len(always) > 5 else "")
        said.append(f"Left out, since treated in every period: {names}.")
    if cohorts.spare + len(cohorts.sizes) < FEW_UNITS:
        said.append(
            f"{cohorts.spare + len(cohorts.sizes)} units: the interval rests on how few units differ from one another "
            "and on changes that are near to normally distributed."
        )
    if min(cohorts.sizes.values()) == 1:
        said.append("A group of a single unit cannot show its own variation; it is taken to vary as the others do.")
    if compared < possible:
        said.append(f"{possible - compared} treated periods have no untreated unit to compare with and are left out.")
    return tuple(said)
