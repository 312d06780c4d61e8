"""Every CSV file the product hands out is written here.

A spreadsheet runs a text cell that begins like a formula, so such text gets an apostrophe in front (OWASP, "CSV
Injection"); a spreadsheet shows it as text, and ``read_text`` takes it off again. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse

SMALL_CELL = 11

_FORMULA = re.compile(r"\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00]")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def write_text(text: str) -> str:
    """Text that no spreadsheet runs; text that is harmless, and a plain number, stays as it is."""
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}" if _FORMULA.match(text.lstrip("'")) else text


def read_text(text: str) -> str:
    """The inverse of ``write_text``: for reading back a file that was corrected in a spreadsheet."""
    guarded = text.startswith("'") and _FORMULA.match(text.lstrip("'"))
    return text[1:] if guarded else text


def cell_value(value: object) -> int | float | Decimal | str:
    """One cell: numbers as numbers, dates as ISO 8601, absent values empty, everything else as guarded text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return value if math.isfinite(value) else ""
    if isinstance(value, int):
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return write_text(str(value))


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[object]], small_cells: Collection[int] = ()) -> str:
    """A whole CSV file (RFC 4180, text quoted).

    ``small_cells`` are the columns, from 0, that count people: there 1 to 10 is written as ``<11``.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([write_text(header) for header in headers])
    for row in rows:
        writer.writerow([_released(value) if at in small_cells else cell_value(value) for at, value in enumerate(row)])
    return target.getvalue()


def _released(value: object) -> int | float | Decimal | str:
    if isinstance(value, int) and 0 < value < SMALL_CELL:
        return f"<{SMALL_CELL}"
    return cell_value(value)


def csv_response(
    name: str, headers: Sequence[str], rows: Iterable[Sequence[object]], small_cells: Collection[int] = ()
) -> HttpResponse:
    """A CSV download named after ``name``; the byte order mark tells spreadsheets that it is UTF-8."""
    body = csv_text(headers, rows, small_cells)
    safe_name = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "export"
    return HttpResponse(
        body.encode("utf-8-sig"),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{safe_name}.csv"',
            "Cache-Control": "no-store",
        },
    )
