"""A reality check as one HTML file that a team can talk over: the real map drawn, and every number beside it."""

from __future__ import annotations

from attending.charts import process_map
from attending.cli import reality_paper
from attending.cli.reality_paper import RealityPaper
from attending.documents.grid import Grid
from attending.documents.markup import Markup, element, join, trusted
from attending.documents.sheet import answers, grid_table, pairs, section, sheet, warnings


def reality_html(paper: RealityPaper) -> str:
    """The file: the answer, the real map, and every table."""
    main = element(
        "main",
        section("The answer", answers(reality_paper.answers(paper.check))),
        section("The real map", _drawing(paper)),
        section("The numbers", *(_grid(grid) for grid in reality_paper.grids(paper))),
        section("How it was computed", *_computed(paper)),
    )
    return sheet(paper.title, _header(paper), main, _footer(paper))


def _header(paper: RealityPaper) -> Markup:
    return element(
        "header",
        element("p", "Attending: a map held against reality", class_="kicker"),
        element("h1", paper.title),
        element("p", paper.summary, class_="lead"),
        element("p", paper.account),
        warnings([*paper.intake.warnings, *(str(each) for each in paper.intake.rejections[:5])]),
    )


def _drawing(paper: RealityPaper) -> Markup:
    graph = paper.check.graph
    return element(
        "figure",
        element(
            "figcaption",
            element("h3", process_map.answer(graph, paper.share)),
            element("p", process_map.note(graph, paper.share)),
        ),
        trusted(process_map.responsive_svg(graph, share=paper.share)),
    )


def _grid(grid: Grid) -> Markup:
    """A table, or a sentence in its place where it has no rows."""
    if grid.rows:
        return grid_table(grid)
    return join(element("h3", grid.heading), element("p", f"Nothing. {grid.note}".strip()))


def _computed(paper: RealityPaper) -> list[Markup]:
    return [
        element(
            "p",
            "Events are ordered by case, by time to the millisecond, and at one time by their order in the source. A "
            "time rule begins with a case's first event of its start; each case that began it is in one of before, in "
            f"time, late and missing. {paper.withheld}",
        ),
        element("h3", "Columns"),
        pairs((name, ", ".join(v) if isinstance(v, list) else str(v)) for name, v in paper.mapping.items()),
        element("h3", "Versions"),
        pairs(paper.versions.items()),
    ]


def _footer(paper: RealityPaper) -> Markup:
    return element(
        "footer",
        *(
            element("p", f"Source: {each.name}, {each.rows:,} rows. SHA-256 ", element("code", each.sha256), ".")
            for each in paper.intake.files
        ),
    )
