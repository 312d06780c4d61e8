"""Columns of one batch as plain arrays, held to the rules of `rows`; whatever breaks one is left to the engine."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.months import Months
from attending.sources.arrow_pass.plain import known, narrow, numbers
from attending.sources.limits import Limits
from attending.sources.names import level_name

UNKNOWN = 2
"""The code of an outcome that is not known; 0 and 1 stand for themselves."""


def probabilities(column: Any) -> NDArray[np.float64]:
    """Scores in [0, 1], minus zero as zero."""
    kind = column.type
    if column.null_count:
        raise StandAside
    if pa.types.is_float32(kind):
        # 0.29 stored in 32 bits is less than 0.29: read the decimal that was meant, as the engine does.
        column = column.cast(pa.string()).cast(pa.float64())
    elif pa.types.is_integer(kind):
        column = column.cast(pa.float64(), safe=False)
    elif not pa.types.is_float64(kind):
        raise StandAside
    score: NDArray[np.float64] = numbers(column)
    # A value that is no number fails both comparisons.
    if len(score) and not (score.min() >= 0.0 and score.max() <= 1.0):
        raise StandAside
    return score + 0.0


def stated_range(column: Any) -> tuple[float, float] | None:
    """Least and greatest number of a column of doubles, to be held against the footer's; None without any."""
    if not pa.types.is_float64(column.type) or column.null_count == len(column):
        return None
    values = numbers(column.drop_null() if column.null_count else column)
    with np.errstate(invalid="ignore"):
        low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
    return None if np.isnan(low) else (low, high)


def outcomes(column: Any) -> NDArray[np.uint8]:
    """0, 1 or UNKNOWN for each row."""
    kind = column.type
    if pa.types.is_boolean(kind):
        column = column.cast(pa.int8())
    elif pa.types.is_float16(kind) or not (pa.types.is_floating(kind) or pa.types.is_integer(kind)):
        raise StandAside
    there = known(column)
    values = numbers(column)
    if pa.types.is_floating(kind):
        number = ~np.isnan(values)
        there = number if there is None else there & number
    return _coded(values if there is None else np.where(there, values, 0), there)


def _coded(values: NDArray[Any], there: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
    if not bool(np.all((values == 0) | (values == 1))):
        raise StandAside
    coded = values.astype(np.uint8)
    if there is not None:
        coded[~there] = UNKNOWN
    return coded


def periods(column: Any, months: Months) -> NDArray[Any]:
    """The number in `months` of each row's month."""
    if column.null_count:
        raise StandAside
    kind = column.type
    if pa.types.is_date32(kind):
        return months.of_days(numbers(column.view(pa.int32())))
    if not pa.types.is_timestamp(kind):
        raise StandAside
    ticks = numbers(column.view(pa.int64()))
    return months.of_instants(ticks, kind.unit, kind.tz)


class Levels:
    """The levels of one attribute in the order in which they are met."""

    def __init__(self, limits: Limits) -> None:
        self.names: list[str] = []
        self._number: dict[str, int] = {}
        self._written: dict[str | None, int] = {}
        self._most = limits.levels
        self._longest = limits.level_characters

    def codes(self, column: Any) -> NDArray[Any]:
        """The number of each row's level; text keeps the rules of `rows`."""
        kind = column.type
        if not pa.types.is_dictionary(kind):
            if not (pa.types.is_integer(kind) or pa.types.is_boolean(kind) or _is_text(kind)):
                raise StandAside
            column = column.dictionary_encode()
        elif not (_is_text(kind.value_type) or pa.types.is_integer(kind.value_type)):
            raise StandAside
        try:
            written = column.dictionary.to_pylist()
        except UnicodeDecodeError:
            raise StandAside from None
        if len(written) > self._most:
            # A dictionary may list what no row says; only what rows say counts.
            raise StandAside
        indices = column.indices
        if indices.null_count:
            rows = numbers(indices.cast(pa.int32()).fill_null(len(written)))
            return np.asarray(self._numbers([*written, None]).take(rows))
        return self._said(written, numbers(indices))

    def _said(self, written: list[Any], indices: NDArray[Any]) -> NDArray[Any]:
        said = np.bincount(indices, minlength=len(written)) > 0 if len(indices) else np.zeros(len(written), np.bool_)
        if len(said) == len(written) and bool(said.all()):
            return self._numbers(written).take(indices)
        of_said = self._numbers([text for text, used in zip(written, said, strict=True) if used])
        coded = np.zeros(len(written), dtype=of_said.dtype)
        coded[said] = of_said
        return coded.take(indices)

    def _numbers(self, written: list[Any]) -> NDArray[Any]:
        return narrow(np.array([self._of(value) for value in written], dtype=np.int32))

    def _of(self, value: Any) -> int:
        text = str(value).lower() if isinstance(value, bool) else None if value is None else str(value)
        if text not in self._written:
            if text is not None and (len(text) > self._longest or any(c in text for c in "\n\r\t")):
                raise StandAside
            name = level_name(text)
            self._written[text] = self._number.setdefault(name, len(self._number))
            self.names = list(self._number)
            if len(self._written) > self._most:
                raise StandAside
        return self._written[text]


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
