"""The tables below charts: every row has a cell a column, and nothing is dropped."""

from decimal import Decimal

import pytest

from attending.charts import rows
from tests.unit.charts import reviews


@pytest.mark.parametrize("review", [reviews.ordinary, reviews.without_events, reviews.without_rows])
def test_tables_are_rectangular(review) -> None:
    result = review()
    tables = [
        rows.calibration(result.overall),
        rows.months(result.months, "oe"),
        rows.months(result.months, "ppv", threshold=Decimal("0.3")),
        rows.subgroups(result.subgroups, "auroc", result.overall),
        rows.thresholds(result.overall),
        rows.decision_curve(result.overall),
        rows.comparison(result.comparator),
    ]
    for table in tables:
        assert table.caption
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_month_without_rows_is_a_row() -> None:
    table = rows.months(reviews.ordinary().months, "auroc")
    assert ("Apr 2026", "no data", "0", "0") in table.rows
    assert len(table.rows) == 6


def test_a_level_without_an_estimate_says_why() -> None:
    review = reviews.without_events()
    table = rows.subgroups(review.subgroups, "auroc", review.overall)
    assert table.rows[1][2].startswith("No events among 15 labelled")


def test_threshold_rows_hold_counts_that_add_up() -> None:
    review = reviews.ordinary()
    for row in rows.thresholds(review.overall).rows:
        assert sum(int(cell.replace(",", "")) for cell in row[1:5]) == review.overall.labelled
