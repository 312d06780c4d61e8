"""How limits are checked, a reading judged, and silence told from delay."""

from __future__ import annotations

from datetime import date

import pytest

from attending.governance.models import Verdict
from attending.governance.rules.oversight import Limits, Measure, judge, silent, window_start

LIMITS = Limits(warn_low=0.85, warn_high=1.15, stop_low=0.8, stop_high=1.25)


def measured(value: float | None, n: int = 500, reason: str = "", *, interval: bool = True) -> Measure:
    low, high = (0.1, 1.5) if interval else (None, None)
    return Measure(value=value, low=low, high=high, n=n, period="Jul to Sep 2026", reason=reason)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.7999, Verdict.STOP),
        (0.8, Verdict.WARN),
        (0.8499, Verdict.WARN),
        (0.85, Verdict.WITHIN),
        (1.0, Verdict.WITHIN),
        (1.15, Verdict.WITHIN),
        (1.1501, Verdict.WARN),
        (1.25, Verdict.WARN),
        (1.2501, Verdict.STOP),
    ],
)
def test_a_value_on_a_limit_is_within_it(value: float, verdict: Verdict) -> None:
    assert judge(measured(value), LIMITS, minimum_n=100).verdict is verdict


def test_no_rows_are_no_data_however_small_the_least_n() -> None:
    assert judge(measured(None, 0), LIMITS, minimum_n=1).verdict is Verdict.NO_DATA
    assert judge(None, LIMITS, minimum_n=1).verdict is Verdict.NO_DATA


def test_a_judgement_names_value_interval_n_period_and_limit() -> None:
    told = "0.62 (95 % interval 0.1 to 1.5, n 1,500, Jul to Sep 2026) is below the stop limit of 0.8."
    assert judge(measured(0.62, 1500), LIMITS, minimum_n=1).explanation == told
    told = "1.2 (n 500, Jul to Sep 2026) is above the warning limit of 1.15."
    assert judge(measured(1.2, interval=False), LIMITS, minimum_n=1).explanation == told


def test_too_few_say_how_many_more_are_needed() -> None:
    judgement = judge(measured(0.1, 60), LIMITS, minimum_n=100)
    assert judgement.verdict is Verdict.TOO_FEW
    assert "40 more needed" in judgement.explanation


def test_without_an_estimate_the_reason_is_given() -> None:
    judgement = judge(measured(None, reason="No events among the labelled."), LIMITS, minimum_n=100)
    assert (judgement.verdict, judgement.explanation) == (Verdict.TOO_FEW, "No events among the labelled.")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(0.8, None, None, None), "at least one stop limit"),
        (Limits(0.7, None, 0.8, None), "lower warning limit"),
        (Limits(None, 1.3, None, 1.2), "upper warning limit"),
        (Limits(None, None, 1.2, 1.2), "below the upper one"),
    ],
)
def test_limits_that_cannot_be_agreed_say_why(limits: Limits, words: str) -> None:
    [fault] = limits.faults()
    assert words in fault


@pytest.mark.parametrize(
    "limits", [LIMITS, Limits(None, None, 0.7, None), Limits(None, None, None, 1.2), Limits(0.8, 1.2, 0.8, 1.2)]
)
def test_limits_that_can_be_agreed(limits: Limits) -> None:
    assert limits.faults() == []


@pytest.mark.parametrize(
    ("end", "months", "start"),
    [
        (date(2026, 3, 31), 1, date(2026, 3, 1)),
        (date(2026, 3, 31), 3, date(2026, 1, 1)),
        (date(2026, 2, 28), 3, date(2025, 12, 1)),
        (date(2026, 12, 31), 12, date(2026, 1, 1)),
    ],
)
def test_a_window_is_whole_months(end: date, months: int, start: date) -> None:
    assert window_start(end, months) == start


def test_data_are_silent_from_the_day_after_the_agreed_days() -> None:
    newest = date(2026, 3, 1)
    assert not silent(newest, date(2026, 4, 15), 45)
    assert silent(newest, date(2026, 4, 16), 45)
    assert silent(None, date(2026, 4, 16), 45)
