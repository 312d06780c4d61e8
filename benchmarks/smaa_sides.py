"""What one measured process of the SMAA benchmark does: a naive loop, or Attending's engine as far as asked.

    python benchmarks/smaa_sides.py SIDE ITEMS SAMPLES

Prints as JSON how often the best item came first. It imports no more than it needs.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

PANELISTS, CRITERIA, TOP = 12, 8, 20
SIDES = ("naive", "resample", "two threads", "any weights", "rank")


def panel(items: int) -> tuple[np.ndarray, np.ndarray]:
    """Seeded scores (panelists, items, criteria) from 1 to 9, and weights (panelists, criteria)."""
    import numpy as np

    rng = np.random.default_rng(20240601)
    quality = rng.normal(5, 1.5, (1, items, 1))
    scores = np.clip(np.rint(quality + rng.normal(0, 1.5, (PANELISTS, items, CRITERIA))), 1, 9)
    return scores, rng.dirichlet(np.full(CRITERIA, 3.0), PANELISTS)


def naive(items: int, samples: int) -> float:
    """Rank acceptabilities by a loop over the samples: draw people and weights, value, sort, count."""
    import numpy as np

    scores, weights = panel(items)
    values = (scores - 1) / 8
    rng = np.random.default_rng(1)
    ranks = np.zeros((items, items), dtype=np.int64)
    places = np.arange(items)
    for _ in range(samples):
        value = np.zeros(items)
        for person, times in enumerate(rng.multinomial(PANELISTS, np.full(PANELISTS, 1 / PANELISTS))):
            if times:
                value += times * (values[person] @ rng.dirichlet(50 * weights[person]))
        ranks[np.argsort(-value), places] += 1
    return float(ranks[:, 0].max() / samples)


def attending(side: str, items: int, samples: int) -> float:
    """The same, and whatever else the side computes."""
    import numpy as np

    from attending.analytics.preference import (
        PanelJudgements,
        any_weights,
        complete_panel,
        partial_values,
        rank_panel,
        resample_panel,
    )

    scores, weights = panel(items)
    judgements = PanelJudgements(
        tuple(f"item {number}" for number in range(items)),
        tuple(f"criterion {number}" for number in range(CRITERIA)),
        tuple(f"person {number}" for number in range(PANELISTS)),
        scores,
        np.zeros((PANELISTS, items), dtype=bool),
        weights,
    )
    top = min(TOP, items)
    if side == "rank":
        return max(each.resampled.first for each in rank_panel(judgements, top=top, samples=samples).items)
    completed = complete_panel(judgements)
    values = partial_values(completed.scores, completed.criteria)
    if side == "any weights":
        return float(any_weights(completed, values, top=top, samples=samples).first.max())
    threads = 2 if side == "two threads" else 1
    return float(resample_panel(completed, values, top=top, samples=samples, threads=threads).first.max())


def main(side: str, items: str, samples: str) -> None:
    """Run one side."""
    first = naive(int(items), int(samples)) if side == "naive" else attending(side, int(items), int(samples))
    print(json.dumps({"first": first}))


if __name__ == "__main__":
    main(*sys.argv[1:])
