"""A review for a terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from attending.review.compute import ReviewResult
from attending.review.report.figures import Grid, grids, period_text, standing_out
from attending.sources import IntakeReport

WIDTH = 100


def review_text(result: ReviewResult) -> str:
    """The whole review: what stands out, then every number."""
    names = ", ".join(file.name for file in result.intake.files[:3])
    more = f" and {len(result.intake.files) - 3} more" if len(result.intake.files) > 3 else ""
    overall = result.review.overall
    lines = [
        f"Review of {names}{more}",
        f"{period_text(overall)}; n {overall.n:,}, {overall.labelled:,} with known outcome, {overall.events:,} events",
        intake_line(result.intake),
        str(result.resolution),
        *(f"Note: {warning}" for warning in result.intake.warnings),
        "",
        "WHAT STANDS OUT",
    ]
    for sentence in standing_out(result.review):
        lines.extend(textwrap.wrap(sentence, WIDTH, initial_indent="- ", subsequent_indent="  "))
    comparator = result.mapping.comparator or "Comparator"
    for grid in grids(result.review, model=result.mapping.score, comparator=comparator):
        lines += ["", grid.heading.upper(), *table(grid)]
        if grid.note:
            lines.extend(textwrap.wrap(grid.note, WIDTH))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def intake_line(intake: IntakeReport) -> str:
    """read = loaded + duplicate + quarantined, always."""
    conflicts = f" ({intake.conflicts:,} of them conflicts)" if intake.conflicts else ""
    return (
        f"{intake.read:,} rows read = {intake.loaded:,} loaded + {intake.duplicate:,} duplicate + "
        f"{intake.quarantined:,} quarantined{conflicts}"
    )


def table(grid: Grid) -> list[str]:
    """Columns aligned, numbers to the right."""
    rows: list[Sequence[str]] = [grid.columns, *grid.rows]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(grid.columns))]
    lines = ["  ".join(_padded(row[at], widths[at], at in grid.numeric) for at in range(len(row))) for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def refusal_text(reason: str, intake: IntakeReport, *, most: int = 20) -> str:
    """Why a log was refused: each fault with file, line, column, value, rule and fix."""
    lines = [f"Refused: {reason}", intake_line(intake)] if intake.read else [f"Refused: {reason}"]
    for rejection in intake.rejections[:most]:
        place = [
            rejection.file or "",
            f"line {rejection.line}" if rejection.line is not None else "",
            f"column {rejection.column}" if rejection.column else "",
            f"value {rejection.value!r}" if rejection.value is not None else "",
        ]
        lines.append(f"- {', '.join(part for part in place if part)}")
        lines.append(f"    rule: {rejection.rule}")
        lines.append(f"    fix:  {rejection.fix}")
    if len(intake.rejections) > most:
        lines.append(f"... and {intake.faulty - most:,} more; --quarantine FILE writes all of them.")
    lines += [f"  {count.count:,} x {count.rule} ({count.column})" for count in intake.rule_counts]
    return "\n".join(lines) + "\n"
