"""Many monitoring programs: a planted calibration drift is found in the stated time, and not before."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.case_blocks import cuts, month_blocks, nearest_kept
from attending.analytics.control_charts import (
    CaseMix,
    ChartDesign,
    ChartSetup,
    FalseAlarm,
    Harm,
    LocalSetting,
    PeriodBlocks,
    PeriodCounts,
    RiskBins,
    draw,
    set_up,
)
from attending.analytics.discrimination import auroc

BASELINE, BEFORE, MONITORED, PATIENTS, FEW_PATIENTS = 12, 6, 24, 500, 80
DRIFT = Harm("odds_ratio", 1.6, "Odds of the event 1.6 times the predicted ones")
MONTHS = tuple(f"{i:02}" for i in range(BASELINE + MONITORED))
MIX = CaseMix.of(np.random.default_rng(0).beta(1, 8, 20_000), groups=15)


def _drifted(risk: np.ndarray, odds: float) -> np.ndarray:
    return odds * risk / (1 + (odds - 1) * risk)


def _program(rng: np.random.Generator, odds: float) -> list[PeriodCounts]:
    """Monthly sums: a baseline, six quiet months, then every patient's odds times `odds`."""
    risk = np.asarray(MIX.risk)
    n = rng.multinomial(PATIENTS, MIX.share, size=len(MONTHS))
    after = (np.arange(len(MONTHS)) >= BASELINE + BEFORE)[:, None]
    events = rng.binomial(n, np.where(after, _drifted(risk, odds), risk))
    sums = zip(MONTHS, n, events, n @ risk, n @ (risk * (1 - risk)), strict=True)
    return [
        PeriodCounts(
            month, PATIENTS, int(y.sum()), float(e), float(v), RiskBins(MIX.risk, tuple(m.tolist()), tuple(y.tolist()))
        )
        for month, m, y, e, v in sums
    ]


def _case_by_case(rng: np.random.Generator, odds: float) -> list[PeriodBlocks]:
    """The same with few patients, whose blocks alone are kept; judged by the model's risks it needs no baseline."""
    months = [PeriodBlocks(month, 0, 0, 0.0, 0.0) for month in MONTHS[:BASELINE]]
    for at, month in enumerate(MONTHS[BASELINE:]):
        risk = rng.choice(MIX.risk, FEW_PATIENTS, p=MIX.share)
        event = rng.random(FEW_PATIENTS) < (_drifted(risk, odds) if at >= BEFORE else risk)
        kept = month_blocks(cuts({month: FEW_PATIENTS})[month], risk, event.astype(np.int64))
        months.append(PeriodBlocks.of(kept, None))
    return months


def _design(kind: str) -> ChartDesign:
    false_alarm = FalseAlarm("probability", 0.05, MONITORED)
    if kind == "ra_cusum":
        return ChartDesign(
            kind, "oe", MONTHS[:BASELINE], false_alarm=false_alarm, harm=DRIFT, reference="model",
            odds_ratio=nearest_kept(DRIFT.size), programs=3000, seed=1,
        )  # fmt: skip
    return ChartDesign(
        kind, "oe", MONTHS[:BASELINE], false_alarm=false_alarm, harm=DRIFT, odds_ratio=1.6, programs=3000, seed=1
    )


@cache
def _setup(kind: str) -> ChartSetup:
    patients = FEW_PATIENTS if kind == "ra_cusum" else PATIENTS
    return set_up(_design(kind), LocalSetting((patients,), MIX, baseline_periods=BASELINE))


def _first_signals(kind: str, programs: int, odds: float, seed: int) -> tuple[list[int | None], ChartSetup]:
    """Monitored month, from 1, of each program's first signal."""
    design, setup = _design(kind), _setup(kind)
    rng = np.random.default_rng(seed)
    first = []
    for _ in range(programs):
        data = _case_by_case(rng, odds) if kind == "ra_cusum" else _program(rng, odds)
        signals = draw(design, data, setups=(setup,)).signals
        first.append(MONTHS.index(signals[0].period) - BASELINE + 1 if signals else None)
    return first, setup


