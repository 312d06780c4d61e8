"""The cells on which a panel disagrees, with the scores without names and what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.analytics.panel import CellAgreement
from attending.strategy.models import CellNote, Panel, PanelCriterion, Panelist, PanelItem, PanelRound
from attending.strategy.queries.panel_judgements import judged
from attending.strategy.queries.panels import criteria_of, items_of, results_of
from attending.strategy.rules.panel import SHOWN_FROM, Cell
from attending.strategy.rules.panel_distribution import GroupMedian, group_medians


@dataclass(frozen=True)
class DiscussedCell:
    """One cell: how often each score from 1 to 9 was given, medians of disciplines that name nobody, and notes."""

    item: PanelItem
    criterion: PanelCriterion
    agreement: CellAgreement
    counts: Mapping[int, int]
    by_discipline: Sequence[GroupMedian]
    notes: Sequence[CellNote]


def discussed(panel: Panel, round_: PanelRound) -> list[DiscussedCell]:
    """The cells flagged at the end of a closed round, in order of the items. Eleven queries."""
    results, found = results_of(round_), judged(panel, round_, known_at=round_.closed_at)
    if found is None:
        return []
    items = {each.pk: each for each in items_of(panel)}
    criteria = {each.pk: each for each in criteria_of(panel)}
    discipline = {each.pk: each.get_discipline_display() for each in Panelist.objects.filter(panel=panel)}
    people = [discipline[pk] for pk in found.people()]
    notes = notes_of(panel)
    cells = []
    for cell in results.cells:
        if not cell.disagreement:
            continue
        at = (results.items[cell.item], results.criteria[cell.criterion])
        column = found.column(cell.item, cell.criterion)
        given = [(group, value) for group, value in zip(people, column, strict=True) if value is not None]
        counts = Counter(value for _, value in given) if len(given) >= SHOWN_FROM else Counter()
        cells.append(
            DiscussedCell(items[at[0]], criteria[at[1]], cell, counts, group_medians(given), notes.get(at, []))
        )
    return cells


def notes_of(panel: Panel) -> dict[Cell, list[CellNote]]:
    """What was said, by cell, oldest first. One query."""
    found: dict[Cell, list[CellNote]] = {}
    for note in CellNote.objects.filter(round__panel=panel).order_by("noted_at", "pk"):
        found.setdefault((note.item_id, note.criterion_id), []).append(note)
    return found
