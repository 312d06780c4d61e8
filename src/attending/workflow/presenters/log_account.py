"""Why a log was not loaded: its first faults, each with line, column, value, rule and fix."""

from __future__ import annotations

from attending.sources import IntakeReport
from attending.ui import formats
from attending.ui.parts import DataTable

MOST = 20


def rejections(report: IntakeReport) -> DataTable | None:
    """The first faults of a log; None where it was refused as a whole."""
    listed = report.rejections[:MOST]
    if not listed:
        return None
    total = max(report.faulty, len(report.rejections))
    rows = [
        [
            each.key or "" if each.line is None else formats.count(each.line),
            each.column or "",
            each.value or "",
            f"{each.rule}. {each.fix}.",
        ]
        for each in listed
    ]
    caption = f"The first {len(listed)} of {formats.count(total)} faults" if total > len(listed) else "Each fault"
    return DataTable(["Line or row", "Column", "Value", "Rule, and how to mend it"], rows, caption, (0,), stacks=True)
