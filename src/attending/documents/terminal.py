"""A grid as lines of text no wider than a terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Final

from attending.documents.cells import SENTENCE, value_and_interval
from attending.documents.grid import Grid

WIDTH: Final = 100
"""Columns of a terminal whose width is not known, and the widest a paragraph is set."""

_GAP: Final = "  "
_TEXT: Final = 30

Cells = list[list[str]]
"""The cells of one row, each as its lines."""


def table(grid: Grid, width: int = WIDTH) -> list[str]:
    """Columns aligned, numbers to the right.

    Where one line a row does not fit, intervals go below their values and long text is wrapped; where that does not fit
    either, the columns go on below, each part beginning with the first column.
    """
    rows = [grid.columns, *grid.rows]
    plain: list[Cells] = [[[text] for text in row] for row in rows]
    if _wide(plain) <= width:
        return _lines(plain, grid.numeric)
    folded = [[_folded(text, at in grid.numeric) for at, text in enumerate(row)] for row in rows]
    lines: list[str] = []
    for part in _parts(folded, width):
        numeric = [at for at, column in enumerate(part) if column in grid.numeric]
        lines += ([""] if lines else []) + _lines([[row[column] for column in part] for row in folded], numeric)
    return lines


def printable(text: str) -> str:
    """A line without characters that would steer the terminal; names and levels come from files."""
    return "".join(
        c if c.isprintable() else " " if unicodedata.category(c) == "Zs" else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def _folded(text: str, numeric: bool) -> list[str]:
    value, interval = value_and_interval(text) if numeric else (text, "")
    if interval:
        return [value, interval]
    if numeric and len(text) <= SENTENCE:
        return [text]
    return textwrap.wrap(text, _TEXT, break_on_hyphens=False) or [""]


def _parts(rows: Sequence[Cells], width: int) -> list[list[int]]:
    """Which columns go side by side: as few parts as can be, of about equal width."""
    widths = _widths(rows)
    room = width - widths[0]
    needed = [size + len(_GAP) for size in widths[1:]]
    count = max(1, -(-sum(needed) // max(room, 1)))
    aim = min(room, sum(needed) / count + max(needed, default=0) / 2)
    parts: list[list[int]] = [[0]]
    used = 0
    for at, size in enumerate(needed, start=1):
        if used and used + size > aim:
            parts.append([0])
            used = 0
        parts[-1].append(at)
        used += size
    return parts


def _lines(rows: Sequence[Cells], numeric: Sequence[int]) -> list[str]:
    widths = _widths(rows)
    lines = []
    for number, row in enumerate(rows):
        for depth in range(max(len(cell) for cell in row)):
            texts = [cell[depth] if depth < len(cell) else "" for cell in row]
            padded = [_padded(text, widths[at], at in numeric) for at, text in enumerate(texts)]
            lines.append(_GAP.join(padded))
        if number == 0:
            lines.append(_GAP.join("-" * size for size in widths))
    return lines


def _widths(rows: Sequence[Cells]) -> list[int]:
    return [max(_width(line) for row in rows for line in row[at]) for at in range(len(rows[0]))]


def _wide(rows: Sequence[Cells]) -> int:
    widths = _widths(rows)
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
