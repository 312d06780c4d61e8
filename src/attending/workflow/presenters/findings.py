"""What the room can say about a workflow, of what gates ask: findings whose item begins with workflow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attending.program.registries.evidence import Finding, FindingState
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status

PREFIX: Final = "workflow-"
_MARKS: Final = {
    FindingState.MET: "ok",
    FindingState.PARTIAL: "watch",
    FindingState.MISSING: "breach",
    FindingState.STALE: "watch",
    FindingState.NOT_APPLICABLE: "neutral",
}


def table(findings: Iterable[Finding]) -> DataTable | None:
    """Those of the workflow, with their state and day; None without any."""
    rows = [
        (
            Link(each.title, each.link),
            Status(_MARKS[each.state], each.state.value.capitalize()),
            each.summary,
            formats.date(each.as_of) if each.as_of else "",
        )
        for each in findings
        if each.item.startswith(PREFIX)
    ]
    return DataTable(("What", "State", "In short", "As of"), rows, stacks=True) if rows else None
