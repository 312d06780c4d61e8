"""What moved between two rankings of a panel, and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attending.analytics.panel import CellAgreement
from attending.analytics.preference import PanelRanking, Verdict, compare_rankings


@dataclass(frozen=True, slots=True)
class MovedMedian:
    """A cell whose median moved: ``rescored`` because the panel disagreed on it, or since somebody's scores left."""

    criterion: str
    before: float | None
    after: float | None
    rescored: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class MovedItem:
    """One use case before and after, and what lies behind the move.

    ``before`` and ``after`` are the verdicts, None for one that could not be ranked then; ``sentence`` says how its
    rank and value moved. ``conflicts`` counts the interests declared in between.
    """

    item: str
    before: Verdict | None
    after: Verdict | None
    sentence: str
    medians: tuple[MovedMedian, ...]
    conflicts: int


def what_moved(
    before: PanelRanking,
    after: PanelRanking,
    cells: tuple[Sequence[CellAgreement], Sequence[CellAgreement]],
    conflicts: Mapping[str, int],
) -> list[MovedItem]:
    """Every use case whose rank, verdict or medians moved, or in which an interest was declared, best first.

    ``cells`` are those of the round before and after; ``conflicts`` the interests declared in between, by item.
    """
    first, second = ({each.item: each.verdict for each in ranking.items} for ranking in (before, after))
    change, medians = compare_rankings(before, after), _medians(*cells)
    told = {each.item: each.sentence for each in change.moves}
    told |= {name: f"{name} can no longer be ranked." for name in change.only_before}
    told |= {name: f"{name} could not be ranked before." for name in change.only_after}
    stayed = {each.item for each in change.moves if each.rank_before == each.rank_after}
    return [
        MovedItem(
            name,
            first.get(name),
            second.get(name),
            told[name],
            tuple(medians.get(name, ())),
            conflicts.get(name, 0),
        )
        for name in (*second, *change.only_before)
        if name not in stayed or first[name] != second[name] or name in medians or name in conflicts
    ]


def _medians(before: Sequence[CellAgreement], after: Sequence[CellAgreement]) -> dict[str, list[MovedMedian]]:
    earlier = {(cell.item, cell.criterion): cell for cell in before}
    found: dict[str, list[MovedMedian]] = {}
    for cell in after:
        old = earlier.get((cell.item, cell.criterion))
        if old is not None and old.median != cell.median:
            again = bool(old.disagreement)
            settled = again and cell.disagreement is False
            found.setdefault(cell.item, []).append(MovedMedian(cell.criterion, old.median, cell.median, again, settled))
    return found
