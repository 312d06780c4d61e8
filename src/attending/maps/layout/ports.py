"""Where arrows leave and enter a step: at its height where the way is straight, the others above and below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from attending.maps.layout.links import Link
from attending.maps.layout.text import SMALL, SMALL_LINE, widest, wrapped
from attending.maps.layout.ways import Cell, Way, is_straight

_ROOM: Final = 104
_GAP: Final = 14.0
_ENTRY_GAP: Final = 11.0
_EDGE: Final = 20.0
_STEP: Final = 5.0


@dataclass(frozen=True, slots=True)
class Label:
    """What is written at an arrow: the condition above it, how the work is handed over below it."""

    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def width(self) -> float:
        """Pixels."""
        return widest(self.above + self.below, SMALL)

    @property
    def up(self) -> float:
        """Pixels above the line."""
        return SMALL_LINE * len(self.above) + 4.0 if self.above else 0.0

    @property
    def down(self) -> float:
        """Pixels below the line."""
        return SMALL_LINE * len(self.below) + 4.0 if self.below else 0.0


@dataclass(frozen=True, slots=True)
class Ports:
    """How far below its step's middle each link leaves and enters, its label, and how tall each step is for that;
    all in pixels.
    """

    leaving: Mapping[Link, float]
    entering: Mapping[Link, float]
    labels: Mapping[Link, Label]
    tall: Mapping[str, float]


def connect(cells: Mapping[str, Cell], heights: Mapping[str, float], ways: Mapping[Link, Way]) -> Ports:
    """The ports of all links; `heights` are what the steps need for their text."""
    labels = {link: _label(link) for link in ways}
    out: dict[str, list[Link]] = defaultdict(list)
    into: dict[str, list[Link]] = defaultdict(list)
    for link in ways:
        out[link.source].append(link)
        into[link.target].append(link)
    straight = {link for link, way in ways.items() if is_straight(way, cells)}
    leaving: dict[Link, float] = {}
    tall = dict(heights)
    for key, found in out.items():
        found.sort(key=lambda each: _from_above(cells[each.target], onward=_is_onward(each, cells)))
        leaving |= _spread(found, [_apart(labels[a], labels[b]) for a, b in pairwise(found)], straight)
        tall[key] = max(tall[key], 2 * max(abs(leaving[each]) for each in found) + _EDGE)
    taken = _taken(cells, ways, leaving)
    entering: dict[Link, float] = {}
    for key, found in into.items():
        found.sort(key=lambda each: _from_above(cells[each.source], onward=_is_onward(each, cells)))
        gap = min(_ENTRY_GAP, (tall[key] - 16) / max(1, len(found) - 1))
        edge = tall[key] / 2 - 6
        for link, offset in _spread(found, [gap] * (len(found) - 1), straight).items():
            wanted = min(max(offset, -edge), edge)
            others = [] if link in straight else taken[ways[link].enters_by, cells[key].lane, cells[key].row]
            entering[link] = _beside(wanted, [each for other, each in others if other.target != key], edge)
    return Ports(leaving, entering, labels, tall)


def _taken(
    cells: Mapping[str, Cell], ways: Mapping[Link, Way], leaving: Mapping[Link, float]
) -> Mapping[tuple[int, int, int], Sequence[tuple[Link, float]]]:
    """Which heights in a row are taken by what comes from the left, by gutter, lane and row: an arrow that enters there
    at the same height would seem to be the same one.
    """
    found: dict[tuple[int, int, int], list[tuple[Link, float]]] = defaultdict(list)
    for link, way in ways.items():
        cell = cells[link.source]
        found[way.turns_in, cell.lane, cell.row].append((link, leaving[link]))
    return found


def _beside(wanted: float, taken: Sequence[float], edge: float) -> float:
    """The height nearest to the one wanted that is clear of those taken; the wanted one where there is none."""
    for step in range(int(2 * edge / _STEP) + 1):
        for offset in (wanted - step * _STEP, wanted + step * _STEP):
            if abs(offset) <= edge and all(abs(offset - each) >= _STEP for each in taken):
                return offset
    return wanted


def _label(link: Link) -> Label:
    return Label(wrapped(link.words, _ROOM, SMALL, 3), wrapped(link.hand_off, _ROOM, SMALL, 2))


def _is_onward(link: Link, cells: Mapping[str, Cell]) -> bool:
    return cells[link.source].column < cells[link.target].column


def _from_above(far: Cell, *, onward: bool) -> tuple[bool, int, int]:
    """Ways back go over the top; the others in the order of where they lead or come from."""
    return onward, far.lane, far.row


def _apart(upper: Label, lower: Label) -> float:
    return max(_GAP, upper.down + lower.up + 2)


def _spread(links: Sequence[Link], gaps: Sequence[float], straight: Container[Link]) -> dict[Link, float]:
    """Offsets with the gaps between them; a way that is straight keeps to the middle."""
    at = [0.0]
    for gap in gaps:
        at.append(at[-1] + gap)
    level = next((place for place, link in enumerate(links) if link in straight), None)
    zero = at[-1] / 2 if level is None else at[level]
    return {link: offset - zero for link, offset in zip(links, at, strict=True)}
