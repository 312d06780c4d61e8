"""What a second round of scoring changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from attending.analytics.panel.disagreement import CellAgreement, measure_disagreement

Outcome = Literal["resolved", "still", "new", "agreed", "too few"]


class Round(Protocol):
    """One round of scoring, as `attending.analytics.preference.PanelJudgements` is."""

    @property
    def items(self) -> tuple[str, ...]:
        """What was scored."""
        ...

    @property
    def criteria(self) -> tuple[str, ...]:
        """On what it was scored."""
        ...

    @property
    def panelists(self) -> tuple[str, ...]:
        """Who was asked."""
        ...

    @property
    def usable(self) -> NDArray[np.float64]:
        """The scores that count, shape (panelists, items, criteria), NaN where missing or in conflict."""
        ...


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after. `changed` of `compared` people, who scored it both times, gave another score.

    `outcome`: disagreement resolved, still there or new; agreed both times; or too few scores in one of the rounds.
    """

    item: str
    criterion: str
    before: CellAgreement
    after: CellAgreement
    compared: int
    changed: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PanelistChange:
    """How many of the scores a person gave in both rounds are another one in the second."""

    panelist: str
    compared: int
    changed: int


@dataclass(frozen=True, slots=True)
class RoundChange:
    """What the second round changed, over the items and criteria of both.

    `changed` of `compared` scores moved; `share` is None when nobody scored a cell twice. `resolved`, `still` and `new`
    count cells. `only_before` and `only_after` are items that are in one round only.
    """

    cells: tuple[CellChange, ...]
    panelists: tuple[PanelistChange, ...]
    compared: int
    changed: int
    share: float | None
    resolved: int
    still: int
    new: int
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare_rounds(before: Round, after: Round) -> RoundChange:
    """Compare two rounds by the names of items, criteria and panelists; raises ValueError when nothing is in both."""
    items = tuple(name for name in after.items if name in before.items)
    criteria = tuple(name for name in after.criteria if name in before.criteria)
    if not items or not criteria:
        raise ValueError("The two rounds have no item and criterion in common: compare rounds of the same panel.")
    people = tuple(name for name in after.panelists if name in before.panelists)
    cells_before = _cells(before, items, criteria)
    cells_after = _cells(after, items, criteria)
    first, second = (_picked(each, people, items, criteria) for each in (before, after))
    compared = ~np.isnan(first) & ~np.isnan(second)
    changed = compared & (first != second)
    cells = tuple(
        CellChange(old.item, old.criterion, old, new, both, moved, _outcome(old, new))
        for old, new, both, moved in zip(
            cells_before,
            cells_after,
            compared.sum(axis=0).ravel().tolist(),
            changed.sum(axis=0).ravel().tolist(),
            strict=True,
        )
    )
    outcomes = [cell.outcome for cell in cells]
    total, moved = int(compared.sum()), int(changed.sum())
    return RoundChange(
        cells,
        tuple(PanelistChange(name, int(compared[p].sum()), int(changed[p].sum())) for p, name in enumerate(people)),
        total,
        moved,
        moved / total if total else None,
        outcomes.count("resolved"),
        outcomes.count("still"),
        outcomes.count("new"),
        tuple(name for name in before.items if name not in items),
        tuple(name for name in after.items if name not in items),
    )


def _picked(
    scored: Round, people: tuple[str, ...], items: tuple[str, ...], criteria: tuple[str, ...]
) -> NDArray[np.float64]:
    places = (
        [scored.panelists.index(name) for name in people],
        [scored.items.index(name) for name in items],
        [scored.criteria.index(name) for name in criteria],
    )
    return np.asarray(scored.usable[np.ix_(*places)])


def _cells(scored: Round, items: tuple[str, ...], criteria: tuple[str, ...]) -> tuple[CellAgreement, ...]:
    return measure_disagreement(_picked(scored, scored.panelists, items, criteria)).cells(items, criteria)


def _outcome(before: CellAgreement, after: CellAgreement) -> Outcome:
    if before.disagreement is None or after.disagreement is None:
        return "too few"
    if before.disagreement:
        return "still" if after.disagreement else "resolved"
    return "new" if after.disagreement else "agreed"
