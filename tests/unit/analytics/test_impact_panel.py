import math

import pytest

from attending.analytics.impact.panel import BadPanelError, Cell, Panel, series


def months(count: int, first: int = 0) -> list[str]:
    return [f"{2024 + (first + i) // 12}-{(first + i) % 12 + 1:02d}" for i in range(count)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("2024-03", 5.0, 4.0), "5 of 4"),
        (("2024-03", -1.0, 4.0), "numerator is -1"),
        (("2024-03", 0.0, 0.0), "denominator is 0"),
        (("2024-03", math.nan, 4.0), "not finite"),
        (("2024-13", 1.0, 4.0), "2024-13"),
        (("2024-02", 1.0, 4.0), "2 cells; one is expected"),
        (("2024-04", 1.0, 4.0), "no cell for 2024-03"),
    ],
)
def test_bad_cells_are_named(row: tuple[str, float, float], said: str) -> None:
    with pytest.raises(BadPanelError, match=said):
        series("proportion", [("2024-01", 1.0, 4.0), ("2024-02", 1.0, 4.0), row], "2024-02", unit="ICU")


def test_a_value_in_place_of_a_proportion_names_unit_and_period() -> None:
    with pytest.raises(BadPanelError, match=r"Unit 'ICU', period 2024-01: a proportion is a numerator and"):
        series("proportion", [("2024-01", 0.2), ("2024-02", 0.3)], None, unit="ICU")


def test_counts_are_whole() -> None:
    with pytest.raises(BadPanelError, match="whole number"):
        series("count", [(1, 2.5), (2, 3.0)], 2)


def test_a_start_outside_the_data_is_refused() -> None:
    with pytest.raises(BadPanelError, match="outside the data"):
        series("count", [(1, 2.0), (2, 3.0)], 9)


def test_every_unit_needs_a_start_or_none() -> None:
    with pytest.raises(BadPanelError, match="not said from when"):
        Panel("mean", (Cell("a", 1, value=1.0), Cell("a", 2, value=1.0)), {})


def test_all_faults_come_at_once() -> None:
    with pytest.raises(BadPanelError) as refused:
        series("count", [(1, -1.0), (2, math.inf), (4, 2.0)], 2)
    assert len(str(refused.value).splitlines()) == 3


def test_months_pass_the_turn_of_the_year() -> None:
    panel = series("mean", [(month, 1.0) for month in months(15)], "2025-02")
    assert panel.start == (13,)
    assert panel.seasons == 12


def test_an_empty_panel_is_refused() -> None:
    with pytest.raises(BadPanelError, match="no cells"):
        Panel("mean", (), {})
