"""An import of the inventory, ready to print: what would come in, and which column of the file is what."""

from __future__ import annotations

from collections.abc import Mapping

from attending.inventory.models import InventoryImport
from attending.inventory.rules.importing import LABELS, Judged
from attending.program.imported_rows import LISTED, cut
from attending.ui.parts import DataTable, SummaryRow


def coming_table(judged: Judged) -> DataTable:
    """The first rows that would come in."""
    rows = [
        [
            str(row.number),
            cut(row.facts.name),
            cut(row.facts.vendor),
            str(row.facts.kind.label),
            cut(row.facts.place),
            cut(row.facts.owner),
        ]
        for row in judged.ready[:LISTED]
    ]
    keys = ("name", "vendor", "kind", "place", "owner")
    return DataTable(("Row", *(LABELS[key] for key in keys)), rows, "AI that would come in", (0,), stacks=True)


def mapping_rows(held: InventoryImport, labels: Mapping[int, str]) -> list[SummaryRow]:
    """Which column of the file is what."""
    found = {key: labels.get(int(number), "") for number, key in held.mapping.items() if key}
    return [SummaryRow(label, found.get(key) or "No column") for key, label in LABELS.items()]
