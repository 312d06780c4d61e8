"""Lanes: a band for each role, with its name, discipline and capacity at its head."""

from __future__ import annotations

from typing import Final

from attending.documents.markup import Markup, element
from attending.maps.drawing.colours import Colours
from attending.maps.drawing.writing import lines_of
from attending.maps.layout import Band, Layout
from attending.maps.layout.text import LINE, SIZE, SMALL, SMALL_LINE, px
from attending.maps.model import LaneKind

_INDENT: Final = 12.0
HEAD_GAP: Final = 8.0
"""Pixels between a lane's head and where the drawing begins."""


def lanes(layout: Layout, width: float, colours: Colours) -> Markup:
    """All bands, and the frame around them."""
    bands = [_band(each, layout.heading, width, colours) for each in layout.bands]
    frame = element(
        "rect",
        x="0.5",
        y="0.5",
        width=px(width - 1),
        height=px(max(0.0, layout.height - 1)),
        rx="6",
        fill="none",
        stroke=colours["line-strong"],
    )
    return element("g", *bands, frame)


def fill_of(band: Band, colours: Colours) -> str:
    """What a lane is filled with: systems stand back from people."""
    return colours["sunken" if band.lane.kind is LaneKind.SYSTEM else "surface"]


def _band(band: Band, heading: float, width: float, colours: Colours) -> Markup:
    name, rest = band.heading.name, band.heading.rest
    text = LINE * len(name) + SMALL_LINE * len(rest)
    first = band.top + (band.height - text) / 2 + SIZE - 1
    below = first + LINE * len(name) - 1
    head = colours["accent-wash" if band.lane.kind is LaneKind.SYSTEM else "paper"]
    return element(
        "g",
        _rectangle(0, band, width, fill_of(band, colours)),
        _rectangle(0, band, heading - HEAD_GAP, head),
        element("path", d=f"M0 {px(band.top)}H{px(width)}", stroke=colours["line-strong"]) if band.top else Markup(""),
        lines_of(name, _INDENT, first, step=LINE, size=SIZE, fill=colours["ink"], bold=True),
        lines_of(rest, _INDENT, below, step=SMALL_LINE, size=SMALL, fill=colours["muted"]),
        data_lane=band.lane.key,
    )


def _rectangle(left: float, band: Band, width: float, fill: str) -> Markup:
    return element("rect", x=px(left), y=px(band.top), width=px(width), height=px(band.height), fill=fill)
