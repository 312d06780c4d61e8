"""Whether any key comes twice, from eight bytes per row: equal keys have equal marks, so distinct marks prove it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.plain import numbers

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_SHIFT: Final = np.uint64(32)
_LONGEST: Final = 500
_GATHERED: Final = 2**24
_BLANKS: Final = np.zeros(256, dtype=np.bool_)
_BLANKS[[9, 10, 11, 12, 13, 32]] = True


class Keys:
    """The marks of the keys of all rows so far; nothing else of a key is held."""

    def __init__(self) -> None:
        self._kinds: list[str] | None = None
        self._marks: list[NDArray[np.uint64]] = []

    def add(self, columns: list[Any]) -> None:
        """The key columns of one batch; a missing, blank or overlong key is left to the engine."""
        decoded = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in columns]
        kinds = ["text" if _is_text(c.type) else "number" for c in decoded]
        if self._kinds is not None and kinds != self._kinds:
            # 7 and "7" are one key and have two marks.
            raise StandAside
        self._kinds = kinds
        marks = np.zeros(len(columns[0]), dtype=np.uint64)
        for column in decoded:
            marks = _mixed(marks * _ODD + _marks(column))
        self._marks.append(marks)

    def check_distinct(self) -> None:
        """Stand aside when two marks are equal: keys that repeat, or by a rare chance keys that differ."""
        marks = np.concatenate(self._marks)
        self._marks.clear()
        marks.sort()
        if bool(np.any(marks[1:] == marks[:-1])):
            raise StandAside


def _mixed(marks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A bijection of 64-bit numbers that spreads every bit."""
    marks = (marks ^ (marks >> _SHIFT)) * _MIX
    marks = (marks ^ (marks >> _SHIFT)) * _MIX
    return marks ^ (marks >> _SHIFT)


def _marks(column: Any) -> NDArray[np.uint64]:
    if column.null_count:
        raise StandAside
    if pa.types.is_integer(column.type):
        return numbers(column).astype(np.int64).view(np.uint64)
    if not _is_text(column.type):
        raise StandAside
    return _text_marks(column)


def _text_marks(column: Any) -> NDArray[np.uint64]:
    """Marks of texts, computed for texts of one length at a time, eight bytes of each at once."""
    size = len(column)
    if not size:
        return np.zeros(0, dtype=np.uint64)
    wide = pa.types.is_large_string(column.type)
    _, offsets, data = column.buffers()
    starts = np.frombuffer(offsets, dtype=np.int64 if wide else np.int32)[column.offset : column.offset + size + 1]
    begin, end = int(starts[0]), int(starts[-1])
    text = np.frombuffer(data, dtype=np.uint8)[begin:end] if data is not None else np.zeros(0, dtype=np.uint8)
    starts = starts.astype(np.int64) - begin
    lengths = np.diff(starts)
    if int(lengths.min()) == 0 or int(lengths.max()) > _LONGEST:
        raise StandAside
    if bool(_BLANKS[text[starts[:-1]]].any()) or bool(_BLANKS[text[starts[1:] - 1]].any()):
        raise StandAside
    if bool(np.any((text >= 9) & (text <= 13))):
        raise StandAside
    marks = np.empty(size, dtype=np.uint64)
    for length in np.unique(lengths).tolist():
        of_length = np.flatnonzero(lengths == length)
        for some in np.array_split(of_length, 1 + len(of_length) * length // _GATHERED):
            marks[some] = _of_bytes(text, starts[some], length)
    return marks


def _of_bytes(text: NDArray[np.uint8], starts: NDArray[np.int64], length: int) -> NDArray[np.uint64]:
    words = -(-length // 8)
    padded = np.zeros((len(starts), words * 8), dtype=np.uint8)
    if int(starts[-1]) - int(starts[0]) == (len(starts) - 1) * length:
        padded[:, :length] = text[starts[0] : starts[0] + len(starts) * length].reshape(-1, length)
    else:
        padded[:, :length] = text[starts[:, None] + np.arange(length)]
    marks = np.full(len(starts), length, dtype=np.uint64)
    for word in padded.view(np.uint64).T:
        marks = _mixed(marks * _ODD + word)
    return marks


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
