"""Which rows of an event log are bad, why, and how they are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.sources.events.encoding import DATE_ALONE, NAIVE, WITH_OFFSET, Encoded
from attending.sources.events.files import RowsRead
from attending.sources.events.mapping import EventMapping
from attending.sources.listing import HIDDEN, BadRow
from attending.sources.report import LISTED, Rejection, RuleCount, refusal, shown
from attending.sources.rules import Fault, Part, Place, words

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Column:
    """A mapped column in its part, and the fault of each row."""

    place: Place
    faults: NDArray[np.int8]

    @property
    def name(self) -> str:
        return self.place.column


class Judged:
    """The rows of a source held against the rules of an event."""

    def __init__(self, rows: RowsRead, mapping: EventMapping) -> None:
        self._rows = rows
        self._mapping = mapping
        encoded = rows.encoded
        self._columns = [self._text(name) for name in mapping.texts]
        self._columns.append(_Column(Place(0, "time", mapping.timestamp), encoded.time_fault))
        if encoded.order_fault is not None and mapping.order is not None:
            self._columns.append(_Column(Place(0, "order", mapping.order), encoded.order_fault))
        self.bad = np.zeros(encoded.rows, dtype=np.bool_)
        for column in self._columns:
            self.bad |= column.faults != Fault.NONE.value
        self.bad[list(rows.cut)] = True

    @property
    def number(self) -> int:
        """How many rows are bad."""
        return int(np.count_nonzero(self.bad))

    def counts(self) -> tuple[RuleCount, ...]:
        """How many rows break each rule; a row with two faults counts under both."""
        told = []
        for column in self._columns:
            by_fault = np.bincount(column.faults, minlength=len(Fault))
            for fault in np.flatnonzero(by_fault[1:]).tolist():
                rule, _ = words(column.place, Fault(fault + 1))
                told.append(RuleCount(column.name, rule, int(by_fault[fault + 1])))
        if self._rows.cut:
            told.append(RuleCount("", words(None, Fault.CUT)[0], len(self._rows.cut)))
        return tuple(told)

    def rejections(self) -> tuple[Rejection, ...]:
        """The first 1,000 things that are wrong, in the order of the log."""
        listed: list[Rejection] = []
        for row in self.rows():
            listed += row.rejections
            if len(listed) >= LISTED:
                break
        return tuple(listed[:LISTED])

    def rows(self) -> Iterator[BadRow]:
        """Every bad row in the order of the log."""
        files = {file.name: number for number, file in enumerate(self._rows.files)}
        for row in np.flatnonzero(self.bad).tolist():
            name, line = self._rows.where(row)
            wrong = []
            for column in self._columns:
                fault = Fault(int(column.faults[row]))
                if fault is not Fault.NONE:
                    value = self._value(column.name, row)
                    hidden = column.name in self._private and value is not None
                    rule, fix = words(column.place, fault)
                    wrong.append(Rejection(name, line, column.name, HIDDEN if hidden else shown(value), rule, fix))
            if row in self._rows.cut:
                wrong.append(Rejection(name, line, None, None, *words(None, Fault.CUT)))
            values = tuple(self._value(column, row) for column in self._mapping.columns)
            yield BadRow(files.get(name, 0), name, line, values, tuple(wrong))

    def check_zone(self) -> None:
        """Raise LogRefused, naming a row, when a time is without its offset and no zone says what it means."""
        if self._mapping.time_zone is not None:
            return
        written = self._rows.encoded.written_as
        naive, told = (int(np.count_nonzero(written == how)) for how in (NAIVE, WITH_OFFSET))
        if not naive:
            return
        rarer = NAIVE if naive <= told or not told else WITH_OFFSET
        row = int(np.argmax(written == rarer))
        others = f"; {told:,} have one and {naive:,} have none, and read together they would be hours apart"
        name, line = self._rows.where(row)
        raise refusal(
            ("The time has no offset from UTC" if rarer == NAIVE else "The time has an offset from UTC")
            + (others if told else ", and no time zone is declared"),
            "Declare the time zone of times without an offset, such as Europe/Amsterdam, or write every time with its "
            "offset, as in 2026-03-31T14:05:00+02:00",
            file=name,
            line=line,
            column=self._mapping.timestamp,
            value=self._value(self._mapping.timestamp, row),
            files=self._rows.files,
        )

    def zones_told(self) -> tuple[str, ...]:
        """Sentences on how times are written, where that is not one way for all."""
        written = self._rows.encoded.written_as
        naive, told, dates = (int(np.count_nonzero(written == how)) for how in (NAIVE, WITH_OFFSET, DATE_ALONE))
        said = []
        if naive and told:
            said.append(
                f"{naive:,} times have no offset from UTC and are read as {self._mapping.time_zone}, as declared; "
                f"{told:,} have one, which is honoured."
            )
        elif naive:
            said.append(f"Times have no offset from UTC and are read as {self._mapping.time_zone}, as declared.")
        if dates:
            said.append(
                f"{dates:,} times are dates alone: they count as the day's beginning, so the order of events within a "
                "day is that of the rows."
            )
        return tuple(said)

    @property
    def _private(self) -> tuple[str, ...]:
        return (self._mapping.case, *self._mapping.tell_apart)

    def _text(self, name: str) -> _Column:
        part: Part = "by"
        if name == self._mapping.case:
            part = "case"
        elif name == self._mapping.activity:
            part = "activity"
        empty = Fault.NONE if part == "by" else Fault.EMPTY
        return _Column(Place(0, part, name), self._rows.encoded.texts[name].fault(empty))

    def _value(self, column: str, row: int) -> str | None:
        encoded = self._rows.encoded
        if column == self._mapping.timestamp:
            written = encoded.unreadable.of(row)
            return (
                written if written is not None or encoded.time_fault[row] == Fault.EMPTY.value else _iso(encoded, row)
            )
        if column == self._mapping.order and encoded.order is not None and encoded.order_text is not None:
            return encoded.order_text.of(row) or str(encoded.order[row])
        return encoded.texts[column].of(row)


def _iso(encoded: Encoded, row: int) -> str | None:
    """A readable time in UTC; None where it lies beyond the calendar."""
    try:
        moment = _START + timedelta(milliseconds=int(encoded.at[row]))
    except OverflowError:
        return None
    return moment.isoformat(timespec="milliseconds")
