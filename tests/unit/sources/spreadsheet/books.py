"""Workbooks made for tests: plain ones by openpyxl, and ones whose inside is changed by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from attending.sources.spreadsheet import Heading

HEADINGS = (Heading("title", "Title"), Heading("problem", "Problem"), Heading("value", "Value", needed=False))
LABELS = ("Title", "Problem", "Value")
SHEET = "xl/worksheets/sheet1.xml"


def book(rows: Iterable[Sequence[Any]], change: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook whose first sheet holds the headings and these rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (LABELS, *rows):
        sheet.append(list(row))
    if change is not None:
        change(workbook)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def rewritten(content: bytes, changes: dict[str, Callable[[bytes], bytes]], **added: bytes) -> bytes:
    """The package with some parts changed, and others added (their names with __ for /)."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part.filename)
            new.writestr(part.filename, changes.get(part.filename, lambda same: same)(body))
        for name, body in added.items():
            new.writestr(name.replace("__", "/"), body)
    return target.getvalue()


def archive() -> bytes:
    """A ZIP archive that is no workbook."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as letters:
        letters.writestr("letter.txt", "Dear")
    return target.getvalue()


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replace what must be there once."""

    def change(body: bytes) -> bytes:
        assert body.count(old) == 1, body[:2_000]
        return body.replace(old, new)

    return change
