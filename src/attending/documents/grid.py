"""A table of text, however it is set: in a terminal, on a sheet of HTML, on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text: its heading, its columns, its rows, and which columns are numbers."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    note: str = ""
