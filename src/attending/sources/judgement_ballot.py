"""A panel's judgements as they are gathered from a file, name by name, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.preference import PanelJudgements, ValueScale, swing_weights
from attending.sources.judgement_cells import Fault
from attending.sources.judgement_rows import Spellings
from attending.sources.report import FileManifest

_MOST_CELLS: Final = 20_000_000


@dataclass(frozen=True)
class JudgementFile:
    """What was read: the judgements, the files they come from, and what a reader must know.

    `rows` were read, `duplicate` of them say again what another row says and change nothing. `top` and `scales` are
    what a TOML file states.
    """

    judgements: PanelJudgements
    files: tuple[FileManifest, ...]
    rows: int
    duplicate: int
    warnings: tuple[str, ...] = ()
    top: int | None = None
    scales: Mapping[str, ValueScale] = field(default_factory=dict)


@dataclass
class Ballot:
    """Judgements as they are read, name by name; rows that say the same twice count once."""

    panelists: Spellings = field(default_factory=lambda: Spellings("panelist"))
    items: Spellings = field(default_factory=lambda: Spellings("use case"))
    criteria: Spellings = field(default_factory=lambda: Spellings("criterion"))
    scores: dict[tuple[int, int, int], int | None] = field(default_factory=dict)
    conflicts: set[tuple[int, int]] = field(default_factory=set)
    points: dict[int, dict[int, float]] = field(default_factory=dict)

    def judgements(self, weights: Mapping[int, Mapping[str, float]]) -> PanelJudgements:
        """The arrays; raises ValueError for what no panel can be ranked with."""
        shape = (len(self.panelists.names), len(self.items.names), len(self.criteria.names))
        if shape[0] * shape[1] * shape[2] > _MOST_CELLS:
            raise ValueError(
                f"{shape[0]:,} panelists x {shape[1]:,} use cases x {shape[2]:,} criteria are more than "
                f"{_MOST_CELLS:,} scores: rank fewer use cases at once."
            )
        scores = np.full(shape, np.nan)
        for place, score in self.scores.items():
            if score is not None:
                scores[place] = score
        recused = np.zeros(shape[:2], dtype=np.bool_)
        for pair in self.conflicts:
            recused[pair] = True
        return PanelJudgements(
            tuple(self.items.names),
            tuple(self.criteria.names),
            tuple(self.panelists.names),
            scores,
            recused,
            self._weights(weights),
        )

    def _weights(self, weights: Mapping[int, Mapping[str, float]]) -> NDArray[np.float64]:
        table = np.full((len(self.panelists.names), len(self.criteria.names)), np.nan)
        for person, given in weights.items():
            table[person] = [given[name] for name in self.criteria.names]
        return table

    def weigh(self, person: int) -> dict[str, float]:
        """A person's weights from their points; raises Fault."""
        points = self.points[person]
        missing = [name for name, number in self.criteria.names.items() if number not in points]
        if missing:
            raise Fault(
                f"This panelist has no points for {missing[0]}", "Give points for every criterion, 0 if need be"
            )
        try:
            return swing_weights(
                {name: points[number] for name, number in self.criteria.names.items()}, who="This panelist"
            )
        except ValueError as problem:
            rule, _, fix = str(problem).removesuffix(".").partition(": ")
            raise Fault(rule, fix.capitalize()) from None
