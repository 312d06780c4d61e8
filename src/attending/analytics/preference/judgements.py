"""What a panel said of a list of items: scores from 1 to 9 on each criterion, conflicts of interest, and weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LOWEST: Final = 1
HIGHEST: Final = 9
"""The ends of the scale, as in RAND/UCLA panels (Fitch et al. 2001)."""


@dataclass(frozen=True, eq=False)
class PanelJudgements:
    """The judgements of one round, checked.

    `scores[p, i, c]` is what panelist p gave item i on criterion c: a whole number from 1 to 9, NaN where left blank.
    `recused[p, i]` is True where p declared a conflict of interest on item i: p's scores on it are out, whatever they
    are. `weights[p, c]` are p's weights, not negative, on any scale; a row of NaN is a person who gave none. The arrays
    are copied and cannot be written to.

    Raises ValueError that names panelist, item, criterion, the value found and what is expected.
    """

    items: tuple[str, ...]
    criteria: tuple[str, ...]
    panelists: tuple[str, ...]
    scores: NDArray[np.float64]
    recused: NDArray[np.bool_]
    weights: NDArray[np.float64]

    def __post_init__(self) -> None:
        for what, names in (("use case", self.items), ("criterion", self.criteria), ("panelist", self.panelists)):
            _check_names(what, names)
        shape = (len(self.panelists), len(self.items), len(self.criteria))
        self._freeze("scores", np.float64, shape, "panelists x use cases x criteria")
        self._freeze("recused", np.bool_, shape[:2], "panelists x use cases")
        self._freeze("weights", np.float64, (shape[0], shape[2]), "panelists x criteria")
        self._check_scores()
        self._check_weights()

    @property
    def usable(self) -> NDArray[np.float64]:
        """The scores that count: NaN where blank and where the person has a conflict; shape as `scores`."""
        return np.where(self.recused[:, :, None], np.nan, self.scores)

    def _freeze(self, name: str, kind: type[np.generic], shape: tuple[int, ...], meaning: str) -> None:
        array = np.array(getattr(self, name), dtype=kind)
        if array.shape != shape:
            raise ValueError(
                f"The {name} have the shape {array.shape}; {meaning} needs {shape}. Give one entry for each."
            )
        array.flags.writeable = False
        object.__setattr__(self, name, array)

    def _check_scores(self) -> None:
        given = self.scores
        wrong = ~np.isnan(given) & ~((given >= LOWEST) & (given <= HIGHEST) & (given == np.floor(given)))
        for p, i, c in np.argwhere(wrong)[:1].tolist():
            raise ValueError(
                f"{self.panelists[p]} gave {self.items[i]} the score {given[p, i, c]:g} on {self.criteria[c]}: "
                f"a score is a whole number from {LOWEST} to {HIGHEST}, or blank."
            )

    def _check_weights(self) -> None:
        given = self.weights
        for p in range(len(self.panelists)):
            blank = np.isnan(given[p])
            if blank.all():
                continue
            for c in np.flatnonzero(blank | ~(given[p] >= 0) | np.isinf(given[p]))[:1].tolist():
                found = "no weight" if blank[c] else f"the weight {given[p, c]:g}"
                raise ValueError(
                    f"{self.panelists[p]} gave {self.criteria[c]} {found}: give every criterion a number of 0 or more, "
                    "or leave all of this person's weights out."
                )
            if given[p].sum() == 0:
                raise ValueError(
                    f"{self.panelists[p]} gave every criterion the weight 0: at least one must count for something."
                )


def _check_names(what: str, names: Sequence[str]) -> None:
    plural = {"criterion": "criteria"}.get(what, f"{what}s")
    if not names:
        raise ValueError(f"There are no {plural}: give at least one.")
    seen: set[str] = set()
    for place, name in enumerate(names, 1):
        if not name.strip():
            raise ValueError(f"The {what} in place {place} has no name: give it one.")
        if name in seen:
            raise ValueError(f"The {what} {name!r} is listed twice: keep it once.")
        seen.add(name)
