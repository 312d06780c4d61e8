"""Event logs as CSV or Parquet files, read in one pass in the order of their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attending.sources.csv_structure import CsvStructure
from attending.sources.engine import Engine, Layout, open_engine
from attending.sources.events.encoding import Encoded, Encoder, read_columns
from attending.sources.events.mapping import EventMapping
from attending.sources.inspection import Inspection, inspect
from attending.sources.limits import Limits
from attending.sources.progress import Progress
from attending.sources.report import FileManifest, LogRefused, refusal

Location = str | Path | Sequence[Path]


@dataclass(frozen=True)
class RowsRead:
    """Every row of a source, good and bad: `where` gives the file and line of a row, `cut` rows that are not trusted.

    `warnings` are sentences on what could not be checked or was assumed.
    """

    encoded: Encoded
    where: Callable[[int], tuple[str, int | None]]
    files: tuple[FileManifest, ...]
    warnings: tuple[str, ...] = ()
    cut: tuple[int, ...] = ()


def read_files(
    location: Location,
    mapping: EventMapping,
    manifest: Path | None,
    limits: Limits,
    progress: Callable[[Progress], None],
) -> RowsRead:
    """Check the structure of the files and read their rows; raises LogRefused."""
    inspection = inspect(location, mapping, manifest, limits, progress)
    try:
        with open_engine(inspection, limits) as engine:
            encoder = Encoder(mapping, limits)
            numbers: list[int] = []
            for layout in engine.layouts:
                if not isinstance(layout, Layout):
                    raise TypeError("A log of files has layouts of files.")
                _read(engine, layout, mapping, encoder, inspection.rows, progress)
                numbers += layout.parts
        inspection.check_unchanged()
    except LogRefused as refused:
        raise LogRefused(str(refused), replace(refused.report, files=inspection.files)) from None
    records = np.array([part.structure.records for part in inspection.parts], dtype=np.int64)
    encoded = encoder.finish()
    if numbers != sorted(numbers):
        # Files that share their columns were read together: put the rows in the order of the files again.
        encoded = encoded.taken(np.argsort(np.repeat(numbers, records[numbers]), kind="stable"))
    ends = np.cumsum(records)
    cut = [int(ends[i]) - 1 for i, part in enumerate(inspection.parts) if part.cut and records[i]]
    return RowsRead(encoded, _places(inspection, ends), inspection.files, inspection.warnings, tuple(cut))


def _read(
    engine: Engine,
    layout: Layout,
    mapping: EventMapping,
    encoder: Encoder,
    rows: int,
    progress: Callable[[Progress], None],
) -> None:
    before = encoder.rows
    for batch in engine.batches(read_columns(layout, mapping)):
        encoder.add(batch)
        progress(Progress("reading the events", encoder.rows, rows))
    wanted = sum(part.structure.records for part in layout.parts.values())
    if encoder.rows - before != wanted:
        raise refusal(
            f"The engine reads {encoder.rows - before:,} rows where the files have {wanted:,}",
            "The file is damaged, or is read in two ways: write it again as plain RFC 4180 CSV or as Parquet",
            file=layout.name,
        )


def _places(inspection: Inspection, ends: NDArray[np.int64]) -> Callable[[int], tuple[str, int | None]]:
    def where(row: int) -> tuple[str, int | None]:
        number = int(np.searchsorted(ends, row, side="right"))
        part = inspection.parts[number]
        record = row - (int(ends[number - 1]) if number else 0)
        line = part.structure.line(record) if isinstance(part.structure, CsvStructure) else record + 1
        return part.file.name, line

    return where
