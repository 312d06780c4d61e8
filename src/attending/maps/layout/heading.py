"""What stands at the head of each lane: who, of which discipline, how many in which shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from attending.maps.layout.text import LINE, SIZE, SMALL, SMALL_LINE, wrapped
from attending.maps.model import Lane
from attending.maps.words import capacity, whose

WIDTH: Final = 136
_ROOM: Final = WIDTH - 24


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines of the name and, smaller, of the rest; height in pixels with its padding."""

    name: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def height(self) -> float:
        """Pixels."""
        return LINE * len(self.name) + SMALL_LINE * len(self.rest) + 28


def heading(lane: Lane) -> Heading:
    """The heading of a lane, WIDTH pixels wide; its name in bold takes somewhat more room than other text."""
    name = wrapped(lane.name, _ROOM / 1.06, SIZE, 4)
    rest = [line for part in (whose(lane), capacity(lane)) for line in wrapped(part, _ROOM, SMALL, 3)]
    return Heading(name, tuple(rest))
