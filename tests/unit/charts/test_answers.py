"""The sentences that title charts, as tables: what is said for which numbers, and what must not be claimed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from attending.analytics import DecisionPoint, Estimate, ScoreComparison, StratumPerformance, ThresholdPerformance
from attending.charts import Limits, answers

N = "\N{NO-BREAK SPACE}"


def estimate(measure: str, value: float | None, low: float = 0.0, high: float = 0.0, reason: str = "") -> Estimate:
    if value is None:
        return Estimate.missing(measure, reason, n=40, events=0)
    return Estimate(measure, value, low, high, 0.95, 400, 80)


def stratum(
    *estimates: Estimate, month: str = "2026-03", attribute: str = "sex", level: str = "x"
) -> StratumPerformance:
    measures = {item.measure: item for item in estimates}
    return StratumPerformance(attribute, level, 400, 400, 80, (month, month), measures, (), (), ())


@pytest.mark.parametrize(
    ("oe", "slope", "sentence"),
    [
        ((0.855, 0.80, 0.91), None, f"Calibration: predicts 17{N}% too many deaths (O:E 0.85, 0.80 to 0.91)"),
        ((1.25, 1.10, 1.42), None, f"Calibration: predicts 20{N}% too few deaths (O:E 1.25, 1.10 to 1.42)"),
        ((0.4, 0.3, 0.5), None, "Calibration: predicts 2.5 times as many deaths (O:E 0.40, 0.30 to 0.50)"),
        ((0.0, 0.0, 0.3), None, "Calibration: predicts deaths where none were observed (O:E 0.00, 0.00 to 0.30)"),
        (
            (0.96, 0.88, 1.05),
            (1.0, 0.9, 1.1),
            "Calibration: no difference shown between predicted and observed deaths (O:E 0.96, 0.88 to 1.05)",
        ),
        (
            (1.0, 0.9, 1.1),
            (0.7, 0.6, 0.8),
            "Calibration: right on average (O:E 1.00, 0.90 to 1.10), "
            "but its risks are too extreme (slope 0.70, 0.60 to 0.80)",
        ),
        (
            (0.855, 0.80, 0.91),
            (1.3, 1.1, 1.5),
            f"Calibration: predicts 17{N}% too many deaths (O:E 0.85, 0.80 to 0.91), "
            "and its risks are too close to the average (slope 1.30, 1.10 to 1.50)",
        ),
    ],
)
def test_calibration(oe: tuple[float, float, float], slope: tuple[float, float, float] | None, sentence: str) -> None:
    estimates = [estimate("oe", *oe)] + ([estimate("calibration_slope", *slope)] if slope else [])
    assert answers.calibration(stratum(*estimates), outcome="deaths") == sentence


def test_no_event_at_all_is_not_called_no_difference() -> None:
    none = stratum(estimate("oe", 0.0, 0.0, 1.4))
    assert "not estimable. No events among" in answers.calibration(none)
    assert "not estimable. No events among" in answers.subgroup_forest([none], "oe", none)
    told = answers.measure_by_month([none], "oe", baseline=1.0)
    assert "no difference" not in told
    few = stratum(estimate("oe", 0.0, 0.0, 0.4))
    assert "where none were observed" in answers.calibration(few)


def test_calibration_without_an_estimate_says_why() -> None:
    answer = answers.calibration(stratum(estimate("oe", None, reason="No labelled rows")))
    assert answer == "Calibration: not estimable. No labelled rows"


MONTHS = {"2026-01": (1.0, 0.9, 1.1), "2026-02": (1.35, 1.2, 1.5), "2026-03": (1.4, 1.31, 1.6)}


@pytest.mark.parametrize(
    ("values", "limits", "baseline", "sentence"),
    [
        (MONTHS, None, None, "O:E: 1.40 (1.31 to 1.60) in Mar 2026"),
        (MONTHS, None, 1.0, "O:E: 1.40 (1.31 to 1.60) in Mar 2026, above the baseline 1.00"),
        (MONTHS, None, 1.35, "O:E: 1.40 (1.31 to 1.60) in Mar 2026, no difference from the baseline 1.35 shown"),
        (
            MONTHS,
            Limits(stop_high=1.3),
            None,
            "O:E: 1.40 (1.31 to 1.60) in Mar 2026, beyond the stop limit 1.30 (beyond a limit since Feb 2026)",
        ),
        (
            MONTHS,
            Limits(warn_high=1.38, stop_high=1.7),
            None,
            "O:E: 1.40 (1.31 to 1.60) in Mar 2026, beyond the warning limit 1.38; the interval includes the limit",
        ),
        (MONTHS, Limits(stop_high=1.5), None, "O:E: 1.40 (1.31 to 1.60) in Mar 2026, within its limits"),
        (
            {"2026-03": (0.7965, 0.7, 0.9)},
            Limits(warn_low=0.8),
            None,
            "O:E: 0.80 (0.70 to 0.90) in Mar 2026, "
            "beyond the warning limit 0.80 (0.7965); the interval includes the limit",
        ),
        ({}, None, None, "O:E: no data in any month"),
    ],
)
def test_measure_by_month(
    values: dict[str, tuple[float, float, float]], limits: Limits | None, baseline: float | None, sentence: str
) -> None:
    months = [stratum(estimate("oe", *value), month=month) for month, value in values.items()]
    assert answers.measure_by_month(months, "oe", limits=limits, baseline=baseline) == sentence


def test_a_last_month_without_an_estimate_is_the_answer() -> None:
    months = [
        stratum(estimate("auroc", 0.8, 0.7, 0.9)),
        stratum(estimate("auroc", None, reason="Few"), month="2026-04"),
    ]
    assert answers.measure_by_month(months, "auroc") == "AUROC: not estimable in Apr 2026. Few"


SAME, LOWER, NONE = (0.79, 0.75, 0.83), (0.70, 0.65, 0.75), None


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ([SAME, SAME], "AUROC: no difference from overall (0.800) shown in any of 2 subgroups"),
        ([SAME], "AUROC: no difference from overall (0.800) shown in the one subgroup"),
        ([SAME, NONE], "AUROC: no difference from overall (0.800) shown in the one subgroup; 1 not estimable"),
        ([SAME, LOWER], "AUROC: age b (0.700, 0.650 to 0.750) differs from overall (0.800)"),
        ([LOWER] * 4 + [NONE], "AUROC: 4 of 4 subgroups differ from overall (0.800); 1 not estimable"),
        ([NONE], "AUROC by subgroup: no subgroup is estimable"),
        ([], "AUROC by subgroup: no subgroups recorded"),
    ],
)
def test_subgroups(levels: list[tuple[float, float, float] | None], sentence: str) -> None:
    groups = [
        stratum(estimate("auroc", *value) if value else estimate("auroc", None), attribute="age", level="abcde"[index])
        for index, value in enumerate(levels)
    ]
    assert answers.subgroup_forest(groups, "auroc", stratum(estimate("auroc", 0.8, 0.79, 0.81))) == sentence


def at(threshold: str, sensitivity: float, flag_rate: float, ppv: float) -> ThresholdPerformance:
    values = {"sensitivity": sensitivity, "flag_rate": flag_rate, "ppv": ppv}
    measures = {name: estimate(name, value, value - 0.05, value + 0.05) for name, value in values.items()}
    return ThresholdPerformance(Decimal(threshold), 1, 1, 1, 1, measures)


def test_thresholds() -> None:
    one = replace(stratum(), at_thresholds=(at("0.30", 0.71, 0.24, 0.38),))
    assert answers.threshold_table(one, outcome="deaths") == (
        f"Threshold 0.30: flags 24{N}% (19 to 29{N}%), finds 71{N}% (66 to 76{N}%) of deaths "
        f"and 38{N}% (33 to 43{N}%) of flags are right"
    )
    several = replace(stratum(), at_thresholds=(at("0.10", 0.95, 0.60, 0.2), at("0.50", 0.4, 0.1, 0.6)))
    assert answers.threshold_table(several, outcome="deaths") == (
        f"Thresholds 0.10 to 0.50: patients flagged go from 60{N}% to 10{N}%, deaths found from 95{N}% to 40{N}%"
    )
    assert answers.threshold_table(stratum()) == "Thresholds: none agreed"


@pytest.mark.parametrize(
    ("lows", "sentence"),
    [
        ([0.01, 0.01, 0.01], "Net benefit: more than treating everyone or no one at thresholds 0.1 to 0.3"),
        ([0.01, -0.01, 0.01], "Net benefit: more than treating everyone or no one at thresholds 0.1 and 0.3"),
        ([-0.01, 0.0, -0.01], "Net benefit: no gain shown over treating everyone or no one at any threshold"),
    ],
)
def test_decision_curve(lows: list[float], sentence: str) -> None:
    points = tuple(
        DecisionPoint(Decimal(index) / 10, low + 0.01, low, low + 0.02, -0.1, 0.0) for index, low in enumerate(lows, 1)
    )
    assert answers.decision_curve(replace(stratum(), decision_curve=points)) == sentence


@pytest.mark.parametrize(
    ("measure", "first", "second", "start"),
    [
        ("auroc", (0.80, 0.78, 0.82), (0.70, 0.68, 0.72), "Model better than physicians"),
        ("auroc", (0.80, 0.70, 0.90), (0.70, 0.60, 0.80), "Model and physicians: no clear difference"),
        ("brier", (0.20, 0.19, 0.21), (0.15, 0.14, 0.16), "Model worse than physicians"),
        ("oe", (1.05, 1.0, 1.1), (0.5, 0.4, 0.6), "Model better than physicians"),
    ],
)
def test_comparison(
    measure: str, first: tuple[float, float, float], second: tuple[float, float, float], start: str
) -> None:
    pair = ScoreComparison(stratum(estimate(measure, *first)), stratum(estimate(measure, *second)))
    assert answers.comparison(pair, measure, comparator="physicians").startswith(start)


def test_limits_are_crossed_only_beyond_them() -> None:
    limits = Limits(warn_low=0.8, stop_low=0.7)
    assert [limits.status(value) for value in (0.8, 0.79, 0.7, 0.69)] == ["within", "warn", "warn", "stop"]
