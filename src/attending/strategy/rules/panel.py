"""What holds for every panel: how large it may be, and which cells a round asks for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

MOST_ITEMS: Final = 60
"""Use cases a panel may judge: 60 by 8 criteria are 480 judgements, and at ten seconds each that is 80 minutes of every
panelist's time. Longer lists are scored carelessly; the engine itself ranks thousands (``attending rank``)."""

FEWEST_CRITERIA: Final = 2
MOST_CRITERIA: Final = 12
MOST_PANELISTS: Final = 60
SHOWN_FROM: Final = 3
"""Scores or people below which a distribution would tell who said what."""

RULE: Final = (
    "The panel disagrees on a cell where the range from the 30th to the 70th percentile of its scores is wider than "
    "RAND/UCLA allows (2.35 points about the middle of the scale, 1.5 more for each point away from it; Fitch et al. "
    "2001). Only those cells are discussed and scored again."
)

Cell = tuple[int, int]
"""The primary keys of an item and a criterion."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Whom the room should hold; no ``site`` (a primary key) means anywhere."""

    discipline: str
    site: int | None
    count: int


def asked_cells(
    items: Iterable[int], criteria: Collection[int], recused: Collection[int], cells: Collection[Cell] | None
) -> list[Cell]:
    """What one panelist is asked in a round: all cells, or those to be scored again, without items of an interest."""
    return [
        (item, criterion)
        for item in items
        if item not in recused
        for criterion in criteria
        if cells is None or (item, criterion) in cells
    ]
