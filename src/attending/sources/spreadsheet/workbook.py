"""The rows of an .xlsx file, by openpyxl, once its package is known to be safe.

The size that a sheet says it has is never believed: the cells that are there are read.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from attending.sources.spreadsheet.package import SheetFacts, inspect_package
from attending.sources.spreadsheet.table import FORMULA, Heading, Limits, RawCell, RawRow, SpreadsheetRefused

_DAMAGED: Final = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    LookupError,
    OSError,
    ParseError,
    TypeError,
    ValueError,
)
DATE: Final = ("holds a date or a time", "Format the cell as text and write again what is meant")
_TRUTH: Final = ("holds TRUE or FALSE", "Write it as text")
_ERROR: Final = ("holds an error of the spreadsheet", "Write what is meant as text")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that was read, and the names of those that were not."""

    name: str
    rows: Sequence[RawRow]
    others: Sequence[str]


def read_workbook(content: bytes, headings: Sequence[Heading], limits: Limits) -> Sheet:
    """The rows of the one sheet whose first row with content has a heading of ours.

    Raises SpreadsheetRefused when there is none or more than one, and for a file that is damaged or unsafe.
    """
    return _chosen(read_sheets(content, limits), headings)


def read_sheets(content: bytes, limits: Limits) -> dict[str, list[RawRow]]:
    """The rows of every sheet by its name. Raises SpreadsheetRefused for a file that is damaged or unsafe."""
    facts = inspect_package(content, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of extensions that it passes over; none holds cells
            workbook = load_workbook(BytesIO(content), read_only=True, keep_links=False)
            try:
                return {
                    sheet.title: list(_rows(sheet, facts.get(sheet.title, SheetFacts()), limits))
                    for sheet in workbook.worksheets
                }
            finally:
                workbook.close()
    except SpreadsheetRefused:
        raise
    except _DAMAGED as problem:
        raise SpreadsheetRefused(
            "The file is damaged: a sheet cannot be read", "Open it, save it anew as .xlsx, and hand that over"
        ) from problem


def _chosen(sheets: dict[str, list[RawRow]], headings: Sequence[Heading]) -> Sheet:
    labels = {heading.label.casefold() for heading in headings}
    ours = [name for name, rows in sheets.items() if _labels(rows) & labels]
    filled = [name for name, rows in sheets.items() if any(not row.empty for row in rows)]
    if len(ours) > 1:
        raise SpreadsheetRefused(
            f"Several sheets have these headings: {', '.join(ours)}",
            "Put all rows on one sheet, or hand over one of them",
        )
    if not ours:
        named = ", ".join(heading.label for heading in headings if heading.needed)
        raise SpreadsheetRefused(
            "No sheet begins with the headings of the template",
            f"The first row must hold {named}; begin with the template",
        )
    return Sheet(ours[0], sheets[ours[0]], [name for name in filled if name != ours[0]])


def _labels(rows: Sequence[RawRow]) -> set[str]:
    first = next((row for row in rows if not row.empty), None)
    return {" ".join(cell.text.split()).casefold() for cell in first.cells.values()} if first else set()


def _rows(sheet: Any, facts: SheetFacts, limits: Limits) -> Iterator[RawRow]:
    if not facts.in_order:
        raise SpreadsheetRefused(
            f"The file is damaged: the rows of {sheet.title} are not in order", "Open it, save it anew as .xlsx"
        )
    sheet.reset_dimensions()
    merged = [(reference, *_extent(reference)) for reference in facts.merged]
    kept = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=None), 1):
        found = {
            column: raw
            for column, cell in enumerate(cells)
            if (raw := _cell(cell, f"{get_column_letter(column + 1)}{number}")) is not None
        }
        if not found:
            continue
        kept += 1
        touching = tuple(reference for reference, first, last in merged if first <= number <= last)
        yield RawRow(number, found, number in facts.hidden, touching)
        if kept > limits.rows + 1:
            return  # one more than may be read is enough to say so


def _extent(reference: str) -> tuple[int, int]:
    """The first and the last row of a range."""
    _, first, _, last = range_boundaries(reference)
    return int(first or 1), int(last or first or 1)


def _cell(cell: Any, reference: str) -> RawCell | None:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return RawCell(reference, str(getattr(value, "text", value)), FORMULA)
    if cell.data_type == "e":
        return RawCell(reference, str(value), _ERROR)
    if isinstance(value, bool):
        return RawCell(reference, str(value).upper(), _TRUTH)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return RawCell(reference, str(value), DATE)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").strip()
    return RawCell(reference, text) if text else None
