"""The drawing of a map, on its pages and in the packet that is signed."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from attending.decisions import packet_charts
from attending.maps.drawing import Mark, draw, draw_heads
from attending.maps.drawing.picture import description
from attending.maps.model import CareMap
from attending.maps.reading import read

NAME: Final = "workflow.map"
MOST_DRAWN: Final = 2_000
"""Steps and lanes up to which a map is drawn on a page; a larger one is downloaded as a file."""
MOST_ARROWS: Final = 6_000
"""Arrows up to which it is: below both it is drawn within a second."""


def too_large(care_map: CareMap) -> str:
    """Why a map is not drawn on a page, in words; empty where it is."""
    arrows = sum(len(step.flows) for step in care_map.steps)
    if len(care_map.steps) + len(care_map.lanes) <= MOST_DRAWN and arrows <= MOST_ARROWS:
        return ""
    return (
        f"{len(care_map.steps):,} steps in {len(care_map.lanes):,} lanes with {arrows:,} arrows are too many to draw "
        "on a page. Download the drawing, or split the map."
    )


def on_page(care_map: CareMap, *, marks: Mapping[str, Mark] | None = None, title: str = "") -> str:
    """The map in its natural size, in a frame that scrolls by touch, mouse and keyboard; the roles stay in sight.

    A map that is too large for a page is only told of.
    """
    large = too_large(care_map)
    if large:
        return f'<p class="detail">{escape(large)}</p>'
    name = escape(title or care_map.title)
    return (
        f'<div class="care-map" tabindex="0" role="region" aria-label="Drawing: {name}">'
        f"{heads(care_map)}{draw(care_map, marks=marks, title=title)}</div>"
    )


def heads(care_map: CareMap) -> str:
    """The roles alone, pinned at the left of a frame that scrolls."""
    return f'<div class="care-map-heads">{draw_heads(care_map)}</div>'


def sealed(care_map: CareMap, text: str) -> dict[str, Any]:
    """The chart of a packet as plain data: what is drawn is what the text says."""
    return {"name": NAME, "title": care_map.title, "description": description(care_map), "text": text}


def register_charts() -> None:
    """Tell the room of decisions how this chart is drawn; called once, at start-up."""
    packet_charts.register(
        NAME,
        lambda chart: on_page(read(chart["text"])),
        lambda chart: draw(read(chart["text"]), paper=True),
    )
