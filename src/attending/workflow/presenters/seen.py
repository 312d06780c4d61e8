"""A contract against what is seen, ready to print."""

from __future__ import annotations

from collections.abc import Sequence

from attending.ui import formats
from attending.ui.parts import DataTable, Status
from attending.workflow.rules.seen import Comparison, Seen, as_agreed, out_of_range
from attending.workflow.rules.words import said

_MARKS = {Seen.AS_AGREED: "ok", Seen.MORE: "watch", Seen.LESS: "watch", Seen.UNKNOWN: "neutral"}


def seen_table(found: Sequence[Comparison]) -> DataTable:
    """Agreed beside seen, with what was counted, over which period, and from where."""
    rows: list[list[object]] = []
    for each in found:
        style = "percent" if each.percent else "decimal1"
        counted = (
            f"{formats.count(each.numerator)} of {formats.count(each.denominator)}"
            if each.denominator
            else f"n {formats.count(each.n)}"
        )
        rows.append(
            [
                each.label,
                said(each.agreed, style),
                f"{said(each.seen, style)}, {counted}",
                f"{each.first:%B %Y} to {each.last:%B %Y}, {each.source}",
                Status(_MARKS[each.verdict], each.verdict.capitalize()),
            ]
        )
    return DataTable(
        ["Figure", "Agreed", "Seen", "Period and source", "In short"], rows, "With 95 % intervals", stacks=True
    )


def seen_words(found: Sequence[Comparison]) -> str:
    """In one sentence: as agreed, or what is not."""
    if not found:
        return "Nothing was measured at the contract's threshold since it was signed, so nothing can be compared."
    apart = out_of_range(found)
    agreed = as_agreed(found)
    if not apart and not agreed:
        return "What was measured since cannot be held against what was signed: there are no intervals to compare."
    if not apart:
        rest = "; of the others it cannot be told" if len(agreed) < len(found) else ""
        return f"{len(agreed)} of {len(found)} figures measured since are as signed{rest}."
    told = "; ".join(
        f"{each.label.lower()}: {_style(each, each.seen.value)} seen, {_style(each, each.agreed.value)} agreed"
        for each in apart
    )
    return f"Not as agreed. {told[0].upper()}{told[1:]}."


def _style(each: Comparison, value: float | None) -> str:
    return formats.styled(value, "percent" if each.percent else "decimal1")
