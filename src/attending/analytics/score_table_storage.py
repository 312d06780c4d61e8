"""A score table as bytes, to be stored beside its partition and merged with those of other months.

Layout: eight bytes of name and version, the CRC-32 of the rest (4 bytes), then zlib-compressed: the length of a header
(4 bytes), the header as JSON, and each column's little-endian numbers in the order the header names them. Nothing in
it is run when it is read.
"""

from __future__ import annotations

import json
import struct
import zlib
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import numpy as np

from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import Stratum

VERSION: Final = 1

_NAME: Final = b"ATTSTB"
_FRONT: Final = struct.Struct("<6sHI")
_LENGTH: Final = struct.Struct("<I")
_LEVEL: Final = 6
_TYPES: Final = {
    "stratum": "<i4",
    "period": "<i4",
    "bin": "<i8",
    "passed": "<i2",
    "score_low": "<f8",
    "score_high": "<f8",
    "n": "<i8",
    "labelled": "<i8",
    "positive": "<i8",
    "score_sum": "<f8",
    "score_squared_sum": "<f8",
    "score_outcome_sum": "<f8",
    "score_sum_all": "<f8",
}
_AGAIN: Final = "Reduce the log of this partition again."


def to_bytes(table: ScoreTable) -> bytes:
    """The table as bytes, from which `from_bytes` makes an equal one, every number to its last bit."""
    header = json.dumps(
        {
            "strata": [[s.attribute, s.level] for s in table.strata],
            "periods": table.periods,
            "thresholds": [str(t) for t in table.thresholds],
            "exact": table.exact,
            "cells": len(table),
            "columns": _TYPES,
        },
        separators=(",", ":"),
    ).encode()
    columns = [getattr(table, name).astype(kind, copy=False).tobytes() for name, kind in _TYPES.items()]
    body = zlib.compress(b"".join([_LENGTH.pack(len(header)), header, *columns]), _LEVEL)
    return _FRONT.pack(_NAME, VERSION, zlib.crc32(body)) + body


def from_bytes(data: bytes) -> ScoreTable:
    """The table that `to_bytes` wrote.

    Raises ValueError, which says what to do, for what is no score table, is of an unknown version, or is damaged.
    """
    if len(data) < _FRONT.size or data[: len(_NAME)] != _NAME:
        raise ValueError(f"This is not a stored score table. {_AGAIN}")
    _, version, checksum = _FRONT.unpack_from(data)
    if version != VERSION:
        raise ValueError(
            f"This score table was stored in version {version} of its format, and this program reads version "
            f"{VERSION}. Read it with the program that wrote it, or reduce the log of this partition again."
        )
    body = data[_FRONT.size :]
    if zlib.crc32(body) != checksum:
        raise ValueError(f"This stored score table is damaged: its checksum does not match. {_AGAIN}")
    try:
        plain = zlib.decompress(body)
        (length,) = _LENGTH.unpack_from(plain)
        header = json.loads(plain[_LENGTH.size : _LENGTH.size + length])
        return _table(header, plain, _LENGTH.size + length)
    except (zlib.error, struct.error, UnicodeDecodeError, KeyError, TypeError, InvalidOperation, ValueError) as error:
        raise ValueError(f"This stored score table cannot be read ({error}). {_AGAIN}") from None


def _table(header: dict[str, Any], plain: bytes, start: int) -> ScoreTable:
    if header["columns"] != _TYPES:
        raise ValueError("its columns are not those of a score table")
    cells = header["cells"]
    if len(plain) != start + cells * sum(np.dtype(kind).itemsize for kind in _TYPES.values()):
        raise ValueError("its length is not that of its cells")
    columns = {}
    for name, kind in _TYPES.items():
        column = np.frombuffer(plain, dtype=kind, count=cells, offset=start)
        columns[name] = column.astype(column.dtype.newbyteorder("="))
        start += column.nbytes
    return ScoreTable(
        tuple(Stratum(attribute, level) for attribute, level in header["strata"]),
        tuple(header["periods"]),
        tuple(Decimal(text) for text in header["thresholds"]),
        bool(header["exact"]),
        **columns,
    )
