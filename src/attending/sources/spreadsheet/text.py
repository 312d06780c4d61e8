"""The rows of a .csv file, as a spreadsheet writes it: comma, semicolon or tab, and UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from openpyxl.utils import get_column_letter

from attending.sources.spreadsheet.table import RawCell, RawRow, SpreadsheetRefused

_SEPARATORS: Final = ",;\t"
_SAVE: Final = "In the spreadsheet choose Save as, CSV UTF-8; or hand over the .xlsx itself"


def read_text(content: bytes) -> Iterator[RawRow]:
    """The rows one by one. Raises SpreadsheetRefused for another encoding or an open quote."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise SpreadsheetRefused("The file is not UTF-8 text", _SAVE) from problem
    if "\0" in text:
        raise SpreadsheetRefused("The file holds NUL characters, so it is no text", _SAVE)
    header = text.lstrip().partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=header.count), strict=True)
    width = 0
    number = 0
    while True:
        number += 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise SpreadsheetRefused(
                f"Row {number} cannot be read: a quote opens and does not close, or stands inside a text",
                "Write a quote inside a text twice, and close what is opened",
            ) from problem
        row = _row(number, fields)
        if row.empty:
            continue
        width = width or len(fields)
        ragged = "" if len(fields) <= width else f"The row has {len(fields)} cells, the headings {width}"
        yield RawRow(number, row.cells, ragged=ragged)


def _row(number: int, fields: list[str]) -> RawRow:
    cells = {
        column: RawCell(f"{get_column_letter(column + 1)}{number}", text)
        for column, field in enumerate(fields)
        if (text := field.replace("\r\n", "\n").strip())
    }
    return RawRow(number, cells)
