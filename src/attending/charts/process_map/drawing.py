"""The real map as SVG: activities as boxes, what follows what as lines whose thickness is how often."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from attending.analytics.event_log.results import ActivityCount
from attending.charts import palette
from attending.charts.process_map.layers import Layers, Node, layered
from attending.charts.process_map.placing import across
from attending.charts.process_map.selection import Selection

_BEGIN, _END = ("begin",), ("end",)
_LINE: Final = 16
_CHARACTER: Final = 6.6
_BETWEEN: Final = 58
_THICKEST: Final = 9.0
_TWIN: Final = 9.0
_LOOP: Final = 22.0
_MARGIN: Final = 12.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Box:
    """A node as it is drawn: its middle, its size, its lines of text."""

    x: float
    y: float
    width: float
    height: float
    texts: tuple[str, ...]
    pill: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """A line: its points from source to target, how thick, what it says, and whether it leads back."""

    points: tuple[Point, ...]
    thickness: float
    count: int
    back: bool


def drawn(selection: Selection, *, width: int, title: str, description: str, colours: bool = True) -> str:
    """An SVG element `width` user units wide, for a page; with `colours` as CSS variables, else those of paper.

    A screen reader meets one image with a title and a description; the numbers belong in a table below.
    """
    narrow = width < 480
    box_width = 94.0 if narrow else 140.0
    gap = 14.0 if narrow else 30.0
    most = max(1, int((width - 2 * _MARGIN + gap) // (box_width + gap)))
    boxes, ways, height = _laid_out(selection, float(width), box_width, gap, most)
    known = palette.VARIABLES if colours else {}
    name = "m" + hashlib.sha256(f"{title}\0{description}\0{width}".encode()).hexdigest()[:10]
    parts = [*_lines(ways, known), *(_box(box, known) for box in boxes), *_counts(ways, boxes, float(width), known)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" role="img" '
        f'aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _laid_out(
    selection: Selection, width: float, box_width: float, gap: float, most: int
) -> tuple[list[_Box], list[_Way], float]:
    activities = {each.name: each for each in selection.activities}
    arcs: list[tuple[Node, Node, float]] = [(_BEGIN, each.name, float(each.first)) for each in selection.begins]
    arcs += [(each.name, _END, float(each.last)) for each in selection.ends]
    arcs += [(edge.source, edge.target, float(edge.count)) for edge in selection.edges if edge.source != edge.target]
    layers = layered([_BEGIN, *activities, _END], arcs, _BEGIN, _END, most)
    nodes: list[Node] = [_BEGIN, *activities, _END]
    sizes = dict.fromkeys(nodes, box_width)
    x = {node: place + _MARGIN for node, place in across(layers, sizes, width - 2 * _MARGIN, gap).items()}
    texts: dict[Node, tuple[str, ...]] = {name: _texts(each, box_width) for name, each in activities.items()}
    texts[_BEGIN], texts[_END] = ("Begin",), ("End",)
    boxes: dict[Node, _Box] = {}
    middle: list[float] = []
    top = 4.0
    for row in layers.rows:
        tall = max((_LINE * len(texts[node]) + 14 for node in row if node in texts), default=_LINE)
        middle.append(top + tall / 2)
        for node in row:
            if node in texts:
                pill = node in (_BEGIN, _END)
                size = 72.0 if pill else box_width
                boxes[node] = _Box(x[node], middle[-1], size, _LINE * len(texts[node]) + 14.0, texts[node], pill)
        top += tall + _BETWEEN
    largest = max((weight for _, _, weight in arcs), default=1.0)
    ways = _ways(layers, arcs, boxes, x, middle, largest)
    ways += [
        _loop(boxes[edge.source], edge.count, largest, width) for edge in selection.edges if edge.source == edge.target
    ]
    return list(boxes.values()), ways, top - _BETWEEN + 4


def _texts(each: ActivityCount, width: float) -> tuple[str, ...]:
    lines = textwrap.wrap(each.name, int((width - 12) / _CHARACTER), break_long_words=True) or [each.name]
    if len(lines) > 3:
        lines = [*lines[:2], f"{lines[2][: int((width - 12) / _CHARACTER) - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"]
    return (*lines, f"{each.events:,}")


def _ways(
    layers: Layers,
    arcs: Sequence[tuple[Node, Node, float]],
    boxes: dict[Node, _Box],
    x: dict[Node, float],
    middle: Sequence[float],
    largest: float,
) -> list[_Way]:
    pairs = {(source, target) for source, target, _ in arcs}
    row_of = {node: at for at, row in enumerate(layers.rows) for node in row}
    ways = []
    for at, (source, target, weight) in enumerate(arcs):
        line, back = layers.lines[at], at in layers.turned
        # Two activities that follow each other have two lines side by side.
        aside = (_TWIN if back else -_TWIN) if (target, source) in pairs else 0.0
        points = [(x[node] + aside, middle[row_of[node]]) for node in line[1:-1]]
        step = -1.0 if back else 1.0
        start = (boxes[source].x + aside, boxes[source].y + step * boxes[source].height / 2)
        end = (boxes[target].x + aside, boxes[target].y - step * boxes[target].height / 2)
        ways.append(_Way((start, *points, end), max(1.0, _THICKEST * weight / largest), int(weight), back))
    return ways


def _loop(box: _Box, count: int, largest: float, width: float) -> _Way:
    """An activity that follows itself: out at the side and back."""
    right = box.x + box.width / 2 + _LOOP <= width
    side = box.x + (box.width / 2 if right else -box.width / 2)
    out = side + (_LOOP if right else -_LOOP) * 0.9
    points = ((side, box.y - 8), (out, box.y - 14), (out, box.y + 14), (side, box.y + 8))
    return _Way(points, max(1.0, min(4.0, _THICKEST * count / largest)), count, back=True)


def _lines(ways: Sequence[_Way], colours: dict[str, str]) -> list[str]:
    """Thick lines first, so that thin ones stay in sight."""
    parts = []
    for way in sorted(ways, key=lambda each: -each.thickness):
        colour = _colour(palette.SECOND if way.back else palette.ACCENT, colours)
        dash = ' stroke-dasharray="7 4"' if way.back else ""
        parts.append(
            f'<path d="{_path(way.points)}" fill="none" stroke="{colour}" stroke-width="{way.thickness:.1f}" '
            f'stroke-opacity="0.75"{dash}/>'
        )
        parts.append(f'<path d="{_head(way)}" fill="{colour}"/>')
    return parts


def _path(points: Sequence[Point]) -> str:
    """A smooth line through the points that leaves and arrives upright; a loop of four points is one curve."""
    first, *rest = points
    if len(points) == 4 and points[0][0] == points[3][0] and abs(points[0][1] - points[3][1]) < 2 * _LINE:
        return f"M{_at(first)}C{_at(points[1])} {_at(points[2])} {_at(points[3])}"
    parts = [f"M{_at(first)}"]
    for (x1, y1), (x2, y2) in zip(points, rest, strict=False):
        bend = (y2 - y1) * 0.45
        parts.append(f"C{_at((x1, y1 + bend))} {_at((x2, y2 - bend))} {_at((x2, y2))}")
    return "".join(parts)


def _head(way: _Way) -> str:
    """An arrow's head at the end of a line."""
    x, y = way.points[-1]
    size = 4.0 + way.thickness * 0.6
    before = way.points[-2]
    if abs(before[0] - x) > abs(before[1] - y) and len(way.points) == 4 and way.points[0][0] == x:
        step = 1.0 if before[0] > x else -1.0
        return f"M{_at((x, y))}L{_at((x + step * size * 1.6, y - size))}L{_at((x + step * size * 1.6, y + size))}Z"
    step = -1.0 if before[1] < y else 1.0
    return f"M{_at((x, y))}L{_at((x - size, y + step * size * 1.6))}L{_at((x + size, y + step * size * 1.6))}Z"


