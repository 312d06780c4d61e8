"""The rows of a log's Parquet files, batch by batch: one is read while the one before it is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.batch import Batch
from attending.sources.arrow_pass.cases import Cases
from attending.sources.arrow_pass.keys import Keys
from attending.sources.arrow_pass.months import Months
from attending.sources.arrow_pass.values import UNKNOWN, Levels, outcomes, periods, probabilities, stated_range
from attending.sources.case_order import MOST_ROWS
from attending.sources.inspection import Part
from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.parquet_structure import ParquetStructure

ROWS: Final = 2**20
_BUFFER: Final = 2**22
_NUMBERED: Final = "file_row_number"


class Log:
    """Files and mapping, with the months and levels met while its rows were read.

    `cases` holds those in order of time, where the log has outcomes and is small enough; they are gathered once.
    """

    def __init__(self, parts: Sequence[Part], mapping: ColumnMapping, limits: Limits) -> None:
        self.parts = [part for part in parts if part.structure.records]
        self.mapping = mapping
        self.months = Months()
        self.levels = tuple(Levels(limits) for _ in mapping.by)
        self.keys = Keys() if mapping.key else None
        few = sum(part.structure.records for part in self.parts) <= MOST_ROWS
        self.cases = Cases() if mapping.outcome is not None and few else None
        self._gathering = self.cases
        self._threads = limits.threads > 1

    def batches(self) -> Iterator[Batch]:
        """Every row, at most a million at once; raises StandAside at the first that is not plainly right."""
        return _ahead(self._read()) if self._threads else self._read()

    def _read(self) -> Iterator[Batch]:
        for part in self.parts:
            try:
                yield from self._file(part)
            except (pa.ArrowException, OSError, ValueError, MemoryError):
                # The engine reads the file again and says what is wrong with it.
                raise StandAside from None
        if self.keys is not None:
            self.keys.check_distinct()
            self.keys = None
        self._gathering = None

    def _file(self, part: Part) -> Iterator[Batch]:
        structure = part.structure
        columns = list(self.mapping.columns)
        if not isinstance(structure, ParquetStructure) or any(c.casefold() == _NUMBERED for c in structure.columns):
            raise StandAside
        texts = [c for c in self.mapping.by if c not in self.mapping.key and _is_text(structure, c)]
        stated = structure.ranges.get(self.mapping.score)
        rows, low, high = 0, np.inf, -np.inf
        with pq.ParquetFile(part.file.path, read_dictionary=texts, buffer_size=_BUFFER, pre_buffer=False) as file:
            for read in file.iter_batches(_whole_groups(file), columns=columns, use_threads=self._threads):
                if sorted(read.schema.names) != sorted(columns):
                    raise StandAside
                rows += len(read)
                seen = stated_range(read.column(self.mapping.score)) if stated is not None else None
                if seen is not None:
                    low, high = min(low, seen[0]), max(high, seen[1])
                yield self._batch(read)
        if rows != structure.records or (stated is not None and (low < stated.low or high > stated.high)):
            raise StandAside

    def _batch(self, read: Any) -> Batch:
        mapping = self.mapping
        if self.keys is not None:
            self.keys.add([read.column(name) for name in mapping.key])
        outcome = (
            np.full(len(read), UNKNOWN, dtype=np.uint8)
            if mapping.outcome is None
            else outcomes(read.column(mapping.outcome))
        )
        batch = Batch(
            probabilities(read.column(mapping.score)),
            outcome,
            periods(read.column(mapping.time), self.months),
            tuple(levels.codes(read.column(name)) for levels, name in zip(self.levels, mapping.by, strict=True)),
        )
        if self._gathering is not None:
            self._gathering.add(batch, read.column(mapping.time), [read.column(name) for name in mapping.key])
        return batch


def _whole_groups(file: Any) -> int:
    """At most ROWS, and whole row groups where they fit: a batch ends where one does, whose rest would be small."""
    group = file.metadata.row_group(0).num_rows
    return ROWS // group * group if 0 < group <= ROWS else ROWS


def _is_text(structure: ParquetStructure, column: str) -> bool:
    kind = structure.types[structure.columns.index(column)]
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, the next of which is read by another thread meanwhile."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch
