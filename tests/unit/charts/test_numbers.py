"""How numbers and months are written, and where ticks stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.charts import numbers
from attending.charts.scales import axis_for

N = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, f"0{N}%"),
        (0.004, f"0.4{N}%"),
        (0.05, f"5{N}%"),
        (0.052, f"5.2{N}%"),
        (0.174, f"17{N}%"),
        (0.9976, f">{N}99{N}%"),
        (1.0, f"100{N}%"),
    ],
)
def test_percent(value: float, text: str) -> None:
    assert numbers.percent(value) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(-0.4, 2, "\N{MINUS SIGN}0.40"), (-0.001, 2, "0.00"), (1234.5, 1, "1,234.5")]
)
def test_decimal(value: float, digits: int, text: str) -> None:
    assert numbers.decimal(value, digits) == text


def test_months_cross_the_year() -> None:
    assert numbers.months_between("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert numbers.period_name(("2026-03", "2026-03")) == "Mar 2026"


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4))
def test_ticks_lie_within_and_are_few(low: float, width: float) -> None:
    ticks = numbers.nice_ticks(low, low + width)
    assert 1 <= len(ticks) <= 12
    assert all(low - 1e-6 * width <= tick <= low + width * (1 + 1e-6) for tick in ticks)


@given(st.sampled_from(["oe", "auroc", "ppv", "nne", "calibration_intercept"]), st.lists(st.floats(0, 50), min_size=1))
def test_an_axis_has_room_and_ticks(measure: str, shown: list[float]) -> None:
    axis = axis_for(measure, [min(value, 1.0) for value in shown] if measure in {"auroc", "ppv"} else shown)
    assert axis.low < axis.high
    assert axis.ticks
    assert all(axis.low <= tick <= axis.high for tick in axis.ticks)
    assert all(0 <= axis.fraction(value) <= 1 for value in shown)