def _box(box: _Box, colours: dict[str, str]) -> str:
    paper, ink, line = (_colour(each, colours) for each in (palette.PAPER, palette.INK, palette.MUTED))
    left, top = box.x - box.width / 2, box.y - box.height / 2
    round_by = box.height / 2 if box.pill else 6
    parts = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="{round_by:g}" '
        f'fill="{paper}" stroke="{line}" stroke-width="1.2"/>'
    ]
    for at, text in enumerate(box.texts):
        number = at == len(box.texts) - 1 and not box.pill
        parts.append(
            f'<text x="{box.x:.1f}" y="{top + 7 + 12 + _LINE * at:.1f}" text-anchor="middle" font-size="12" '
            f'fill="{line if number else ink}"{"" if number else _BOLD}>{escape(text)}</text>'
        )
    return "".join(parts)


_BOLD: Final = ' font-weight="bold"'


def _counts(ways: Sequence[_Way], boxes: Sequence[_Box], width: float, colours: dict[str, str]) -> list[str]:
    """The number on each line, where no box and no other number is; the most frequent line chooses first."""
    taken = [(b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2) for b in boxes]
    ink, paper = _colour(palette.INK, colours), _colour(palette.PAPER, colours)
    parts = []
    for way in sorted(ways, key=lambda each: -each.count):
        text = f"{way.count:,}"
        half = len(text) * _CHARACTER / 2 + 2
        along = [_along(way.points, share) for share in (0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8)]
        places = [(min(max(x, half), width - half), y) for x, y in along]
        free = [(x, y) for x, y in places if not any(_meet((x - half, y - 8, x + half, y + 8), each) for each in taken)]
        x, y = (free or places)[0]
        taken.append((x - half, y - 8, x + half, y + 8))
        parts.append(
            f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="12" fill="{ink}" stroke="{paper}" '
            f'stroke-width="4" stroke-linejoin="round" paint-order="stroke">{text}</text>'
        )
    return parts


def _along(points: Sequence[Point], share: float) -> Point:
    """The point of a line at a share of its pieces, on the curve that `_path` draws."""
    if len(points) == 4 and points[0][0] == points[3][0] and abs(points[0][1] - points[3][1]) < 2 * _LINE:
        return points[1][0] + (6 if points[1][0] > points[0][0] else -6), (points[1][1] + points[2][1]) / 2
    pieces = len(points) - 1
    piece = min(int(share * pieces), pieces - 1)
    t = share * pieces - piece
    (x1, y1), (x2, y2) = points[piece], points[piece + 1]
    bend = (y2 - y1) * 0.45
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    xs, ys = (x1, x1, x2, x2), (y1, y1 + bend, y2 - bend, y2)
    return sum(w * x for w, x in zip(weights, xs, strict=True)), sum(w * y for w, y in zip(weights, ys, strict=True))


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


def _colour(colour: str, colours: dict[str, str]) -> str:
    return colours.get(colour, colour)
