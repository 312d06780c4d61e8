"""What a risk-adjusted CUSUM is tuned to, and a limit that is none."""

from __future__ import annotations

import numpy as np
import pytest

from attending.analytics.control_charts import (
    CaseMix,
    ChartDesign,
    FalseAlarm,
    Harm,
    LocalSetting,
    PeriodCounts,
    draw,
    rests_at_zero,
    simulate_limit,
    tuned_odds_ratio,
)

MIX = CaseMix.of(np.random.default_rng(0).beta(1, 8, 20_000), groups=10)
A_QUARTER_MORE = Harm("ratio", 1.25, "Observed events 25 % above predicted")


def _setting(volume: float) -> LocalSetting:
    return LocalSetting((volume,), MIX, baseline_periods=8)


def test_a_small_place_is_tuned_to_the_harm_itself() -> None:
    odds = tuned_odds_ratio("calibration_cusum", A_QUARTER_MORE, _setting(30))
    risk, share = np.asarray(MIX.risk), np.asarray(MIX.share)
    assert float(share @ (odds * risk / (1 + (odds - 1) * risk))) == pytest.approx(1.25 * MIX.mean)
    assert tuned_odds_ratio("calibration_cusum", Harm("odds_ratio", 0.5, ""), _setting(30)) == pytest.approx(2)
    with pytest.raises(ValueError, match="odds ratio"):
        tuned_odds_ratio("calibration_cusum", Harm("shift", 1, ""), _setting(30))


@pytest.mark.parametrize("volume", [60, 900, 20_000, 5_000_000])
def test_the_tuned_limit_is_one_at_every_volume(volume: int) -> None:
    odds = tuned_odds_ratio("calibration_cusum", A_QUARTER_MORE, _setting(volume))
    design = ChartDesign("calibration_cusum", "oe", (), odds_ratio=odds, programs=1000)
    limit = simulate_limit(design, _setting(volume))
    assert not rests_at_zero(limit)
    assert limit.achieved == pytest.approx(0.05, abs=0.001)
    by_patient = tuned_odds_ratio("ra_cusum", A_QUARTER_MORE, _setting(volume))
    assert odds <= by_patient == pytest.approx(tuned_odds_ratio("ra_cusum", A_QUARTER_MORE, _setting(1)))


def test_a_degenerate_limit_is_said_and_nothing_is_judged() -> None:
    labels = tuple(f"2025-{month:02d}" for month in range(1, 11))
    rng = np.random.default_rng(1)
    rows = [PeriodCounts(label, 50_000, int(rng.binomial(50_000, 0.11)), 5_500.0, 4_800.0) for label in labels]
    chart = draw(ChartDesign("calibration_cusum", "oe", labels[:8], odds_ratio=2.0, programs=200), rows)
    assert "With 50,000 a period, chance alone never lifts this statistic above 0" in str(chart.reason)
    assert "tune it to 1.03 or less" in str(chart.reason)
    assert not chart.signals
    assert all(point.upper is None for point in chart.points)
    assert draw(ChartDesign("calibration_cusum", "oe", labels[:8], odds_ratio=1.03, programs=200), rows).estimable


def test_charts_of_one_programme_share_their_false_alarms() -> None:
    shared = FalseAlarm("probability", 0.05, 24, charts=4)
    assert 1 - (1 - shared.per_chart) ** 4 == pytest.approx(0.05)
    assert shared.together(shared.per_chart) == pytest.approx(0.05)
    assert FalseAlarm("arl", 60, charts=3).per_chart == 180
    design = ChartDesign("calibration_cusum", "oe", (), false_alarm=shared, odds_ratio=1.3, programs=2000)
    assert simulate_limit(design, _setting(500)).achieved == pytest.approx(shared.per_chart, abs=0.001)
    with pytest.raises(ValueError, match="at least one chart"):
        FalseAlarm("probability", 0.05, 24, charts=0)
