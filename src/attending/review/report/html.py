"""A review as one HTML file that refers to nothing outside itself and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from attending import charts
from attending.charts.rows import Table
from attending.review.report.cells import SENTENCE, value_and_interval
from attending.review.report.figures import Grid, standing_out
from attending.review.report.grids import grids
from attending.review.report.intake import LISTED, definitions, file_grid, rejection_grid, rule_grid
from attending.review.report.markup import Markup, element, join, trusted
from attending.review.report.paper import ReviewPaper
from attending.review.report.plates import Plate, plates

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_LONG = 40
_FEW_COLUMNS = 5
_SHORT = 18


def review_html(paper: ReviewPaper) -> str:
    """The file: what stands out, the charts with their numbers, every number, what was read, how it was computed."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", paper.heading),
        element("style", trusted(_style())),
    )
    main = element(
        "main",
        _section(
            "What stands out",
            element("ul", *_items(standing_out(paper.review, comparator=paper.comparator)), class_="answers"),
        ),
        _section("Charts", *map(_figure, plates(paper))),
        _section(
            "Every number",
            *map(_grid, grids(paper.review, model=paper.model, comparator=paper.comparator, beside=paper.beside)),
        ),
        _section("What was read", *_read(paper)),
        _section("How it was computed", *_computed(paper)),
    )
    body = element("body", element("div", _header(paper), main, _footer(paper), class_="sheet"))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


@cache
def _style() -> str:
    static = files("attending.ui").joinpath("static", "ui")
    sheets = [static.joinpath("tokens.css"), static.joinpath("charts.css"), files(__package__).joinpath("paper.css")]
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def _header(paper: ReviewPaper) -> Markup:
    return element(
        "header",
        element("p", "Attending: post-launch performance review", class_="kicker"),
        element("h1", paper.heading),
        element("p", f"{paper.summary}.", class_="lead"),
        _pairs(paper.about) if paper.about else join(),
        element("p", f"{paper.account}. {paper.resolution}", class_="muted"),
        _warnings(paper.intake["warnings"]),
    )


def _footer(paper: ReviewPaper) -> Markup:
    return element(
        "footer",
        element("p", f"Source: {paper.source}. SHA-256 ", element("code", paper.source_sha256), ".", class_="muted"),
        element("p", "Intervals are 95 % confidence intervals. No row of the log is in this file.", class_="muted"),
    )


def _section(heading: str, *content: str) -> Markup:
    name = heading.lower().replace(" ", "-")
    return element("section", element("h2", heading, id=name), *content, aria_labelledby=name)


def _items(sentences: Iterable[str]) -> list[Markup]:
    return [element("li", sentence) for sentence in sentences]


def _warnings(warnings: Sequence[str]) -> Markup:
    return element("ul", *_items(warnings), class_="warnings") if warnings else join()


def _pairs(pairs: Iterable[tuple[str, str]]) -> Markup:
    return element("dl", *(join(element("dt", label), element("dd", text)) for label, text in pairs))


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
    numeric = {at for at, column in enumerate(table.columns) if column.numeric}
    return _table(table.caption, [column.label for column in table.columns], table.rows, numeric)


def _grid(grid: Grid) -> Markup:
    note = element("p", grid.note, class_="note") if grid.note else join()
    return join(_table(grid.heading, grid.columns, grid.rows, set(grid.numeric)), note)


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: set[int]) -> Markup:
    # On a phone a table of sentences is set cell below cell, each after its column's name.
    worded = any(len(text) > _LONG for row in rows for text in row[1:])
    head = [
        element("th", label, scope="col", class_="number" if at in numeric and at > 0 else False)
        for at, label in enumerate(columns)
    ]
    body = [
        element("tr", *(_cell(at, text, columns[at], at in numeric) for at, text in enumerate(row))) for row in rows
    ]
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *head)),
        element("tbody", *body),
        class_="words" if worded else "few" if len(columns) <= _FEW_COLUMNS else False,
    )
    # A table may be wider than a phone; whoever uses a keyboard reaches and scrolls it.
    return element("div", table, class_="scroll", role="region", tabindex="0", aria_label=caption)


def _cell(at: int, text: str, column: str, numeric: bool) -> Markup:
    content: Markup | str = text
    if numeric:
        value, interval = value_and_interval(text)
        if interval:
            content = join(value, element("span", f" ({interval})", class_="interval"))
        elif len(text) > SENTENCE:
            content = element("span", text, class_="why")
    if at == 0:
        return element("th", content, scope="row")
    look = "number" if numeric else "short" if len(text) <= _SHORT else False
    return element("td", content, data_label=column, class_=look)


def _read(paper: ReviewPaper) -> list[Markup]:
    intake: Mapping[str, Any] = paper.intake
    found = [element("p", f"{paper.account}."), _grid(file_grid(intake))]
    if intake["rejections"]:
        found += [_grid(rule_grid(intake)), _grid(rejection_grid(intake, most=LISTED))]
    return found


def _computed(paper: ReviewPaper) -> list[Markup]:
    return [
        element("p", paper.resolution),
        element("h3", "Columns of the log"),
        _pairs(paper.columns),
        element("h3", "Versions"),
        _pairs(paper.versions.items()),
        _grid(definitions(paper.review)),
    ]
