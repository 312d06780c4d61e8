"""Counts and sums per attribute, level, month and bin, added up batch by batch in arrays of a fixed size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.batch import Batch
from attending.sources.arrow_pass.bins import Bins
from attending.sources.arrow_pass.cells import Block
from attending.sources.resolution import Cells

_MOST_BYTES: Final = 1_200_000_000
_MONTHS_AT_ONCE: Final = 3
_CODES: Final = 3
_NO_EVENT, _EVENT, _UNKNOWN = range(_CODES)
_CELL_BYTES: Final = _CODES * 12 + 24
_RADIX: Final = 2**16
# Arrays of so many rows stay in the processor's cache, and are not asked of the operating system anew.
_CHUNK: Final = 2**16


class Lattice:
    """Every cell of one score, for each attribute; without attributes, for everyone.

    Arrays lie bin by bin and rows are added in the order of their bins, so that what is added to lies close together:
    several times faster than in the order of the log.
    """

    def __init__(self, bins: Bins, attributes: int) -> None:
        self.bins = bins
        self._of = [_Sums(bins.slots) for _ in range(max(1, attributes))]

    def add(self, batch: Batch) -> None:
        """Count the rows of a batch; stand aside when there are too many cells for the memory."""
        if not len(batch):
            return
        of_attributes = batch.levels or (None,)
        months = int(batch.period.max()) + 1
        for sums, level in zip(self._of, of_attributes, strict=True):
            sums.make_room(1 if level is None else int(level.max()) + 1, months)
            if sum(each.bytes for each in self._of) > _MOST_BYTES:
                raise StandAside
        slots = self._slots(batch.score)
        order = np.argsort(slots, kind="stable")
        for start in range(0, len(batch), _CHUNK):
            rows = order[start : start + _CHUNK]
            slot, score, period = slots[rows].astype(np.int32), batch.score[rows], batch.period[rows]
            outcome = batch.outcome[rows]
            squared = np.where(outcome == _UNKNOWN, 0.0, score * score)
            for sums, level in zip(self._of, of_attributes, strict=True):
                sums.add(slot, None if level is None else level[rows], period, outcome, score, squared)

    def _slots(self, score: NDArray[np.float64]) -> NDArray[Any]:
        """The slot of each score; as numbers of 16 bits where they fit, which are sorted by their digits."""
        kind = np.uint16 if self.bins.slots <= _RADIX else np.int32
        slots = np.empty(len(score), dtype=kind)
        for start in range(0, len(score), _CHUNK):
            slots[start : start + _CHUNK] = self.bins.slot(score[start : start + _CHUNK])
        return slots

    def pooled(self) -> Cells:
        """Per bin that holds rows, over levels and months: what says whether bins are fine enough."""
        return self._of[0].pooled(self.bins)

    def everyone(self, months: NDArray[np.int64]) -> Block:
        """The cells of everyone; `months` are the numbers of the months in order."""
        return self._of[0].joined().block(self.bins, np.zeros(1, dtype=np.int64), months)

    def blocks(self, levels: Sequence[NDArray[np.int64]], months: NDArray[np.int64]) -> list[Block]:
        """The cells of each attribute; `levels` are the numbers of its levels in order. The lattice is used up."""
        return [self._of.pop(0).block(self.bins, of, months) for of in levels]


class _Sums:
    """Of shape (bins, levels, months), or (bins, levels, months, outcome codes)."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self.levels = self.months = 0
        self._allocate()

    @property
    def bytes(self) -> int:
        """Memory taken."""
        return sum(array.nbytes for array in self._arrays())

    def _arrays(self) -> tuple[NDArray[Any], ...]:
        return self.count, self.total, self.squared, self.low, self.high

    def _allocate(self) -> None:
        shape = (self.slots, self.levels, self.months)
        if int(np.prod(shape)) * _CELL_BYTES > _MOST_BYTES:
            raise StandAside
        self.count = np.zeros((*shape, _CODES), dtype=np.int32)
        self.total = np.zeros((*shape, _CODES))
        self.squared = np.zeros(shape)
        self.low = np.full(shape, np.inf)
        self.high = np.full(shape, -np.inf)

    def make_room(self, levels: int, months: int) -> None:
        """Grow to at least so many levels and months; logs in order of time meet their months one by one."""
        if levels <= self.levels and months <= self.months:
            return
        levels_before, months_before = self.levels, self.months
        before = self._arrays()
        if months > self.months:
            self.months = months + (_MONTHS_AT_ONCE if self.months else 0)
        self.levels = max(levels, self.levels)
        self._allocate()
        for new, kept in zip(self._arrays(), before, strict=True):
            new[:, :levels_before, :months_before] = kept

    def add(
        self,
        slot: NDArray[np.int32],
        level: NDArray[Any] | None,
        period: NDArray[Any],
        outcome: NDArray[np.uint8],
        score: NDArray[np.float64],
        squared: NDArray[np.float64],
    ) -> None:
        """Add rows in the order of their slots."""
        row = slot if level is None else slot * np.int32(self.levels) + level
        cell = row.astype(np.int64) * self.months + period
        coded = cell * _CODES + outcome
        # NumPy adds at places fast only what has the very type of the array.
        np.add.at(self.count.reshape(-1), coded, np.int32(1))
        np.add.at(self.total.reshape(-1), coded, score)
        np.add.at(self.squared.reshape(-1), cell, squared)
        np.minimum.at(self.low.reshape(-1), cell, score)
        np.maximum.at(self.high.reshape(-1), cell, score)

    def joined(self) -> _Sums:
        """The sums over all levels."""
        whole = _Sums(self.slots)
        whole.levels, whole.months = 1, self.months
        whole.count = self.count.sum(axis=1, keepdims=True, dtype=np.int32)
        whole.total = self.total.sum(axis=1, keepdims=True)
        whole.squared = self.squared.sum(axis=1, keepdims=True)
        whole.low = self.low.min(axis=1, keepdims=True)
        whole.high = self.high.max(axis=1, keepdims=True)
        return whole

    def pooled(self, bins: Bins) -> Cells:
        low, high = self.low.min(axis=(1, 2)), self.high.max(axis=(1, 2))
        count = self.count.sum(axis=(1, 2), dtype=np.int64)
        held = np.flatnonzero(count.sum(axis=-1))
        key, _ = bins.keys(low[held])
        columns = {
            "bin": key,
            "score_low": low[held],
            "score_high": high[held],
            "positive": count[held, _EVENT],
            "labelled": count[held, _EVENT] + count[held, _NO_EVENT],
        }
        return Cells(np.zeros(0, dtype=object), columns)

    def block(self, bins: Bins, levels: NDArray[np.int64], months: NDArray[np.int64]) -> Block:
        """The cells that hold rows, with levels and months in the given order."""
        held = np.moveaxis(np.isfinite(self.low)[:, levels][:, :, months], 0, -1)
        group, slot = np.divmod(np.flatnonzero(held).astype(np.int32), np.int32(self.slots))
        stratum, period = np.divmod(group, np.int32(len(months)))
        at = (slot.astype(np.int64) * self.levels + levels[stratum]) * self.months + months[period]
        low = self.low.reshape(-1)[at]
        lowest = self.low.min(axis=(1, 2))
        key, passed = bins.keys(np.where(np.isfinite(lowest), lowest, 0.0))
        count = self.count.reshape(-1, _CODES)
        total = self.total.reshape(-1, _CODES)
        no_event, event, unknown = (count[at, code].astype(np.int64) for code in range(_CODES))
        with_event = total[at, _EVENT]
        known = total[at, _NO_EVENT] + with_event
        return Block(
            {
                "stratum": stratum,
                "period": period,
                "bin": key[slot],
                "passed": passed.astype(np.int16)[slot],
                "score_low": low,
                "score_high": self.high.reshape(-1)[at],
                "n": no_event + event + unknown,
                "labelled": no_event + event,
                "positive": event,
                "score_sum": known,
                "score_squared_sum": self.squared.reshape(-1)[at],
                "score_outcome_sum": with_event,
                "score_sum_all": known + total[at, _UNKNOWN],
            }
        )
