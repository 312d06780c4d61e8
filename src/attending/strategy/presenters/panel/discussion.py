"""Where a panel disagrees: scores without names, as marks from 1 to 9, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.registries.pages import url_of
from attending.strategy.models import Panel
from attending.strategy.queries.panel_discussion import DiscussedCell
from attending.ui import formats
from attending.ui.parts import Link

_MARK = "●"


@dataclass(frozen=True, slots=True)
class Mark:
    """One score, with a dot for each who gave it."""

    score: int
    count: int
    dots: str


@dataclass(frozen=True, slots=True)
class CellCard:
    """One cell to talk about."""

    title: str
    use_case: Link
    told: str
    question: str
    anchors: Sequence[tuple[int, str]]
    marks: Sequence[Mark]
    groups: str
    notes: Sequence[str]
    note_url: str


def cell_cards(panel: Panel, cells: Sequence[DiscussedCell], *, open_: bool) -> list[CellCard]:
    """Every flagged cell; notes can be added while ``open_``."""
    return [_card(panel, each, open_=open_) for each in cells]


def _card(panel: Panel, cell: DiscussedCell, *, open_: bool) -> CellCard:
    agreement = cell.agreement
    url = reverse("strategy:panel-note", args=[panel.pk, cell.item.position, cell.criterion.key])
    return CellCard(
        f"{cell.item.use_case.title}: {cell.criterion.label.lower()}",
        Link("What the use case is", url_of(cell.item.use_case)),
        f"{agreement.n} scores, median {formats.number(agreement.median, 1)}; the middle ones lie from "
        f"{formats.number(agreement.low, 1)} to {formats.number(agreement.high, 1)}.",
        cell.criterion.question,
        ((1, cell.criterion.anchor_1), (5, cell.criterion.anchor_5), (9, cell.criterion.anchor_9)),
        [Mark(score, count, _MARK * count) for score in range(1, 10) for count in [cell.counts.get(score, 0)]],
        "; ".join(f"{each.group} {formats.number(each.median, 1)} (n {each.n})" for each in cell.by_discipline),
        [f"{note.said} ({formats.date(note.noted_at)})" for note in cell.notes],
        url if open_ else "",
    )
