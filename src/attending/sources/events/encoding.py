"""Rows of an event log as arrays: each text column as numbers of its distinct texts, times as milliseconds.

Texts are tidied and held against the rules once for each distinct one, of which there are few where rows are many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from attending.sources.clinical.moments import instant
from attending.sources.engine import AnyLayout
from attending.sources.engines.written_times import OFFSET
from attending.sources.events.mapping import EventMapping
from attending.sources.limits import Limits
from attending.sources.report import LogRefused, refusal
from attending.sources.rows import KEY_CHARACTERS, as_text
from attending.sources.rules import Fault

NO_TIME, NAIVE, WITH_OFFSET, DATE_ALONE = range(4)
"""How a row's time is written: not readable, without its offset from UTC, with it, or as a date alone."""

LINE: Final = "line_of_row"
AT, WRITTEN_AS, UNREADABLE = "at", "written_as", "unreadable"
ORDER, NO_ORDER, ORDER_TEXT = "order_of_row", "no_order", "order_text"
_EARLIEST, _LATEST = (int(np.datetime64(day, "ms").astype(np.int64)) for day in ("1900-01-01", "2200-01-01"))
_BATCHES: Final = 40


@dataclass(frozen=True)
class Texts:
    """A text column: the distinct texts without outer blanks (Arrow), the fault of each, and each row's number of one.

    A row without text, or with blanks alone, has the number -1.
    """

    values: Any
    faults: NDArray[np.int8]
    codes: NDArray[np.int32]

    def fault(self, empty: Fault) -> NDArray[np.int8]:
        """The fault of each row, `empty` where it has no text."""
        of_value = np.append(self.faults, np.int8(empty.value))
        return of_value[self.codes]

    def of(self, row: int) -> str | None:
        """The text of a row."""
        code = int(self.codes[row])
        return None if code < 0 else str(self.values[code].as_py())


@dataclass(frozen=True)
class Encoded:
    """All rows of a log in their order: `texts` by column, moments in milliseconds (0 where unreadable), and how each
    time is written. `unreadable` are the times that could not be read; `order` is 0 where
    `order_missing`, and both are None where it is not mapped; `lines` say where rows stand, in sources that tell it.
    """

    texts: dict[str, Texts]
    at: NDArray[np.int64]
    written_as: NDArray[np.int8]
    unreadable: Texts
    time_fault: NDArray[np.int8]
    order: NDArray[np.int64] | None
    order_missing: NDArray[np.bool_] | None
    order_text: Texts | None
    lines: NDArray[np.int64] | None

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return len(self.at)

    @property
    def order_fault(self) -> NDArray[np.int8] | None:
        """The fault of each row's order; None where no order is mapped."""
        if self.order is None or self.order_text is None or self.order_missing is None:
            return None
        wrong = np.where(self.order_text.codes < 0, Fault.EMPTY.value, Fault.NOT_A_NUMBER.value)
        return np.where(self.order_missing, wrong, Fault.NONE.value).astype(np.int8)

    def taken(self, rows: NDArray[np.int64]) -> Encoded:
        """The same rows in another order."""

        def moved(texts: Texts) -> Texts:
            return replace(texts, codes=texts.codes[rows])

        return Encoded(
            {name: moved(texts) for name, texts in self.texts.items()},
            self.at[rows],
            self.written_as[rows],
            moved(self.unreadable),
            self.time_fault[rows],
            None if self.order is None else self.order[rows],
            None if self.order_missing is None else self.order_missing[rows],
            None if self.order_text is None else moved(self.order_text),
            None if self.lines is None else self.lines[rows],
        )


def read_columns(layout: AnyLayout, mapping: EventMapping) -> ir.Table:
    """The columns an Encoder takes, of a layout's rows in their order.

    Raises LogRefused when a column's type cannot be what it is mapped to.
    """
    table = layout.table
    columns: dict[str, ir.Value] = {}
    for i, name in enumerate(mapping.texts):
        raw = table[layout.names[name]]
        if raw.type().is_nested() or raw.type().is_binary():
            raise _wrong_type(layout, name, raw, "text, numbers or dates")
        columns[f"text_{i}"] = as_text(raw, layout)
    raw = table[layout.names[mapping.timestamp]]
    kind = raw.type()
    if not (kind.is_string() or kind.is_timestamp() or kind.is_date()):
        raise _wrong_type(layout, mapping.timestamp, raw, "dates or timestamps")
    at, text = instant(layout, mapping.timestamp, mapping.time_zone), as_text(raw, layout)
    columns[AT] = at
    columns[WRITTEN_AS] = ibis.ifelse(at.isnull(), NO_TIME, _written_as(kind, layout.dialect.stripped(text))).cast(
        "int8"
    )
    columns[UNREADABLE] = ibis.ifelse(at.isnull(), text, ibis.null("string"))
    if mapping.order is not None:
        order = table[layout.names[mapping.order]]
        if not (order.type().is_integer() or order.type().is_string()):
            raise _wrong_type(layout, mapping.order, order, "whole numbers")
        number = order.try_cast("int64") if order.type().is_string() else order.cast("int64")
        columns[ORDER] = number
        columns[NO_ORDER] = number.isnull().cast("int8")
        columns[ORDER_TEXT] = ibis.ifelse(number.isnull(), as_text(order, layout), ibis.null("string"))
    if LINE in table.columns:
        columns[LINE] = table[LINE]
    return table.select(**columns)


