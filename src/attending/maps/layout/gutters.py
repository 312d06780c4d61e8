"""The room between columns: labels at the left of it, then upright lines side by side; and from that all widths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Final

from attending.maps.layout.packing import packed_in_order

_APART: Final = 9.0
_BEFORE: Final = 12.0
_AFTER: Final = 18.0
_EMPTY_COLUMN: Final = 28.0
_CLEAR: Final = 3.0


class Gutters:
    """Gutter g lies right of column g, gutter 0 left of the first column. Fill it, settle it, then ask `at`."""

    def __init__(self, count: int, used: frozenset[int]) -> None:
        self.at: dict[Hashable, float] = {}
        self.right = 0.0
        self._count = count
        self._used = used
        self._labels: dict[int, float] = defaultdict(float)
        self._lines: dict[int, list[tuple[Hashable, float, float]]] = defaultdict(list)

    def add_label(self, gutter: int, width: float) -> None:
        """Keep room for a label of this width in pixels, right of a step."""
        self._labels[gutter] = max(self._labels[gutter], width)

    def add(self, line: Hashable, gutter: int, begins: float, ends: float) -> None:
        """An upright line from the height at which its way comes to the one at which it goes on."""
        self._lines[gutter].append((line, begins, ends))

    def settle(self, left: float, width: float) -> tuple[tuple[float, float], ...]:
        """Left edge and width of each column from 1, from `left` on; afterwards `at` has each line's place."""
        across = []
        place = self._gutter(0, left)
        for column in range(1, self._count + 1):
            wide = width if column in self._used else _EMPTY_COLUMN
            across.append((place, wide))
            place = self._gutter(column, place + wide)
        self.right = place
        return tuple(across)

    def _gutter(self, gutter: int, left: float) -> float:
        """Place the lines of a gutter; the way that turns soonest stands so that it crosses the fewest others."""
        lines = sorted(self._lines[gutter], key=_turn)
        spans = [(min(begins, ends) - _CLEAR, max(begins, ends) + _CLEAR) for _, begins, ends in lines]
        tracks = packed_in_order(spans)
        label = self._labels[gutter]
        first = left + (label + 10 if label else 0.0) + _BEFORE
        for (line, _, _), track in zip(lines, tracks, strict=True):
            self.at[line] = first + _APART * track
        if not tracks and not label and gutter and (gutter not in self._used or gutter + 1 not in self._used):
            return left + _BEFORE
        return first + _APART * max(tracks, default=0) + _AFTER


def _turn(line: tuple[Hashable, float, float]) -> tuple[bool, float]:
    """Of those that go down the lowest turns first, of those that go up the highest."""
    _, begins, ends = line
    return begins > ends, -begins if begins < ends else begins
