"""What is done about blank cells, people who left items out, and missing weights; every filling is counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.panel.percentiles import percentile
from attending.analytics.preference.judgements import PanelJudgements


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell that a person left blank, and the panel's median that stands in for it."""

    item: str
    criterion: str
    median: float


@dataclass(frozen=True, slots=True)
class PanelistGaps:
    """What one panelist did not say, and what was done about it.

    `scored` items count with this person; `recused` are left out for a conflict of interest, `left_out` because every
    cell is blank. `filled` are the blank cells of items the person scored in part. `weights` says whose weights the
    person's scores are taken with: "own", "mean of the others" or "equal" when nobody gave any.
    """

    panelist: str
    scored: int
    recused: tuple[str, ...]
    left_out: int
    filled: tuple[FilledCell, ...]
    weights: str


@dataclass(frozen=True, eq=False)
class CompletedPanel:
    """Judgements without gaps, of the people who scored at least one item.

    `scores` (panelists, items, criteria) is NaN only where `available` (panelists, items) is False: the person is out
    on that item. `weights` (panelists, criteria) sum to 1 in each row. `gaps` has a row for every panelist, also for
    those who scored nothing and are not in `panelists`.
    """

    items: tuple[str, ...]
    criteria: tuple[str, ...]
    panelists: tuple[str, ...]
    scores: NDArray[np.float64]
    available: NDArray[np.bool_]
    weights: NDArray[np.float64]
    gaps: tuple[PanelistGaps, ...]


def complete_panel(judgements: PanelJudgements) -> CompletedPanel:
    """Fill what may be filled and refuse what may not.

    A blank cell of an item that the person scored in part takes the panel's median of that cell; a person who left an
    item out wholly is out on that item. A person without weights is given the mean of the others' weights, equal
    weights if nobody gave any. A person who scored nothing is not part of the panel, nor are that person's weights.
    Raises ValueError for a cell that nobody scored, by its names.
    """
    given = judgements.usable
    blank = np.isnan(given)
    count = (~blank).sum(axis=0)
    _check_scored(judgements, count)
    median = percentile(np.sort(given, axis=0), count, 50)
    available = np.asarray(~blank.all(axis=2))
    to_fill = blank & available[:, :, None]
    scores = np.where(to_fill, median[None], given)
    present = np.asarray(available.any(axis=1))
    weights, origin = _weights(judgements.weights, present)
    names = np.array(judgements.panelists, dtype=object)
    return CompletedPanel(
        judgements.items,
        judgements.criteria,
        tuple(names[present].tolist()),
        scores[present],
        available[present],
        weights[present],
        tuple(
            PanelistGaps(
                name,
                int(available[p].sum()),
                tuple(judgements.items[i] for i in np.flatnonzero(judgements.recused[p])),
                int((~available[p] & ~judgements.recused[p]).sum()),
                tuple(
                    FilledCell(judgements.items[i], judgements.criteria[c], float(median[i, c]))
                    for i, c in np.argwhere(to_fill[p]).tolist()
                ),
                origin[p],
            )
            for p, name in enumerate(judgements.panelists)
        ),
    )


def _check_scored(judgements: PanelJudgements, count: NDArray[np.int64]) -> None:
    for i, c in np.argwhere(count == 0)[:1].tolist():
        conflicted = bool(judgements.recused[:, i].all())
        why = "every panelist has a conflict of interest on it" if conflicted else "nobody scored it"
        raise ValueError(
            f"{judgements.items[i]} has no score on {judgements.criteria[c]}: {why}. "
            "Ask the panel for it, or take the use case out of this round."
        )


def _weights(given: NDArray[np.float64], present: NDArray[np.bool_]) -> tuple[NDArray[np.float64], list[str]]:
    """Weights that sum to 1, and where each person's come from."""
    own = np.asarray(~np.isnan(given).any(axis=1))
    weights = np.full(given.shape, 1 / given.shape[1])
    weights[own] = given[own] / given[own].sum(axis=1, keepdims=True)
    asked = own & present
    if asked.any():
        weights[~own] = weights[asked].mean(axis=0)
    other = "mean of the others" if asked.any() else "equal"
    return weights, ["own" if has else other for has in own]
