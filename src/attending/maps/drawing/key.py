"""The key below a map: only what is drawn in it, each shape and line with its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attending.documents.markup import Markup, element, join
from attending.maps.drawing.arrows import DASHES, ROLES
from attending.maps.drawing.colours import Colours
from attending.maps.drawing.writing import lines_of
from attending.maps.layout import Layout, LinkKind
from attending.maps.layout.text import SMALL, px, width
from attending.maps.model import CareMap, StepKind

_SAMPLE: Final = 26.0
_LINE: Final = 20.0
_MEANING: Final = {LinkKind.FALLBACK: "if it is down", LinkKind.BREACH: "when the time limit passes"}


def key(care_map: CareMap, layout: Layout, room: float, colours: Colours) -> tuple[Markup, float]:
    """The key and its height in pixels; it wraps at `room` pixels."""
    x, y = 0.0, layout.height + 18
    parts = []
    for sample, words in _entries(care_map, layout, colours):
        wide = _SAMPLE + 8 + width(words, SMALL) + 22
        if x and x + wide > room:
            x, y = 0.0, y + _LINE
        parts.append(
            element(
                "g",
                sample,
                lines_of([words], _SAMPLE + 8, 4, step=0, size=SMALL, fill=colours["muted"]),
                transform=f"translate({px(x + 4)} {px(y)})",
            )
        )
        x += wide
    if not parts:
        return Markup(""), 0.0
    return element("g", *parts, aria_hidden="true"), y - layout.height + 10


def _entries(care_map: CareMap, layout: Layout, colours: Colours) -> Iterator[tuple[Markup, str]]:
    kinds = {step.kind for step in care_map.steps}
    ink = colours["ink"]
    if StepKind.DECISION in kinds:
        yield _shape("M0 0L6 -7H20L26 0L20 7H6Z", colours["surface"], ink), "decision"
    if StepKind.ASSIST in kinds:
        yield _shape("M4 -7H22L26 -3V3L22 7H4L0 3V-3Z", colours["accent-wash"], colours["accent"]), "the AI assists"
    if any(step.oversight for step in care_map.steps):
        box = _shape("M0 -7H26V7H0Z", colours["surface"], colours["ok"])
        yield join(box, _shape("M0 -7H4V7H0Z", colours["ok"], colours["ok"])), "a person checks the AI"
    if any(route.link.crosses and route.link.kind is LinkKind.FLOW for route in layout.routes):
        dot = element("circle", cx="3", cy="0", r="3", fill=colours["accent"])
        yield join(_line(colours["accent"], dash=False), dot), "hand-off to another role"
    for kind, meaning in _MEANING.items():
        if any(route.link.kind is kind for route in layout.routes):
            yield _line(colours[ROLES[kind]], dash=DASHES[kind]), meaning


def _shape(path: str, fill: str, stroke: str) -> Markup:
    return element("path", d=path, fill=fill, stroke=stroke, stroke_width="1.25")


def _line(stroke: str, *, dash: str | bool) -> Markup:
    return element("path", d="M0 0H26", stroke=stroke, stroke_width="1.5", stroke_dasharray=dash)
