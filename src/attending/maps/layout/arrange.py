"""The whole drawing in pixels: first heights from rows and tracks, then widths from labels and gutters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from attending.maps.layout.card import SLANT, WIDTH, Card, card
from attending.maps.layout.columns import columns
from attending.maps.layout.gutters import Gutters
from attending.maps.layout.heading import WIDTH as HEADING
from attending.maps.layout.heights import Band, Heights, stand
from attending.maps.layout.links import Link, links_of
from attending.maps.layout.ports import Label, Ports, connect
from attending.maps.layout.rows import rows
from attending.maps.layout.ways import Cell, Path, Way, ways
from attending.maps.model import CareMap, Step, StepKind

_MARGIN: Final = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A step's place: column from 1, the rectangle around its shape in pixels, and what is written in it."""

    step: Step
    column: int
    left: float
    top: float
    width: float
    height: float
    card: Card

    @property
    def middle(self) -> float:
        """The height at which a straight way meets it."""
        return self.top + self.height / 2

    def inset(self, y: float) -> float:
        """How far the outline lies inside the rectangle's sides at a height: decisions are pointed, ends are ovals."""
        half, off = self.height / 2, abs(y - self.middle)
        if self.step.kind is StepKind.DECISION:
            return SLANT * off / half
        if self.step.kind in (StepKind.START, StepKind.END):
            return half - sqrt(max(0.0, half * half - off * off))
        return 0.0


@dataclass(frozen=True, slots=True)
class Route:
    """A link's points from its source's right side to its target's left side, each right or left, above or below the
    one before it; its label stands at the first.
    """

    link: Link
    points: tuple[tuple[float, float], ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands, in pixels; `columns` are left edge and width of each column from 1."""

    width: float
    height: float
    heading: float
    bands: tuple[Band, ...]
    boxes: Mapping[str, Box]
    routes: tuple[Route, ...]
    columns: tuple[tuple[float, float], ...]


def arrange(care_map: CareMap) -> Layout:
    """The layout of a map. Steps never overlap and stand inside their lanes; 10,000 steps take seconds."""
    links = links_of(care_map)
    column = columns(care_map, links)
    row = rows(care_map, links, column)
    place = {lane.key: at for at, lane in enumerate(care_map.lanes)}
    cells = {step.key: Cell(place[step.lane], row[step.key], column[step.key]) for step in care_map.steps}
    cards = {step.key: card(step) for step in care_map.steps}
    way = ways(links, cells)
    ports = connect(cells, {key: each.height for key, each in cards.items()}, way)
    heights = stand(care_map, cells, ports, tuple(way.values()))
    gutters = Gutters(max(column.values(), default=0), frozenset(column.values()))
    for link in links:
        gutters.add_label(way[link].leaves, ports.labels[link].width)
        _stand_upright(way[link], ports, heights, gutters)
    across = gutters.settle(HEADING, WIDTH)
    boxes = {}
    for step in care_map.steps:
        tall = ports.tall[step.key]
        left = across[column[step.key] - 1][0]
        top = heights.middles[step.key] - tall / 2
        boxes[step.key] = Box(step, column[step.key], left, top, WIDTH, tall, cards[step.key])
    routes = tuple(
        Route(link, _points(way[link], ports, heights, boxes, gutters), ports.labels[link]) for link in links
    )
    bottom = heights.bands[-1].top + heights.bands[-1].height if heights.bands else 0.0
    return Layout(gutters.right + _MARGIN, bottom + _MARGIN, HEADING, heights.bands, boxes, routes, across)


def _stand_upright(way: Way, ports: Ports, heights: Heights, gutters: Gutters) -> None:
    """Give the way's vertical parts to the gutters that they stand in."""
    leaves, enters = _ends(way.link, ports, heights)
    if way.path is Path.TRACK:
        level = heights.level(way)
        gutters.add((way.link, False), way.leaves, leaves, level)
        gutters.add((way.link, True), way.arrives, level, enters)
    elif leaves != enters:
        gutter = way.leaves if way.path is Path.TARGET_ROW else way.arrives
        gutters.add((way.link, False), gutter, leaves, enters)


def _ends(link: Link, ports: Ports, heights: Heights) -> tuple[float, float]:
    middles = heights.middles
    return middles[link.source] + ports.leaving[link], middles[link.target] + ports.entering[link]


def _points(
    way: Way, ports: Ports, heights: Heights, boxes: Mapping[str, Box], gutters: Gutters
) -> tuple[tuple[float, float], ...]:
    source, target = boxes[way.link.source], boxes[way.link.target]
    leaves, enters = _ends(way.link, ports, heights)
    first = (source.left + source.width - source.inset(leaves), leaves)
    last = (target.left + target.inset(enters), enters)
    if way.path is Path.TRACK:
        out, level, back = gutters.at[way.link, False], heights.level(way), gutters.at[way.link, True]
        return (first, (out, leaves), (out, level), (back, level), (back, enters), last)
    if leaves == enters:
        return (first, last)
    turn = gutters.at[way.link, False]
    return (first, (turn, leaves), (turn, enters), last)
