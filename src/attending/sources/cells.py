"""The grouped passes: one expression per attribute turns loaded rows into counts and sums per month and score bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from attending.sources.engine import Engine
from attending.sources.names import level_name
from attending.sources.resolution import BINS, SUB, Cells, Refinement

_SUMS: Final = ("n", "labelled", "positive", "score_sum", "score_squared_sum", "score_outcome_sum", "score_sum_all")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows to reduce, with the names of their columns: `outcome` and the attributes' levels may be absent."""

    rows: ir.Table
    score: str
    outcome: str | None
    period: str
    levels: tuple[str, ...]


def binned_cells(
    engine: Engine,
    loaded: Loaded,
    level: str | None,
    thresholds: Sequence[Decimal],
    refinement: Refinement | None = None,
) -> Cells:
    """Cells of one attribute (None: of everyone) in bins of score that no threshold lies inside of.

    A bin is floor(10,000 x score), its part if it is refined, and how many thresholds the score reaches; the last is
    compared in the engine with each decimal's double, so a score at an edge falls on the side a program would see.
    """
    rows, outcome_name = _with_outcome(loaded)
    grouped = with_bin(rows, loaded.score, thresholds, refinement)
    keys = [loaded.period, "bin", *([level] if level else [])]
    outcome = grouped[outcome_name]
    score = grouped[loaded.score]
    known = outcome.notnull()
    found = engine.fetch(
        grouped.group_by(keys).aggregate(
            n=grouped.count(),
            labelled=outcome.count(),
            positive=outcome.sum(),
            score_low=score.min(),
            score_high=score.max(),
            score_sum=score.sum(where=known),
            score_squared_sum=(score * score).sum(where=known),
            score_outcome_sum=score.sum(where=outcome == 1),
            score_sum_all=score.sum(),
        )
    )
    columns = {name: _numbers(found, name) for name in ("bin", "score_low", "score_high", *_SUMS)}
    columns["period"] = _numbers(found, loaded.period)
    columns["passed"] = columns["bin"] % (len(thresholds) + 1)
    return Cells(_levels(found, level), columns)


def with_bin(
    rows: ir.Table, score_name: str, thresholds: Sequence[Decimal], refinement: Refinement | None = None
) -> ir.Table:
    """The rows with a column `bin`: the key of a row's score bin in a binned score table."""
    score = rows[score_name]
    base = (score * float(BINS)).floor().cast("int64")
    grouped = rows.mutate(base=ibis.ifelse(base >= BINS, BINS - 1, base), passed=passed_expression(score, thresholds))
    place: ir.IntegerValue = grouped.base
    if refinement is not None:
        grouped = _with_parts(grouped, score_name, refinement)
        place = place * SUB + grouped.part
    return grouped.mutate(bin=place * (len(thresholds) + 1) + grouped.passed.cast("int64"))


def exact_cells(engine: Engine, loaded: Loaded, level: str | None, thresholds: Sequence[Decimal]) -> Cells:
    """Cells of one attribute (None: of everyone), one per distinct score value."""
    rows, outcome_name = _with_outcome(loaded)
    keys = [loaded.period, loaded.score, *([level] if level else [])]
    outcome = rows[outcome_name]
    found = engine.fetch(
        rows.group_by(keys).aggregate(n=rows.count(), labelled=outcome.count(), positive=outcome.sum())
    )
    columns = {name: _numbers(found, name) for name in ("n", "labelled", "positive")}
    # Adding zero turns minus zero into zero, whose bit patterns would otherwise be two bins.
    score = _numbers(found, loaded.score) + 0.0
    edges = np.array([float(t) for t in thresholds])
    columns |= {
        "period": _numbers(found, loaded.period),
        # The bit pattern of doubles that are not negative is in the order of their values.
        "bin": score.view(np.int64),
        "passed": np.searchsorted(edges, score, side="right"),
        "score_low": score,
        "score_high": score,
        "score_sum": score * columns["labelled"],
        "score_squared_sum": score * score * columns["labelled"],
        "score_outcome_sum": score * columns["positive"],
        "score_sum_all": score * columns["n"],
    }
    return Cells(_levels(found, level), columns)


def _with_outcome(loaded: Loaded) -> tuple[ir.Table, str]:
    """The rows and the name of their outcome; a log without outcomes has one that is never known."""
    if loaded.outcome is not None:
        return loaded.rows, loaded.outcome
    return loaded.rows.mutate(unknown=ibis.null("int8")), "unknown"


def passed_expression(score: ir.FloatingValue, thresholds: Sequence[Decimal]) -> ir.IntegerValue:
    """How many thresholds a score reaches.

    A double of 17 digits written as a number is read as a decimal and may come out one step off; as text it does not.
    """
    passed: ir.IntegerValue = ibis.literal(0)
    for threshold in thresholds:
        edge = ibis.literal(repr(float(threshold))).cast("float64")
        passed = passed + ibis.ifelse(score >= edge, 1, 0)
    return passed


def _with_parts(rows: ir.Table, score: str, refinement: Refinement) -> ir.Table:
    finer = ibis.memtable(
        {
            "heavy": refinement.base.tolist(),
            "low": refinement.low.tolist(),
            "width": refinement.width.tolist(),
            "parts": refinement.parts.tolist(),
        },
        schema={"heavy": "int64", "low": "float64", "width": "float64", "parts": "int64"},
    )
    joined = rows.left_join(finer, rows.base == finer.heavy)
    step = ((joined[score] - joined.low) / joined.width).floor().cast("int64")
    last = joined.parts - 1
    part = ibis.cases((joined.heavy.isnull(), 0), (step < 0, 0), (step > last, last), else_=step)
    return joined.mutate(part=part).drop("heavy", "low", "width", "parts")


def _numbers(found: Any, name: str) -> NDArray[Any]:
    column = found.column(name)
    kind = np.float64 if name.startswith("score") or str(column.type) == "double" else np.int64
    filled = column.fill_null(0) if column.null_count else column
    return np.asarray(filled.to_numpy()).astype(kind, copy=False)


def _levels(found: Any, level: str | None) -> NDArray[np.object_]:
    if level is None:
        return np.full(found.num_rows, "all", dtype=object)
    written = found.column(level).combine_chunks().dictionary_encode()
    names = np.array([level_name(text) for text in [*written.dictionary.to_pylist(), None]], dtype=object)
    missing = len(names) - 1
    return np.asarray(names[written.indices.fill_null(missing).to_numpy()], dtype=object)
