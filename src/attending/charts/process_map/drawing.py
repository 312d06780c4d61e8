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
from attending.charts.process_map.lines import Way, along, head, meet, path
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


@dataclass(frozen=True, slots=True)
class _Box:
    """A node as it is drawn: its middle, its size, its lines of text."""

    x: float
    y: float
    width: float
    height: float
    texts: tuple[str, ...]
    pill: bool = False


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
) -> tuple[list[_Box], list[Way], float]:
    activities = {each.name: each for each in selection.activities}
    arcs: list[tuple[Node, Node, float]] = [(_BEGIN, each.name, float(each.first or 0)) for each in selection.begins]
    arcs += [(each.name, _END, float(each.last or 0)) for each in selection.ends]
    arcs += [(edge.source, edge.target, float(edge.count)) for edge in selection.edges if edge.source != edge.target]
    layers = layered([_BEGIN, *activities, _END], arcs, _BEGIN, _END, most)
    nodes: list[Node] = [_BEGIN, *activities, _END]
    sizes = dict.fromkeys(nodes, box_width)
    placed = across(layers, sizes, width - 2 * _MARGIN, gap)
    left = min(place - sizes.get(node, 0.0) / 2 for node, place in placed.items())
    right = max(place + sizes.get(node, 0.0) / 2 for node, place in placed.items())
    x = {node: place + (width - left - right) / 2 for node, place in placed.items()}
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
) -> list[Way]:
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
        ways.append(Way((start, *points, end), max(1.0, _THICKEST * weight / largest), int(weight), back))
    return ways


def _loop(box: _Box, count: int, largest: float, width: float) -> Way:
    """An activity that follows itself: out at the side and back."""
    right = box.x + box.width / 2 + _LOOP <= width
    side = box.x + (box.width / 2 if right else -box.width / 2)
    out = side + (_LOOP if right else -_LOOP) * 0.9
    points = ((side, box.y - 8), (out, box.y - 14), (out, box.y + 14), (side, box.y + 8))
    return Way(points, max(1.0, min(4.0, _THICKEST * count / largest)), count, back=True)


def _lines(ways: Sequence[Way], colours: dict[str, str]) -> list[str]:
    """Thick lines first, so that thin ones stay in sight."""
    parts = []
    for way in sorted(ways, key=lambda each: -each.thickness):
        colour = _colour(palette.SECOND if way.back else palette.ACCENT, colours)
        dash = ' stroke-dasharray="7 4"' if way.back else ""
        parts.append(
            f'<path d="{path(way.points)}" fill="none" stroke="{colour}" stroke-width="{way.thickness:.1f}" '
            f'stroke-opacity="0.75"{dash}/>'
        )
        parts.append(f'<path d="{head(way)}" fill="{colour}"/>')
    return parts


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


def _counts(ways: Sequence[Way], boxes: Sequence[_Box], width: float, colours: dict[str, str]) -> list[str]:
    """The number on each line, where no box and no other number is; the most frequent line chooses first."""
    taken = [(b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2) for b in boxes]
    ink, paper = _colour(palette.INK, colours), _colour(palette.PAPER, colours)
    parts = []
    for way in sorted(ways, key=lambda each: -each.count):
        text = f"{way.count:,}"
        half = len(text) * _CHARACTER / 2 + 2
        tried = [along(way.points, share) for share in (0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8)]
        places = [(min(max(x, half), width - half), y) for x, y in tried]
        free = [(x, y) for x, y in places if not any(meet((x - half, y - 8, x + half, y + 8), each) for each in taken)]
        x, y = (free or places)[0]
        taken.append((x - half, y - 8, x + half, y + 8))
        parts.append(
            f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="12" fill="{ink}" stroke="{paper}" '
            f'stroke-width="4" stroke-linejoin="round" paint-order="stroke">{text}</text>'
        )
    return parts


def _colour(colour: str, colours: dict[str, str]) -> str:
    return colours.get(colour, colour)
