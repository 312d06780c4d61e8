"""The account of what was read, with every bad row, ready to print."""

from __future__ import annotations

from attending.review.compute import ReviewResult
from attending.review.report.figures import period_text, standing_out
from attending.sources import IntakeReport, LogRefused, Rejection
from attending.ui import formats
from attending.ui.parts import DataTable, SummaryRow

MOST = 100


def account_rows(intake: IntakeReport) -> list[SummaryRow]:
    """read = loaded + duplicate + quarantined."""
    conflicts = f"{formats.count(intake.conflicts)} of them conflicts" if intake.conflicts else ""
    files = [
        SummaryRow("File", file.name, note=f"{formats.count(file.rows)} rows, SHA-256 {file.sha256[:12]}…")
        for file in intake.files
    ]
    return [
        *files,
        SummaryRow("Read", formats.count(intake.read), note="= loaded + duplicate + quarantined"),
        SummaryRow("Loaded", formats.count(intake.loaded)),
        SummaryRow("Duplicate", formats.count(intake.duplicate)),
        SummaryRow("Quarantined", formats.count(intake.quarantined), note=conflicts),
    ]


def rejection_table(intake: IntakeReport) -> DataTable | None:
    """The first bad rows: file, line, column, value, rule and fix."""
    listed = intake.rejections[:MOST]
    if not listed:
        return None
    faults = max(intake.faulty, len(intake.rejections))
    caption = "What is wrong, and how to mend it"
    if faults > len(listed):
        caption += f": the first {len(listed)} of {formats.count(faults)}"
    headers = ("Line", "Column", "Value", "Rule", "Fix", "File")
    return DataTable(headers, [_row(each) for each in listed], caption, (0,))


def _row(rejection: Rejection) -> tuple[object, ...]:
    return (
        "" if rejection.line is None else formats.count(rejection.line),
        rejection.column,
        rejection.value,
        rejection.rule,
        rejection.fix,
        rejection.file,
    )


def refusal_title(refused: LogRefused) -> str:
    """What happened, in one line."""
    if refused.report.read:
        return f"Nothing was loaded: {formats.count(refused.report.faulty)} rows are wrong"
    return "This file was not read"


def told(result: ReviewResult) -> list[str]:
    """What a review says, before it is recorded."""
    return [f"It covers {period_text(result.review.overall)}.", *standing_out(result.review)]
