"""What a panel's members care about: each person's own weights side by side, never averaged away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt

from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, Row, drawn, labels, segments, sheet
from attending.charts.key import TICK, Entry, key, symbols
from attending.charts.numbers import percent

_ROW: Final = 46
_DISC: Final = 8.0
_OFFSETS: Final = (0, -7, 7, -11, 11)


def weight_answer(weights: Mapping[str, Sequence[float]]) -> str:
    """On which criterion the panelists' weights lie furthest apart."""
    widest = max(weights, key=lambda name: max(weights[name]) - min(weights[name]))
    low, high = min(weights[widest]), max(weights[widest])
    if high - low < 0.005:
        return "All panelists weigh alike"
    return f"They differ most about {widest.lower()}: from {percent(low)} to {percent(high)} of a person's weight"


@drawn
def weight_spread(weights: Mapping[str, Sequence[float]], *, width: int = WIDE) -> alt.LayerChart:
    """One row a criterion, one mark a panelist at the share of their weight; a bar at the middle one."""
    title = weight_answer(weights)
    people = max(len(each) for each in weights.values())
    subtitle = f"Each mark is one of {people} panelists, without a name; all marks of a person sum to 100 %."
    margins = Margins(8, 44, 34, 26)
    plot = (width - margins.left - margins.right, _ROW * len(weights))
    highest = max(max(each) for each in weights.values()) or 1.0
    dots: list[Row] = []
    middles: list[Row] = []
    names: list[Row] = []
    lines: list[Row] = []
    for row, (name, given) in enumerate(weights.items()):
        y = row * _ROW + 30
        ordered = sorted(given)
        dots += _apart([share / highest * plot[0] for share in ordered], y)
        half = len(ordered) // 2
        middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
        middles.append({"px": middle / highest * plot[0], "py": y})
        names.append({"px": 0, "py": row * _ROW + 9, "text": name})
        lines.append({"px": 0, "px2": plot[0], "py": y, "py2": y})
    first: list[Row] = [{"px": 0, "py": plot[1] + 12, "text": percent(0)}]
    last: list[Row] = [{"px": plot[0], "py": plot[1] + 12, "text": percent(highest)}]
    entries = [Entry("a panelist", palette.ACCENT, "circle"), Entry("the middle one", palette.SECOND, TICK)]
    layers = [
        segments(lines, colour=palette.GRID),
        symbols(dots, shape="circle", colour=palette.ACCENT, size=60),
        symbols(middles, shape=TICK, colour=palette.SECOND, size=220),
        labels(names, colour=palette.INK),
        labels(first),
        labels(last, align="center"),
        *key(entries, left=-margins.left, top=-22, width=width),
    ]
    told = "; ".join(f"{name} {percent(min(each))} to {percent(max(each))}" for name, each in weights.items())
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=f"{title}. {told}.")


def _apart(places: Sequence[float], y: float) -> list[Row]:
    """Marks side by side along x; those that would hide one another stand above and below the line."""
    found: list[Row] = []
    since, near = -_DISC, 0
    for x in places:
        near = near + 1 if x - since < _DISC else 0
        since = x if near == 0 else since
        found.append({"px": x, "py": y + _OFFSETS[near % len(_OFFSETS)]})
    return found
