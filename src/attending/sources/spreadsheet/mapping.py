"""A spreadsheet under headings of its own: its columns first, then its rows once somebody said which column is what."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from attending.sources.spreadsheet.reading import KINDS
from attending.sources.spreadsheet.table import (
    HEADER_PLACES,
    Heading,
    Limits,
    RawCell,
    RawRow,
    Spreadsheet,
    SpreadsheetRefused,
    Table,
)
from attending.sources.spreadsheet.text import read_text
from attending.sources.spreadsheet.workbook import DATE, read_sheets

_LEAST_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its number from 0, its heading, and the first few texts below it."""

    number: int
    label: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it was read; the first of its rows holds the headings. ``notes`` are sentences for the reader."""

    rows: tuple[RawRow, ...]
    notes: tuple[str, ...]
    sha256: str

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in their order, each with up to three of its texts."""
        head, *body = self.rows
        return tuple(
            Column(number, " ".join(cell.text.split()), _examples(body, number))
            for number, cell in sorted(head.cells.items())
            if cell.text.strip()
        )


def read_sheet(content: bytes, name: str, *, limits: Limits | None = None) -> RawSheet:
    """The sheet of a file that holds the most cells; ``name`` tells its kind.

    Raises SpreadsheetRefused for a file of another kind, too large, damaged, without a heading, or with one twice.
    """
    limits = limits or Limits()
    if len(content) > limits.file_bytes:
        raise SpreadsheetRefused(f"The file is larger than {limits.file_bytes // 2**20} MB", "Divide it")
    kind = name[name.rfind(".") :].casefold() if "." in name else ""
    notes: list[str] = []
    if kind == ".csv":
        rows = [row for row in read_text(content) if not row.empty]
    elif kind == ".xlsx":
        sheets = {title: [row for row in rows if not row.empty] for title, rows in read_sheets(content, limits).items()}
        chosen = max(sheets, key=lambda title: sum(len(row.cells) for row in sheets[title]), default="")
        rows = sheets.get(chosen, [])
        others = [title for title, found in sheets.items() if found and title != chosen]
        if others:
            notes.append(f"Read was the sheet {chosen}, which holds the most; not read: {', '.join(others)}.")
    else:
        raise SpreadsheetRefused(f"A file named {name} is not read", f"Hand over one of {' and '.join(KINDS)}")
    _check(rows, limits)
    return RawSheet(tuple(rows), tuple(notes), hashlib.sha256(content).hexdigest())


def mapped(
    sheet: RawSheet,
    headings: Sequence[Heading],
    places: Mapping[int, str],
    *,
    dates: Collection[str] = (),
    limits: Limits | None = None,
) -> Spreadsheet:
    """The rows under ``headings``; ``places`` has the key of each column that is read, by its number.

    Columns without a place are passed over, with whatever is wrong in them. Under a key of ``dates`` a cell that the
    file holds as a date is its day as YYYY-MM-DD. Raises SpreadsheetRefused where a needed heading has no column, or
    one has two.
    """
    by_key = {heading.key: heading for heading in headings}
    head, *body = sheet.rows
    labels = {number: RawCell(head.cells[number].reference, by_key[key].label) for number, key in places.items()}
    table = Table(headings, limits or Limits())
    dated = {number for number, key in places.items() if key in dates}
    table.feed([replace(head, cells=labels), *(_kept(row, places, dated) for row in body)])
    passed = [column.label for column in sheet.columns if column.number not in places]
    notes = [f"Left out: the column{'s' if len(passed) > 1 else ''} {', '.join(passed)}."] if passed else []
    return Spreadsheet(tuple(table.rows), (*sheet.notes, *notes), sheet.sha256)


def to_document(sheet: RawSheet) -> dict[str, Any]:
    """A sheet as plain JSON."""
    return {
        "sha256": sheet.sha256,
        "notes": list(sheet.notes),
        "rows": [
            {
                "number": row.number,
                "hidden": row.hidden,
                "merged": list(row.merged),
                "ragged": row.ragged,
                "cells": {
                    str(number): [cell.reference, cell.text, *(cell.wrong or ())] for number, cell in row.cells.items()
                },
            }
            for row in sheet.rows
        ],
    }


def from_document(document: Mapping[str, Any]) -> RawSheet:
    """A sheet from plain JSON."""
    return RawSheet(
        tuple(
            RawRow(
                row["number"],
                {int(number): _cell(values) for number, values in row["cells"].items()},
                row["hidden"],
                tuple(row["merged"]),
                row["ragged"],
            )
            for row in document["rows"]
        ),
        tuple(document["notes"]),
        document["sha256"],
    )


def _cell(values: Sequence[str]) -> RawCell:
    reference, text, *wrong = values
    return RawCell(reference, text, (wrong[0], wrong[1]) if wrong else None)


def _check(rows: Sequence[RawRow], limits: Limits) -> None:
    if not rows:
        raise SpreadsheetRefused("The file holds nothing", HEADER_PLACES)
    head = rows[0]
    labels = [" ".join(cell.text.split()).casefold() for cell in head.cells.values() if cell.text.strip()]
    if len(labels) < _LEAST_COLUMNS:
        told = f"Row {head.number}, the first that is not empty, has {len(labels)} heading"
        raise SpreadsheetRefused(told, f"{HEADER_PLACES}; remove what stands above them")
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise SpreadsheetRefused(f"The heading {twice} comes twice", "Give each column a heading of its own")
    if len(rows) - 1 > limits.rows:
        raise SpreadsheetRefused(
            f"The file has more than {limits.rows:,} rows", "Divide it and hand over one part after the other"
        )
    if max(max(row.cells) for row in rows) >= limits.columns:
        raise SpreadsheetRefused(f"A row has more than {limits.columns} cells", "Remove columns that are not needed")


def _examples(rows: Sequence[RawRow], number: int) -> tuple[str, ...]:
    texts = (row.cells[number].text for row in rows if number in row.cells)
    return tuple(dict.fromkeys(text for text in texts if text))[:3]


def _kept(row: RawRow, places: Mapping[int, str], dated: Collection[int]) -> RawRow:
    cells = {number: _day(cell) if number in dated else cell for number, cell in row.cells.items() if number in places}
    return replace(row, cells=cells, ragged="")


def _day(cell: RawCell) -> RawCell:
    return RawCell(cell.reference, cell.text[:10]) if cell.wrong == DATE else cell
