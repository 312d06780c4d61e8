"""The outline of each kind of step, told apart without colour: oval, box, pointed box, box with cut corners, ring."""

from __future__ import annotations

from typing import Final

from attending.documents.markup import Markup, element, join
from attending.maps.layout import Box
from attending.maps.layout.card import SLANT
from attending.maps.layout.text import px
from attending.maps.model import StepKind

_CUT: Final = 9
_ROUND: Final = 6
_RING: Final = 3.5


def outline(box: Box, *, fill: str, stroke: str, thick: float, dashed: bool) -> Markup:
    """The shape of a step in its rectangle."""
    dash: str | bool = "5 3" if dashed else False
    kind = box.step.kind
    if kind in (StepKind.DECISION, StepKind.ASSIST):
        path = _pointed(box) if kind is StepKind.DECISION else _cut(box)
        return element("path", d=path, fill=fill, stroke=stroke, stroke_width=px(thick), stroke_dasharray=dash)
    oval = kind in (StepKind.START, StepKind.END)
    radius = box.height / 2 if oval else _ROUND
    outer = _rectangle(box, 0, radius, fill=fill, stroke=stroke, thick=thick, dash=dash)
    if kind is not StepKind.END:
        return outer
    return join(outer, _rectangle(box, _RING, radius - _RING, fill="none", stroke=stroke, thick=thick, dash=dash))


def bar(box: Box, wide: float, *, fill: str) -> Markup:
    """A bar along the left side of a box: a person checks the AI here."""
    left, top, bottom = px(box.left), px(box.top), px(box.top + box.height)
    side, curve = px(box.left + wide), px(box.left + _ROUND)
    upper = f"M{side} {top}H{curve}Q{left} {top} {left} {px(box.top + _ROUND)}"
    lower = f"V{px(box.top + box.height - _ROUND)}Q{left} {bottom} {curve} {bottom}H{side}Z"
    return element("path", d=f"{upper}{lower}", fill=fill)


def _rectangle(
    box: Box, inset: float, radius: float, *, fill: str, stroke: str, thick: float, dash: str | bool
) -> Markup:
    return element(
        "rect",
        x=px(box.left + inset),
        y=px(box.top + inset),
        width=px(box.width - 2 * inset),
        height=px(box.height - 2 * inset),
        rx=px(radius),
        fill=fill,
        stroke=stroke,
        stroke_width=px(thick),
        stroke_dasharray=dash,
    )


def _pointed(box: Box) -> str:
    left, right, top, bottom = box.left, box.left + box.width, box.top, box.top + box.height
    points = [
        (left, box.middle),
        (left + SLANT, top),
        (right - SLANT, top),
        (right, box.middle),
        (right - SLANT, bottom),
        (left + SLANT, bottom),
    ]
    return _closed(points)


def _cut(box: Box) -> str:
    left, right, top, bottom = box.left, box.left + box.width, box.top, box.top + box.height
    points = [
        (left + _CUT, top),
        (right - _CUT, top),
        (right, top + _CUT),
        (right, bottom - _CUT),
        (right - _CUT, bottom),
        (left + _CUT, bottom),
        (left, bottom - _CUT),
        (left, top + _CUT),
    ]
    return _closed(points)


def _closed(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{px(x)} {px(y)}" for x, y in points) + "Z"
