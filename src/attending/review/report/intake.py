"""What was read and how each measure is defined, as grids for every paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attending.analytics import PerformanceReview
from attending.analytics.catalogs import measures
from attending.documents.grid import Grid
from attending.review.report.figures import AT_THRESHOLD, MEASURED, TIERS, tier_text

LISTED: Final = 50
"""How many bad rows a paper lists; all are counted, and ``--quarantine`` writes all."""


def file_grid(intake: Mapping[str, Any]) -> Grid:
    """Every file of the log."""
    rows = [
        (file["name"], f"{file['rows']:,}", f"{file['bytes']:,}", file["verified"], file["sha256"])
        for file in intake["files"]
    ]
    return Grid("Files", ("File", "Rows", "Bytes", "Held against", "SHA-256"), rows, (1, 2))


def rule_grid(intake: Mapping[str, Any]) -> Grid:
    """How many rows break each rule."""
    rows = [(count["rule"], count["column"], f"{count['count']:,}") for count in intake["rule_counts"]]
    return Grid("Rows set aside, by rule", ("Rule", "Column", "Rows"), rows, (2,))


def rejection_grid(intake: Mapping[str, Any], *, most: int) -> Grid:
    """The first bad rows, each with what is wrong and how to mend it."""
    rows = [
        (
            each["file"] or "",
            each.get("key") or "" if each["line"] is None else f"{each['line']:,}",
            each["column"] or "",
            "" if each["value"] is None else each["value"],
            each["rule"],
            each["fix"],
        )
        for each in intake["rejections"][:most]
    ]
    more = intake["faulty"] - len(rows)
    note = f"{more:,} more are not listed here." if more > 0 else ""
    return Grid("Rows set aside", ("File", "Line or row", "Column", "Value", "Rule", "Fix"), rows, (1,), note)


def definitions(review: PerformanceReview) -> Grid:
    """What each measure means, where its interval comes from, and its source."""
    measured = [name for name in MEASURED if name in review.overall.measures]
    names = (*measured, *(AT_THRESHOLD if review.thresholds else ()))
    catalog = measures()
    rows = [
        (
            f"{catalog[name].title} ({catalog[name].short})",
            catalog[name].definition,
            catalog[name].interval,
            catalog[name].source,
            tier_text(name),
        )
        for name in names
    ]
    return Grid("The measures", ("Measure", "Definition", "95 % interval", "Source", "Tier"), rows, note=TIERS)
