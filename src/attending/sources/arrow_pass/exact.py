"""Small logs: one cell per distinct score."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.score_table import ScoreTable
from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.batch import Batch
from attending.sources.arrow_pass.cells import Attribute, Block, table_of
from attending.sources.resolution import Resolution

MOST_ROWS: Final = 5_000_000
"""The most rows that are held at once as numbers; larger logs that are to be exact are left to the engine."""

_CODES: Final = 3


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
    passed = np.searchsorted(np.array([float(t) for t in thresholds]), score, side="right").astype(np.int16)
    if size * max([1, *(len(a.levels) for a in attributes)]) >= 2**63:
        raise StandAside

    def block(code: NDArray[np.int64]) -> Block:
        return Block(_columns(code, score, passed, len(months)))

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
    code: NDArray[np.int64], values: NDArray[np.float64], passed: NDArray[np.int16], months: int
) -> dict[str, NDArray[Any]]:
    code = np.sort(code)
    starts = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    number = np.diff(np.r_[starts, len(code)])
    cell, outcome = np.divmod(code[starts], _CODES)
    firsts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
    group, which = np.divmod(cell[firsts], len(values))
    stratum, period = np.divmod(group, months)
    n = np.add.reduceat(number, firsts)
    labelled = np.add.reduceat(np.where(outcome < 2, number, 0), firsts)
    positive = np.add.reduceat(np.where(outcome == 1, number, 0), firsts)
    score = values[which]
    return {
        "stratum": stratum.astype(np.int32),
        "period": period.astype(np.int32),
        "passed": passed[which],
        "score_low": score,
        "n": n,
        "labelled": labelled,
        "positive": positive,
        "score_sum": score * labelled,
        "score_squared_sum": score * score * labelled,
        "score_outcome_sum": score * positive,
        "score_sum_all": score * n,
    }
