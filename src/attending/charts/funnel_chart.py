"""A funnel plot: does a unit differ from the others by more than its size explains?"""

from __future__ import annotations

from typing import Literal

import altair as alt

from attending.analytics.control_charts import FunnelChart, FunnelPoint, Unit, funnel
from attending.charts import control_rows, palette
from attending.charts.canvas import WIDE, Margins, drawn, empty, is_narrow, labels, segments, sheet, values
from attending.charts.key import LINE_HEIGHT, Entry, key, key_lines, symbols
from attending.charts.numbers import decimal, nice_ticks
from attending.charts.scales import Axis

_GRID = 60
_LOOKS = (
    (None, "circle", palette.ACCENT, "within limits"),
    (0.95, "triangle-up", palette.WARN, "beyond 95 %"),
    (0.998, "square", palette.STOP, "beyond 99.8 %"),
)


@drawn
def unit_funnel(chart: FunnelChart, name: str, *, width: int = WIDE) -> alt.LayerChart:
    """Units by size, with exact limits about the target; `name` is the measure as a reader knows it.

    Draws funnels of `law` "poisson" without over-dispersion: observed over expected events.
    """
    title = control_rows.funnel_answer(chart, name)
    units = "1 unit" if len(chart.points) == 1 else f"{len(chart.points)} units"
    subtitle = (
        f"{name} of each unit against its expected events, {units}, "
        f"{sum(point.observed for point in chart.points):,} events. {chart.method}."
    )
    if chart.target is None or chart.reason is not None or not chart.points:
        return empty(chart.reason or "There are no units.", width=width, title=title, subtitle=subtitle)
    narrow = is_narrow(width)
    curves = _curves(chart, chart.target)
    entries = [
        Entry(text, colour, shape)
        for level, shape, colour, text in _LOOKS
        if any(point.beyond == level for point in chart.points)
    ]
    entries += [
        Entry("95 % limits", palette.WARN, dash=(7, 4), thickness=1.5),
        Entry("99.8 % limits", palette.STOP, dash=(1, 0), thickness=1.5),
        Entry("usual", palette.MUTED, dash=(2, 3), thickness=1.2),
    ]
    head = LINE_HEIGHT * key_lines(entries, width) + 6
    margins = Margins(46 if narrow else 54, 16, head + 12, 48)
    plot = (width - margins.left - margins.right, 220 if narrow else 280)
    largest = max(point.size for point in chart.points) * 1.08
    across = Axis(0.0, largest, nice_ticks(0.0, largest), logarithmic=False, percent=False)
    highest = max([point.value or 0.0 for point in chart.points] + [chart.target * 2]) * 1.1
    up = Axis(0.0, highest, nice_ticks(0.0, highest), logarithmic=False, percent=False)
    x = alt.X("size:Q", scale=across.scale(), axis=across.axis(title="Expected events"))
    y = alt.Y("value:Q", scale=up.scale(), axis=up.axis())
    centre = plot[1] * (1 - up.fraction(chart.target))
    layers: list[alt.Chart | alt.LayerChart] = [
        segments(
            [{"px": 0, "px2": plot[0], "py": centre, "py2": centre}],
            colour=palette.MUTED,
            thickness=1.2,
            dash=(2, 3),
        )
    ]
    for place, (colour, dash) in enumerate(((palette.WARN, [7, 4]), (palette.STOP, [1, 0]))):
        for side in ("low", "high"):
            rows = [
                {"size": point.size, "value": getattr(point, side)[place]}
                for point in curves
                if getattr(point, side) is not None and getattr(point, side)[place] <= highest
            ]
            mark = alt.Chart(values(rows)).mark_line(color=colour, strokeWidth=1.5, strokeDash=dash)
            layers.append(mark.encode(x=x, y=y, order="size:Q"))
    for level, shape, colour, _ in _LOOKS:
        found = [{"size": point.size, "value": point.value} for point in chart.points if point.beyond == level]
        if found:
            layers.append(symbols(found, shape=shape, colour=colour, size=90, x=x, y=y))
    layers += _names(chart, across, up, plot)
    layers += key(entries, left=-margins.left, top=-head, width=width)
    return sheet(
        layers, plot=plot, margins=margins, title=title, subtitle=subtitle, description=_describe(chart, title)
    )


def _curves(chart: FunnelChart, target: float) -> tuple[FunnelPoint, ...]:
    """The same limits at sizes from small to large: units without events, so that only their limits are read."""
    largest = max(point.size for point in chart.points) * 1.08
    grid = [Unit("", 0, largest * ((place + 1) / _GRID) ** 2) for place in range(_GRID)]
    return funnel(chart.measure, grid, law=chart.law, target=target).points


def _names(chart: FunnelChart, across: Axis, up: Axis, plot: tuple[int, int]) -> list[alt.Chart]:
    """Units beyond a limit by name; all of them where they are few."""
    few = len(chart.points) <= 6
    texts: list[dict[str, object]] = []
    last = -100.0
    ordered = sorted(chart.points, key=lambda point: point.value or 0.0, reverse=True)
    for point in ordered:
        if point.value is None or (not few and point.beyond is None):
            continue
        px = plot[0] * across.fraction(point.size)
        # A name lower than the one above it by less than a line would be written over it.
        last = max(plot[1] * (1 - up.fraction(point.value)) - 12, last + 14)
        right = px > plot[0] / 2
        texts.append({"px": px - 9 if right else px + 9, "py": last, "text": point.unit[:22], "right": right})
    layers = []
    for right in (False, True):
        chosen = [text for text in texts if text["right"] is right]
        if chosen:
            align: Literal["left", "right"] = "right" if right else "left"
            layers.append(labels(chosen, colour=palette.INK, align=align, edge=True))
            layers.append(labels(chosen, colour=palette.INK, align=align))
    return layers


def _describe(chart: FunnelChart, title: str) -> str:
    told = "; ".join(
        f"{point.unit} {'no value' if point.value is None else decimal(point.value, 2)} for {decimal(point.size, 1)} "
        f"expected, {control_rows.unit_verdict(point)}"
        for point in chart.points
    )
    return f"{title}. {told}."
