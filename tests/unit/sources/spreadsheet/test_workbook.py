"""Workbooks as people make them and as nobody should: each cell read as typed, each refusal with its place and fix."""

from __future__ import annotations

import datetime as dt
import re
import time
import tracemalloc

import pytest

from attending.sources.spreadsheet import CellFault, Limits, Spreadsheet, SpreadsheetRefused, read_spreadsheet
from tests.unit.sources.spreadsheet.books import HEADINGS, LABELS, SHEET, archive, book, replaced, rewritten

GOOD = ("Falls", "Patients fall.", "Falls each quarter")


def read(content: bytes, name: str = "cases.xlsx", **limits: int) -> Spreadsheet:
    return read_spreadsheet(content, name, HEADINGS, limits=Limits(**limits) if limits else None)


def faults(*rows: tuple[object, ...]) -> list[tuple[CellFault, ...]]:
    return [row.faults for row in read(book(rows)).rows]


def test_every_cell_comes_as_it_was_typed_and_empty_rows_are_passed_over() -> None:
    found = read(book([GOOD, (), (" Beds ", "Two\nlines", None), ("12", 3, 0.5), (2.0, "x", "")]))
    assert [row.number for row in found.rows] == [2, 4, 5, 6]
    assert [tuple(row.values.values()) for row in found.rows] == [
        GOOD,
        ("Beds", "Two\nlines", ""),
        ("12", "3", "0.5"),
        ("2", "x", ""),
    ]
    assert all(row.faults == () for row in found.rows)
    assert found.notes == ()
    assert re.fullmatch("[0-9a-f]{64}", found.sha256)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("=A1&B1", "B2 holds a formula"),
        ("=1+1", "B2 holds a formula"),
        (dt.date(2026, 3, 4), "B2 holds a date or a time"),
        (dt.time(5, 30), "B2 holds a date or a time"),
        (True, "B2 holds TRUE or FALSE"),
        ("#REF!", "B2 holds an error of the spreadsheet"),
    ],
)
def test_what_nobody_typed_is_a_bad_cell_with_its_place(value: object, rule: str) -> None:
    [[fault], good] = faults(("Falls", value, ""), GOOD)
    assert (fault.column, fault.rule) == ("Problem", rule)
    assert fault.fix
    assert good == ()


def test_merged_cells_spoil_the_rows_they_touch_and_no_others() -> None:
    content = book(
        [GOOD, ("Beds", "Short.", ""), ("Scans", "Late.", ""), GOOD],
        lambda workbook: workbook.active.merge_cells("A3:A4"),
    )
    rows = {row.number: [fault.rule for fault in row.faults] for row in read(content).rows}
    assert rows == {2: [], 3: ["The cells A3:A4 are merged"], 4: ["The cells A3:A4 are merged"], 5: []}


def test_merged_headings_refuse_the_file() -> None:
    with pytest.raises(SpreadsheetRefused, match=r"The headings are merged cells \(B1:C1\)"):
        read(book([GOOD], lambda workbook: workbook.active.merge_cells("B1:C1")))


@pytest.mark.parametrize("said", [b"A1:XFD1048576", b"A1", b"A1:B2", b"Z9:A1"])
def test_a_dimension_that_lies_changes_nothing(said: bytes) -> None:
    content = rewritten(
        book([GOOD] * 30), {SHEET: replaced(b'<dimension ref="A1:C31"', b'<dimension ref="' + said + b'"')}
    )
    assert [row.number for row in read(content).rows] == list(range(2, 32))


