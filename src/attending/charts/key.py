"""The key above a plot: what each shape and line means. Shape always says what colour says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt

from attending.charts import palette
from attending.charts.canvas import Row, labels, pixels, segments, values

CROSS: Final = "M-0.6,-0.6L0.6,0.6M-0.6,0.6L0.6,-0.6"
TICK: Final = "M0,-0.9L0,0.9"
LINE_HEIGHT: Final = 18
_CHARACTER: Final = 6.4


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning: a symbol (`shape`) or, without one, a line sample (`dash`)."""

    text: str
    colour: str
    shape: str | None = None
    dash: tuple[float, ...] | None = None
    thickness: float = 2


def key_lines(entries: Sequence[Entry], width: int) -> int:
    """How many lines the key takes in `width` pixels."""
    return len({line for _, line in _places(entries, width)})


def key(entries: Sequence[Entry], *, left: int, top: int, width: int) -> list[alt.Chart]:
    """The key's layers, from the pixel (left, top) of the plot on, wrapped to `width`."""
    layers = []
    texts = []
    for entry, (offset, line) in zip(entries, _places(entries, width), strict=True):
        x, y = left + offset, top + line * LINE_HEIGHT
        if entry.shape is None:
            sample = [{"px": x, "px2": x + 22, "py": y, "py2": y}]
            layers.append(segments(sample, colour=entry.colour, thickness=entry.thickness, dash=entry.dash))
        else:
            layers.append(symbols([{"px": x + 6, "py": y}], shape=entry.shape, colour=entry.colour))
        texts.append({"px": x + _sample_width(entry), "py": y, "text": entry.text})
    return [*layers, labels(texts)] if texts else []


def symbols(
    rows: Sequence[Row],
    *,
    shape: str,
    colour: str,
    size: float = 70,
    x: alt.X | None = None,
    y: alt.Y | None = None,
) -> alt.Chart:
    """Symbols with a thin paper-coloured edge, so that they stay apart from what they lie on."""
    crossed = shape in {CROSS, TICK}
    mark = alt.Chart(values(rows)).mark_point(
        shape=shape,
        filled=not crossed,
        fill=None if crossed else colour,
        stroke=colour if crossed else palette.PAPER,
        strokeWidth=1.8 if crossed else 1,
        size=size,
        opacity=1,
    )
    placed: alt.Chart = mark.encode(
        x=x if x is not None else pixels("x", "px"), y=y if y is not None else pixels("y", "py")
    )
    return placed


def _sample_width(entry: Entry) -> int:
    return 28 if entry.shape is None else 17


def _places(entries: Sequence[Entry], width: int) -> list[tuple[int, int]]:
    places = []
    offset = line = 0
    for entry in entries:
        needed = _sample_width(entry) + int(len(entry.text) * _CHARACTER)
        if offset and offset + needed > width:
            offset, line = 0, line + 1
        places.append((offset, line))
        offset += needed + 18
    return places
