"""The sheet every chart is drawn on: exact size, quiet axes, a title that carries the answer.

The layout is fixed in pixels (no automatic sizing), so a chart is laid out alike whatever fonts a machine has.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, Literal, TypeVar, cast

import altair as alt
from altair.utils.schemapi import debug_mode

from attending.charts import palette

WIDE: Final = 640
NARROW: Final = 326
FULL: Final = 1040
"""Widths in pixels of a chart for a page column, a phone and a whole page; text is 12 px or more at each."""

_FONT: Final = "Arial, Helvetica, sans-serif"
_TITLE_SIZE: Final = 15
_TITLE_LINE: Final = 19
_BOLD_CHARACTER: Final = 7.9

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels around the plot for axes, keys and notes."""

    left: int
    right: int
    top: int
    bottom: int


_Drawer = TypeVar("_Drawer", bound=Callable[..., Any])


def drawn(function: _Drawer) -> _Drawer:
    """Build a chart without Altair's check of every part against the schema, which takes ten times as long.

    The tests check each chart against the whole schema instead.
    """

    @wraps(function)
    def unchecked(*args: Any, **keywords: Any) -> Any:
        with debug_mode(False):
            return function(*args, **keywords)

    return cast(_Drawer, unchecked)


def is_narrow(width: int) -> bool:
    """True when a chart of this width must use its layout for phones."""
    return width < 480


class _Rows(alt.InlineData):
    """Rows that nobody changes: Altair copies each layer's anew, several times, whenever layers are put together."""

    def __deepcopy__(self, _: object) -> "_Rows":
        return self


def values(rows: Sequence[Row]) -> alt.InlineData:
    """Rows carried inside the chart, so that it needs no file and no network."""
    return _Rows(values=[dict(row) for row in rows])


def pixels(axis: Literal["x", "y"], field: str) -> alt.X | alt.Y:
    """A position given in pixels of the plot instead of in data."""
    return alt.X(f"{field}:Q", scale=None, axis=None) if axis == "x" else alt.Y(f"{field}:Q", scale=None, axis=None)


def labels(
    rows: Sequence[Row],
    *,
    x: alt.X | alt.XValue | None = None,
    y: alt.Y | alt.YValue | None = None,
    colour: str = palette.MUTED,
    size: int = 12,
    bold: bool = False,
    edge: bool = False,
    align: Literal["left", "center", "right"] = "left",
    baseline: Literal["top", "middle", "bottom", "alphabetic"] = "middle",
) -> alt.Chart:
    """Text marks, one per row with a field `text`; without `x` or `y` at the pixels in the fields `px` and `py`.

    edge: only a paper-coloured edge, to draw below the text itself.
    """
    mark = alt.Chart(values(rows)).mark_text(
        align=align, baseline=baseline, fontSize=size, color=colour, fontWeight="bold" if bold else "normal"
    )
    if edge:
        mark = mark.mark_text(
            align=align, baseline=baseline, fontSize=size, color=palette.PAPER, stroke=palette.PAPER, strokeWidth=4
        )
    placed: alt.Chart = mark.encode(
        x=x if x is not None else pixels("x", "px"),
        y=y if y is not None else pixels("y", "py"),
        text=alt.Text("text:N"),
    )
    return placed


def segments(
    rows: Sequence[Row], *, colour: str, thickness: float = 1, dash: Sequence[float] | None = None
) -> alt.Chart:
    """Straight lines between the pixels (px, py) and (px2, py2) of each row."""
    mark = alt.Chart(values(rows)).mark_rule(
        color=colour, strokeWidth=thickness, strokeDash=list(dash) if dash else [1, 0]
    )
    placed: alt.Chart = mark.encode(x=pixels("x", "px"), y=pixels("y", "py"), x2=alt.X2("px2:Q"), y2=alt.Y2("py2:Q"))
    return placed


def sheet(
    layers: Sequence[alt.Chart | alt.LayerChart],
    *,
    plot: tuple[int, int],
    margins: Margins,
    title: str,
    subtitle: str,
    description: str,
) -> alt.LayerChart:
    """Put layers on one plot of `plot` (width, height) pixels inside `margins`, under a title wrapped to the width."""
    width = plot[0] + margins.left + margins.right
    lines = textwrap.wrap(title, int(width / _BOLD_CHARACTER)) or [""]
    below = textwrap.wrap(subtitle, int(width / 6.4))
    heading = alt.TitleParams(
        text=lines,
        subtitle=below,
        anchor="start",
        frame="group",
        dx=-margins.left,
        offset=margins.top,
        fontSize=_TITLE_SIZE,
        lineHeight=_TITLE_LINE,
        fontWeight="bold",
        color=palette.INK,
        subtitleColor=palette.MUTED,
        subtitleFontSize=12,
        subtitleLineHeight=16,
        subtitlePadding=4,
    )
    head = _TITLE_LINE * len(lines) + (4 + 16 * len(below) if below else 0) + 16
    return alt.LayerChart(
        layer=list(layers),
        width=plot[0],
        height=plot[1],
        title=heading,
        description=description,
        padding={"left": margins.left, "right": margins.right, "top": margins.top + head, "bottom": margins.bottom},
        autosize=alt.AutoSizeParams(type="none"),
        background=palette.PAPER,
        usermeta={"attending": {"top": margins.top, "answer": title, "note": subtitle}},
        config=_quiet(),
    )


def empty(reason: str, *, width: int, title: str, subtitle: str) -> alt.LayerChart:
    """A chart without anything to draw: it says why, in words, where the plot would be."""
    lines = textwrap.wrap(reason, int((width - 40) / 6.6))
    height = 40 + 18 * len(lines)
    frame = alt.Chart(values([{"px": 0, "py": 0, "px2": width - 2, "py2": height}])).mark_rect(
        fill=palette.PAPER, stroke=palette.MUTED, strokeDash=[4, 4]
    )
    layers = [
        frame.encode(x=pixels("x", "px"), y=pixels("y", "py"), x2=alt.X2("px2:Q"), y2=alt.Y2("py2:Q")),
        labels([{"px": 20, "py": 29 + 18 * i, "text": line} for i, line in enumerate(lines)], colour=palette.INK),
    ]
    return sheet(
        layers,
        plot=(width - 2, height),
        margins=Margins(1, 1, 4, 4),
        title=title,
        subtitle=subtitle,
        description=f"{title}. {reason}",
    )


def _quiet() -> alt.Config:
    return alt.Config(
        font=_FONT,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            domain=False,
            ticks=False,
            gridColor=palette.GRID,
            labelColor=palette.MUTED,
            labelFontSize=12,
            labelPadding=6,
            titleColor=palette.MUTED,
            titleFontSize=12,
            titleFontWeight="normal",
            titlePadding=8,
        ),
    )
