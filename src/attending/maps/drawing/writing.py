"""Lines of text as SVG: one <text> with a <tspan> for each line, so that it needs neither a browser nor HTML."""

from __future__ import annotations

from collections.abc import Sequence

from attending.documents.markup import Markup, element, join
from attending.maps.layout.text import px


def lines_of(
    lines: Sequence[str],
    x: float,
    first: float,
    *,
    step: float,
    size: float,
    fill: str,
    anchor: str = "start",
    bold: bool = False,
    italic: bool = False,
    halo: str = "",
) -> Markup:
    """Lines below one another, the first on the base line `first`; `halo` is a colour that keeps lines off the text."""
    if not lines:
        return Markup("")
    spans = [element("tspan", line, x=px(x), y=px(first + step * place)) for place, line in enumerate(lines)]
    return element(
        "text",
        join(*spans),
        font_size=px(size),
        fill=fill,
        text_anchor=anchor if anchor != "start" else False,
        font_weight="600" if bold else False,
        font_style="italic" if italic else False,
        paint_order="stroke" if halo else False,
        stroke=halo or False,
        stroke_width="3" if halo else False,
        stroke_linejoin="round" if halo else False,
    )