def test_a_merged_range_of_a_whole_sheet_takes_neither_time_nor_memory() -> None:
    content = rewritten(
        book([GOOD]),
        {SHEET: replaced(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>')},
    )
    tracemalloc.start()
    began = time.process_time()
    [row] = read(content).rows
    assert time.process_time() - began < 2
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()
    assert [fault.rule for fault in row.faults] == ["The cells A2:XFD1048576 are merged"]


def test_a_row_far_below_is_read_in_bounded_time() -> None:
    far = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Last</t></is></c></row></sheetData>'
    content = rewritten(book([GOOD]), {SHEET: replaced(b"</sheetData>", far)})
    assert [row.number for row in read(content).rows] == [2, 1_048_576]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b'<row r="2147483647"/>', "a row has a number that no sheet has"),
        (b'<row r="x"/>', "a row has a number that no sheet has"),
        (b'<row r="1"><c r="A1"><v>1</v></c></row>', "are not in order"),
        (b'<row r="9"><c r="A9" t="s"><v>999</v></c></row>', "a sheet cannot be read"),
        (b"<row><c></row>", "a part of it is not XML"),
    ],
)
def test_a_damaged_sheet_is_refused(row: bytes, said: str) -> None:
    with pytest.raises(SpreadsheetRefused, match=said):
        read(rewritten(book([GOOD]), {SHEET: replaced(b"</sheetData>", row + b"</sheetData>")}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(encoding: str) -> None:
    def declared(body: bytes) -> bytes:
        text = body.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
        text = text.partition("?>")[2] if "?>" in text[:100] else text
        return f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "ha">]>{text}'.encode(encoding)

    with pytest.raises(SpreadsheetRefused, match="declares XML entities"):
        read(rewritten(book([GOOD]), {SHEET: declared}))


def test_what_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = rewritten(book([GOOD]), {}, xl__media__image1=b"\0" * (50 * 2**20))
    assert len(bomb) < 2**20
    with pytest.raises(SpreadsheetRefused, match="larger than 48 MB"):
        read(bomb)
    with pytest.raises(SpreadsheetRefused, match="larger than 0 MB"):
        read(book([GOOD]), file_bytes=1_000)


def test_macros_passwords_and_other_kinds_are_refused_by_name() -> None:
    cases = {
        "holds macros": rewritten(book([GOOD]), {}, **{"xl__vbaProject.bin": b"x"}),
        "protected by a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "of an old kind": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "is no spreadsheet": b"%PDF-1.7",
        "cannot be unpacked": b"PK\x03\x04" + bytes(50),
        "no Excel workbook": archive(),
    }
    for said, content in cases.items():
        with pytest.raises(SpreadsheetRefused, match=said):
            read(content)
    with pytest.raises(SpreadsheetRefused, match="cannot be unpacked"):
        read(book([GOOD])[:-200])
    for name in ("cases.xlsm", "cases.ods", "cases", "cases.xls"):
        with pytest.raises(SpreadsheetRefused, match="is not read"):
            read(book([GOOD]), name)


def test_one_sheet_is_read_and_the_others_are_named() -> None:
    def more(workbook) -> None:
        workbook.create_sheet("Notes").append(["Nothing of ours"])
        workbook.create_sheet("Empty")

    found = read(book([GOOD], more))
    assert len(found.rows) == 1
    assert found.notes == ("Read was the sheet Sheet; not read: Notes.",)

    def twice(workbook) -> None:
        second = workbook.create_sheet("Second")
        second.append(LABELS)
        second.append(GOOD)
        second.sheet_state = "hidden"

    with pytest.raises(SpreadsheetRefused, match="Several sheets have these headings: Sheet, Second"):
        read(book([GOOD], twice))


def test_hidden_rows_are_read_and_named() -> None:
    def hide(workbook) -> None:
        workbook.active.row_dimensions[3].hidden = True

    found = read(book([GOOD, ("Beds", "Short.", "")], hide))
    assert [row.values["title"] for row in found.rows] == ["Falls", "Beds"]
    assert found.notes == ("Hidden in the file, and read as well: row 3.",)


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (("Title", "Value"), "Row 1 lacks the heading Problem"),
        (("Title", "Problem", "title"), "The heading title comes twice"),
        (("Title", "Problem", "Cost"), r"Nobody would read the column headed Cost \(C1\)"),
        (("Something", "else"), "No sheet begins with the headings"),
    ],
)
def test_wrong_headings_refuse_the_file(headings: tuple[str, ...], said: str) -> None:
    def write(workbook) -> None:
        for column in range(1, 4):
            workbook.active.cell(1, column).value = headings[column - 1] if column <= len(headings) else None

    with pytest.raises(SpreadsheetRefused, match=said):
        read(book([GOOD], write))


def test_headings_may_stand_in_another_order_and_case_below_an_empty_row() -> None:
    def write(workbook) -> None:
        for column, label in enumerate(("  problem ", "VALUE", "Title"), 1):
            workbook.active.cell(1, column).value = label
        workbook.active.insert_rows(1)

    [row] = read(book([GOOD], write)).rows
    assert (row.number, row.values) == (
        3,
        {"problem": "Falls", "value": "Patients fall.", "title": "Falls each quarter"},
    )


def test_what_stands_under_no_heading_is_not_passed_over() -> None:
    [[fault]] = faults((*GOOD, "", "far out"))
    assert fault.rule == "E2 stands under no heading"
    with pytest.raises(SpreadsheetRefused, match="has a cell in column 101"):
        read(book([(*GOOD, *[None] * 97, "x")]))


def test_five_thousand_rows_are_read_and_one_more_is_refused() -> None:
    many = [(f"Case {number}", "A problem.", "") for number in range(5_000)]
    began = time.process_time()
    assert len(read(book(many)).rows) == 5_000
    assert time.process_time() - began < 10
    with pytest.raises(SpreadsheetRefused, match="more than 5,000 rows"):
        read(book([*many, GOOD]))
    with pytest.raises(SpreadsheetRefused, match="more than 100 cells"):
        read(book(many[:60]), cells=100)
    with pytest.raises(SpreadsheetRefused, match="No sheet begins"):
        read(rewritten(book([]), {SHEET: lambda body: re.sub(rb"<row.*</row>", b"", body, flags=re.DOTALL)}))
