"""How tall lanes and rows are, and at which height each step stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from attending.maps.layout.heading import Heading, heading
from attending.maps.layout.ports import Ports
from attending.maps.layout.ways import Cell, Path, Way
from attending.maps.model import CareMap, Lane

_ROW_GAP: Final = 18.0
_PADDING: Final = 16.0
_TRACK: Final = 10.0
_EDGE: Final = 9.0
_LEAST: Final = 76.0


@dataclass(frozen=True, slots=True)
class Band:
    """A lane across the whole drawing, `height` pixels from `top` down."""

    lane: Lane
    heading: Heading
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Heights:
    """The lanes, and the height of each step's middle, in pixels."""

    bands: tuple[Band, ...]
    middles: Mapping[str, float]

    def level(self, way: Way) -> float:
        """The height of a way's track."""
        band = self.bands[way.lane]
        inward = _EDGE + _TRACK * way.track
        return band.top + inward if way.above else band.top + band.height - inward


def stand(care_map: CareMap, cells: Mapping[str, Cell], ports: Ports, ways: Sequence[Way]) -> Heights:
    """Lanes below one another, each as tall as its rows, its tracks and its heading need."""
    up, down = _extents(cells, ports)
    tracks: dict[tuple[int, bool], int] = defaultdict(int)
    for way in ways:
        if way.path is Path.TRACK:
            tracks[way.lane, way.above] = max(tracks[way.lane, way.above], way.track + 1)
    last: dict[int, int] = defaultdict(int)
    for cell in cells.values():
        last[cell.lane] = max(last[cell.lane], cell.row + 1)
    bands: list[Band] = []
    middle: dict[tuple[int, int], float] = {}
    top = 0.0
    for place, lane in enumerate(care_map.lanes):
        head = heading(lane)
        tall = [up[place, row] + down[place, row] for row in range(last[place])]
        content = sum(tall) + _ROW_GAP * max(0, len(tall) - 1)
        around = 2 * _PADDING + _TRACK * (tracks[place, True] + tracks[place, False])
        height = max(head.height, content + around, _LEAST)
        at = top + _PADDING + _TRACK * tracks[place, True] + (height - content - around) / 2
        for row, each in enumerate(tall):
            middle[place, row] = at + up[place, row]
            at += each + _ROW_GAP
        bands.append(Band(lane, head, top, height))
        top += height
    return Heights(tuple(bands), {key: middle[cell.lane, cell.row] for key, cell in cells.items()})


def _extents(
    cells: Mapping[str, Cell], ports: Ports
) -> tuple[Mapping[tuple[int, int], float], Mapping[tuple[int, int], float]]:
    """How far each row reaches above and below the middle of its steps, with their labels."""
    up: dict[tuple[int, int], float] = defaultdict(float)
    down: dict[tuple[int, int], float] = defaultdict(float)
    for key, cell in cells.items():
        row = (cell.lane, cell.row)
        up[row] = max(up[row], ports.tall[key] / 2)
        down[row] = max(down[row], ports.tall[key] / 2)
    for link, offset in ports.leaving.items():
        cell = cells[link.source]
        row = (cell.lane, cell.row)
        up[row] = max(up[row], ports.labels[link].up - offset)
        down[row] = max(down[row], ports.labels[link].down + offset)
    return up, down
