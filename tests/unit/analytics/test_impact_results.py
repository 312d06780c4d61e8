import json

import numpy as np
import pytest

from attending.analytics.impact.differences import difference_in_differences
from attending.analytics.impact.interrupted import interrupted_time_series
from attending.analytics.impact.panel import BadPanelError, Cell, Panel, series
from attending.analytics.impact.quarterly import QuarterReview, quarters
from attending.analytics.impact.result import ImpactResult
from attending.analytics.impact.wedge import stepped_wedge
from attending.analytics.records import from_record, to_record


def month(i: int) -> str:
    return f"{2024 + i // 12}-{i % 12 + 1:02d}"


def panel_of(y: np.ndarray, starts: list[int | None]) -> Panel:
    cells = tuple(Cell(f"unit {i}", t, value=float(y[i, t])) for i in range(y.shape[0]) for t in range(y.shape[1]))
    return Panel("mean", cells, {f"unit {i}": start for i, start in enumerate(starts)}, "minutes")


def noise(rows: int, columns: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, columns))


def test_every_design_goes_to_json_and_back() -> None:
    level = series("mean", [(month(i), float(v)) for i, v in enumerate(noise(1, 30)[0])], "2025-04")
    found: list[ImpactResult] = [
        interrupted_time_series(level, phase_in=2, horizons=(1, 99)),
        difference_in_differences(panel_of(noise(8, 6), [3, 3, 3, 4, None, None, None, None])),
        stepped_wedge(panel_of(noise(8, 5), [1, 1, 2, 2, 3, 3, 4, 4])),
    ]
    for result in found:
        assert result.estimable
        assert result.assumptions
        assert result.cannot_say
        assert from_record(ImpactResult, json.loads(json.dumps(to_record(result)))) == result


def test_too_few_periods_are_not_estimable_and_say_how_many_more() -> None:
    found = interrupted_time_series(series("mean", [(i, float(i % 3)) for i in range(8)], 5))
    assert not found.estimable
    assert found.reason is not None
    assert "5 periods before the change; at least 8 are needed (3 more)" in found.reason
    assert "3 periods after the change; at least 4 are needed (1 more)" in found.reason


def test_a_series_without_variation_is_not_estimable() -> None:
    found = interrupted_time_series(series("mean", [(i, 2.0) for i in range(30)], 15))
    assert found.reason is not None
    assert "no variation" in found.reason
    # Without any departure from the line there is no autocorrelation to divide by.
    nothing = interrupted_time_series(series("mean", [(i, 0.0) for i in range(24)], 12), errors="prais_winsten")
    assert nothing.reason is not None
    assert "no variation" in nothing.reason


@pytest.mark.parametrize("after", [0.0, 50.0])
def test_separated_proportions_are_not_estimable(after: float) -> None:
    rows = [(i, 20.0 + i % 5 if i < 15 else after, 50.0) for i in range(30)]
    found = interrupted_time_series(series("proportion", rows, 15))
    assert found.reason is not None
    assert "did not settle" in found.reason


def test_no_event_at_all_is_not_estimable() -> None:
    found = interrupted_time_series(series("count", [(i, 0.0) for i in range(30)], 15))
    assert found.reason == "No events in any period"


def test_a_horizon_not_yet_observed_says_how_many_periods_are_missing() -> None:
    rows = [(i, float(v)) for i, v in enumerate(noise(1, 30)[0])]
    found = interrupted_time_series(series("mean", rows, 20), horizons=(12,))
    assert found.effects["at_12"].value is None
    assert found.effects["at_12"].reason == "10 periods were observed after the change; 12 needed (2 more)"


def test_a_control_removes_what_moves_both_series() -> None:
    shock = np.repeat([0.0, 5.0], 20)
    own, other = noise(2, 40, seed=4)
    treated = series("mean", [(i, float(v)) for i, v in enumerate(own + shock + np.repeat([0.0, 3.0], 20))], 20)
    control = series("mean", [(i, float(v)) for i, v in enumerate(other + shock)], None)
    alone = interrupted_time_series(treated, slope_change=False).effects["level"]
    with_control = interrupted_time_series(treated, control=control, slope_change=False).effects["level"]
    assert alone.low is not None
    assert alone.low > 5
    assert with_control.low is not None
    assert with_control.high is not None
    assert with_control.low < 3 < with_control.high < 5


def test_a_control_that_is_treated_or_of_other_periods_is_refused() -> None:
    treated = series("mean", [(i, float(i % 3)) for i in range(30)], 15)
    with pytest.raises(BadPanelError, match="itself treated"):
        interrupted_time_series(treated, control=treated)
    with pytest.raises(BadPanelError, match="0 to 29 is expected"):
        interrupted_time_series(treated, control=series("mean", [(i, 1.0) for i in range(20)], None))


