"""The account of what was read, with every bad row, ready to print."""

from __future__ import annotations

from attending.review.compute import ReviewResult
from attending.review.report.figures import period_text, standing_out
from attending.sources import IntakeReport, LogRefused, Rejection
from attending.ui import formats
from attending.ui.parts import DataTable, SummaryRow

MOST = 20


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


def rule_rows(intake: IntakeReport) -> list[SummaryRow]:
    """How many rows break each rule."""
    return [
        SummaryRow(f"{formats.count(each.count)} {'row' if each.count == 1 else 'rows'}", each.rule, note=each.column)
        for each in intake.rule_counts
    ]


def rejection_table(intake: IntakeReport) -> DataTable | None:
    """The first bad rows: line or, in a table, key; column, value, rule and fix; the file where there are several."""
    listed = intake.rejections[:MOST]
    if not listed:
        return None
    files = list(dict.fromkeys(each.file for each in listed if each.file))
    total = max(intake.faulty, len(intake.rejections))
    caption = f"In {files[0]}" if len(files) == 1 else "Each fault"
    if total > len(listed):
        caption += f", the first {len(listed)} of {formats.count(total)}"
    headers = ["Line or row", "Column", "Value", "Rule, and how to mend it"]
    rows = [_row(each) for each in listed]
    if len(files) > 1:
        headers.append("File")
        rows = [(*row, each.file or "") for row, each in zip(rows, listed, strict=True)]
    return DataTable(headers, rows, caption, (0,), stacks=True)


def _row(rejection: Rejection) -> tuple[str, ...]:
    return (
        rejection.key or "" if rejection.line is None else formats.count(rejection.line),
        rejection.column or "",
        rejection.value or "",
        f"{rejection.rule}. {rejection.fix}.",
    )


def refusal_title(refused: LogRefused) -> str:
    """What happened, in one line."""
    if refused.report.read:
        return f"Nothing was loaded: {formats.count(refused.report.faulty)} rows are wrong"
    return "This file was not read"


def told(result: ReviewResult) -> list[str]:
    """What a review says, before it is recorded."""
    return [
        f"It covers {period_text(result.review.overall)}.",
        *standing_out(result.review, comparator=result.mapping.comparator),
    ]
