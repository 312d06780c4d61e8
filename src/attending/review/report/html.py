"""A review as one HTML file that refers to nothing outside itself and runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attending import charts
from attending.charts.rows import Table
from attending.documents.grid import Grid
from attending.documents.markup import Markup, element, join, trusted
from attending.documents.sheet import answers, grid_table, pairs, section, sheet, warnings
from attending.review.report.figures import standing_out
from attending.review.report.grids import grids
from attending.review.report.intake import LISTED, definitions, file_grid, rejection_grid, rule_grid
from attending.review.report.paper import ReviewPaper
from attending.review.report.plates import Plate, plates


def review_html(paper: ReviewPaper) -> str:
    """The file: what stands out, the charts with their numbers, every number, what was read, how it was computed."""
    main = element(
        "main",
        section(
            "What stands out",
            answers(standing_out(paper.review, comparator=paper.comparator)),
        ),
        section("Charts", *map(_figure, plates(paper))),
        section(
            "Every number",
            *map(grid_table, grids(paper.review, model=paper.model, comparator=paper.comparator, beside=paper.beside)),
        ),
        section("What was read", *_read(paper)),
        section("How it was computed", *_computed(paper)),
    )
    return sheet(paper.heading, _header(paper), main, _footer(paper))


def _header(paper: ReviewPaper) -> Markup:
    return element(
        "header",
        element("p", "Attending: post-launch performance review", class_="kicker"),
        element("h1", paper.heading),
        element("p", f"{paper.summary}.", class_="lead"),
        pairs(paper.about) if paper.about else join(),
        element("p", f"{paper.account}. {paper.resolution}", class_="muted"),
        warnings(paper.intake["warnings"]),
    )


def _footer(paper: ReviewPaper) -> Markup:
    return element(
        "footer",
        element("p", f"Source: {paper.source}. SHA-256 ", element("code", paper.source_sha256), ".", class_="muted"),
        element("p", "Intervals are 95 % confidence intervals. No row of the log is in this file.", class_="muted"),
    )


def _figure(plate: Plate) -> Markup:
    chart = plate.draw(charts.WIDE)
    return element(
        "figure",
        element("figcaption", element("h3", charts.answer_of(chart)), element("p", charts.note_of(chart))),
        trusted(charts.responsive_svg(plate.draw)),
        element("details", element("summary", "The numbers of this chart"), _numbers(plate.table)),
        id=plate.name,
    )


def _numbers(table: Table) -> Markup:
    numeric = [at for at, column in enumerate(table.columns) if column.numeric]
    return grid_table(Grid(table.caption, [column.label for column in table.columns], table.rows, numeric))


def _read(paper: ReviewPaper) -> list[Markup]:
    intake: Mapping[str, Any] = paper.intake
    found = [element("p", f"{paper.account}."), grid_table(file_grid(intake))]
    if intake["rejections"]:
        found += [grid_table(rule_grid(intake)), grid_table(rejection_grid(intake, most=LISTED))]
    return found


def _computed(paper: ReviewPaper) -> list[Markup]:
    return [
        element("p", paper.resolution),
        element("h3", "Columns of the log"),
        pairs(paper.columns),
        element("h3", "Versions"),
        pairs(paper.versions.items()),
        grid_table(definitions(paper.review)),
    ]
