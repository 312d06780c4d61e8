"""A bow-tie as SVG: causes at the left, what follows at the right, the top event as the knot, barriers on the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attending.documents.markup import Markup, element, join
from attending.maps.bow_tie import Barrier, BowTie, Line
from attending.maps.drawing.colours import PAGE, PAPER, Colours
from attending.maps.drawing.frame import framed
from attending.maps.drawing.writing import lines_of
from attending.maps.layout.text import LINE, SIZE, SMALL, SMALL_LINE, px, wrapped
from attending.maps.words import listed

_BOX: Final = 168.0
_BARRIER: Final = 164.0
_GAP: Final = 18.0
_REACH: Final = 56.0
_ROW: Final = 96.0
_TALL: Final = 76.0
_HEAD: Final = 30.0
_BAR: Final = 6.0


def draw_bow_tie(tie: BowTie, *, paper: bool = False) -> str:
    """The bow-tie as one SVG element in its natural size; colours as in `draw`."""
    colours = PAPER if paper else PAGE
    left = max((len(each.barriers) for each in tie.threats), default=0) * (_BARRIER + _GAP)
    right = max((len(each.barriers) for each in tie.consequences), default=0) * (_BARRIER + _GAP)
    knot = _BOX + _GAP + left + _REACH
    width = knot + _BOX + _REACH + right + _GAP + _BOX + 2
    rows = max(len(tie.threats), len(tie.consequences), 1)
    height = _HEAD + rows * _ROW
    middle = _HEAD + rows * _ROW / 2
    heads = [("What may lead to it", 1.0), ("What may follow", width - _BOX - 1)]
    heads += [("Barriers", _BOX + _GAP)] if left else []
    heads += [("Recovery", knot + _BOX + _REACH)] if right else []
    parts = [
        *(lines_of([words], x, 14, step=0, size=SMALL, fill=colours["muted"], bold=True) for words, x in heads),
        *_side(tie.threats, (1.0, knot), middle, rows, colours, mirrored=False),
        *_side(tie.consequences, (width - 1, knot + _BOX), middle, rows, colours, mirrored=True),
        _box(tie.top_event, knot, middle, colours, "stop-wash", "stop"),
    ]
    return framed(join(*parts), f"Bow-tie: {tie.top_event}", told(tie), (width, height), paper=paper)


def told(tie: BowTie) -> str:
    """The bow-tie in words."""
    causes = listed([f"{each.name} ({_held(each, 'nothing prevents it')})" for each in tie.threats])
    ends = listed([f"{each.name} ({_held(each, 'nothing limits it')})" for each in tie.consequences])
    return f"{tie.top_event}. May come from: {causes or 'no cause named'}. May lead to: {ends or 'nothing named'}."


def _held(line: Line, nothing: str) -> str:
    return listed([each.name for each in line.barriers]) or nothing


def _side(
    lines: Sequence[Line], ends: tuple[float, float], middle: float, rows: int, colours: Colours, *, mirrored: bool
) -> list[Markup]:
    """One wing: each line runs from its box at the outside over its barriers to the knot."""
    outside, inside = ends
    way = -1 if mirrored else 1
    first = _HEAD + (rows - len(lines)) * _ROW / 2 + _ROW / 2
    parts = []
    for place, line in enumerate(lines):
        y = first + place * _ROW
        turn = inside - way * _REACH
        path = f"M{px(outside)} {px(y)}H{px(turn)}L{px(inside)} {px(middle)}"
        parts.append(element("path", d=path, fill="none", stroke=colours["line-strong"], stroke_width="1.5"))
        parts.append(_box(line.name, outside - (_BOX if mirrored else 0), y, colours))
        for number, barrier in enumerate(line.barriers):
            # Recovery comes in the order in which it helps: the first stands next to the knot.
            step = (_BARRIER + _GAP) * number
            x = inside + _REACH + step if mirrored else outside + _BOX + _GAP + step
            parts.append(_barrier(barrier, x, y, colours))
    return parts


def _box(text: str, left: float, middle: float, colours: Colours, fill: str = "surface", stroke: str = "ink") -> Markup:
    words = wrapped(text, _BOX - 24, SIZE, 4)
    return join(
        _rectangle(left, middle, _BOX, colours[fill], colours[stroke]),
        lines_of(
            words,
            left + _BOX / 2,
            middle - LINE * len(words) / 2 + SIZE - 1,
            step=LINE,
            size=SIZE,
            fill=colours["ink"],
            anchor="middle",
            bold=stroke != "ink",
        ),
    )


def _barrier(barrier: Barrier, left: float, middle: float, colours: Colours) -> Markup:
    role = "watch" if barrier.shared else "ok"
    tag = "Counted more than once" if barrier.shared else "A person checks" if barrier.kind == "human" else ""
    words = wrapped(barrier.name, _BARRIER - 20, SMALL, 4)
    marks = wrapped(tag, _BARRIER - 20, SMALL, 1)
    first = middle - SMALL_LINE * (len(words) + len(marks)) / 2 + SMALL - 1
    below = first + SMALL_LINE * len(words)
    x = left + _BAR + 7
    bar = element(
        "rect",
        x=px(left),
        y=px(middle - _TALL / 2),
        width=px(_BAR),
        height=px(_TALL),
        fill=colours[role],
    )
    return join(
        _rectangle(left, middle, _BARRIER, colours[f"{role}-wash"], colours[role], round_by=0),
        bar,
        lines_of(words, x, first, step=SMALL_LINE, size=SMALL, fill=colours["ink"]),
        lines_of(marks, x, below, step=SMALL_LINE, size=SMALL, fill=colours[role], bold=True),
    )


def _rectangle(left: float, middle: float, wide: float, fill: str, stroke: str, round_by: int = 6) -> Markup:
    return element(
        "rect",
        x=px(left),
        y=px(middle - _TALL / 2),
        width=px(wide),
        height=px(_TALL),
        rx=str(round_by),
        fill=fill,
        stroke=stroke,
        stroke_width="1.25",
    )
