"""The part of a table of scores without gaps, for coefficients that take no missing score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def complete_table(scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], str | None]:
    """The largest table without gaps and a note on what was left out; `scores` is (raters, items), NaN where missing.

    Raters go by how many items they left out: for each such number, the raters with no more gaps than that are taken
    with the items all of them scored, and the largest table wins, with more raters where two are equal. Neither the
    order of raters nor that of items plays a part.
    """
    blank = np.isnan(scores)
    gaps = blank.sum(axis=1)
    best_raters, best_items = np.zeros(len(scores), dtype=bool), np.zeros(scores.shape[1], dtype=bool)
    size = (-1, 0)
    for allowed in np.unique(gaps):
        raters = gaps <= allowed
        items = ~blank[raters].any(axis=0)
        found = (int(raters.sum() * items.sum()), int(raters.sum()))
        if found > size:
            size, best_raters, best_items = found, raters, items
    return scores[np.ix_(best_raters, best_items)], _note(best_raters, best_items)


def _note(raters: NDArray[np.bool_], items: NDArray[np.bool_]) -> str | None:
    out = [
        f"{int((~kept).sum())} of {len(kept)} {what}"
        for what, kept in (("raters", raters), ("use cases", items))
        if not kept.all()
    ]
    return f"{' and '.join(out)} left out, because a score is missing" if out else None
