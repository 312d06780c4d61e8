"""A spreadsheet of use cases, ready to print: what would come in, and what is to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.program.imported_rows import LISTED, cut
from attending.sources.spreadsheet import CellFault
from attending.strategy.models import SpreadsheetImport
from attending.strategy.queries.importing import rows_of
from attending.strategy.rules.importing import LABELS, Judged
from attending.ui.parts import DataTable


def faults_of(held: SpreadsheetImport, judged: Judged | None) -> Mapping[int, Sequence[CellFault]]:
    """What is wrong by the number of the row: as judged now, or as it was when the file was loaded."""
    return judged.faults if judged else {row.number: row.faults for row in rows_of(held.rows)}


def coming_table(judged: Judged) -> DataTable:
    """The first rows that would come in."""
    rows = [
        [
            str(row.number),
            row.values["title"],
            str(row.kind.label),
            row.values["priority"] or "None",
            cut(row.values["problem"]),
        ]
        for row in judged.ready[:LISTED]
    ]
    headers = ("Row", LABELS["title"], LABELS["kind"], LABELS["priority"], LABELS["problem"])
    return DataTable(headers, rows, "Use cases that would come in", (0,), stacks=True)
