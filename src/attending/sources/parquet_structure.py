"""The structure of a Parquet file, checked before any row is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from attending.sources.csv_structure import check_distinct
from attending.sources.limits import Limits
from attending.sources.locate import LogFile
from attending.sources.parquet_pages import PageCheck, check_pages
from attending.sources.report import LogRefused, refusal

_MAGIC = b"PAR1"
_AGAIN = "Fetch the file again from where it was written"


@dataclass(frozen=True, slots=True)
class Range:
    """Least and greatest value of a column, as the footer states them."""

    low: Any
    high: Any


@dataclass(frozen=True, slots=True)
class ParquetStructure:
    """A Parquet file that is whole: its columns and their Arrow types, rows, bytes, SHA-256.

    `ranges` are the footer's own statistics by column, where it has them for every row group; a value outside its range
    shows damage that nothing else would.
    """

    columns: tuple[str, ...]
    types: tuple[Any, ...]
    records: int
    size: int
    sha256: str
    pages: PageCheck
    ranges: dict[str, Range]


def digest(file: LogFile) -> str:
    """SHA-256 of the file in hexadecimal."""
    with file.path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_metadata(file: LogFile) -> Any:
    """The footer as pyarrow's FileMetaData; raises LogRefused when this is not a whole Parquet file."""
    size = file.state[2]
    with file.path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(max(0, size - 4))
        tail = stream.read(4)
    if not size:
        raise refusal("The file is empty (0 bytes)", "Export the log again", file=file.name)
    if head == b"PARE" or tail == b"PARE":
        raise refusal("The file is encrypted", "Give a Parquet file that is not encrypted", file=file.name)
    if head != _MAGIC:
        raise refusal(
            "The file is named as Parquet and does not begin as one",
            "Export it as Parquet, or give it the right name",
            file=file.name,
        )
    if tail != _MAGIC or size < 12:
        raise refusal("The Parquet file is cut: its end is missing", _AGAIN, file=file.name)
    try:
        metadata = pq.read_metadata(file.path)
        described = metadata.schema.to_arrow_schema()
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        raise _unreadable(file, error) from None
    total = sum(metadata.row_group(g).num_rows for g in range(metadata.num_row_groups))
    if metadata.num_rows != total or metadata.num_rows < 0:
        raise refusal(f"The footer says {metadata.num_rows:,} rows, its row groups {total:,}", _AGAIN, file=file.name)
    check_distinct(tuple(described.names), file.name, line=None)
    return metadata


def gate(file: LogFile, rows: int, limits: Limits, *, confirmed: bool) -> None:
    """Refuse more rows than a file of this size believably holds, unless a manifest confirms them."""
    size = file.state[2]
    if rows >= limits.dense_rows and rows > limits.rows_per_byte * size and not confirmed:
        raise refusal(
            f"{size:,} bytes declare {rows:,} rows, more than a prediction log can hold in them",
            "If the rows are real, give a manifest that states their number or the SHA-256",
            file=file.name,
            value=f"{rows / size:.0f} rows per byte",
        )


def read_parquet_structure(
    file: LogFile, metadata: Any, sha256: str, limits: Limits, tick: Callable[[int], None]
) -> ParquetStructure:
    """Check every page and return the structure; raises LogRefused."""
    schema = metadata.schema.to_arrow_schema()
    pages = check_pages(file, metadata, limits, tick)
    _check_counts(file, metadata)
    return ParquetStructure(
        tuple(schema.names),
        tuple(schema.types),
        metadata.num_rows,
        file.state[2],
        sha256,
        pages,
        _ranges(metadata),
    )


def _check_counts(file: LogFile, metadata: Any) -> None:
    """A column that is not a list has one value per row."""
    for g in range(metadata.num_row_groups):
        group = metadata.row_group(g)
        for c in range(group.num_columns):
            flat = metadata.schema.column(c).max_repetition_level == 0
            if flat and group.column(c).num_values != group.num_rows:
                raise refusal(
                    f"The column has {group.column(c).num_values:,} values for {group.num_rows:,} rows",
                    _AGAIN,
                    file=file.name,
                    column=group.column(c).path_in_schema,
                )


def _ranges(metadata: Any) -> dict[str, Range]:
    lows: dict[str, list[Any]] = {}
    highs: dict[str, list[Any]] = {}
    for g in range(metadata.num_row_groups):
        group = metadata.row_group(g)
        for c in range(group.num_columns):
            column = group.column(c)
            if column.physical_type != "DOUBLE" or not group.num_rows:
                continue
            stated = column.statistics if column.is_stats_set else None
            if stated is not None and stated.has_min_max:
                lows.setdefault(column.path_in_schema, []).append(stated.min)
                highs.setdefault(column.path_in_schema, []).append(stated.max)
    groups = sum(metadata.row_group(g).num_rows > 0 for g in range(metadata.num_row_groups))
    return {name: Range(min(low), max(highs[name])) for name, low in lows.items() if len(low) == groups}


def _unreadable(file: LogFile, error: BaseException) -> LogRefused:
    return refusal(
        f"The Parquet file cannot be read ({type(error).__name__}: its footer is damaged)", _AGAIN, file=file.name
    )
