"""A wide map on several sheets of paper: each with the lanes' heads, cut between columns, read from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attending.documents.markup import element, join
from attending.maps.drawing.colours import PAPER
from attending.maps.drawing.frame import framed
from attending.maps.drawing.key import key
from attending.maps.drawing.lanes import HEAD_GAP, lanes
from attending.maps.drawing.marks import Mark
from attending.maps.drawing.parts import parts_of
from attending.maps.drawing.picture import description
from attending.maps.layout import Layout, arrange
from attending.maps.layout.text import px
from attending.maps.model import CareMap

ROOM: Final = 1_040.0
_BEFORE: Final = 12.0


def draw_sheets(care_map: CareMap, *, marks: Mapping[str, Mark] | None = None, room: float = ROOM) -> tuple[str, ...]:
    """The map as SVG files in fixed colours, none wider than `room` pixels (one column is always whole). The default
    is a landscape page of A4 or Letter at a size that can be read. Arrows go on from one sheet to the next.
    """
    layout = arrange(care_map)
    parts = parts_of(care_map, layout, PAPER, marks or {})
    windows = list(_windows(layout, room))
    words = description(care_map)
    head = layout.heading - HEAD_GAP
    found = []
    for number, (left, right) in enumerate(windows, start=1):
        wide = right - left
        window = element(
            "svg",
            parts.between(left, right),
            x=px(head),
            y="0",
            width=px(wide),
            height=px(layout.height),
            viewBox=f"{px(left)} 0 {px(wide)} {px(layout.height)}",
        )
        legend, below = key(care_map, layout, head + wide, PAPER)
        title = f"{care_map.title}, sheet {number} of {len(windows)}" if len(windows) > 1 else care_map.title
        body = join(lanes(layout, head + wide, PAPER), window, legend)
        found.append(framed(body, title, words, (head + wide, layout.height + below), paper=True))
    return tuple(found)


def _windows(layout: Layout, room: float) -> Iterator[tuple[float, float]]:
    """From where to where each sheet shows the drawing, cut just before a column."""
    left = layout.heading - HEAD_GAP
    most = room - left
    begin = left
    last = left
    for place, _ in layout.columns[1:]:
        cut = place - _BEFORE
        if cut - begin > most and last > begin:
            yield begin, last
            begin = last
        last = cut
    if layout.width - begin > most and last > begin:
        yield begin, last
        begin = last
    yield begin, layout.width
