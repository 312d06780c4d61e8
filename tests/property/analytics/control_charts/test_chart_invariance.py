"""What must hold for every chart, whatever the data."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.control_charts import (
    ANHOEJ,
    NELSON,
    RUN_CHART,
    WESTERN_ELECTRIC,
    ChartDesign,
    ControlChart,
    EventCount,
    LocalSetting,
    Measurement,
    PeriodCounts,
    RiskBins,
    RuleSet,
    draw,
    local_setting,
    set_up,
)
from attending.analytics.control_charts.accumulating import cusum
from attending.analytics.control_charts.calibration_drift import RiskGroups, baseline_ratio
from attending.analytics.control_charts.rules import RULES, fires
from attending.analytics.control_charts.run_chart import run_signals
from attending.analytics.records import from_record, to_record
from attending.analytics.steiner import steiner_weights

SERIES = st.lists(st.integers(-40, 40), min_size=13, max_size=40).filter(lambda v: len(set(v[:12])) > 2)
BASELINE = tuple(f"{i:03}" for i in range(12))


def _measurements(values: list[float]) -> list[Measurement]:
    return [Measurement(f"{i:03}", float(value), 50, 2.0) for i, value in enumerate(values)]


def _design(kind: str, rules: RuleSet | None = None) -> ChartDesign:
    return ChartDesign(kind, "measure", BASELINE, rules=rules, programs=100)


SETUPS = {
    kind: (set_up(_design(kind), LocalSetting((50,), standard_error=(2.0,), baseline_periods=12)),)
    for kind in ("xmr", "measured", "run", "ewma", "cusum")
}
KINDS = [
    ("xmr", NELSON),
    ("measured", WESTERN_ELECTRIC),
    ("run", ANHOEJ),
    ("run", RUN_CHART),
    ("ewma", None),
    ("cusum", None),
]


def _draw(kind: str, rules: RuleSet | None, values: list[float]) -> ControlChart:
    return draw(_design(kind, rules), _measurements(values), setups=SETUPS[kind])


@pytest.mark.parametrize(("kind", "rules"), KINDS)
@given(values=SERIES)
def test_mirrored_data_give_mirrored_signals(kind: str, rules: RuleSet | None, values: list[float]) -> None:
    one, other = _draw(kind, rules, values), _draw(kind, rules, [-value for value in values])
    swap = {"high": "low", "low": "high", "both": "both"}
    told = sorted((s.rule, s.period, s.began, s.side) for s in one.signals)
    assert told == sorted((s.rule, s.period, s.began, swap[s.side]) for s in other.signals)


@pytest.mark.parametrize(("kind", "rules"), KINDS)
@given(values=SERIES, cut=st.integers(12, 40))
def test_later_points_change_nothing_before_them(
    kind: str, rules: RuleSet | None, values: list[float], cut: int
) -> None:
    whole, early = _draw(kind, rules, values), _draw(kind, rules, values[:cut])
    assert whole.points[:cut] == early.points
    seen = {point.period for point in early.points}
    assert tuple(signal for signal in whole.signals if signal.period in seen) == early.signals


@given(values=SERIES, new=st.integers(-1000, 1000))
def test_limits_come_from_the_baseline_alone(values: list[float], new: int) -> None:
    for kind in ("xmr", "measured", "run"):
        first, second = (_draw(kind, None, [*values, last]) for last in (0, new))
        assert [(p.centre, p.lower, p.upper) for p in first.points] == [
            (p.centre, p.lower, p.upper) for p in second.points
        ]


@given(values=SERIES)
def test_a_chart_goes_to_json_and_back(values: list[float]) -> None:
    chart = _draw("cusum", None, values)
    assert from_record(ControlChart, json.loads(json.dumps(to_record(chart)))) == chart


@given(z=st.lists(st.floats(-4, 4), min_size=1, max_size=30))
def test_rules_agree_with_their_words(z: list[float]) -> None:
    """Against a plain reading of Nelson 1984, one point at a time."""
    values = np.asarray(z)
    for i in range(len(z)):
        last = {n: z[i - n + 1 : i + 1] for n in (1, 3, 5, 6, 8, 9, 14, 15)}
        many = {n: z[max(0, i - n + 1) : i + 1] for n in (3, 5)}
        step = np.sign(np.diff(last[14])) if i >= 13 else np.zeros(1)
        line = 1e-9
        expected = {
            "nelson_1": z[i] > 3 + line,
            "nelson_2": i >= 8 and min(last[9]) > line,
            "nelson_3": i >= 5 and bool(np.all(np.diff(last[6]) > 0)),
            "nelson_4": i >= 13 and bool(np.all(step[1:] * step[:-1] < 0)),
            "nelson_5": z[i] > 2 + line and sum(x > 2 + line for x in many[3]) >= 2,
            "nelson_6": z[i] > 1 + line and sum(x > 1 + line for x in many[5]) >= 4,
            "nelson_7": i >= 14 and max(map(abs, last[15])) <= 1 + line,
            "nelson_8": i >= 7 and min(map(abs, last[8])) > 1 + line and min(last[8]) < 0 < max(last[8]),
            "western_electric_4": i >= 7 and min(last[8]) > line,
        }
        for name, holds in expected.items():
            assert fires(RULES[name], values, values)[0][i] == holds, (name, i)


@given(values=st.lists(st.integers(-3, 3), min_size=1, max_size=30))
def test_runs_and_crossings_agree_with_counting(values: list[int]) -> None:
    data = np.asarray(values, dtype=float)
    shift = run_signals("shift", data, np.zeros(len(data)))
    for i in range(len(values)):
        useful = [v for v in values[: i + 1] if v != 0]
        run = 0
        for v in reversed(useful):
            if v * useful[-1] < 0:
                break
            run += 1
        long = run >= 6 and values[i] != 0
        assert bool(shift[0][i] | shift[1][i]) == long


@given(
    risk=st.lists(st.floats(0.001, 0.9), min_size=1, max_size=30),
    odds=st.sampled_from([0.5, 1.5, 2.0]),
    data=st.data(),
)
def test_a_months_likelihood_ratio_is_the_sum_over_its_patients(
    risk: list[float], odds: float, data: st.DataObject
) -> None:
    event = np.asarray(data.draw(st.lists(st.integers(0, 1), min_size=len(risk), max_size=len(risk))))
    bins = RiskBins(tuple(risk), (1,) * len(risk), tuple(int(y) for y in event))
    p = np.asarray(risk)
    period = PeriodCounts("m", len(risk), int(event.sum()), float(p.sum()), float((p * (1 - p)).sum()), bins)
    with_event, without = steiner_weights(p, odds)
    assert RiskGroups.of(period).log_likelihood_ratio(odds, 1.0) == pytest.approx(
        float(np.where(event == 1, with_event, without).sum()), abs=1e-9
    )


@given(score=st.lists(st.floats(-3, 3), min_size=1, max_size=50))
def test_the_cusum_is_pages_recursion(score: list[float]) -> None:
    last, path = 0.0, []
    for s in score:
        last = max(0.0, last + s)
        path.append(last)
    assert cusum(np.asarray(score)) == pytest.approx(np.asarray(path), abs=1e-9)


@given(
    risk=st.lists(st.floats(0.001, 0.95), min_size=2, max_size=20),
    share=st.floats(0.05, 0.95),
    size=st.integers(1, 400),
)
def test_recalibrated_risks_add_up_to_the_events(risk: list[float], share: float, size: int) -> None:
    p, n = np.asarray(risk), np.full(len(risk), float(size))
    events = np.clip(share * n.sum(), 0.5, n.sum() - 0.5)
    ratio = float(baseline_ratio(p, n, events))
    assert float((n * ratio * p / (1 + (ratio - 1) * p)).sum()) == pytest.approx(float(events), rel=1e-6)


@given(counts=st.lists(st.tuples(st.integers(0, 30), st.integers(30, 300)), min_size=13, max_size=30))
def test_limits_of_a_p_chart_follow_each_periods_n(counts: list[tuple[int, int]]) -> None:
    data = [EventCount(f"{i:03}", events, n) for i, (events, n) in enumerate(counts)]
    design = ChartDesign("p", "rate", BASELINE, programs=100)
    if sum(each.events for each in data[:12]) == 0:
        assert not draw(design, data).estimable
        return
    chart = draw(design, data, setups=(set_up(design, LocalSetting((100,), rate=0.1, baseline_periods=12)),))
    rate = sum(e for e, _ in counts[:12]) / sum(n for _, n in counts[:12])
    for point, (_, n) in zip(chart.points, counts, strict=True):
        reach = 3 * np.sqrt(rate * (1 - rate) / n)
        assert point.upper == pytest.approx(min(rate + reach, 1))
        assert point.lower == pytest.approx(max(rate - reach, 0))


def test_the_local_setting_is_read_from_the_baseline() -> None:
    data = [EventCount(f"{i:03}", 10, 100 + i) for i in range(14)]
    setting = local_setting(ChartDesign("p", "rate", BASELINE), data)
    assert setting.volume == tuple(100.0 + i for i in range(12))
    assert setting.rate == pytest.approx(120 / sum(100 + i for i in range(12)))
    assert setting.baseline_periods == 12
