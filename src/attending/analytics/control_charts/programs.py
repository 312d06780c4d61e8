"""Simulated monitoring programs: baseline, then monitored periods, with or without a harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from attending.analytics.control_charts import accumulating, shewhart
from attending.analytics.control_charts.calibration_drift import baseline_ratio
from attending.analytics.control_charts.case_mix import CaseMix
from attending.analytics.control_charts.chart import LocalSetting
from attending.analytics.control_charts.design import ACCUMULATING, RISK_ADJUSTED, ChartDesign, Harm
from attending.analytics.control_charts.rules import RULES, Flags, Floats, fires
from attending.analytics.control_charts.run_chart import run_signals

Counts: TypeAlias = NDArray[np.int64]

KNOWN: Final = 200
"""Baseline periods that stand for a baseline known without error."""

_CELLS: Final = 2_000_000
_LONG: Final = 200
_FEW_GROUPS: Final = 10


@dataclass(frozen=True)
class Programs:
    """What happened in each program (first axis) and monitored period (second axis).

    Accumulating kinds have the statistics `up` and `down`, both counted positive, to be held against limits; the other
    kinds have `alarms`, where any of their rules fired.
    """

    up: Floats | None
    down: Floats | None
    alarms: Flags | None


def simulate(
    design: ChartDesign,
    setting: LocalSetting,
    harm: Harm | None,
    *,
    programs: int,
    periods: int,
    known: bool,
    rng: np.random.Generator,
) -> Programs:
    """Programs under the local setting; the harm is there from the first monitored period on.

    `known` leaves out the uncertainty of the baseline. Raises ValueError when the setting lacks what the kind needs.
    """
    if periods > _LONG and setting.mix is not None and len(setting.mix.risk) > _FEW_GROUPS:
        coarse = CaseMix.of(setting.mix.risk, setting.mix.share, groups=_FEW_GROUPS)
        setting = LocalSetting(setting.volume, coarse, baseline_periods=setting.baseline_periods)
    cells = (periods + setting.baseline_periods) * _cells_per_period(design, setting)
    chunk = max(1, min(programs, int(_CELLS // max(cells, 1))))
    parts = []
    for start in range(0, programs, chunk):
        size = min(chunk, programs - start)
        if design.kind in RISK_ADJUSTED:
            parts.append(_risk_adjusted(design, setting, harm, size, periods, known, rng))
        else:
            parts.append(_others(design, setting, harm, size, periods, known, rng))
    if design.kind not in ACCUMULATING:
        return Programs(None, None, np.concatenate([cast(Flags, part.alarms) for part in parts]))
    up, down = (np.concatenate([cast(Floats, getattr(part, side)) for part in parts]) for side in ("up", "down"))
    return Programs(up, down, None)


def cost(design: ChartDesign, setting: LocalSetting, periods: int) -> float:
    """Random draws per program, about."""
    per_period = _cells_per_period(design, setting)
    return periods * (min(per_period, _FEW_GROUPS) if periods > _LONG and design.kind != "ra_cusum" else per_period)


def _cells_per_period(design: ChartDesign, setting: LocalSetting) -> float:
    if design.kind == "ra_cusum":
        return float(np.mean(setting.volume))
    return len(setting.mix.risk) if design.kind in RISK_ADJUSTED and setting.mix is not None else 1


def _risk_adjusted(
    design: ChartDesign,
    setting: LocalSetting,
    harm: Harm | None,
    programs: int,
    periods: int,
    known: bool,
    rng: np.random.Generator,
) -> Programs:
    if setting.mix is None:
        raise ValueError(f"A {design.kind} chart is simulated from the local case mix: give the setting a `mix`.")
    before = 0 if known or design.reference == "model" else setting.baseline_periods
    risk = np.asarray(setting.mix.risk)
    volume = np.maximum(np.rint(np.resize(setting.volume, before + periods)), 1).astype(np.int64)
    ratio = np.ones(programs)
    if before:
        n, observed = _grouped_events(design, setting.mix, None, volume[:before], programs, rng)
        ratio = baseline_ratio(risk, n.sum(axis=1).astype(np.float64), observed.sum(axis=1).astype(np.float64))
    up_weight, down_weight = (
        np.log1p((odds - 1) * accumulating.odds_times(risk, ratio[:, None]))
        for odds in (design.odds_ratio, 1 / design.odds_ratio)
    )
    log_odds = float(np.log(design.odds_ratio))
    after = volume[before:]
    if design.kind == "ra_cusum":
        group, event, starts = _cases(design, setting.mix, harm, after, programs, rng)
        sides = []
        for weight, sign in ((up_weight, log_odds), (down_weight, -log_odds)):
            path = accumulating.cusum(event * sign - np.take_along_axis(weight, group, axis=1))
            sides.append(np.maximum.reduceat(path, starts, axis=1))
        return Programs(sides[0], sides[1], None)
    n, observed = _grouped_events(design, setting.mix, harm, after, programs, rng)
    if design.kind == "calibration_ewma":
        p = accumulating.odds_times(risk, ratio[:, None])
        expected, variance = np.einsum("ptg,pg->pt", n, p), np.einsum("ptg,pg->pt", n, p * (1 - p))
        z = np.where(variance > 0, (observed - expected) / np.sqrt(np.maximum(variance, 1e-300)), 0.0)
        scaled = accumulating.ewma(z, design.weight) / accumulating.ewma_deviation(periods, design.weight)
        return Programs(scaled, -scaled, None)
    up = accumulating.cusum(observed * log_odds - np.einsum("ptg,pg->pt", n, up_weight))
    down = accumulating.cusum(-observed * log_odds - np.einsum("ptg,pg->pt", n, down_weight))
    return Programs(up, down, None)


def _true_risk(
    design: ChartDesign, mix: CaseMix, harm: Harm | None, shape: tuple[int, int], rng: np.random.Generator
) -> Floats:
    """Shape (1 or programs, 1 or periods, groups)."""
    risk = np.asarray(mix.risk)[None, None, :]
    if design.between_periods > 0:
        risk = accumulating.odds_times(risk, np.exp(rng.normal(0, design.between_periods, shape))[..., None])
    if harm is None:
        return risk
    if harm.kind == "odds_ratio":
        return accumulating.odds_times(risk, harm.size)
    if harm.kind == "ratio":
        return np.minimum(risk * harm.size, 1.0)
    raise ValueError("The harm that a risk-adjusted chart should find is an odds ratio or a ratio (O:E), not a shift.")


def _grouped_events(
    design: ChartDesign, mix: CaseMix, harm: Harm | None, volume: Counts, programs: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Patients (programs, periods, groups) and events (programs, periods)."""
    shape = (programs, len(volume))
    n = rng.multinomial(np.broadcast_to(volume, shape), mix.share)
    events = rng.binomial(n, np.broadcast_to(_true_risk(design, mix, harm, shape, rng), n.shape)).sum(axis=-1)
    return n.astype(np.float64), events.astype(np.float64)


