"""Calendar quarters."""

from __future__ import annotations

from datetime import date

import pytest

from attending.strategy.rules.quarters import begins_a_quarter, between, later, name_of, names, quarter_of


@pytest.mark.parametrize(
    ("day", "first", "name"),
    [
        (date(2027, 1, 1), date(2027, 1, 1), "2027 Q1"),
        (date(2026, 12, 31), date(2026, 10, 1), "2026 Q4"),
        (date(2026, 6, 30), date(2026, 4, 1), "2026 Q2"),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, first: date, name: str) -> None:
    assert quarter_of(day) == first
    assert name_of(day) == name
    assert begins_a_quarter(first)
    assert begins_a_quarter(day) == (day == first)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, date(2026, 10, 1)), (1, date(2027, 1, 1)), (-4, date(2025, 10, 1))]
)
def test_quarters_are_counted_over_years(count: int, expected: date) -> None:
    assert later(date(2026, 11, 30), count) == expected
    assert between(date(2026, 11, 30), expected) == count


def test_names_run_on() -> None:
    assert names(date(2026, 10, 1), 3) == ("2026 Q4", "2027 Q1", "2027 Q2")