def _wrong_type(layout: AnyLayout, column: str, raw: ir.Value, wanted: str) -> LogRefused:
    return refusal(
        f"The column is stored as {raw.type()}, and needs {wanted}",
        "Map another column, or write this one with its proper type",
        file=layout.name,
        column=column,
    )


def _written_as(kind: Any, plain: ir.StringValue) -> ir.Value:
    if kind.is_date():
        return ibis.literal(DATE_ALONE)
    if kind.is_timestamp():
        return ibis.literal(NAIVE if kind.timezone is None else WITH_OFFSET)
    return ibis.cases(
        (plain.length() == len("2026-03-31"), DATE_ALONE), (plain.re_search(OFFSET), WITH_OFFSET), else_=NAIVE
    )


class Encoder:
    """Takes the batches of a log one after another, and keeps numbers in place of texts."""

    def __init__(self, mapping: EventMapping, limits: Limits) -> None:
        self._mapping = mapping
        self._limits = limits
        self._waiting: list[Any] = []
        self._chunks: dict[str, list[Any]] = {}
        self.rows = 0

    def add(self, batch: Any) -> None:
        """Take a batch of `read_columns`."""
        self.rows += batch.num_rows
        self._waiting.append(batch)
        if len(self._waiting) >= _BATCHES:
            self._compact()

    def finish(self) -> Encoded:
        """Everything taken, at least one row, as arrays."""
        self._compact()
        ordered = ORDER in self._chunks
        texts = {
            name: self._texts(f"text_{i}", KEY_CHARACTERS if name == self._mapping.case else None)
            for i, name in enumerate(self._mapping.texts)
        }
        at, written_as, unreadable = self._numbers(AT), self._numbers(WRITTEN_AS), self._texts(UNREADABLE)
        fault = np.full(len(at), Fault.NONE.value, dtype=np.int8)
        fault[(at < _EARLIEST) | (at >= _LATEST)] = Fault.FAR_TIME.value
        none = np.flatnonzero(written_as == NO_TIME)
        fault[none] = np.where(unreadable.codes[none] < 0, Fault.EMPTY.value, Fault.NOT_A_TIME.value)
        return Encoded(
            texts,
            at,
            written_as,
            unreadable,
            fault,
            self._numbers(ORDER) if ordered else None,
            self._numbers(NO_ORDER).astype(np.bool_) if ordered else None,
            self._texts(ORDER_TEXT) if ordered else None,
            self._numbers(LINE) if LINE in self._chunks else None,
        )

    def _compact(self) -> None:
        if not self._waiting:
            return
        table = pa.Table.from_batches(self._waiting)
        self._waiting = []
        for name, column in zip(table.column_names, table.columns, strict=True):
            kept = column.dictionary_encode() if pa.types.is_string(column.type) else column
            # One piece has its texts once; as many pieces as batches would have them as often.
            self._chunks.setdefault(name, []).append(kept.combine_chunks())

    def _numbers(self, name: str) -> Any:
        chunks = self._chunks.pop(name)
        return np.concatenate([chunk.fill_null(0).to_numpy(zero_copy_only=False) for chunk in chunks])

    def _texts(self, name: str, longest: int | None = None) -> Texts:
        chunks = pa.chunked_array(self._chunks.pop(name)).unify_dictionaries().chunks
        codes = np.concatenate([chunk.indices.fill_null(-1).to_numpy() for chunk in chunks])
        # Texts that differ in outer blanks alone are the same.
        plain = pc.utf8_trim_whitespace(chunks[0].dictionary).dictionary_encode()
        values = plain.dictionary
        blank = pc.equal(values, "").to_numpy(zero_copy_only=False)
        number = np.append(np.where(blank[plain.indices.to_numpy()], -1, plain.indices.to_numpy()), -1)
        too_long = pc.greater(pc.utf8_length(values), longest or self._limits.level_characters)
        control = pc.match_substring_regex(values, "[\n\r\t]")
        faults = np.where(
            control.to_numpy(zero_copy_only=False),
            Fault.CONTROL.value,
            np.where(too_long.to_numpy(zero_copy_only=False), Fault.TOO_LONG.value, Fault.NONE.value),
        )
        return Texts(values, faults.astype(np.int8), number.astype(np.int32)[codes])
