"""A review as PDF: A4, tagged, the same figures as everywhere, the source's SHA-256 on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attending import charts
from attending.charts.rows import Table
from attending.documents import pdf
from attending.documents.cells import SENTENCE, value_and_interval
from attending.documents.grid import Grid
from attending.review.report.figures import standing_out
from attending.review.report.grids import grids
from attending.review.report.intake import LISTED, definitions, file_grid, rejection_grid, rule_grid
from attending.review.report.paper import ReviewPaper
from attending.review.report.plates import Plate, plates

TEMPLATE = Path(__file__).parent / "review.typ"
_APPENDED = ("calibration", "decision-curve")
"""Charts whose numbers stand in no other table of the paper."""


def review_pdf(paper: ReviewPaper) -> bytes:
    """The PDF. Equal papers give equal bytes. Raises ``documents.DocumentError`` when it cannot be set."""
    drawn = plates(paper)
    intake = paper.intake
    read = [file_grid(intake)]
    if intake["rejections"]:
        read += [rule_grid(intake), rejection_grid(intake, most=LISTED)]
    data: dict[str, Any] = {
        "title": paper.heading,
        "summary": f"{paper.summary}.",
        "sha256": paper.source_sha256,
        "answers": standing_out(paper.review, comparator=paper.comparator),
        "about": [*paper.about, ("Source", paper.source), ("Rows", paper.account), ("Resolution", paper.resolution)],
        "warnings": list(intake["warnings"]),
        "plates": [_plate(plate) for plate in drawn],
        "grids": [
            grid_data(grid)
            for grid in grids(paper.review, model=paper.model, comparator=paper.comparator, beside=paper.beside)
        ],
        "appended": [_numbers(plate.table) for plate in drawn if plate.name in _APPENDED],
        "read": [grid_data(grid) for grid in read],
        "columns": paper.columns,
        "versions": list(paper.versions.items()),
        "definitions": grid_data(definitions(paper.review)),
    }
    return pdf(TEMPLATE, data, {plate.name: charts.print_svg(plate.draw(charts.WIDE)) for plate in drawn})


def _plate(plate: Plate) -> dict[str, str]:
    chart = plate.draw(charts.WIDE)
    return {
        "image": plate.name,
        "answer": charts.answer_of(chart),
        "note": charts.note_of(chart),
        "alt": charts.description_of(chart),
    }


def _numbers(table: Table) -> dict[str, Any]:
    numeric = {at for at, column in enumerate(table.columns) if column.numeric}
    return _table(table.caption, [column.label for column in table.columns], table.rows, numeric, "")


def grid_data(grid: Grid) -> dict[str, Any]:
    """A grid as the template of papers takes it."""
    return _table(grid.heading, grid.columns, grid.rows, set(grid.numeric), grid.note)


def _table(caption: str, columns: Any, rows: Any, numeric: set[int], note: str) -> dict[str, Any]:
    return {
        "caption": caption,
        "columns": [{"label": label, "numeric": at in numeric} for at, label in enumerate(columns)],
        "rows": [[_cell(text, numeric=at in numeric) for at, text in enumerate(row)] for row in rows],
        "note": note,
    }


def _cell(text: str, *, numeric: bool) -> dict[str, Any]:
    value, interval = value_and_interval(text) if numeric else (text, "")
    return {"value": value, "interval": interval, "sentence": numeric and not interval and len(text) > SENTENCE}