def _cases(
    design: ChartDesign, mix: CaseMix, harm: Harm | None, volume: Counts, programs: int, rng: np.random.Generator
) -> tuple[Counts, Floats, Counts]:
    """Risk group and event of each patient (programs, patients), and where each period starts."""
    starts = np.concatenate([[0], np.cumsum(volume)[:-1]]).astype(np.int64)
    patients = int(volume.sum())
    cumulative = np.cumsum(mix.share)
    found = np.searchsorted(cumulative, rng.random((programs, patients)))
    group = np.minimum(found, len(mix.share) - 1).astype(np.int64)
    true = np.broadcast_to(
        _true_risk(design, mix, harm, (programs, len(volume)), rng), (programs, len(volume), len(mix.risk))
    )
    period = np.repeat(np.arange(len(volume)), volume.astype(np.int64))
    chance = true[np.arange(programs)[:, None], period[None, :], group]
    return group, (rng.random((programs, patients)) < chance).astype(np.float64), starts


def _others(
    design: ChartDesign,
    setting: LocalSetting,
    harm: Harm | None,
    programs: int,
    periods: int,
    known: bool,
    rng: np.random.Generator,
) -> Programs:
    before = KNOWN if known or setting.baseline_periods < 2 else setting.baseline_periods
    baseline = np.arange(before + periods) < before
    if known and design.kind in ("ewma", "cusum") and not setting.standard_error:
        z = rng.standard_normal((programs, periods)) + (0.0 if harm is None else _shift(design, harm))
    else:
        chart = _standardised(design, setting, harm, programs, baseline, rng)
        if design.kind not in ACCUMULATING:
            return Programs(None, None, _alarms(design, chart)[:, before:])
        z = chart.z[:, before:]
    if design.kind == "ewma":
        scaled = accumulating.ewma(z, design.weight) / accumulating.ewma_deviation(periods, design.weight)
        return Programs(scaled, -scaled, None)
    up, down = accumulating.tabular_cusum(z, design.allowance)
    return Programs(up, down, None)


