"""Refusing a table that was handed over, with the lines that are wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from attending.program.rules import Refused

_SHOWN = 8


def refuse(problems: Sequence[str]) -> None:
    """Raise Refused with the first problems and how many more there are; nothing where there are none."""
    if problems:
        more = len(problems) - _SHOWN
        told = " ".join(problems[:_SHOWN])
        raise Refused(f"{told} And {more:,} more." if more > 0 else told)


def text_of(content: bytes) -> str:
    """The text of a file; raises Refused where it is not UTF-8, with the line."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise Refused(f"Line {line} is not text in UTF-8; save the file as CSV in UTF-8.") from None


def csv_rows(text: str, *, most: int) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The header and the numbered rows of a CSV file; raises Refused where it is no such file or too long."""
    if "\x00" in text:
        raise Refused("The file is not text; hand over a CSV file in UTF-8.")
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        rows = [
            (reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)
        ]
    except csv.Error as problem:
        raise Refused(f"Line {reader.line_num} cannot be read as CSV: {problem}.") from None
    if not rows:
        raise Refused("The file has no rows below its header.")
    if len(rows) > most:
        raise Refused(f"The file has {len(rows):,} rows; at most {most:,} can be handed over at once.")
    return header, iter(rows)
