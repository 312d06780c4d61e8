"""Values printed in papers and textbooks on statistical process control."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from attending.analytics.case_blocks import cuts, month_blocks
from attending.analytics.control_charts import (
    ChartDesign,
    EventCount,
    FalseAlarm,
    LocalSetting,
    Measurement,
    RuleSet,
    draw,
    simulate_limit,
)
from attending.analytics.control_charts.run_chart import fewest_crossings, longest_run_limit, runs_limits
from attending.analytics.control_charts.shewhart import individuals, moving_range
from attending.analytics.steiner import steiner_weights

ORANGE_JUICE = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]


def test_p_chart_of_montgomery() -> None:
    """Montgomery, Introduction to Statistical Quality Control: 30 samples of 50 cans.

    Seen: the 30 counts, their sum 347, centre 0.2313 and limits 0.0524 and 0.4102 in tests of other programs that give
    them as the textbook's; 30 wafers of 50 chips with the same centre in the NIST/SEMATECH e-Handbook, 6.3.3.2, as
    quoted in exercises; that samples 15 and 23 have causes in the R package qcc (orangejuice, after the 2nd ed., pp.
    152 to 155). The textbook itself was not at hand.
    """
    data = [EventCount(f"{i:02}", events, 50) for i, events in enumerate(ORANGE_JUICE, 1)]
    labels = tuple(each.period for each in data)
    chart = draw(ChartDesign("p", "defective", labels, rules=RuleSet("limits", ("nelson_1",)), programs=100), data)
    first = chart.points[0]
    assert [round(float(x), 4) for x in (first.centre, first.lower, first.upper)] == [0.2313, 0.0524, 0.4102]
    assert [signal.period for signal in chart.signals] == ["15", "23"]


@pytest.mark.parametrize(("weight", "multiple"), [(0.05, 2.615), (0.10, 2.814), (0.25, 2.998), (0.40, 3.054)])
def test_ewma_limits_of_lucas_and_saccucci(weight: float, multiple: float) -> None:
    """Lucas & Saccucci 1990, Technometrics 32:1: multiples of the standard deviation for an average run of 500.

    Theirs are asymptotic limits; ours start narrow, so the multiple may be a trifle larger.
    """
    design = ChartDesign("ewma", "x", (), false_alarm=FalseAlarm("arl", 500), weight=weight, programs=2000, seed=3)
    limit = simulate_limit(design, LocalSetting((1,)))
    assert limit.up == pytest.approx(multiple, rel=0.015)
    assert limit.achieved == pytest.approx(500, abs=1)


@pytest.mark.parametrize(("h", "arl"), [(4, 168), (5, 465)])
def test_cusum_run_lengths(h: float, arl: float) -> None:
    """Lucas & Crosier 1982, Technometrics 24:199: two-sided, allowance 0.5."""
    design = ChartDesign("cusum", "x", (), false_alarm=FalseAlarm("arl", arl), seed=5)
    assert simulate_limit(design, LocalSetting((1,))).up == pytest.approx(h, rel=0.015)


def _markov_run_length(h: float, allowance: float = 0.5, states: int = 200) -> float:
    """Brook & Evans 1972, Biometrika 59:539: a one-sided CUSUM as a Markov chain."""
    width = 2 * h / (2 * states - 1)
    middle = np.arange(states) * width
    edges = middle[None, :] - middle[:, None] + allowance
    moves = stats.norm.cdf(edges + width / 2) - stats.norm.cdf(edges - width / 2)
    moves[:, 0] = stats.norm.cdf(width / 2 - middle + allowance)
    return float(np.linalg.solve(np.eye(states) - moves, np.ones(states))[0])


def test_the_simulated_cusum_agrees_with_a_markov_chain() -> None:
    assert [_markov_run_length(h) for h in (4, 5)] == pytest.approx([335, 931], rel=0.005)
    design = ChartDesign("cusum", "x", (), false_alarm=FalseAlarm("arl", 100), seed=7)
    limit = simulate_limit(design, LocalSetting((1,)))
    # Two independent sides: the rates of false alarms add up.
    assert _markov_run_length(float(limit.up)) / 2 == pytest.approx(100, abs=4 * limit.standard_error)


def test_weights_of_steiner_2000() -> None:
    with_event, without = steiner_weights([0.10, 0.02], 2.0)
    assert with_event == pytest.approx([0.5978, 0.6733], abs=5e-5)
    assert without == pytest.approx([-0.0953, -0.0198], abs=5e-5)


def test_a_block_adds_up_the_weights_of_steiner_2000() -> None:
    """By hand: .5978, .5780, .4827, 1.1560, 1.1362, 1.0409, and down by .0198 for each of five more without event."""
    risk = np.asarray([0.10, 0.02, 0.10, 0.02, 0.02, 0.10, *[0.02] * 5])
    event = np.asarray([1, 0, 0, 1, 0, 0, *[0] * 5])
    made = month_blocks(cuts({"2026-03": 11})["2026-03"], risk, event)
    (up,) = made.arm(2.0).climbs
    assert (up.total, up.end) == pytest.approx((0.9419, 0.9419), abs=5e-4)
    assert (up.highest, up.peak) == pytest.approx((1.1560, 1.1560), abs=2e-4)
    assert up.after(3.0) == pytest.approx((3.9419, 4.1560), abs=5e-4)
    assert (made.n, made.events, made.expected) == ((11,), (2,), pytest.approx((0.46,)))


def test_constants_of_the_individuals_chart() -> None:
    value = np.asarray([3.0, 5.0, 4.0, 8.0, 6.0, 7.0])
    baseline = np.ones(6, dtype=np.bool_)
    chart, mean_range = individuals(value, baseline), 10 / 5
    assert chart.upper[0] - chart.centre[0] == pytest.approx(2.66 * mean_range, rel=1e-3)
    assert moving_range(value, baseline)[1] == pytest.approx(3.267 * mean_range)


def test_run_chart_limits() -> None:
    """Swed & Eisenhart 1943 (ten and ten: at most 6 or at least 16 runs); Anhøj & Olesen 2014, table of limits."""
    assert runs_limits(20) == (6, 16)
    assert [longest_run_limit(n) for n in (10, 20, 24)] == [6, 7, 8]
    assert [fewest_crossings(n) for n in (10, 20, 24)] == [2, 6, 8]
    assert all(fewest_crossings(n) == stats.binom.ppf(0.05, n - 1, 0.5) for n in range(2, 120))


def test_g_chart_limit_of_benneyan_2001() -> None:
    gaps = [3, 8, 5, 12, 2, 6]
    data = [Measurement(str(i), gap, 1) for i, gap in enumerate(gaps)]
    chart = draw(ChartDesign("g", "falls", tuple(each.period for each in data), programs=100), data)
    assert chart.points[0].upper == pytest.approx(6 + 3 * np.sqrt(6 * 7))
