"""Events of a document (XES, OCEL) as rows of text, checked by the same expressions as the rows of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import pyarrow as pa

from attending.sources.engine import open_engine_on
from attending.sources.engines.dialect import DUCKDB
from attending.sources.engines.layout import TableLayout
from attending.sources.events.encoding import LINE, Encoder, read_columns
from attending.sources.events.files import RowsRead
from attending.sources.events.mapping import EventMapping
from attending.sources.limits import Limits
from attending.sources.locate import LogFile
from attending.sources.parquet_structure import digest
from attending.sources.progress import Progress
from attending.sources.report import FileManifest, LogRefused, refusal

Event = tuple[int, Sequence[str | None]]
"""Where an event stands in its document, and its text for every mapped column."""

_BATCH: Final = 10_000


def read_streamed(
    file: LogFile,
    events: Iterator[Event],
    mapping: EventMapping,
    limits: Limits,
    progress: Callable[[Progress], None],
) -> RowsRead:
    """Every event, in its order; raises LogRefused for none, and whatever `events` raises."""
    rows = _Rows(events, mapping, file, limits)
    encoder = Encoder(mapping, limits)
    try:
        with open_engine_on(rows.reader(), limits) as (engine, table):
            names = {column: f"column_{i}" for i, column in enumerate(mapping.columns)}
            layout = TableLayout(file.name, table, names, {}, DUCKDB, keys_shown=False)
            for batch in engine.batches(read_columns(layout, mapping)):
                encoder.add(batch)
                progress(Progress("reading the events", encoder.rows, 0))
    except LogRefused:
        # The engine tells that its reader failed; why, the reader knows.
        if rows.problem is not None:
            raise rows.problem from None
        raise
    if not encoder.rows:
        raise refusal("The log is empty: it has no events", "Export the log again, with its events", file=file.name)
    if not file.unchanged():
        raise refusal("The file changed while it was read", "Read it when nobody writes to it", file=file.name)
    encoded = encoder.finish()
    lines = encoded.lines
    manifest = FileManifest(file.name, encoded.rows, file.state[2], digest(file), "not verifiable")

    def where(row: int) -> tuple[str, int | None]:
        return file.name, None if lines is None else int(lines[row])

    return RowsRead(encoded, where, (manifest,))


class _Rows:
    """Events as batches of an Arrow reader, with the reason why there are no more."""

    def __init__(self, events: Iterator[Event], mapping: EventMapping, file: LogFile, limits: Limits) -> None:
        self.problem: LogRefused | None = None
        self._events = events
        self._file = file
        self._limits = limits
        columns = [(f"column_{i}", pa.string()) for i in range(len(mapping.columns))]
        self._schema = pa.schema([*columns, (LINE, pa.int64())])

    def reader(self) -> pa.RecordBatchReader:
        """The events, to be read once."""
        return pa.RecordBatchReader.from_batches(self._schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        read = 0
        waiting: list[Event] = []
        try:
            for event in self._events:
                waiting.append(event)
                if len(waiting) == _BATCH:
                    read += _BATCH
                    if read > self._limits.rows:
                        raise refusal(
                            f"The log has more than {self._limits.rows:,} events",
                            "Review a shorter period",
                            file=self._file.name,
                        )
                    yield self._batch(waiting)
                    waiting = []
            if waiting:
                yield self._batch(waiting)
        except LogRefused as problem:
            self.problem = problem
            raise

    def _batch(self, events: Sequence[Event]) -> pa.RecordBatch:
        texts = zip(*(texts for _, texts in events), strict=True)
        arrays = [pa.array(each, pa.string()) for each in texts]
        return pa.record_batch([*arrays, pa.array([line for line, _ in events], pa.int64())], schema=self._schema)
