"""Spreadsheets that are handed out: a template to fill in, and the bad rows to correct."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from attending.sources.quarantine import escape
from attending.sources.spreadsheet.table import REASONS, Heading, SpreadsheetRow

CHOICES: Final = "Choices"
_FILLED_IN: Final = 5_001
_WIDTH: Final = 32


def template(
    title: str, headings: Sequence[Heading], example: Mapping[str, str], choices: Mapping[str, Sequence[str]]
) -> bytes:
    """An .xlsx file with the headings, one example row, and a sheet with what may be chosen by key of a heading."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = title
    offered: Any = workbook.create_sheet(CHOICES)
    for column, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
        _write(sheet.cell(1, column), heading.label).font = Font(bold=True)
        _write(sheet.cell(2, column), example[heading.key]).alignment = Alignment(wrap_text=True, vertical="top")
    by_key = {heading.key: column for column, heading in enumerate(headings, 1)}
    for place, (key, names) in enumerate(choices.items(), 1):
        letter, target = get_column_letter(place), get_column_letter(by_key[key])
        offered.column_dimensions[letter].width = _WIDTH
        _write(offered.cell(1, place), f"Choices for {headings[by_key[key] - 1].label}").font = Font(bold=True)
        for row, name in enumerate(names, 2):
            _write(offered.cell(row, place), name)
        if names:
            listed = DataValidation(type="list", formula1=f"={CHOICES}!${letter}$2:${letter}${len(names) + 1}")
            listed.add(f"{target}2:{target}{_FILLED_IN}")
            sheet.add_data_validation(listed)
    sheet.freeze_panes = "A2"
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def bad_rows(headings: Sequence[Heading], rows: Iterable[SpreadsheetRow]) -> bytes:
    """Rows with what is wrong with them, as CSV in UTF-8, to be corrected and read again."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*REASONS, *(heading.label for heading in headings)])
    for row in rows:
        why = " ".join(f"{fault.column}: {fault.rule}." if fault.column else f"{fault.rule}." for fault in row.faults)
        writer.writerow([row.number, escape(why), *(escape(row.values[heading.key]) for heading in headings)])
    return text.getvalue().encode("utf-8-sig")


def _write(cell: Any, text: str) -> Any:
    """A text as text, also where it begins like a formula."""
    if text:
        cell.value, cell.data_type = text, "s"
    return cell
