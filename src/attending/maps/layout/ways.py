"""Which way each arrow goes past the steps: along its own row, along its target's, or on a track at a lane's edge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from attending.maps.layout.links import Link
from attending.maps.layout.packing import packed


class Path(Enum):
    """The forms of a way. Columns count from 1; gutter g lies right of column g, gutter 0 left of the first."""

    NEXT = "to the next column, through the gutter between"
    SOURCE_ROW = "along the row of the source, then through the gutter before the target"
    TARGET_ROW = "through the gutter after the source, then along the row of the target"
    TRACK = "through both gutters, and along a track between them"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a step stands: the place of its lane from 0, its row in it from 0, its column from 1."""

    lane: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Way:
    """A link's way. On a track: at the upper edge of `lane` (`above`) or its lower one, `track` from 0 outside in."""

    link: Link
    path: Path
    leaves: int
    arrives: int
    lane: int = 0
    above: bool = False
    track: int = 0

    @property
    def turns_in(self) -> int:
        """The gutter in which it leaves its source's row."""
        return self.arrives if self.path is Path.SOURCE_ROW else self.leaves

    @property
    def enters_by(self) -> int:
        """The gutter from which it comes into its target's row."""
        return self.leaves if self.path is Path.TARGET_ROW else self.arrives


class _Row:
    """One row of a lane: the columns where a step stands, and the runs of ways that go along it."""

    def __init__(self) -> None:
        self.columns: list[int] = []
        self._runs: list[tuple[int, int]] = []

    def take(self, first: int, last: int) -> bool:
        """Take the columns from `first` to `last` if all of them are free."""
        if bisect_left(self.columns, first) < bisect_right(self.columns, last):
            return False
        place = bisect_left(self._runs, (first, 0))
        if place < len(self._runs) and self._runs[place][0] <= last:
            return False
        if place and self._runs[place - 1][1] >= first:
            return False
        insort(self._runs, (first, last))
        return True


def ways(links: Sequence[Link], cells: Mapping[str, Cell]) -> dict[Link, Way]:
    """The way of each link; short ones choose first, and no run along a row is shared."""
    taken: dict[tuple[int, int], _Row] = defaultdict(_Row)
    for cell in cells.values():
        insort(taken[cell.lane, cell.row].columns, cell.column)
    found = {}
    tracks: dict[tuple[int, bool], list[Way]] = defaultdict(list)
    for link in sorted(links, key=lambda each: abs(cells[each.target].column - cells[each.source].column)):
        way = _way(link, cells[link.source], cells[link.target], taken)
        found[link] = way
        if way.path is Path.TRACK:
            tracks[way.lane, way.above].append(way)
    for beside in tracks.values():
        spans = [(min(each.leaves, each.arrives), max(each.leaves, each.arrives)) for each in beside]
        for way, track in zip(beside, packed(spans), strict=True):
            found[way.link] = Way(way.link, way.path, way.leaves, way.arrives, way.lane, way.above, track)
    return found


def is_straight(way: Way, cells: Mapping[str, Cell]) -> bool:
    """Whether a way goes on in one line from its source to its target."""
    source, target = cells[way.link.source], cells[way.link.target]
    level = (source.lane, source.row) == (target.lane, target.row)
    return level and way.path in (Path.NEXT, Path.SOURCE_ROW)


def _way(link: Link, source: Cell, target: Cell, taken: Mapping[tuple[int, int], _Row]) -> Way:
    leaves, arrives = source.column, target.column - 1
    if leaves == arrives:
        return Way(link, Path.NEXT, leaves, arrives)
    if leaves < arrives:
        if taken[source.lane, source.row].take(leaves + 1, arrives):
            return Way(link, Path.SOURCE_ROW, leaves, arrives)
        if taken[target.lane, target.row].take(leaves + 1, arrives):
            return Way(link, Path.TARGET_ROW, leaves, arrives)
    back = leaves > arrives
    above = back if source.lane == target.lane else target.lane < source.lane
    return Way(link, Path.TRACK, leaves, arrives, source.lane, above)
