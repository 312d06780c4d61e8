"""What becomes of the rows of a spreadsheet, counted and ready to print; every room that takes one tells it alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from typing import Final, Protocol

from attending.sources.spreadsheet import CellFault
from attending.ui import formats
from attending.ui.parts import DataTable, SummaryRow

LISTED: Final = 50
"""How many rows of a table are shown; what is not shown is counted, and bad rows are all in their file."""
_SHOWN: Final = 80


class Judged(Protocol):
    """Every row once, as a room's rules judged it: read = ready + duplicates + faults."""

    @property
    def read(self) -> int: ...
    @property
    def ready(self) -> Sized: ...
    @property
    def duplicates(self) -> Sized: ...
    @property
    def faults(self) -> Sized: ...


def counts_of(judged: Judged) -> dict[str, int]:
    """How many rows were read, could come in, are here already, and are bad."""
    return {
        "read": judged.read,
        "loaded": len(judged.ready),
        "duplicate": len(judged.duplicates),
        "refused": len(judged.faults),
    }


def account_rows(file_name: str, counts: Mapping[str, int], *, loaded: bool) -> list[SummaryRow]:
    """Read = loaded + here already + refused; ``loaded`` says whether it has come in or would."""
    return [
        SummaryRow("Rows read", formats.count(counts["read"]), note=file_name),
        SummaryRow("Added" if loaded else "Would be added", formats.count(counts["loaded"])),
        SummaryRow("Here already, unchanged", formats.count(counts["duplicate"])),
        SummaryRow("Bad, to be mended", formats.count(counts["refused"])),
    ]


def fault_table(faults: Mapping[int, Sequence[CellFault]]) -> DataTable:
    """The first bad cells: row, column, value, what is wrong, and what is expected."""
    rows = [
        [str(number), fault.column, cut(fault.value), fault.rule, fault.fix]
        for number, each in faults.items()
        for fault in each
    ]
    headers = ("Row", "Column", "Value", "What is wrong", "What is expected")
    return DataTable(headers, rows[:LISTED], "Cells to be mended", (0,), stacks=True)


def cut(text: str) -> str:
    """A text as a cell of a table shows it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
