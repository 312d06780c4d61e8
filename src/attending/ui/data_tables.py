"""A small table of ready values as HTML: never wider than its place, and no number torn apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from attending.ui.parts import DataTable
from attending.ui.values import cell

_FEW_ROWS: Final = 6
_FEW_COLUMNS: Final = 4

_NUMBER: Final = r"[\u2212+]?[\d.,]+(?:\s%)?"
_TOGETHER: Final = re.compile(
    rf"\(?{_NUMBER} to {_NUMBER}\)?(?: %)?|{_NUMBER} (?:up|down)\b|[n<] [\d.,]+|\b[A-Z][a-z]{{2}} \d{{4}}\b"
)


def html(table: DataTable) -> SafeString:
    """The table in a region that scrolls sideways, by keyboard too, where it is wider than its place."""
    numeric = set(table.numeric)
    stacks = _stacks(table)
    numbers = not stacks and numeric >= set(range(1, len(table.headers)))  # said once, not by every cell
    if numbers:
        numeric &= {0}
    columns = [(text, SafeString(' class="number"') if at in numeric else "") for at, text in enumerate(table.headers)]
    shape = _STACKED if stacks else _PLAIN
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="data{}"{}>{}'
        "<thead{}><tr{}>{}</tr></thead><tbody{}>{}</tbody></table></div>",
        table.caption or "Table",
        " rows" if stacks else " numbers" if numbers else "",
        shape.table,
        format_html("<caption>{}</caption>", table.caption) if table.caption else "",
        shape.group,
        shape.row,
        format_html_join("", shape.header, ((text, kind) for text, kind in columns)),
        shape.group,
        format_html_join("", shape.line, ((_cells(row, columns, shape),) for row in table.rows)),
    )


def _stacks(table: DataTable) -> bool:
    if table.stacks is None:
        return len(table.rows) <= _FEW_ROWS and len(table.headers) > _FEW_COLUMNS
    return table.stacks


class _Shape:
    """Pieces of markup. Cards lose what makes them a table, so they name their roles and their columns again."""

    def __init__(self, *, stacked: bool) -> None:
        def role(name: str) -> SafeString:
            return SafeString(f' role="{name}"' if stacked else "")

        label = ' data-label="{2}"' if stacked else ""
        self.table, self.group, self.row = role("table"), role("rowgroup"), role("row")
        self.header = f'<th scope="col"{role("columnheader")}{{1}}>{{0}}</th>'
        self.line = f"<tr{role('row')}>{{}}</tr>"
        self.first = f'<th scope="row"{role("rowheader")}{label}{{1}}>{{0}}</th>'
        self.other = f"<td{role('cell')}{label}{{1}}>{{0}}</td>"


_PLAIN: Final = _Shape(stacked=False)
_STACKED: Final = _Shape(stacked=True)


def _cells(row: Sequence[object], columns: Sequence[tuple[str, str]], shape: _Shape) -> SafeString:
    return SafeString(
        "".join(
            format_html(shape.other if at else shape.first, _shown(value), kind, label)
            for at, (value, (label, kind)) in enumerate(zip(row, columns, strict=True))
        )
    )


def _shown(value: object) -> SafeString:
    """A ready text that is empty says nothing, not "not recorded"; the parts of a number stay on one line."""
    if isinstance(value, str) and not isinstance(value, SafeString):
        value = _TOGETHER.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), value)
    return SafeString("") if value == "" else cell(value)
