"""Small logs: one cell per distinct score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.runs import run_starts
from attending.analytics.score_table import ScoreTable
from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.batch import Batch
from attending.sources.arrow_pass.cells import Attribute, Block, table_of
from attending.sources.resolution import Resolution

MOST_ROWS: Final = 5_000_000
"""The most rows that are held at once as numbers; larger logs that are to be exact are left to the engine."""

_CODES: Final = 3
_UNKNOWN: Final = 2


def exact_table(
    batches: Sequence[Batch], attributes: Sequence[Attribute], months: Sequence[int], thresholds: tuple[Decimal, ...]
) -> tuple[ScoreTable, Resolution]:
    """The exact table of rows whose months were met in the order of `months`."""
    score, which = np.unique(np.concatenate([b.score for b in batches]), return_inverse=True)
    outcome = np.concatenate([b.outcome for b in batches]).astype(np.int64)
    ascending = np.argsort(np.array(months))
    period = _rank(ascending)[np.concatenate([b.period for b in batches])]
    within = (period * len(score) + which) * _CODES + outcome
    size = len(months) * len(score) * _CODES
    complete = bool((outcome < _UNKNOWN).all())
    passed = np.searchsorted(np.array([float(t) for t in thresholds]), score, side="right").astype(np.int16)
    if size * max([1, *(len(a.levels) for a in attributes)]) >= 2**63:
        raise StandAside

    def block(code: NDArray[np.int64]) -> Block:
        return Block(_columns(code, score, passed, len(months), complete=complete))

    blocks = []
    for i, attribute in enumerate(attributes):
        level = _rank(attribute.code)[np.concatenate([b.levels[i] for b in batches])]
        blocks.append(block(level * size + within))
    everyone = block(within)
    table = table_of(attributes, [months[i] for i in ascending], everyone, blocks, thresholds, exact=True)
    return table, Resolution(exact=True, bins=len(score), refined=0, auroc_bound=0.0)


def _rank(order: NDArray[np.int64]) -> NDArray[np.int64]:
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _columns(
    code: NDArray[np.int64],
    values: NDArray[np.float64],
    passed: NDArray[np.int16],
    months: int,
    *,
    complete: bool,
) -> dict[str, NDArray[Any]]:
    """The cells; where every outcome is known (`complete`), what runs over labelled rows is what runs over all."""
    code = np.sort(code)
    cell = code // _CODES  # many times as fast as divmod
    outcome = code - cell * _CODES
    firsts = run_starts(cell)
    ends = np.append(firsts[1:], len(code))
    cell = cell[firsts]
    group = cell // len(values)
    which = cell - group * len(values)
    stratum = group // months
    period = group - stratum * months
    n = ends - firsts
    labelled = n if complete else _counted(outcome < _UNKNOWN, firsts, ends)
    positive = _counted(outcome == 1, firsts, ends)
    score = values[which]
    score_sum = score * labelled
    return {
        "stratum": stratum.astype(np.int32),
        "period": period.astype(np.int32),
        "passed": passed[which],
        "score_low": score,
        "n": n,
        "labelled": labelled,
        "positive": positive,
        "score_sum": score_sum,
        "score_squared_sum": score * score_sum,
        "score_outcome_sum": score * positive,
        "score_sum_all": score_sum if complete else score * n,
    }


def _counted(rows: NDArray[np.bool_], firsts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of the `rows` lie between each first and end."""
    before = np.concatenate(([0], np.cumsum(rows)))
    counts: NDArray[np.int64] = before[ends] - before[firsts]
    return counts
