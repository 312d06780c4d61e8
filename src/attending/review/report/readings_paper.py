"""A review of categorical readings as PDF, on the paper of every review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attending import charts
from attending.analytics.catalogs import measures
from attending.charts import reader_chart
from attending.documents import pdf
from attending.documents.grid import Grid
from attending.review.readings import MEASURED, ReadingsReview
from attending.review.report import readings as report
from attending.review.report.intake import LISTED, file_grid, rejection_grid, rule_grid
from attending.review.report.paper import account
from attending.review.report.pdf import TEMPLATE, grid_data
from attending.sources.readings import Scale

_DEFINED = (
    *MEASURED,
    "sensitivity_difference",
    "specificity_difference",
    "auroc_difference",
    "corrected_sensitivity",
    "corrected_specificity",
    "cohen_kappa",
    "misled_rate",
    "helped_rate",
    "turnaround_median",
    "turnaround_p90",
)


def readings_pdf(
    review: ReadingsReview,
    scale: Scale,
    *,
    title: str,
    period: str,
    about: list[tuple[str, str]],
    intake: Mapping[str, Any],
    mapping: Mapping[str, Any],
    versions: Mapping[str, str],
    source: str,
    source_sha256: str,
) -> bytes:
    """The PDF. Equal papers give equal bytes. Raises ``documents.DocumentError`` when it cannot be set."""
    readers, changed = report.accuracies(review, scale), report.changes(review, scale)
    chart = reader_chart.reader_accuracy(readers, changes=changed, period=period)
    read = [file_grid(intake)]
    if intake["rejections"]:
        read += [rule_grid(intake), rejection_grid(intake, most=LISTED)]
    named = [(name.replace("_", " ").capitalize(), _text(value)) for name, value in mapping["columns"].items()]
    data: dict[str, Any] = {
        "title": title,
        "summary": f"{period}; {review.overall.cases:,} cases, {review.overall.verified:,} with a known reference.",
        "sha256": source_sha256,
        "answers": report.standing_out(review, scale),
        "about": [*about, ("Source", source), ("Rows", account(intake))],
        "warnings": list(intake["warnings"]),
        "plates": [
            {
                "image": "readers",
                "answer": charts.answer_of(chart),
                "note": charts.note_of(chart),
                "alt": charts.description_of(chart),
            }
        ],
        "grids": [grid_data(grid) for grid in report.grids(review, scale)],
        "appended": [],
        "read": [grid_data(grid) for grid in read],
        "columns": [*named, ("Categories", ", ".join(scale.categories)), ("Positive from", scale.cut)],
        "versions": list(versions.items()),
        "definitions": grid_data(_definitions()),
    }
    return pdf(TEMPLATE, data, {"readers": charts.print_svg(chart)})


def _definitions() -> Grid:
    catalog = measures()
    rows = [(catalog[n].title, catalog[n].definition, catalog[n].interval, catalog[n].source) for n in _DEFINED]
    return Grid("The measures", ("Measure", "Definition", "95 % interval", "Source"), rows)


def _text(value: Any) -> str:
    return ", ".join(value) or "none" if isinstance(value, list) else str(value or "none")