def test_short_series_and_old_methods_warn() -> None:
    rows = [(i, float(v)) for i, v in enumerate(noise(1, 20)[0])]
    assert any("fewer than 12" in said for said in interrupted_time_series(series("mean", rows, 10)).warnings)
    old = interrupted_time_series(series("mean", rows, 10), errors="newey_west")
    assert any("too small" in said for said in old.warnings)


def test_wrong_signs_of_the_two_way_regression_are_shown() -> None:
    starts: list[int | None] = [2, 2, 2, 8, 8, 8]
    y = noise(6, 12) * 0.01
    y += np.array([[max(0, t - start + 1) for t in range(12)] for start in starts if start is not None])
    found = difference_in_differences(panel_of(y, starts))
    overall = found.effects["overall"]
    two_way = next(check for check in found.diagnostics if check.name == "two_way")
    # Until period 8 the early units gain 1 to 6: 3.5 on average. The regression takes the later gain for a trend.
    assert overall.value == pytest.approx(3.5, abs=0.05)
    assert two_way.value is not None
    assert two_way.value < 2.5
    assert "wrong sign, which is why it is not used" in two_way.shows


def test_nobody_untreated_is_not_estimable() -> None:
    found = difference_in_differences(panel_of(noise(4, 6), [3, 3, 3, 3]))
    assert found.reason == "No unit was untreated while another was treated; there is nothing to compare with"


def test_units_treated_throughout_are_left_out_and_named() -> None:
    found = difference_in_differences(panel_of(noise(7, 6), [0, 3, 3, 3, None, None, None]))
    assert any("unit 0" in said for said in found.warnings)


def test_ratios_of_values_at_zero_are_refused_by_name() -> None:
    with pytest.raises(BadPanelError, match="Unit 'unit 0', period 0: 0; a ratio needs"):
        difference_in_differences(panel_of(np.zeros((4, 4)), [2, 2, None, None]), scale="ratio")


def test_a_wedge_of_three_clusters_or_one_step_is_not_estimable() -> None:
    assert "(1 more)" in str(stepped_wedge(panel_of(noise(3, 4), [1, 2, 3])).reason)
    assert "same time" in str(stepped_wedge(panel_of(noise(6, 4), [2] * 6)).reason)


def test_a_phase_in_leaves_no_permutation_but_a_reason() -> None:
    found = stepped_wedge(panel_of(noise(8, 6), [1, 1, 2, 2, 3, 3, 4, 4]), phase_in=1)
    assert found.effects["mixed"].estimable
    assert found.effects["permutation"].reason is not None
    assert "permutation" not in stepped_wedge(panel_of(noise(8, 6), [1, 1, 2, 2, 3, 3, 4, 4]), randomised=False).effects


QUARTERS = [
    ((50, 50, 50), "worse"),
    ((20, 21, 19), "no change seen"),
    ((15, 15, 15), "on the way"),
    ((8, 9, 10), "reached"),
]


@pytest.mark.parametrize(("events", "verdict"), QUARTERS)
def test_a_quarter_is_judged_by_its_interval(events: tuple[int, ...], verdict: str) -> None:
    rows = [(month(i), 10.0 * count, 1000.0) for i, count in enumerate(events)]
    found = quarters(series("proportion", rows, None), 0.2, 0.1, "2024-Q1")
    assert [each.verdict for each in found.quarters] == [verdict]
    assert found.quarters[0].due
    assert from_record(QuarterReview, json.loads(json.dumps(to_record(found)))) == found


def test_a_small_or_broken_quarter_is_too_few_to_say() -> None:
    rows = [(month(i), 2.0, 10.0) for i in range(5)]
    found = quarters(series("proportion", rows, None), 0.3, 0.1, "2024-Q3")
    assert [each.verdict for each in found.quarters] == ["too few to say"] * 2
    assert [each.complete for each in found.quarters] == [True, False]
    assert found.conclusion.startswith(
        "January to March 2024: too few to say, 50\N{NO-BREAK SPACE}% of the promised change"
    )
    assert not found.quarters[0].due


def test_the_mean_of_one_month_has_no_interval() -> None:
    found = quarters(series("mean", [("2024-03", 4.0)], None), 5.0, 3.0, "2024-Q1")
    assert found.quarters[0].reason == "No interval from 1 month; 3 that differ are needed"


def test_a_target_like_the_baseline_is_refused() -> None:
    with pytest.raises(BadPanelError, match="two different"):
        quarters(series("mean", [("2024-03", 4.0)], None), 5.0, 5.0, "2024-Q1")
