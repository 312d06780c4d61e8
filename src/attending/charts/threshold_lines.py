"""Lines over a score's thresholds: one for each of several things that are compared, with bands and marked points."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from attending.charts import palette
from attending.charts.canvas import WIDE, Margins, Row, is_narrow, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import nice_ticks
from attending.charts.scales import Axis

STYLES: tuple[tuple[str, tuple[float, ...]], ...] = (
    (palette.ACCENT, (1, 0)),
    (palette.SECOND, (8, 3, 2, 3)),
    (palette.STOP, (6, 3)),
    (palette.INK, (2, 3)),
    (palette.WARN, (12, 3)),
)
"""Colour and dash of one thing after the other; dashes tell apart what colours do not."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is called and how it is drawn; `points` are threshold, value, and ends of its interval or None."""

    name: str
    colour: str
    dash: tuple[float, ...]
    points: tuple[tuple[float, float, float | None, float | None], ...]
    marked: tuple[tuple[float, float], ...] = ()


def threshold_lines(
    lines: Sequence[Line],
    up: Axis,
    *,
    title: str,
    subtitle: str,
    description: str,
    marked: str = "",
    width: int = WIDE,
) -> alt.LayerChart:
    """Draw the lines, which hold at least one point, against the axis `up`; `marked` says what marked points are."""
    entries = [Entry(line.name, line.colour, dash=line.dash, thickness=2.2) for line in lines]
    if marked:
        entries.append(Entry(marked, palette.INK, shape="circle"))
    head = LINE_HEIGHT * key_lines(entries, width) + 8
    margins = Margins(44 if is_narrow(width) else 50, 18, head + 12, 46)
    plot = (width - margins.left - margins.right, 220 if is_narrow(width) else 260)
    across = _across([point[0] for line in lines for point in line.points])
    x = alt.X("threshold:Q", scale=across.scale(), axis=across.axis(title="Threshold"))
    y = alt.Y("value:Q", scale=up.scale(), axis=up.axis())
    bands: list[alt.Chart | alt.LayerChart] = []
    drawn: list[alt.Chart | alt.LayerChart] = []
    dots: list[alt.Chart | alt.LayerChart] = []
    for line in lines:
        banded = values([{"threshold": at, "low": a, "high": b} for at, _, a, b in line.points if a is not None])
        low = alt.Y("low:Q", scale=up.scale(), axis=up.axis())
        bands.append(
            alt.Chart(banded).mark_area(color=palette.BAND, opacity=0.6, clip=True).encode(x=x, y=low, y2="high:Q")
        )
        data = values([{"threshold": at, "value": value} for at, value, _, _ in line.points])
        mark = alt.Chart(data).mark_line(
            color=line.colour, strokeWidth=2.2, strokeDash=list(line.dash), clip=True, point=len(line.points) == 1
        )
        drawn.append(mark.encode(x=x, y=y))
        if line.marked:
            rows: list[Row] = [
                {"px": plot[0] * across.fraction(at), "py": plot[1] * (1 - up.fraction(value))}
                for at, value in line.marked
            ]
            dots.append(symbols(rows, shape="circle", colour=line.colour, size=90))
    layers = [*bands, *drawn, *dots, *key(entries, left=-margins.left, top=-head, width=width)]
    return sheet(layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=description)


def _across(thresholds: Sequence[float]) -> Axis:
    """The thresholds' axis; one threshold alone stands in its middle."""
    low, high = min(thresholds), max(thresholds)
    if not high > low:
        room = abs(low) * 0.1 or 0.05
        return Axis(low - room, high + room, (low,), logarithmic=False, percent=False)
    return Axis(low, high, nice_ticks(low, high), logarithmic=False, percent=False)
