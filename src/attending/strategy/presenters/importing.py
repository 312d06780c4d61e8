"""A spreadsheet of use cases, ready to print: what would come in, what is here already, what is to be corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.sources.spreadsheet import CellFault
from attending.strategy.models import SpreadsheetImport
from attending.strategy.queries.importing import rows_of
from attending.strategy.rules.importing import LABELS, Judged
from attending.ui import formats
from attending.ui.parts import DataTable, SummaryRow

LISTED = 25
"""How many rows of a table are shown; what is not shown is counted, and bad rows are all in their file."""
SHOWN = 80


def faults_of(held: SpreadsheetImport, judged: Judged | None) -> Mapping[int, Sequence[CellFault]]:
    """What is wrong by the number of the row: as judged now, or as it was when the file was loaded."""
    return judged.faults if judged else {row.number: row.faults for row in rows_of(held.rows)}


def account_rows(held: SpreadsheetImport, judged: Judged | None) -> list[SummaryRow]:
    """Read = loaded + here already + refused."""
    counts = _counts(judged) if judged else held.account or {}
    loaded = "Would be loaded" if judged else "Loaded"
    return [
        SummaryRow("Rows read", formats.count(counts["read"]), note=held.file_name),
        SummaryRow(loaded, formats.count(counts["loaded"])),
        SummaryRow("Here already, unchanged", formats.count(counts["duplicate"])),
        SummaryRow("Refused, to be corrected", formats.count(counts["refused"])),
    ]


def _counts(judged: Judged) -> dict[str, int]:
    return {
        "read": judged.read,
        "loaded": len(judged.ready),
        "duplicate": len(judged.duplicates),
        "refused": len(judged.faults),
    }


def coming_table(judged: Judged) -> DataTable:
    """The first rows that would come in."""
    rows = [
        [
            str(row.number),
            row.values["title"],
            str(row.kind.label),
            row.values["priority"] or "None",
            _cut(row.values["problem"]),
        ]
        for row in judged.ready[:LISTED]
    ]
    headers = ("Row", LABELS["title"], LABELS["kind"], LABELS["priority"], LABELS["problem"])
    return DataTable(headers, rows, "Use cases that would come in", (0,), stacks=True)


def fault_table(faults: Mapping[int, Sequence[CellFault]]) -> DataTable:
    """The first bad cells: row, column, value, rule and fix."""
    rows = [
        [str(number), fault.column, _cut(fault.value), fault.rule, fault.fix]
        for number, each in faults.items()
        for fault in each
    ]
    headers = ("Row", "Column", "Value", "What is wrong", "How to mend it")
    return DataTable(headers, rows[:LISTED], "Cells to be corrected", (0,), stacks=True)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
