"""Lines between the boxes of a drawing: smooth, upright where they leave and arrive, with a head and a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_LOW: Final = 32.0


@dataclass(frozen=True, slots=True)
class Way:
    """A line: its points from source to target, how thick, what it says, and whether it leads back."""

    points: tuple[Point, ...]
    thickness: float
    count: int
    back: bool


def path(points: Sequence[Point]) -> str:
    """A smooth line through the points that leaves and arrives upright; a loop of four points is one curve."""
    first, *rest = points
    if _is_loop(points):
        return f"M{_at(first)}C{_at(points[1])} {_at(points[2])} {_at(points[3])}"
    parts = [f"M{_at(first)}"]
    for (x1, y1), (x2, y2) in zip(points, rest, strict=False):
        bend = (y2 - y1) * 0.45
        parts.append(f"C{_at((x1, y1 + bend))} {_at((x2, y2 - bend))} {_at((x2, y2))}")
    return "".join(parts)


def head(way: Way) -> str:
    """An arrow's head at the end of a line."""
    x, y = way.points[-1]
    size = 4.0 + way.thickness * 0.6
    before = way.points[-2]
    if _is_loop(way.points):
        step = 1.0 if before[0] > x else -1.0
        return f"M{_at((x, y))}L{_at((x + step * size * 1.6, y - size))}L{_at((x + step * size * 1.6, y + size))}Z"
    step = -1.0 if before[1] < y else 1.0
    return f"M{_at((x, y))}L{_at((x - size, y + step * size * 1.6))}L{_at((x + size, y + step * size * 1.6))}Z"


def along(points: Sequence[Point], share: float) -> Point:
    """The point of a line at a share of its pieces, on the curve that `path` draws."""
    if _is_loop(points):
        return points[1][0] + (6 if points[1][0] > points[0][0] else -6), (points[1][1] + points[2][1]) / 2
    pieces = len(points) - 1
    piece = min(int(share * pieces), pieces - 1)
    t = share * pieces - piece
    (x1, y1), (x2, y2) = points[piece], points[piece + 1]
    bend = (y2 - y1) * 0.45
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    xs, ys = (x1, x1, x2, x2), (y1, y1 + bend, y2 - bend, y2)
    return sum(w * x for w, x in zip(weights, xs, strict=True)), sum(w * y for w, y in zip(weights, ys, strict=True))


def meet(one: Rectangle, other: Rectangle) -> bool:
    """Whether two rectangles share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_loop(points: Sequence[Point]) -> bool:
    """Whether a line leaves and arrives at the same side of one box."""
    return len(points) == 4 and points[0][0] == points[3][0] and abs(points[0][1] - points[3][1]) < _LOW


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
