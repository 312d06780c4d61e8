"""Workbooks that are handed out to be filed: what was text stays text, and every row looks alike."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from attending.sources.spreadsheet import FiledTable, workbook

CREATED = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def sheets(*tables: FiledTable) -> Any:
    return load_workbook(BytesIO(workbook("Inventory of AI", tables, created=CREATED))).worksheets


def test_text_stays_text_and_nothing_of_a_row_is_left_in_the_next() -> None:
    [sheet] = sheets(FiledTable("AI", ("Name", "Cases"), [("=1+1", 12), ("", ""), ("Bed\x0bforecast", True)]))
    assert list(sheet.iter_rows(values_only=True)) == [
        ("Name", "Cases"),
        ("=1+1", 12),
        (None, None),
        ("Bed\N{REPLACEMENT CHARACTER}forecast", "True"),
    ]
    assert sheet["A2"].data_type == "s"


def test_headings_are_bold_and_kept_in_view_and_every_cell_wraps() -> None:
    first, second = sheets(
        FiledTable("What/is: it?", ("What", "Said"), [("Source", "x" * 90)]),
        FiledTable("Items", ("Item",), [("A",), ("B",)]),
    )
    assert (first.title, second.title) == ("What is  it ", "Items")
    assert [cell.font.bold for cell in first[1]] == [True, True]
    assert [cell.font.bold for cell in second[3]] == [False]
    assert {cell.alignment.wrap_text for row in (*first.rows, *second.rows) for cell in row} == {True}
    assert (first.freeze_panes, second.freeze_panes) == ("A2", "A2")
    assert (first.column_dimensions["A"].width, first.column_dimensions["B"].width) == (10, 48)
