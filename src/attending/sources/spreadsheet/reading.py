"""Read a spreadsheet, of whichever kind it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from attending.sources.spreadsheet.table import Heading, Limits, Spreadsheet, SpreadsheetRefused, Table
from attending.sources.spreadsheet.text import read_text
from attending.sources.spreadsheet.workbook import read_workbook

KINDS: Final = (".xlsx", ".csv")


def read_spreadsheet(
    content: bytes, name: str, headings: Sequence[Heading], *, limits: Limits | None = None
) -> Spreadsheet:
    """Every row of a file with its bad cells; ``name`` tells its kind.

    What belongs to the whole file (its kind, encoding, headings, size) refuses it whole with SpreadsheetRefused; what
    belongs to a row stands in its faults. Time and memory are bounded by ``limits``, whatever the file says of itself.
    """
    limits = limits or Limits()
    if len(content) > limits.file_bytes:
        raise SpreadsheetRefused(f"The file is larger than {limits.file_bytes // 2**20} MB", "Divide it")
    table, notes = Table(headings, limits), []
    kind = name[name.rfind(".") :].casefold() if "." in name else ""
    if kind == ".csv":
        table.feed(read_text(content))
    elif kind == ".xlsx":
        sheet = read_workbook(content, headings, limits)
        table.feed(sheet.rows)
        if sheet.others:
            notes.append(f"Read was the sheet {sheet.name}; not read: {', '.join(sheet.others)}.")
    else:
        raise SpreadsheetRefused(f"A file named {name} is not read", f"Hand over one of {' and '.join(KINDS)}")
    if table.hidden:
        numbers = ", ".join(str(number) for number in table.hidden[:10])
        more = f" and {len(table.hidden) - 10} more" if len(table.hidden) > 10 else ""
        notes.append(f"Hidden in the file, and read as well: row {numbers}{more}.")
    return Spreadsheet(tuple(table.rows), tuple(notes), hashlib.sha256(content).hexdigest())
