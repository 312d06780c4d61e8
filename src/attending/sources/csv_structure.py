"""The structure of a CSV file, checked byte by byte before any reader sees it.

Plain readers pass over the worst faults in silence: an unclosed quote swallows every row after it, a cut last row
parses cleanly. So the file is held here against RFC 4180: quotes open at the start of a field and close at its end,
every record has the header's number of fields, lines end in one way, the text is UTF-8 without NUL.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from attending.sources.limits import Limits
from attending.sources.locate import LogFile
from attending.sources.report import LISTED, Rejection, refusal

_BLOCK: Final = 8 * 2**20
_LF, _CR, _QUOTE = 10, 13, 34
_DELIMITERS = (",", ";", "\t", "|")
_OTHER_KINDS = {
    b"PAR1": "a Parquet file",
    b"PK\x03\x04": "a ZIP archive or a spreadsheet (XLSX)",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"SQLite": "an SQLite database",
}

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CsvStructure:
    """A CSV file whose structure is sound: `records` rows below a one-line header with these `columns`.

    `cut` is true when the last line has no end, so its last value may be cut short. `inner` lists, for every line
    break inside a quoted field, the record (from 0) that it lies in.
    """

    columns: tuple[str, ...]
    delimiter: str
    records: int
    size: int
    sha256: str
    cut: bool
    inner: Positions

    def line(self, record: int) -> int:
        """The physical line on which a record (from 0) begins; the header is line 1."""
        return record + 2 + int(np.searchsorted(self.inner, record, side="left"))


def read_csv_structure(file: LogFile, limits: Limits, tick: Callable[[int], None]) -> CsvStructure:
    """Read the whole file once, in bounded memory, and return its structure with its SHA-256.

    `tick` is told how many bytes are done. Raises LogRefused with file, line, rule and fix.
    """
    digest = hashlib.sha256()
    with file.path.open("rb") as stream:
        start = stream.read(limits.line_bytes + 1)
        if not start:
            raise refusal("The file is empty (0 bytes)", "Export the log again", file=file.name)
        columns, delimiter, data_at, ending = _header(start, file.name, limits)
        scan = _Scan(file.name, columns, delimiter, ending, limits)
        digest.update(start)
        scan.feed(start[data_at:])
        done = len(start)
        while block := stream.read(_BLOCK):
            digest.update(block)
            scan.feed(block)
            done += len(block)
            tick(done)
    cut = scan.finish()
    return CsvStructure(columns, delimiter, scan.records, done, digest.hexdigest(), cut, scan.inner_records())


def _header(start: bytes, name: str, limits: Limits) -> tuple[tuple[str, ...], str, int, bytes]:
    """Column names, delimiter, where the data begin, and how lines end."""
    for magic, what in _OTHER_KINDS.items():
        if start.startswith(magic):
            raise refusal(
                f"The file is named as CSV and is {what}",
                "Save it as CSV in UTF-8, or give it the right name",
                file=name,
                line=1,
            )
    first, newline, _ = start.partition(b"\n")
    if len(first) > limits.line_bytes:
        raise refusal(
            f"The header is longer than {limits.line_bytes:,} bytes", "Check that this is a CSV file", file=name, line=1
        )
    data_at = len(first) + len(newline)
    ending = b"\r\n" if first.endswith(b"\r") else b"\n"
    try:
        text = first.removesuffix(b"\r").removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        raise refusal("The header is not UTF-8 text", "Save the file as UTF-8", file=name, line=1) from None
    if "\0" in text or "\r" in text:
        raise refusal(
            "The header holds a NUL byte or a bare carriage return", "Save the file as plain CSV", file=name, line=1
        )
    outside = re.sub(r'"[^"]*"?', "", text)
    delimiter = max(_DELIMITERS, key=outside.count)
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        raise refusal(
            "A quote in the header is not closed", "Close it; the header must be one line", file=name, line=1
        ) from None
    columns = tuple(cell.strip() for cell in cells)
    for place, column in enumerate(columns, 1):
        if not column:
            raise refusal(f"The header has no name for column {place}", "Name every column", file=name, line=1)
    check_distinct(columns, name, line=1)
    return columns, delimiter, data_at, ending


def check_distinct(columns: tuple[str, ...], name: str, *, line: int | None) -> None:
    """Raise LogRefused when two columns have the same name, or names that differ only in case."""
    seen: dict[str, str] = {}
    for column in columns:
        other = seen.setdefault(column.casefold(), column)
        if seen[column.casefold()] is not column:
            how = "The header has this column twice" if other == column else f"This column and {other!r} differ in case"
            raise refusal(
                how, "Keep one, or rename one, so that it is clear which is meant", file=name, line=line, column=column
            )


@dataclass
class _Scan:
    """State of the check between blocks. Each byte is seen with the one after it, so one byte is always held back."""

    name: str
    columns: tuple[str, ...]
    delimiter: str
    ending: bytes
    limits: Limits
    records: int = 0
    lines: int = 1
    _held: bytes = b""
    _before: int = _LF
    _inside: bool = False
    _opened_at: int = 0
    _fields: int = 0
    _record_bytes: int = 0
    _line_bytes: int = 0
    _blank_since: int | None = None
    _ragged: list[Rejection] = field(default_factory=list)
    _ragged_count: int = 0
    _inner: list[Positions] = field(default_factory=list)
    _decoder: codecs.IncrementalDecoder = field(default_factory=lambda: codecs.getincrementaldecoder("utf-8")())
    _ascii: bool = True

    def feed(self, block: bytes) -> None:
        """Check the next bytes of the file."""
        data = self._held + block
        if len(data) < 2:
            self._held = data
            return
        self._held = data[-1:]
        self._check(np.frombuffer(data, dtype=np.uint8), data[:-1])

    def finish(self) -> bool:
        """Check what is held back and the state at the end; returns whether the last line has no end."""
        if self._held:
            # A line feed stands for the end of the file, so that a quote may close there.
            self._check(np.frombuffer(self._held + b"\n", dtype=np.uint8), self._held)
        if not self._ascii:
            self._decode(b"", final=True)
        if self._inside:
            self._unclosed()
        cut = self._record_bytes > 0
        if cut:
            self._record(self._fields, self.lines + 1)
        if self._ragged:
            self._refuse_ragged()
        return cut

    def inner_records(self) -> Positions:
        """The record of every line break inside a quoted field."""
        return np.concatenate(self._inner) if self._inner else np.zeros(0, dtype=np.int64)

    def _check(self, seen: NDArray[np.uint8], raw: bytes) -> None:
        here, after = seen[:-1], seen[1:]
        breaks = np.flatnonzero(here == _LF)
        self._characters(here, raw, breaks)
        self._line_lengths(len(here), breaks)
        delimiters = here == ord(self.delimiter)
        quotes = here == _QUOTE
        if self._inside or quotes.any():
            inside = ((np.cumsum(quotes) + self._inside) & 1).astype(np.bool_)
            self._quotes(here, after, quotes, inside, breaks)
            outer = breaks[~inside[breaks]]
            within = breaks[inside[breaks]]
            delimiters &= ~inside
            self._inside = bool(inside[-1])
        else:
            outer, within = breaks, breaks[:0]
            inside = None
        self._line_ends(here, after, outer, inside, breaks)
        if len(within):
            self._inner.append(self.records + np.searchsorted(outer, within).astype(np.int64))
        self._records(np.flatnonzero(delimiters), outer, breaks, len(here))
        self.lines += len(breaks)
        self._before = int(here[-1])

    def _at(self, position: int, breaks: Positions) -> int:
        """The physical line of a position in this block (from 1; the header is line 1)."""
        return self.lines + 1 + int(np.searchsorted(breaks, position))

    def _refuse(self, rule: str, fix: str, line: int, value: str | None = None) -> NoReturn:
        raise refusal(rule, fix, file=self.name, line=line, value=value)

    def _characters(self, here: NDArray[np.uint8], raw: bytes, breaks: Positions) -> None:
        nul = np.flatnonzero(here == 0)
        if len(nul):
            self._refuse(
                "The file holds a NUL byte", "Export it again as plain UTF-8 text", self._at(int(nul[0]), breaks)
            )
        if self._ascii and raw.isascii():
            return
        self._ascii = False
        self._decode(raw)

    def _decode(self, raw: bytes, *, final: bool = False) -> None:
        pending = len(self._decoder.getstate()[0])
        try:
            self._decoder.decode(raw, final)
        except UnicodeDecodeError as error:
            line = self.lines + 1 + raw[: max(0, error.start - pending)].count(b"\n")
            self._refuse(
                f"The text is not UTF-8 (byte 0x{error.object[error.start]:02X})",
                "Save the file as UTF-8; it may be in Windows-1252 or Latin-1",
                line,
            )

    def _line_lengths(self, size: int, breaks: Positions) -> None:
        edges = np.concatenate([[-1 - self._line_bytes], breaks, [size]])
        lengths = np.diff(edges) - 1
        longest = int(np.argmax(lengths))
        if lengths[longest] > self.limits.line_bytes:
            self._refuse(
                f"The line is longer than {self.limits.line_bytes:,} bytes",
                "Check that this is a CSV file and that its lines end",
                self.lines + 1 + longest,
            )
        self._line_bytes = int(lengths[-1])

    def _quotes(
        self,
        here: NDArray[np.uint8],
        after: NDArray[np.uint8],
        quotes: NDArray[np.bool_],
        inside: NDArray[np.bool_],
        breaks: Positions,
    ) -> None:
        """A quote opens at the start of a field and closes at its end, or stands doubled inside."""
        places = np.flatnonzero(quotes)
        opening = places[inside[places]]
        closing = places[~inside[places]]
        before = np.empty_like(here)
        before[0] = self._before
        before[1:] = here[:-1]
        if len(opening):
            self._opened_at = self._at(int(opening[-1]), breaks)
            allowed = np.isin(before[opening], (ord(self.delimiter), _LF, _QUOTE))
            if not allowed.all():
                place = int(opening[~allowed][0])
                self._refuse(
                    "A quote stands inside a field that is not quoted",
                    'Quote the whole field and double the quotes in it ("5"" needle")',
                    self._at(place, breaks),
                )
        if len(closing):
            allowed = np.isin(after[closing], (ord(self.delimiter), _LF, _CR, _QUOTE))
            if not allowed.all():
                place = int(closing[~allowed][0])
                self._refuse(
                    "Text follows a closing quote; a quote before it may not be closed",
                    "Close each quote at the end of its field, and double quotes inside a field",
                    self._at(place, breaks),
                )

    def _line_ends(
        self,
        here: NDArray[np.uint8],
        after: NDArray[np.uint8],
        outer: Positions,
        inside: NDArray[np.bool_] | None,
        breaks: Positions,
    ) -> None:
        """Every line ends as the header does; readers differ on anything else."""
        returns = here == _CR
        if inside is not None:
            returns &= ~inside
        bare = np.flatnonzero(returns & (after != _LF))
        if len(bare):
            self._refuse(
                "A carriage return stands alone",
                "End lines with LF or CR LF throughout",
                self._at(int(bare[0]), breaks),
            )
        if not len(outer):
            return
        previous = np.where(outer > 0, here[outer - 1], self._before)
        wrong = (previous == _CR) != (self.ending == b"\r\n")
        if wrong.any():
            self._refuse(
                "Some lines end in CR LF and some in LF",
                "End all lines in the same way",
                self._at(int(outer[wrong][0]), breaks),
            )

    def _records(self, delimiters: Positions, outer: Positions, breaks: Positions, size: int) -> None:
        """Count records and the fields of each."""
        if not len(outer):
            self._fields += len(delimiters)
            self._record_bytes += size
            return
        upto = np.searchsorted(delimiters, outer)
        fields = np.diff(upto, prepend=0)
        fields[0] += self._fields
        lengths = np.diff(outer, prepend=-1)
        lengths[0] += self._record_bytes
        blank = lengths <= len(self.ending)
        ragged = np.flatnonzero((fields != len(self.columns) - 1) | blank)
        filled = np.flatnonzero(~blank)
        if len(filled) and self._blank_since is not None:
            self._blank_line(self._blank_since)
        for index in ragged.tolist():
            line = self._at(int(outer[index]), breaks)
            if not blank[index]:
                self._record_fault(int(fields[index]), line)
            elif len(filled) and index < filled[-1]:
                self._blank_line(line)
            elif self._blank_since is None:
                self._blank_since = line
        self.records += len(filled)
        self._fields = len(delimiters) - int(upto[-1])
        self._record_bytes = size - 1 - int(outer[-1])

    def _record(self, fields: int, line: int) -> None:
        """The last record, whose line has no end."""
        if self._blank_since is not None:
            self._blank_line(self._blank_since)
        self.records += 1
        if fields != len(self.columns) - 1:
            self._record_fault(fields, line)

    def _record_fault(self, delimiters: int, line: int) -> None:
        self._ragged_count += 1
        if len(self._ragged) < LISTED:
            wanted = len(self.columns)
            self._ragged.append(
                Rejection(
                    self.name,
                    line,
                    None,
                    f"{delimiters + 1} fields",
                    f"The row has {delimiters + 1} fields and the header {wanted}",
                    "Quote fields that hold the delimiter, and restore rows that were cut",
                )
            )

    def _blank_line(self, line: int) -> NoReturn:
        if self._ragged:
            self._refuse_ragged()
        self._refuse("A line in the middle of the file is empty", "Take the empty line out", line)

    def _refuse_ragged(self) -> NoReturn:
        first = self._ragged[0]
        others = f"; {self._ragged_count:,} rows of this file are so" if self._ragged_count > 1 else ""
        assert first.file is not None  # noqa: S101 - set two methods above
        raise refusal(
            first.rule + others,
            first.fix,
            file=first.file,
            line=first.line,
            value=first.value,
            more=tuple(self._ragged[1:]),
        )

    def _unclosed(self) -> NoReturn:
        self._refuse(
            "A quote is opened here and not closed before the end of the file; every row after it would be swallowed",
            "Close the quote",
            self._opened_at,
        )
