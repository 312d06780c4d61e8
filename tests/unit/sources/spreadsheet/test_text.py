"""CSV files as spreadsheets write them, and lists of bad rows that come back corrected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.sources.quarantine import escape
from attending.sources.spreadsheet import Spreadsheet, SpreadsheetRefused, read_spreadsheet
from tests.unit.sources.spreadsheet.books import HEADINGS

HEADER = "Title,Problem,Value\n"


def read(text: str | bytes) -> Spreadsheet:
    return read_spreadsheet(text.encode() if isinstance(text, str) else text, "cases.CSV", HEADINGS)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_each_separator_a_spreadsheet_writes_is_read(separator: str, start: str) -> None:
    text = start + 'Title,Problem,Value\r\nFalls,"Patients\r\nfall",\r\n\r\nBeds,Short,"a ""few"""\r\n'.replace(
        ",", separator
    )
    found = read(text)
    assert [(row.number, *row.values.values()) for row in found.rows] == [
        (2, "Falls", "Patients\nfall", ""),
        (4, "Beds", "Short", 'a "few"'),
    ]


def test_a_text_that_begins_like_a_formula_is_a_bad_cell() -> None:
    [row, dash] = read(HEADER + "Falls,=SUM(A1),\nBeds,- not enough,\n").rows
    [fault] = row.faults
    assert (fault.column, fault.value, fault.rule) == ("Problem", "=SUM(A1)", "B2 holds a formula")
    assert dash.faults == ()


def test_a_row_with_more_cells_than_headings_is_bad_and_one_with_fewer_is_not() -> None:
    [more, fewer] = read(HEADER + "Falls,Patients fall, badly,x\nBeds,Short\n").rows
    assert "The row has 4 cells, the headings 3" in [fault.rule for fault in more.faults]
    assert fewer.faults == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Title,Problem\nFalls,Bölus".encode("latin-1"), "is not UTF-8 text"),
        ("Title,Problem\n".encode("utf-16"), "is not UTF-8 text"),
        (b"Title,Problem\nFalls,\x00", "NUL characters"),
        (b'Title,Problem\nFalls,"open', "Row 2 cannot be read: a quote opens"),
        (b"", "The file holds nothing"),
        (b"\n\n", "The file holds nothing"),
        (b"Title\nFalls", "lacks the heading Problem"),
        (b"PK\x03\x04", "lacks the headings"),
    ],
)
def test_a_wrong_structure_refuses_the_file(content: bytes, said: str) -> None:
    with pytest.raises(SpreadsheetRefused, match=said):
        read(content)


def test_characters_that_cannot_be_printed_are_a_bad_cell() -> None:
    [row] = read(HEADER + "Falls,\x1b[31mred,\n").rows
    assert [fault.rule for fault in row.faults] == ["B2 holds characters that cannot be printed"]


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20))
def test_a_list_of_bad_rows_gives_back_what_stood_there(text: str) -> None:
    quoted = escape(text).replace('"', '""')
    [row] = read(f'Row,What is wrong,Title,Problem\n7,too long,"{quoted}",x\n').rows
    assert row.values["title"] == text
