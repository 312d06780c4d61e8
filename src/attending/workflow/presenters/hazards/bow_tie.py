"""A bow-tie ready to show: the drawing, and the same in words as two tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from attending.maps.bow_tie import Barrier, BowTie, Line
from attending.maps.drawing import draw_bow_tie
from attending.maps.model import CareMap
from attending.program.models import UseCase
from attending.ui.parts import DataTable, Link
from attending.workflow.presenters.hazards.words import rating_status
from attending.workflow.queries.hazard_methods import method_of
from attending.workflow.rules.hazard_entry import LogEntry


@dataclass(frozen=True, slots=True)
class TieView:
    """What would fail, what leads there with what stands in the way, and what follows with what limits it."""

    top_event: str
    drawing: SafeString
    threats: DataTable
    consequences: DataTable


def view(tie: BowTie) -> TieView:
    """A bow-tie in its natural size, in a frame that scrolls, and as tables."""
    return TieView(
        tie.top_event,
        format_html(
            '<div class="care-map" tabindex="0" role="region" aria-label="Drawing: {}">{}</div>',
            tie.top_event,
            SafeString(draw_bow_tie(tie)),
        ),
        DataTable(["What may lead to it", "What keeps it from happening"], _rows(tie.threats), stacks=True),
        DataTable(["What may follow", "What limits the harm"], _rows(tie.consequences), stacks=True),
    )


def _rows(lines: Sequence[Line]) -> list[list[str]]:
    return [[line.name, "; ".join(_said(each) for each in line.barriers) or "Nothing"] for line in lines]


def _said(barrier: Barrier) -> str:
    return f"{barrier.name} (shared with other hazards)" if barrier.shared else barrier.name


def hazards(use_case: UseCase, entries: Sequence[LogEntry], care_map: CareMap, step: str) -> DataTable:
    """The hazards of the step: those of the log with their rating, and those that only the map has."""
    logged = {entry.hazard.key: entry for entry in entries}
    rows: list[list[object]] = []
    for hazard in care_map.hazards_of.get(step, ()):
        entry = logged.get(hazard.key)
        if entry is None:
            rows.append([hazard.name, "On the map, not in the log"])
            continue
        page = reverse("workflow:hazard", args=[use_case.key, entry.hazard.number])
        rows.append([Link(f"{entry.hazard.number}. {hazard.name}", page), rating_status(entry.residual, method_of)])
    return DataTable(["Hazard", "After controls"], rows, stacks=True)
