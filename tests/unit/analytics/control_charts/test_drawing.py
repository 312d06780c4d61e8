"""What a reader gets from a chart, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import OVERALL, ScoreTable
from attending.analytics.control_charts import (
    NELSON,
    CaseMix,
    ChartDesign,
    EventCount,
    FalseAlarm,
    Harm,
    LocalSetting,
    Measurement,
    PeriodCases,
    PeriodCounts,
    Phase,
    RiskBins,
    RuleSet,
    detection_time,
    draw,
    set_up,
    simulate_limit,
)

MONTHS = tuple(f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13))
YEAR = MONTHS[:12]


def _values(values: list[float], error: float | None = None) -> list[Measurement]:
    return [Measurement(month, value, 100, error) for month, value in zip(MONTHS, values, strict=False)]


def _steady(months: int, level: float = 10.0) -> list[float]:
    return [level + (0.5, -0.5, 0.2, -0.3)[i % 4] for i in range(months)]


def test_a_signal_names_its_rule_and_where_it_began() -> None:
    chart = draw(ChartDesign("xmr", "minutes", YEAR, programs=100), _values([*_steady(14), 30.0]))
    assert [(s.rule, s.period, s.began, s.side) for s in chart.signals] == [("nelson_1", "2025-03", "2025-03", "high")]
    assert "above three standard deviations" in chart.signals[0].words
    assert chart.points[-1].flags == ("nelson_1",)
    assert chart.setups[0] is not None
    assert 0 < chart.setups[0].limit.achieved < 1


def test_a_run_is_one_signal_that_began_at_its_first_point() -> None:
    chart = draw(ChartDesign("xmr", "minutes", YEAR, programs=100), _values(_steady(12) + [10.9] * 11))
    assert [(s.rule, s.period, s.began) for s in chart.signals] == [("nelson_2", "2025-09", "2025-01")]


def test_a_short_baseline_says_how_many_periods_are_missing() -> None:
    chart = draw(ChartDesign("xmr", "minutes", YEAR), _values(_steady(7)))
    assert not chart.estimable
    assert chart.reason == "The baseline of 'Start' has 7 of the 12 periods needed; 5 more needed"
    assert chart.points[0].upper is None
    assert chart.points[0].observed == 10.5
    assert chart.signals == ()


def test_each_phase_has_its_own_baseline() -> None:
    design = ChartDesign("xmr", "minutes", YEAR, phases=(Phase("2025-03", "EHR upgrade", MONTHS[14:26]),), programs=100)
    chart = draw(design, _values(_steady(14) + _steady(14, 20.0)))
    assert chart.signals == ()
    assert [phase.event for phase in chart.phases] == ["Start", "EHR upgrade"]
    assert {point.phase for point in chart.points[:14]} == {0}
    assert chart.points[14].centre == pytest.approx(20, abs=0.2)
    early = draw(design, _values(_steady(14) + _steady(3, 20.0)))
    assert early.reason is not None
    assert "'EHR upgrade' has 3 of the 12" in early.reason
    assert early.points[0].upper is not None


def test_a_month_without_a_value_is_shown_and_ends_a_run() -> None:
    values: list[float | None] = [*_steady(12), *[10.9] * 8, None, *[10.9] * 3]
    chart = draw(ChartDesign("xmr", "minutes", YEAR, programs=100), _values(values))  # type: ignore[arg-type]
    assert chart.points[20].value is None
    assert chart.signals == ()


@pytest.mark.parametrize(
    ("counts", "kind", "reason"),
    [
        ([0] * 12, "p", "No events among 1,200 in the baseline; use a g or t chart for events this rare"),
        ([100] * 12, "p", "Every one of 1,200 in the baseline had the event; the chart needs some without"),
        ([5] * 12, "p_prime", "The baseline does not vary, so that nothing says what is unusual"),
    ],
)
def test_a_baseline_that_cannot_set_limits_says_why(counts: list[int], kind: str, reason: str) -> None:
    data = [EventCount(month, count, 100) for month, count in zip(MONTHS, counts, strict=False)]
    assert draw(ChartDesign(kind, "rate", YEAR), data).reason == reason


def test_exact_limits_hold_for_small_counts() -> None:
    data = [EventCount(month, i % 2, 20) for i, month in enumerate(MONTHS[:13])]
    chart = draw(ChartDesign("p", "rate", YEAR, exact_limits=True, programs=100), data)
    assert chart.points[0].upper == 4 / 20
    data[12] = replace(data[12], events=5)
    assert [s.period for s in draw(ChartDesign("p", "rate", YEAR, exact_limits=True, programs=100), data).signals] == [
        "2025-01"
    ]


def test_laney_widens_the_limits_of_large_counts() -> None:
    rng = np.random.default_rng(4)
    data = [EventCount(m, int(rng.binomial(50_000, 0.1 + rng.normal(0, 0.01))), 50_000) for m in MONTHS[:24]]
    narrow, wide = (draw(ChartDesign(kind, "rate", MONTHS[:20], programs=100), data) for kind in ("p", "p_prime"))
    assert len(narrow.signals) > 3
    assert wide.points[0].upper - wide.points[0].centre > 4 * (narrow.points[0].upper - narrow.points[0].centre)
    assert wide.signals == ()


def test_rare_events() -> None:
    days = [30.0, 12.0, 55.0, 20.0, 8.0, 41.0, 25.0, 17.0, 60.0, 33.0, 14.0, 22.0, 400.0]
    chart = draw(ChartDesign("t", "falls", YEAR, programs=100), _values(days))
    assert [s.period for s in chart.signals] == ["2025-01"]
    exact = draw(ChartDesign("g", "falls", YEAR, exact_limits=True, programs=100), _values([*days[:12], 250.0]))
    mean = sum(days[:12]) / 12
    stay = mean / (mean + 1)
    assert stay ** exact.points[0].upper >= 0.00135 > stay ** (exact.points[0].upper + 1)
    assert [s.rule for s in exact.signals] == ["nelson_1"]


def test_a_measure_with_its_own_error_is_judged_by_it() -> None:
    data = _values([1.0, 1.05, 0.95, 1.02, 0.98, 1.0] * 2, 0.05)
    data += [Measurement("2025-01", 1.3, 10, 0.5), Measurement("2025-02", 1.3, 900, 0.05)]
    chart = draw(ChartDesign("measured", "oe", YEAR, programs=100), data)
    assert [s.period for s in chart.signals] == ["2025-02"]


def _months(rng: np.random.Generator, months: int, odds: float = 1.0, size: int = 400) -> list[PeriodCounts]:
    data = []
    for month in MONTHS[:months]:
        p = rng.beta(1, 8, size)
        event = rng.random(size) < (odds * p / (1 + (odds - 1) * p) if month > YEAR[-1] else p)
        table = ScoreTable.from_arrays(p, event.astype(int), period=month, thresholds=(Decimal("0.3"),))
        data.append(PeriodCounts.from_scores(month, table.slice(OVERALL, month)))
    return data


@pytest.mark.parametrize("kind", ["calibration_cusum", "calibration_ewma", "vlad"])
def test_a_planted_drift_is_found_from_monthly_sums(kind: str) -> None:
    design = ChartDesign(kind, "oe", YEAR, harm=Harm("odds_ratio", 2, "Odds doubled"), odds_ratio=2, programs=400)
    chart = draw(design, _months(np.random.default_rng(8), 24, 2.0))
    setup = chart.setups[0]
    assert setup is not None
    assert setup.detection is not None
    assert setup.detection.p90_periods is not None
    assert chart.signals[0].side == "high"
    assert MONTHS.index(chart.signals[0].period) - 11 <= setup.detection.p90_periods
    assert draw(design, _months(np.random.default_rng(9), 24)).signals == ()


def test_sums_alone_come_close_to_the_bins() -> None:
    data = _months(np.random.default_rng(10), 24, 1.5)
    design = ChartDesign("calibration_cusum", "oe", YEAR, programs=2000, odds_ratio=1.5)
    exact = draw(design, data)
    close = draw(design, [replace(each, bins=None) for each in data])
    for one, other in zip(exact.points[12:], close.points[12:], strict=True):
        assert other.value == pytest.approx(one.value, abs=0.05 * max(1.0, one.value))
    assert close.setups[0].limit.up == pytest.approx(exact.setups[0].limit.up, rel=0.15)


def test_the_cusum_by_patient_and_by_month_agree_on_the_first_month() -> None:
    rng = np.random.default_rng(12)
    cases = []
    for month in MONTHS[:13]:
        p = rng.beta(2, 6, 100)
        cases.append(PeriodCases(month, p, (rng.random(100) < p).astype(np.int64)))
    design = ChartDesign("ra_cusum", "deaths", YEAR, programs=200, false_alarm=FalseAlarm("probability", 0.1, 6))
    chart = draw(design, cases)
    assert chart.points[12].value >= 0 >= chart.points[12].downward
    assert chart.points[3].value is None
    assert draw(replace(design, kind="vlad"), cases).points[12].value is not None


def test_few_events_are_not_recalibrated_to() -> None:
    data = [PeriodCounts(month, 50, 1 if i == 0 else 0, 2.5, 2.3) for i, month in enumerate(MONTHS[:14])]
    chart = draw(ChartDesign("calibration_cusum", "oe", YEAR), data)
    assert chart.reason == "Baseline: 1 event among 600 labelled; at least 10 needed (9 more)"
    by_model = draw(ChartDesign("calibration_cusum", "oe", (), reference="model", programs=200), data)
    assert by_model.estimable
    assert by_model.points[0].value is not None


def test_wrong_data_is_refused_with_advice() -> None:
    design = ChartDesign("p", "rate", YEAR)
    with pytest.raises(ValueError, match="drawn from EventCount, not from Measurement"):
        draw(design, _values([1.0]))
    with pytest.raises(ValueError, match="2024-01 is given twice"):
        draw(design, [EventCount("2024-01", 1, 10)] * 2)
    with pytest.raises(ValueError, match="at least one period"):
        draw(design, [])
    with pytest.raises(ValueError, match="does not fit a run chart"):
        ChartDesign("run", "rate", YEAR, rules=NELSON)
    with pytest.raises(ValueError, match="There is no rule 'nelson_9'"):
        RuleSet("mine", ("nelson_9",))
    with pytest.raises(ValueError, match="cannot be"):
        PeriodCounts("m", 10, 11, 1.0, 0.5)
    with pytest.raises(ValueError, match="check the monthly sums"):
        PeriodCounts("m", 10, 1, 1.0, 2.0)
    with pytest.raises(ValueError, match="do not add up"):
        PeriodCounts("m", 10, 1, 1.0, 0.9, RiskBins((0.1,), (9,), (1,)))
    with pytest.raises(ValueError, match="give the setting a `mix`"):
        simulate_limit(ChartDesign("calibration_cusum", "oe", ()), LocalSetting((100,)))
    with pytest.raises(ValueError, match="Name the harm"):
        detection_time(ChartDesign("xmr", "x", ()), LocalSetting((1,), baseline_periods=12))
    with pytest.raises(ValueError, match="not in that phase"):
        draw(ChartDesign("xmr", "x", YEAR, phases=(Phase("2024-06", "upgrade", ()),)), _values(_steady(12)))


def test_the_same_seed_gives_the_same_limit() -> None:
    design = ChartDesign("calibration_ewma", "oe", (), programs=200, seed=4, harm=Harm("ratio", 1.5, "O:E 1.5"))
    setting = LocalSetting((300,), CaseMix.of(np.linspace(0.01, 0.4, 90)), baseline_periods=12)
    assert set_up(design, setting) == set_up(design, setting)
    assert set_up(design, setting).limit.up != simulate_limit(replace(design, seed=5), setting).up


def test_a_harm_too_small_to_see_says_so() -> None:
    design = ChartDesign("calibration_cusum", "oe", (), programs=200, harm=Harm("ratio", 1.01, "O:E 1.01"))
    found = set_up(design, LocalSetting((20,), CaseMix.of([0.05]), baseline_periods=12), horizon=12).detection
    assert found is not None
    assert found.median_periods is None
    assert found.words == "O:E 1.01: more often than not unseen within 12 periods"