def _check(kind: str, programs: int, seed: int) -> None:
    first, setup = _first_signals(kind, programs, DRIFT.size, seed)
    assert setup.detection is not None
    assert setup.detection.p90_periods is not None
    early = sum(month is not None and month <= BEFORE for month in first)
    room = 4 * math.sqrt(0.05 * 0.95 / programs)
    assert early / programs <= 0.05 + room, "signals before the drift"
    left = programs - early
    in_time = sum(month is not None and BEFORE < month <= BEFORE + setup.detection.p90_periods for month in first)
    assert in_time / left >= 0.9 - 4 * math.sqrt(0.9 * 0.1 / left), "signals within the stated time"
    quiet, _ = _first_signals(kind, programs, 1.0, seed + 1)
    assert sum(month is not None for month in quiet) / programs == pytest.approx(0.05, abs=room)


@pytest.mark.parametrize(
    "kind", ["calibration_cusum", "calibration_ewma", pytest.param("ra_cusum", marks=pytest.mark.slow)]
)
def test_drift_is_found_within_the_stated_time_and_not_before(kind: str) -> None:
    _check(kind, 80 if kind == "ra_cusum" else 200, 11)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["calibration_cusum", "calibration_ewma", "ra_cusum"])
def test_false_alarms_come_at_the_chosen_rate_over_many_programs(kind: str) -> None:
    _check(kind, 2000, 21)


def test_the_planted_drift_leaves_discrimination_alone() -> None:
    rng = np.random.default_rng(2)
    risk = rng.beta(1, 8, 50_000).round(3)
    areas = []
    for odds in (1.0, DRIFT.size):
        event = (rng.random(len(risk)) < _drifted(risk, odds)).astype(int)
        areas.append(auroc(ScoreTable.from_arrays(risk, event, period="2026-01").slice(OVERALL)).value)
    assert abs(areas[1] - areas[0]) < 0.01


def _share_of_alarms(design: ChartDesign, setting: LocalSetting) -> tuple[float, float]:
    """In-control rate of one limit on fresh programs."""
    from attending.analytics.control_charts.programs import simulate

    setup = set_up(design, setting)
    run = simulate(
        design,
        setting,
        None,
        programs=3000,
        periods=design.false_alarm.periods,
        known=False,
        rng=np.random.default_rng(99),
    )
    alarms = (run.up > setup.limit.up) | (run.down > setup.limit.down)
    return float(alarms.any(axis=1).mean()), setup.limit.standard_error


@pytest.mark.parametrize("kind", ["ewma", "cusum", "calibration_cusum"])
@pytest.mark.parametrize("volume", [30, 300])
def test_a_simulated_limit_keeps_its_rate_on_fresh_programs(kind: str, volume: int) -> None:
    design = ChartDesign(kind, "x", (), false_alarm=FalseAlarm("probability", 0.1, 12), programs=3000, seed=3)
    mix = CaseMix.of(MIX.risk, MIX.share, groups=8)
    rate, error = _share_of_alarms(design, LocalSetting((volume,), mix, baseline_periods=12))
    assert rate == pytest.approx(0.1, abs=4 * math.hypot(error, math.sqrt(0.09 / 3000)))


@pytest.mark.slow
@pytest.mark.parametrize("volume", [20, 200])
def test_the_cusum_by_patient_keeps_its_rate(volume: int) -> None:
    design = ChartDesign("ra_cusum", "x", (), false_alarm=FalseAlarm("probability", 0.1, 12), programs=3000, seed=3)
    rate, error = _share_of_alarms(design, LocalSetting((volume,), MIX, baseline_periods=12))
    assert rate == pytest.approx(0.1, abs=4 * math.hypot(error, math.sqrt(0.09 / 3000)))
