"""The grouped pass over rows that have both scores: joint counts of model, comparator and outcome."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from attending.analytics.paired_scores import PairedScores
from attending.sources.cells import passed_expression
from attending.sources.engine import Engine

GRID: Final = 1_000
"""Bins of equal width of each score before thresholds split them further."""


def paired_scores(
    engine: Engine,
    rows: ir.Table,
    model: str,
    comparator: str,
    outcome: str,
    thresholds: Sequence[Decimal],
    *,
    exact: bool,
) -> PairedScores:
    """Joint counts of the rows of `rows` whose outcome is known; both scores must be there.

    Exact: one cell per pair of score values. Otherwise both scores lie on a grid of GRID bins that no threshold lies
    inside of, so there are at most (GRID + thresholds)^2 cells of each outcome, whatever the rows.
    """
    known = rows.filter(rows[outcome].notnull())
    if exact:
        return _exact(engine, known.select(model=model, comparator=comparator, outcome=outcome), thresholds)
    return _binned(engine, known.select(model=model, comparator=comparator, outcome=outcome), thresholds)


def _exact(engine: Engine, rows: ir.Table, thresholds: Sequence[Decimal]) -> PairedScores:
    # Adding zero turns minus zero into zero, so that they are one value and not two bins.
    clean = rows.mutate(model=rows.model + 0.0, comparator=rows.comparator + 0.0)
    found = engine.fetch(clean.group_by(["model", "comparator", "outcome"]).aggregate(n=clean.count()))
    return PairedScores.of_values(
        _column(found, "model"),
        _column(found, "comparator"),
        _column(found, "outcome").astype(np.int8),
        _column(found, "n").astype(np.int64),
        thresholds=thresholds,
    )


def _binned(engine: Engine, rows: ir.Table, thresholds: Sequence[Decimal]) -> PairedScores:
    parts = len(thresholds) + 1
    for side in ("model", "comparator"):
        score = rows[side]
        base = (score * float(GRID)).floor().cast("int64")
        place = ibis.ifelse(base >= GRID, GRID - 1, base)
        rows = rows.mutate(**{f"{side}_bin": place * parts + passed_expression(score, thresholds).cast("int64")})
    sums: dict[str, ir.Value] = {}
    for side in ("model", "comparator"):
        score = rows[side]
        sums |= {
            f"{side}_low": score.min(),
            f"{side}_high": score.max(),
            f"{side}_sum": score.sum(),
            f"{side}_squared_sum": (score * score).sum(),
        }
    found = engine.fetch(rows.group_by(["model_bin", "comparator_bin", "outcome"]).aggregate(n=rows.count(), **sums))
    columns = {name: _column(found, name) for name in found.column_names}
    columns |= {f"{side}_passed": columns[f"{side}_bin"] % parts for side in ("model", "comparator")}
    single = all(_one_value(columns, side) for side in ("model", "comparator"))
    return PairedScores(tuple(thresholds), single, **columns)


def _one_value(columns: dict[str, NDArray[Any]], side: str) -> bool:
    """Whether each bin of a score happens to hold one value."""
    key, low, high = (columns[f"{side}_{part}"] for part in ("bin", "low", "high"))
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    return np.array_equal(low, high) and not bool(np.any(same & (low[order][1:] != low[order][:-1])))


def _column(found: Any, name: str) -> NDArray[Any]:
    return np.asarray(found.column(name).to_numpy())
