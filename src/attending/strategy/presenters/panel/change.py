"""What changed between the first and the last round, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.analytics.panel import RoundChange
from attending.strategy.models import CellNote
from attending.strategy.presenters.panel.ranking import VERDICTS
from attending.strategy.rules.panel_change import MovedItem, MovedMedian
from attending.ui import formats
from attending.ui.parts import Status


@dataclass(frozen=True, slots=True)
class MoveCard:
    """One use case that moved, and the reasons that are on record."""

    title: str
    moved: str
    status: Status
    reasons: Sequence[str]


def change_text(change: RoundChange) -> str:
    """What scoring again did to the scores."""
    told = f"{formats.count(change.changed)} of {formats.count(change.compared)} scores are other ones than before."
    flags = change.resolved + change.still
    if flags:
        told += f" Of {flags} disagreements {change.resolved} {'is' if change.resolved == 1 else 'are'} settled."
    if change.new:
        told += f" {change.new} {'is' if change.new == 1 else 'are'} new."
    return told


def move_cards(moved: Sequence[MovedItem], notes: Mapping[tuple[str, str], Sequence[CellNote]]) -> list[MoveCard]:
    """``notes`` by the names of item and criterion."""
    return [
        MoveCard(
            each.item,
            _moved(each),
            VERDICTS[each.after] if each.after else Status("neutral", "Not ranked"),
            [
                *(_median(median, notes.get((each.item, median.criterion), ())) for median in each.medians),
                *([_conflicts(each.conflicts)] if each.conflicts else []),
                *([] if each.medians or each.conflicts else ["Nothing about it changed; others moved past it."]),
            ],
        )
        for each in moved
    ]


def _moved(item: MovedItem) -> str:
    if item.before is None or item.after is None or item.before == item.after:
        return item.sentence
    return f"{item.sentence} It was {VERDICTS[item.before].word.lower()} before."


def _median(moved: MovedMedian, notes: Sequence[CellNote]) -> str:
    before = "none" if moved.before is None else f"{moved.before:g}"
    after = "none" if moved.after is None else f"{moved.after:g}"
    told = f"{moved.criterion}: median {before} to {after}{', and they no longer disagree' if moved.settled else ''}."
    if not moved.rescored:
        return f"{told} It was not scored again; somebody's scores are left out now."
    said = " ".join(f"“{note.said}”" for note in notes)
    return f"{told} Said: {said}" if said else f"{told} Nobody noted why."


def _conflicts(count: int) -> str:
    who = "1 panelist" if count == 1 else f"{count} panelists"
    return f"{who} declared an interest since; what they scored of it is left out."
