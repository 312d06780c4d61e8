"""How a panel agreed at the end of a round, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from attending.analytics.panel import CellAgreement, RoundChange


@dataclass(frozen=True, slots=True)
class Unranked:
    """A use case that could not be ranked, by the primary key of its item, and why."""

    item: int
    name: str
    why: str


@dataclass(frozen=True)
class RoundResults:
    """The agreement of every cell over all that was handed in up to this round.

    ``items`` and ``criteria`` say which primary key each name in ``cells`` stands for. ``asked`` panelists were asked
    in this round, ``handed_in`` of them did. ``change`` is against the round before, None in the first. ``unranked``
    items lack a usable score on some criterion.
    """

    items: Mapping[str, int]
    criteria: Mapping[str, int]
    cells: tuple[CellAgreement, ...]
    asked: int
    handed_in: int
    unranked: tuple[Unranked, ...]
    change: RoundChange | None

    def flagged(self) -> list[tuple[int, int]]:
        """The cells on which the panel disagrees, as primary keys of item and criterion."""
        return [(self.items[cell.item], self.criteria[cell.criterion]) for cell in self.cells if cell.disagreement]
