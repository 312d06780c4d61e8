"""The heads of the lanes alone, to keep them in sight while a wide drawing is scrolled."""

from __future__ import annotations

from attending.documents.markup import element
from attending.maps.drawing.colours import PAGE
from attending.maps.drawing.lanes import HEAD_GAP, lanes
from attending.maps.layout import arrange
from attending.maps.layout.text import px
from attending.maps.model import CareMap


def draw_heads(care_map: CareMap) -> str:
    """An SVG element as high as the lanes of `draw` and as wide as their heads, to lie over its left edge (`position:
    sticky`). Hidden from screen readers, because the drawing itself says the same.
    """
    layout = arrange(care_map)
    width = layout.heading - HEAD_GAP
    return element(
        "svg",
        lanes(layout, width, PAGE),
        viewBox=f"0 0 {px(width)} {px(layout.height)}",
        width=px(width),
        height=px(layout.height),
        aria_hidden="true",
    )
