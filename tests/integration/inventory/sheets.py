"""Spreadsheets as hospitals keep them: their own headings, and rows of which some are bad in every way there is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook

HEADINGS = ("AI Tool", "Supplier", "Category", "Department", "What for", "Responsible", "Go-live date", "Notes")
GOOD = 300
BAD = 20


def as_csv(rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def as_workbook(rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in [headings, *rows]:
        sheet.append(list(row))
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def hospital(count: int = GOOD) -> list[list[object]]:
    """Rows of a synthetic hospital, all good, with dates as a spreadsheet keeps them."""
    kinds = ("Imaging", "Predictive model", "Chat assistant", "")
    return [
        [
            f"Tool {number}",
            f"Vendor {number % 17}",
            kinds[number % 4],
            f"Department {number % 23}",
            "Sorts what waits." if number % 3 else "",
            f"Head of department {number % 23}",
            date(2020 + number % 6, 1 + number % 12, 1 + number % 28),
            "=A1" if number % 50 == 0 else "",
        ]
        for number in range(1, count + 1)
    ]


def spoiled(rows: Sequence[Sequence[object]]) -> tuple[list[list[object]], list[tuple[int, str]]]:
    """The rows with 20 bad ones, and where each is bad: the number of the row in the file, and the field."""
    changed = [list(row) for row in rows]
    places: list[tuple[int, str]] = []
    ways: list[tuple[int, str, object]] = [
        (0, "Name", ""),
        (2, "Sort of AI", "Magic"),
        (6, "Used since", "last spring"),
        (6, "Used since", date(2999, 1, 1)),
        (0, "Name", "x" * 201),
        (5, "Who answers for it", "y" * 201),
        (4, "What it is used for", "z" * 4_001),
        (1, "Vendor", "=CONCATENATE(A1)"),
        (3, "Where it is used", True),
        (6, "Used since", "2025-02-30"),
    ]
    for at in range(BAD):
        column, field, value = ways[at % len(ways)]
        place = 5 + at * 14
        changed[place][column] = value
        places.append((place + 2, field))
    return changed, places
