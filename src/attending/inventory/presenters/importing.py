"""An import of the inventory, ready to print: what would come in, what is here already, what is to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attending.inventory.models import InventoryImport
from attending.inventory.rules.importing import LABELS, Judged
from attending.sources.spreadsheet import CellFault
from attending.ui import formats
from attending.ui.parts import DataTable, SummaryRow

LISTED: Final = 50
"""How many rows of a table are shown; what is not shown is counted, and bad rows are all in their file."""
_SHOWN: Final = 80


def account_rows(held: InventoryImport, judged: Judged | None) -> list[SummaryRow]:
    """Read = loaded + here already + refused."""
    counts = counts_of(judged) if judged else held.account or {}
    return [
        SummaryRow("Rows read", formats.count(counts["read"]), note=held.file_name),
        SummaryRow("Would be added" if judged else "Added", formats.count(counts["loaded"])),
        SummaryRow("Here already, unchanged", formats.count(counts["duplicate"])),
        SummaryRow("Bad, to be mended", formats.count(counts["refused"])),
    ]


def counts_of(judged: Judged) -> Mapping[str, int]:
    """How many rows were read, could be added, are here already, and are bad."""
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
            _cut(row.facts.name),
            _cut(row.facts.vendor),
            str(row.facts.kind.label),
            _cut(row.facts.place),
            _cut(row.facts.owner),
        ]
        for row in judged.ready[:LISTED]
    ]
    keys = ("name", "vendor", "kind", "place", "owner")
    return DataTable(("Row", *(LABELS[key] for key in keys)), rows, "AI that would come in", (0,), stacks=True)


def fault_table(faults: Mapping[int, Sequence[CellFault]]) -> DataTable:
    """The first bad cells: row, column, value, what is wrong, and what is expected."""
    rows = [
        [str(number), fault.column, _cut(fault.value), fault.rule, fault.fix]
        for number, each in faults.items()
        for fault in each
    ]
    headers = ("Row", "Column", "Value", "What is wrong", "What is expected")
    return DataTable(headers, rows[:LISTED], "Cells to be mended", (0,), stacks=True)


def mapping_rows(held: InventoryImport, labels: Mapping[int, str]) -> list[SummaryRow]:
    """Which column of the file is what."""
    found = {key: labels.get(int(number), "") for number, key in held.mapping.items() if key}
    return [SummaryRow(label, found.get(key) or "No column") for key, label in LABELS.items()]


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}\u2026"
