"""A sheet under headings of its own: its columns are told, and its rows are read once somebody said what each is."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from attending.sources.spreadsheet import (
    Heading,
    Limits,
    SpreadsheetRefused,
    from_document,
    mapped,
    read_sheet,
    to_document,
)

HEADINGS = (Heading("name", "Name"), Heading("day", "Since", needed=False))


def book(**sheets: list[list[object]]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def test_columns_come_with_examples_and_the_fullest_sheet_is_read() -> None:
    sheet = read_sheet(
        book(Cover=[["Our list", "of AI"]], List=[["Tool", " Live  since "], ["A", None], ["B", 7]]), "a.xlsx"
    )
    assert [(each.number, each.label, each.examples) for each in sheet.columns] == [
        (0, "Tool", ("A", "B")),
        (1, "Live since", ("7",)),
    ]
    assert sheet.notes == ("Read was the sheet List, which holds the most; not read: Cover.",)


def test_a_date_is_its_day_where_a_day_is_asked_and_a_fault_elsewhere() -> None:
    sheet = read_sheet(book(List=[["Tool", "Live"], ["A", date(2025, 3, 1)]]), "a.xlsx")
    assert mapped(sheet, HEADINGS, {0: "name", 1: "day"}, dates={"day"}).rows[0].values["day"] == "2025-03-01"
    faults = mapped(sheet, HEADINGS, {0: "name", 1: "day"}).rows[0].faults
    assert [each.rule for each in faults] == ["B2 holds a date or a time"]


def test_a_column_that_is_left_out_is_passed_over_with_what_is_wrong_in_it() -> None:
    sheet = read_sheet(b"Tool,Sum,Why\nA,=1+1,x\n", "a.csv")
    read = mapped(sheet, HEADINGS, {0: "name"})
    assert [(row.values["name"], row.faults) for row in read.rows] == [("A", ())]
    assert read.notes == ("Left out: the columns Sum, Why.",)


def test_a_needed_heading_without_a_column_is_refused() -> None:
    with pytest.raises(SpreadsheetRefused, match="lacks the heading Name"):
        mapped(read_sheet(b"Tool,Sum\nA,1\n", "a.csv"), HEADINGS, {1: "day"})


def test_a_sheet_comes_back_from_json_as_it_was() -> None:
    sheet = read_sheet(book(List=[["Tool", "Live"], ["A", date(2025, 3, 1)], ["=1", True]]), "a.xlsx")
    assert from_document(json.loads(json.dumps(to_document(sheet)))) == sheet


@pytest.mark.parametrize(
    ("content", "limits", "told"),
    [
        (b"a,b\n1,2\n1,2\n", Limits(rows=1), "more than 1 rows"),
        (b"a,b\n1,2\n", Limits(columns=1), "more than 1 cells"),
        (b"a,b\n", Limits(file_bytes=2), "larger than 0 MB"),
    ],
)
def test_what_is_too_large_is_refused_whole(content: bytes, limits: Limits, told: str) -> None:
    with pytest.raises(SpreadsheetRefused, match=told):
        read_sheet(content, "a.csv", limits=limits)
