"""Every page of a Parquet file held against its checksum and against what the footer says of it.

A flipped byte is read by the usual readers as a wrong value, without an error. Where pages carry a CRC-32 it is
recomputed here; where they do not, pages must at least chain without a gap, hold the number of values that the footer
states, and decompress to a size within bounds.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from attending.sources.limits import Limits
from attending.sources.locate import LogFile
from attending.sources.report import LogRefused, refusal
from attending.sources.thrift import Incomplete, Malformed, Struct, read_struct

_DATA, _INDEX, _DICTIONARY, _DATA_V2 = 0, 1, 2, 3
_HEADER_READS: Final = (1_024, 65_536, 2**22)
_SLICE: Final = 4 * 2**20


@dataclass(frozen=True, slots=True)
class PageCheck:
    """How many pages there are and how many of them carry a checksum (all of which agreed)."""

    pages: int
    with_checksum: int

    @property
    def complete(self) -> bool:
        """Whether a changed byte in any page's data would have been seen."""
        return self.with_checksum == self.pages


def check_pages(file: LogFile, metadata: Any, limits: Limits, tick: Callable[[int], None]) -> PageCheck:
    """Walk every page of every column chunk of pyarrow's `metadata`; `tick` is told the bytes done.

    Raises LogRefused naming the column, and the rows among which the damage lies.
    """
    pages = with_checksum = done = 0
    handle = os.open(file.path, os.O_RDONLY)
    try:
        first_row = 1
        for g in range(metadata.num_row_groups):
            group = metadata.row_group(g)
            for c in range(group.num_columns):
                chunk = _Chunk(file, handle, group.column(c), first_row, group.num_rows, limits)
                counted, checked = chunk.walk()
                pages += counted
                with_checksum += checked
                done += chunk.size
                tick(done)
            first_row += group.num_rows
    finally:
        os.close(handle)
    return PageCheck(pages, with_checksum)


class _Chunk:
    """One column of one row group."""

    def __init__(self, file: LogFile, handle: int, column: Any, first_row: int, rows: int, limits: Limits) -> None:
        self.file = file
        self.handle = handle
        self.name: str = column.path_in_schema
        self.rows = rows
        self.first_row = first_row
        self.limits = limits
        self.values: int = column.num_values
        dictionary = column.dictionary_page_offset
        data: int = column.data_page_offset
        self.start = dictionary if dictionary is not None and 0 < dictionary < data else data
        self.size: int = column.total_compressed_size
        if self.start < 4 or self.size < 0 or self.start + self.size > file.state[2] - 8:
            raise self.damaged("The footer points outside the file")

    def damaged(self, what: str) -> LogRefused:
        return refusal(
            f"{what} (rows {self.first_row:,} to {self.first_row + self.rows - 1:,})",
            "The file is damaged: fetch it again from where it was written",
            file=self.file.name,
            line=self.first_row,
            column=self.name,
        )

    def walk(self) -> tuple[int, int]:
        """Pages of this chunk, and those with a checksum."""
        at, end = self.start, self.start + self.size
        pages = checked = values = 0
        while at < end:
            header, length = self.header(at, end)
            kind, unpacked, packed = header.get(1), header.get(2), header.get(3)
            if not isinstance(kind, int) or not isinstance(unpacked, int) or not isinstance(packed, int):
                raise self.damaged("A page header is incomplete")
            if packed < 0 or unpacked < 0 or at + length + packed > end:
                raise self.damaged("A page reaches outside its column")
            if unpacked > self.limits.page_bytes:
                raise refusal(
                    f"A page unpacks to {unpacked:,} bytes; at most {self.limits.page_bytes:,} are read",
                    "Write the file with pages of usual size (1 MB)",
                    file=self.file.name,
                    line=self.first_row,
                    column=self.name,
                )
            values += self.values_of(header, kind)
            crc = header.get(4)
            if isinstance(crc, int):
                if self.checksum(at + length, packed) != crc & 0xFFFFFFFF:
                    raise self.damaged("A page does not match its checksum")
                checked += 1
            pages += 1
            at += length + packed
        if values != self.values:
            raise self.damaged(f"The pages hold {values:,} values, the footer says {self.values:,}")
        return pages, checked

    def header(self, at: int, end: int) -> tuple[Struct, int]:
        for size in _HEADER_READS:
            data = os.pread(self.handle, min(size, end - at), at)
            try:
                return read_struct(data)
            except Incomplete:
                continue
            except Malformed:
                break
        raise self.damaged("A page header cannot be read")

    def values_of(self, header: Struct, kind: int) -> int:
        """How many values a page adds to its column."""
        if kind in (_INDEX, _DICTIONARY):
            return 0
        detail = header.get({_DATA: 5, _DATA_V2: 8}.get(kind, -1))
        count = detail.get(1) if isinstance(detail, dict) else None
        if not isinstance(count, int) or count < 0:
            raise self.damaged("A page header does not say how many values follow")
        return count

    def checksum(self, at: int, size: int) -> int:
        crc = 0
        while size > 0:
            data = os.pread(self.handle, min(size, _SLICE), at)
            if not data:
                raise self.damaged("The file ends in the middle of a page")
            crc = zlib.crc32(data, crc)
            at += len(data)
            size -= len(data)
        return crc
