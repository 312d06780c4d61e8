"""Charts that are still to be drawn, what drawing them gives, and how both become figures of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from attending import charts
from attending.ui.parts import DataTable, Figure

if TYPE_CHECKING:
    import altair as alt

Draw: TypeAlias = "Callable[[int], alt.LayerChart]"

WAITING = (
    '<p class="quiet" role="status">This chart is being drawn; load the page again in a few seconds. '
    "Its numbers are below.</p>"
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A chart of a page before it is drawn: its name on the page, how to draw it for a width, and its numbers.

    ``alone``: it has the page's width to itself, else it stands beside another in a column as narrow as a phone.
    """

    name: str
    draw: Draw
    table: DataTable
    note: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as drawn: the answer that is its title, what it rests on, and its SVG."""

    title: str
    note: str
    svg: str


Hang: TypeAlias = "Callable[[Sketch], Figure]"


def picture(sketch: Sketch) -> Picture:
    """Draw it; takes a tenth of a second or more."""
    chart = sketch.draw(charts.WIDE if sketch.alone else charts.NARROW)
    svg = charts.responsive_svg(sketch.draw) if sketch.alone else f'<div class="chart-narrow">{charts.svg(chart)}</div>'
    return Picture(charts.answer_of(chart), charts.note_of(chart), svg)


def hung(sketch: Sketch, picture: Picture | None) -> Figure:
    """The figure of a page; without its picture it says that it is being drawn, and shows its numbers."""
    if picture is None:
        return Figure(sketch.table.caption, WAITING, sketch.table, sketch.note)
    told = " ".join(part for part in (picture.note, sketch.note) if part)
    return Figure(picture.title, picture.svg, sketch.table, told)


def hang_from(pictures: Mapping[str, Picture] | None) -> Hang:
    """How each sketch becomes a figure, from the pictures drawn; None while they are being drawn."""
    return lambda sketch: hung(sketch, None if pictures is None else pictures[sketch.name])


def hang_all(sketches: Sequence[Sketch], hang: Hang) -> tuple[Figure, ...]:
    """The figures of a shelf."""
    return tuple(hang(sketch) for sketch in sketches)
