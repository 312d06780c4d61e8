"""A paper as one HTML file that refers to nothing outside itself and runs nothing: its frame and its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from attending.documents.cells import SENTENCE, value_and_interval
from attending.documents.grid import Grid
from attending.documents.markup import Markup, element, join, trusted

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_LONG: Final = 40
_FEW_COLUMNS: Final = 5
_SHORT: Final = 18
_STORY: Final = 160


def sheet(title: str, *parts: str) -> str:
    """The whole file: its parts, such as header, main and footer, on one sheet with its style."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", trusted(_style())),
    )
    body = element("body", element("div", *parts, class_="sheet"))
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def section(heading: str, *content: str) -> Markup:
    """A section under its heading, by which it can be linked to."""
    name = heading.lower().replace(" ", "-")
    return element("section", element("h2", heading, id=name), *content, aria_labelledby=name)


def items(sentences: Iterable[str]) -> list[Markup]:
    """The items of a list."""
    return [element("li", sentence) for sentence in sentences]


def answers(sentences: Iterable[str]) -> Markup:
    """What a reader came for, the first sentence set off."""
    return element("ul", *items(sentences), class_="answers")


def warnings(sentences: Sequence[str]) -> Markup:
    """What a reader must know beforehand; nothing where there is nothing."""
    return element("ul", *items(sentences), class_="warnings") if sentences else join()


def pairs(labelled: Iterable[tuple[str, str]]) -> Markup:
    """Labels with their texts."""
    return element("dl", *(join(element("dt", label), element("dd", text)) for label, text in labelled))


def grid_table(grid: Grid) -> Markup:
    """A table with its caption, and its note below."""
    note = element("p", grid.note, class_="note") if grid.note else join()
    return join(_table(grid), note)


def _table(grid: Grid) -> Markup:
    numeric = set(grid.numeric)
    # On a phone a table of sentences is set cell below cell, each after its column's name.
    worded = any(len(text) > _LONG for row in grid.rows for text in row[1:])
    head = [
        element("th", label, scope="col", class_="number" if at in numeric and at > 0 else False)
        for at, label in enumerate(grid.columns)
    ]
    body = [
        element("tr", *(_cell(at, text, grid.columns[at], at in numeric) for at, text in enumerate(row)))
        for row in grid.rows
    ]
    table = element(
        "table",
        element("caption", grid.heading),
        element("thead", element("tr", *head)),
        element("tbody", *body),
        class_="words" if worded else "few" if len(grid.columns) <= _FEW_COLUMNS else False,
    )
    # A table may be wider than a phone; whoever uses a keyboard reaches and scrolls it.
    return element("div", table, class_="scroll", role="region", tabindex="0", aria_label=grid.heading)


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
    return element("td", content, data_label=column, class_="number" if numeric else _width(text))


def _width(text: str) -> str | bool:
    """Which room a cell of words asks for."""
    if len(text) <= _SHORT:
        return "short"
    return "long" if len(text) > _STORY else False


@cache
def _style() -> str:
    static = files("attending.ui").joinpath("static", "ui")
    sheets = [static.joinpath("tokens.css"), static.joinpath("charts.css"), files(__package__).joinpath("sheet.css")]
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
