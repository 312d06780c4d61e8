"""A plan as one HTML file that refers to nothing outside itself and runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from attending.charts.render import answer_of, note_of, responsive_svg
from attending.charts.roadmap import roadmap
from attending.cli.sequence_answer import Answer
from attending.cli.sequence_grids import grids, sentences
from attending.documents.grid import Grid
from attending.documents.markup import Markup, element, join, trusted

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def plan_html(found: Answer, source: str) -> str:
    """The file: what stands out, the roadmap, every table; `source`: the name of the file that was planned."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", "Sequence of initiatives"),
        element("style", trusted(_style())),
    )
    said = element("ul", *(element("li", each) for each in sentences(found)), class_="answers")
    main = element(
        "main",
        _section("What stands out", said),
        _section("Roadmap", _figure(found)),
        _section("In detail", *map(_table, grids(found))),
    )
    header = element(
        "header",
        element("p", "Attending: strategic prioritisation", class_="kicker"),
        element("h1", "Sequence of initiatives"),
    )
    footer = element("footer", element("p", f"From {source}, by {found.plan.solver}.", class_="muted"))
    body = element("body", element("div", header, main, footer, class_="sheet"))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _style() -> str:
    static = files("attending.ui").joinpath("static", "ui")
    paper = files("attending.documents").joinpath("sheet.css")
    sheets = [static.joinpath("tokens.css"), static.joinpath("charts.css"), paper]
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def _section(heading: str, *content: str) -> Markup:
    name = heading.lower().replace(" ", "-")
    return element("section", element("h2", heading, id=name), *content, aria_labelledby=name)


def _figure(found: Answer) -> Markup:
    chart = roadmap(found.problem, found.plan)
    return element(
        "figure",
        element("figcaption", element("h3", answer_of(chart)), element("p", note_of(chart))),
        trusted(responsive_svg(lambda width: roadmap(found.problem, found.plan, width=width))),
    )


def _table(grid: Grid) -> Markup:
    head = element(
        "tr", *(element("th", label, scope="col", class_=_look(grid, at)) for at, label in enumerate(grid.columns))
    )
    body = [element("tr", *_cells(grid, row)) for row in grid.rows]
    table = element(
        "table", element("caption", grid.heading), element("thead", head), element("tbody", *body), class_="words"
    )
    note = element("p", grid.note, class_="note") if grid.note else join()
    # A table may be wider than a phone; whoever uses a keyboard reaches and scrolls it.
    return join(element("div", table, class_="scroll", role="region", tabindex="0", aria_label=grid.heading), note)


def _cells(grid: Grid, row: Sequence[str]) -> list[Markup]:
    return [
        element("th", text, scope="row")
        if at == 0
        else element("td", text, data_label=grid.columns[at], class_=_look(grid, at))
        for at, text in enumerate(row)
    ]


def _look(grid: Grid, at: int) -> str | bool:
    return "number" if at in grid.numeric else False