def _alarms(design: ChartDesign, chart: shewhart.Standardised) -> Flags:
    found = np.zeros(chart.z.shape, dtype=np.bool_)
    for name in design.rule_set.rules:
        if design.kind == "run":
            high, low = run_signals(name, chart.value, chart.centre)
        else:
            high, low = fires(RULES[name], chart.z, chart.value)
        found |= high | low
    return found


def _standardised(
    design: ChartDesign,
    setting: LocalSetting,
    harm: Harm | None,
    programs: int,
    baseline: Flags,
    rng: np.random.Generator,
) -> shewhart.Standardised:
    shape = (programs, len(baseline))
    kind = design.kind
    if kind in ("p", "p_prime", "u", "u_prime"):
        return _counts(design, setting, harm, shape, baseline, rng)
    if kind == "g":
        rate = np.where(baseline, _rate(setting), _changed(_rate(setting), harm, 1.0))
        waits = (rng.geometric(np.broadcast_to(rate, shape)) - 1).astype(np.float64)
        return shewhart.between_events(waits, baseline, exact=design.exact_limits)
    if kind == "t":
        faster = 1.0 if harm is None else _changed(1e-12, harm, np.inf) / 1e-12
        return shewhart.time_between(rng.exponential(1 / np.where(baseline, 1.0, faster), shape), baseline)
    shift = np.where(baseline, 0.0, 0.0 if harm is None else _shift(design, harm))
    if kind == "measured" or setting.standard_error:
        if not setting.standard_error:
            raise ValueError("A chart of a measure with its own error needs the setting's `standard_error`.")
        error = np.broadcast_to(np.resize(setting.standard_error, shape[1]), shape)
        values = rng.standard_normal(shape) * max(setting.dispersion, 1.0) * error + shift
        return shewhart.measured(values, error, baseline)
    values = rng.standard_normal(shape) + shift
    return shewhart.about_median(values, baseline) if kind == "run" else shewhart.individuals(values, baseline)


def _counts(
    design: ChartDesign,
    setting: LocalSetting,
    harm: Harm | None,
    shape: tuple[int, int],
    baseline: Flags,
    rng: np.random.Generator,
) -> shewhart.Standardised:
    rare = design.kind in ("u", "u_prime")
    n = np.resize(np.asarray(setting.volume, dtype=np.float64), shape[1])
    n = n if rare else np.maximum(np.rint(n), 1)
    normal = _rate(setting)
    rate = np.where(baseline, normal, _changed(normal, harm, np.inf if rare else 1.0))
    laney = design.kind.endswith("_prime")
    if laney:
        error = np.sqrt(rate * (1.0 if rare else 1 - rate) / n) * setting.dispersion
        events = np.maximum(rate + rng.standard_normal(shape) * error, 0.0) * n
    elif rare:
        events = rng.poisson(np.broadcast_to(rate * n, shape)).astype(np.float64)
    else:
        events = rng.binomial(n.astype(np.int64), np.broadcast_to(rate, shape)).astype(np.float64)
    size = np.broadcast_to(n, shape)
    chart = shewhart.per_exposure if rare else shewhart.proportion
    return chart(events, size, baseline, laney=laney, exact=design.exact_limits)


def _rate(setting: LocalSetting) -> float:
    if setting.rate is None or setting.rate <= 0:
        raise ValueError("A chart of counts is simulated from the local rate: give the setting a `rate` above 0.")
    return setting.rate


def _changed(rate: float, harm: Harm | None, most: float) -> float:
    if harm is None:
        return rate
    if harm.kind == "ratio":
        return min(rate * harm.size, most)
    if harm.kind == "odds_ratio":
        return float(accumulating.odds_times(np.asarray(rate), harm.size))
    raise ValueError("The harm that a chart of events should find is a ratio or an odds ratio, not a shift.")


def _shift(design: ChartDesign, harm: Harm) -> float:
    if harm.kind != "shift":
        raise ValueError(f"The harm that a {design.kind} chart should find is a shift of the measure, not a ratio.")
    return harm.size
