"""The bad rows as a CSV file that a person corrects and loads again."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from attending.sources.listing import BadRow
from attending.sources.rules import Place

REASONS: Final = ("quarantine_file", "quarantine_line", "quarantine_reason")
"""Columns that say where a row came from and why it is here; loading ignores them."""

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")


def escape(value: str) -> str:
    """A value that a spreadsheet will not run as a formula: an apostrophe goes before one.

    Numbers stay numbers. Loading takes exactly this apostrophe off again, and only in files with the column
    `quarantine_reason`.
    """
    return "'" + value if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value


def write(path: Path, rows: Iterator[BadRow], places: tuple[Place, ...]) -> int:
    """Write the rows; returns how many. The file appears whole or not at all, readable by its owner only."""
    columns = list(dict.fromkeys(place.column for place in places))
    position = {place.column: i for i, place in enumerate(places)}
    reasons = [name for name in REASONS if name not in columns]
    count = 0
    handle, temporary = tempfile.mkstemp(prefix=".quarantine-", suffix=".csv", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([*reasons, *columns])
            for row in rows:
                why = "; ".join(
                    f"{wrong.column}: {wrong.rule}" if wrong.column else wrong.rule for wrong in row.rejections
                )
                said = dict(
                    zip(
                        REASONS, (escape(row.name), "" if row.line is None else str(row.line), escape(why)), strict=True
                    )
                )
                values = (row.values[position[column]] or "" for column in columns)
                writer.writerow([*(said[name] for name in reasons), *map(escape, values)])
                count += 1
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return count
