"""The cases of a small log in order of time, as blocks of sums: the same that the engine makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from attending.analytics.case_blocks import MonthBlocks, cuts, month_blocks
from attending.analytics.score_table import ScoreTable
from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.batch import Batch
from attending.sources.arrow_pass.plain import numbers
from attending.sources.arrow_pass.values import UNKNOWN
from attending.sources.case_order import labelled_by_month, month_number

_MONTH: Final = "month"
_SCORE: Final = "score"
_OUTCOME: Final = "outcome"


class Cases:
    """The cases met so far, with what puts them in order; gone when their blocks are made."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []

    def add(self, batch: Batch, time: Any, keys: Sequence[Any]) -> None:
        """Those of one batch, with the columns of their times and keys."""
        if self._parts and time.type != self._parts[0].time.type:
            # A date and the midnight that begins it are one number of ticks and two texts.
            raise StandAside
        self._parts.append(_Part(batch, time, tuple(keys)))

    def blocks(self, met: Sequence[int], table: ScoreTable) -> tuple[MonthBlocks, ...]:
        """The blocks of every month of the table that was made of the same rows; `met` are its months' numbers."""
        wanted = dict.fromkeys(cuts(labelled_by_month(table)).values())
        parts, self._parts = self._parts, []
        if not wanted:
            return ()
        together = pa.concat_tables(part.known() for part in parts)
        months = np.asarray(met, dtype=np.int64)[_column(together, _MONTH)]
        together = together.set_column(0, _MONTH, pa.array(months))
        ordered = together.sort_by([(name, "ascending") for name in together.column_names])
        months, risk = _column(ordered, _MONTH), _column(ordered, _SCORE)
        event = _column(ordered, _OUTCOME).astype(np.int64)
        found = []
        for cut in wanted:
            first, last = month_number(cut.since), month_number(cut.period)
            start, end = np.searchsorted(months, [first, last + 1]).tolist()
            found.append(month_blocks(cut, risk[start:end], event[start:end]))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Part:
    batch: Batch
    time: Any
    keys: tuple[Any, ...]

    def known(self) -> Any:
        """The cases with known outcome as a table. Filtering loads much of Arrow, so it waits until a month asks."""
        columns = {
            _MONTH: pa.array(self.batch.period.astype(np.int64)),
            "time": self.time,
            **{f"key_{i}": _text(key) for i, key in enumerate(self.keys)},
            _SCORE: pa.array(self.batch.score),
            _OUTCOME: pa.array(self.batch.outcome),
        }
        return pa.table(columns).filter(pa.array(self.batch.outcome != UNKNOWN))


def _text(key: Any) -> Any:
    """As the engine orders keys: numbers too as the text that writes them."""
    plain = key.dictionary_decode() if pa.types.is_dictionary(key.type) else key
    return plain.cast(pa.large_string())


def _column(table: Any, name: str) -> NDArray[Any]:
    return numbers(table.column(name).combine_chunks())
