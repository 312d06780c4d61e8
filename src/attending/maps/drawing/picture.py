"""The whole picture: lanes, arrows, steps, labels, key; with names and order that a screen reader can follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attending.documents.markup import Markup, element, join
from attending.maps.drawing.colours import PAGE, PAPER
from attending.maps.drawing.frame import framed
from attending.maps.drawing.key import key
from attending.maps.drawing.lanes import lanes
from attending.maps.drawing.marks import Mark
from attending.maps.drawing.parts import parts_of
from attending.maps.layout import arrange
from attending.maps.layout.text import px
from attending.maps.model import CareMap
from attending.maps.words import listed, told

_TOLD: Final = 60
_LEAST_WIDTH: Final = 640.0


def draw(
    care_map: CareMap,
    *,
    marks: Mapping[str, Mark] | None = None,
    title: str = "",
    interactive: bool = False,
    paper: bool = False,
) -> str:
    """The map as one SVG element, in its natural size in pixels.

    marks: by a step's key, or a flow's ("review>watch"). title: instead of the map's own. interactive: each step can be
    focused and is announced with its arrows; otherwise the whole is one image with a description. paper: fixed colours
    and a namespace of its own, for a file or a document; otherwise colours are custom properties of the page.
    Each step has `data-step`, `data-lane` and `data-place` (its column), each lane `data-lane`, each arrow
    `data-flow`, `data-from`, `data-to` and `data-kind` (flow, fallback, breach); interactive, each column `data-place`.
    """
    colours = PAPER if paper else PAGE
    layout = arrange(care_map)
    width = max(layout.width, _LEAST_WIDTH)
    parts = parts_of(care_map, layout, colours, marks or {}, interactive=interactive)
    legend, below = key(care_map, layout, width, colours)
    height = layout.height + below
    body = join(
        lanes(layout, width, colours),
        _columns(layout.columns, layout.height) if interactive else "",
        parts.between(0, width),
        legend,
    )
    words = description(care_map)
    return framed(body, title or care_map.title, words, (width, height), interactive=interactive, paper=paper)


def _columns(columns: tuple[tuple[float, float], ...], height: float) -> Markup:
    """What an editor asks where a step was dropped."""
    return element(
        "g",
        *(
            element(
                "rect",
                data_place=str(place),
                x=px(left),
                y="0",
                width=px(width),
                height=px(height),
                fill="none",
                pointer_events="none",
            )
            for place, (left, width) in enumerate(columns, start=1)
        ),
    )


def description(care_map: CareMap) -> str:
    """The map in words: its lanes, and each step with what follows where they are not too many to be listened to."""
    lanes_said = listed([each.name for each in care_map.lanes]) or "none yet"
    head = f"{len(care_map.steps):,} steps. Roles from top to bottom: {lanes_said}."
    if len(care_map.steps) > _TOLD:
        return head
    return " ".join([head, *(told(care_map, each) for each in care_map.steps)])
