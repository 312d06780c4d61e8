"""How long decisions take, by month."""

from __future__ import annotations

import pytest

from attending import charts
from attending.charts.latency_chart import LatencyMonth, latency_answer, latency_by_month, latency_rows

MONTHS = (LatencyMonth("2026-03", 4, 6.25, None), LatencyMonth("2026-05", 12, 1.0, 14.4))


def test_the_answer_names_the_newest_month_and_the_one_before() -> None:
    assert latency_answer(MONTHS) == (
        "Half of what was decided in May 2026 took at most 1 day (n 12); in Mar 2026 6.2 days (n 4)"
    )
    assert latency_answer(MONTHS[:1]).endswith("6.2 days (n 4)")
    assert latency_answer([LatencyMonth("2026-05", 3, 0.01, None)]).endswith("May 2026 took under 0.1 days (n 3)")
    assert latency_answer(()) == "Nothing was decided yet"


def test_its_numbers_are_its_table() -> None:
    assert latency_rows(MONTHS).rows == (
        ("Mar 2026", "4", "6.2 days", "too few"),
        ("May 2026", "12", "1 day", "14 days"),
    )


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("months", [MONTHS, MONTHS[:1], ()])
def test_it_is_drawn_at_every_width(months: tuple[LatencyMonth, ...], width: int) -> None:
    chart = latency_by_month(months, width=width)
    chart.to_dict(validate=True)
    assert charts.svg(chart).startswith("<svg")
    assert "n 0" in charts.svg(chart) or len(months) < 2, "a month without a decision says so"
