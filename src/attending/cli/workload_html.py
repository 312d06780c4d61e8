"""A workload's answer as one HTML file that refers to nothing outside itself and runs nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import altair as alt

from attending import charts
from attending.cli.workload_answer import Answer, basis, grids, sentences, title
from attending.documents.markup import Markup, element, trusted
from attending.documents.sheet import answers, grid_table, items, section, sheet


def workload_html(found: Answer, source: str) -> str:
    """The file: what to choose, the charts, every table, what it rests on; `source` is the name of the file read."""
    sweep = found.sweep
    main = element(
        "main",
        section("The answer", answers(sentences(found)), _figure(partial(charts.realised_by_threshold, sweep))),
        section(
            "The work",
            *(_figure(partial(charts.alerts_per_person, sweep, team)) for team in sweep.teams),
            _figure(partial(charts.share_in_time, sweep)),
        ),
        section("In detail", *map(grid_table, grids(found))),
        section("What it rests on", element("ul", *items(basis(found)))),
    )
    header = element("header", element("p", "Attending: workflow design", class_="kicker"), element("h1", title(found)))
    footer = element("footer", element("p", f"From {source}. Intervals are 95 % intervals.", class_="muted"))
    return sheet(title(found), header, main, footer)


def _figure(draw: Callable[..., alt.LayerChart]) -> Markup:
    chart = draw()
    return element(
        "figure",
        element("figcaption", element("h3", charts.answer_of(chart)), element("p", charts.note_of(chart))),
        trusted(charts.responsive_svg(lambda width: draw(width=width))),
    )
