"""Initiatives from a CSV file, one a row: `demand:money`, `upkeep:money` and `change_load:ICU` name what is taken."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from attending.cli.sequence_entry import BadFile, Entry

PLAIN_FIELDS = ("key", "title", "value", "duration", "earliest", "gate", "tier", "needs", "builds", "started")
TABLE_FIELDS = ("demand", "upkeep", "change_load")


def rows_of(path: Path) -> list[Entry]:
    """The rows as entries, each knowing its line; raises BadFile for a file that is no such table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{path.name} is not UTF-8 text (byte {error.start:,}); save it as CSV UTF-8.") from error
    except OSError as error:
        raise BadFile(f"{path.name}, named by initiatives, cannot be read: {error.strerror or error}.") from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        _require_header(path.name, header)
        return [
            _row(path.name, lines.line_num, header, cells) for cells in lines if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise BadFile(
            f"{path.name}, line {lines.line_num}: {error}; quote cells that hold commas or quotes."
        ) from error


def _require_header(name: str, header: list[str]) -> None:
    if not any(header):
        raise BadFile(f"{name} is empty; its first line names the columns, such as key,title,value.")
    if header == [";".join(header)] and ";" in header[0]:
        raise BadFile(f"{name}, line 1: the columns are apart by semicolons; save it with commas.")
    for column in header:
        kind, _, rest = column.partition(":")
        if column not in PLAIN_FIELDS and not (kind in TABLE_FIELDS and rest):
            raise BadFile(
                f"{name}, line 1: {column!r} is no column of initiatives; give {', '.join(PLAIN_FIELDS)}, or "
                f"{', '.join(f'{table}:NAME' for table in TABLE_FIELDS)}."
            )
        if header.count(column) > 1:
            raise BadFile(f"{name}, line 1: the column {column!r} is there twice; keep one.")


def _row(name: str, line: int, header: list[str], cells: list[str]) -> Entry:
    if len(cells) != len(header):
        raise BadFile(f"{name}, line {line}: {len(cells)} cells where the first line has {len(header)} columns.")
    values: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        kind, _, rest = column.partition(":")
        if not cell.strip():
            continue
        if rest:
            values.setdefault(kind, {})[rest] = cell.strip()
        else:
            values[column] = cell.strip()
    return Entry(values, lambda field: f"{name}, line {line}, column {field}")
