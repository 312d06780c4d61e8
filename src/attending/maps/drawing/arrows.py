"""Arrows: right angles with rounded corners, a head, a dot where work changes hands, and what is written at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attending.documents.markup import Markup, element
from attending.maps.drawing.colours import Colours
from attending.maps.drawing.marks import Mark
from attending.maps.drawing.writing import lines_of
from attending.maps.layout import LinkKind, Route
from attending.maps.layout.text import SMALL, SMALL_LINE, px

_CORNER: Final = 6.0
_HEAD: Final = 7.0
ROLES: Final = {LinkKind.FALLBACK: "watch", LinkKind.BREACH: "breach"}
DASHES: Final = {LinkKind.FALLBACK: "7 4", LinkKind.BREACH: "2 3"}


def arrow(route: Route, colours: Colours, mark: Mark | None) -> Markup:
    """The line of a link, its head, and the dot of a hand-off."""
    link = route.link
    colour = colours[role_of(route, mark)]
    dash: str | bool = "5 3" if mark and mark.gone else DASHES.get(link.kind, False)
    thick = "2.5" if mark else "1.5"
    line = element(
        "path", d=_rounded(route.points), fill="none", stroke=colour, stroke_width=thick, stroke_dasharray=dash
    )
    x, y = route.points[-1]
    head = element("path", d=f"M{px(x)} {px(y)}l-{px(_HEAD)} -4v8z", fill=colour)
    hand = Markup("")
    if link.crosses and link.kind is LinkKind.FLOW:
        hand = element("circle", cx=px(route.points[0][0] + 4), cy=px(route.points[0][1]), r="3", fill=colour)
    return element(
        "g",
        line,
        head,
        hand,
        data_flow=link.key,
        data_from=link.source,
        data_to=link.target,
        data_kind=str(link.kind),
    )


def label(route: Route, right: float, colours: Colours, mark: Mark | None, halo: str) -> Markup:
    """What is written where a link leaves its step, whose right side is given: its condition above the line, how work
    is handed over below it in italics.
    """
    x, y = right + 7, route.points[0][1]
    above, below = route.label.above, route.label.below
    fill = colours[role_of(route, mark)] if mark or route.link.kind in ROLES else colours["ink"]
    over = lines_of(above, x, y - 4 - SMALL_LINE * (len(above) - 1), step=SMALL_LINE, size=SMALL, fill=fill, halo=halo)
    under = lines_of(below, x, y + 12, step=SMALL_LINE, size=SMALL, fill=colours["muted"], italic=True, halo=halo)
    return Markup(over + under)


def role_of(route: Route, mark: Mark | None) -> str:
    """The colour's role of a link."""
    if mark:
        return str(mark.tone)
    return ROLES.get(route.link.kind, "accent" if route.link.crosses else "line-strong")


def _rounded(points: Sequence[tuple[float, float]]) -> str:
    """A path through the points with round corners where there is room for them."""
    parts = [f"M{px(points[0][0])} {px(points[0][1])}"]
    for place in range(1, len(points) - 1):
        before, corner, after = points[place - 1], points[place], points[place + 1]
        radius = min(_CORNER, _distance(before, corner) / 2, _distance(corner, after) / 2)
        near, far = _toward(corner, before, radius), _toward(corner, after, radius)
        parts.append(f"L{px(near[0])} {px(near[1])}Q{px(corner[0])} {px(corner[1])} {px(far[0])} {px(far[1])}")
    # The line ends inside the head, so that its own end does not show.
    parts.append(f"L{px(points[-1][0] - 2)} {px(points[-1][1])}")
    return "".join(parts)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: tuple[float, float], end: tuple[float, float], by: float) -> tuple[float, float]:
    whole = _distance(start, end)
    if not whole:
        return start
    share = by / whole
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
