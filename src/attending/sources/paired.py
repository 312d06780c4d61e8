"""The grouped pass over rows that have both scores: joint counts of model, comparator and outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from attending.analytics.paired_influence import BASES, PairedClusters, paired_influences
from attending.analytics.paired_scores import PairedScores
from attending.analytics.patients import PatientSums
from attending.sources.cells import passed_expression
from attending.sources.clustering import Fetches

GRID: Final = 1_000
"""Bins of equal width of each score before thresholds split them further."""

_EXACT: Final = ("model", "comparator")
_BINNED: Final = ("model_bin", "comparator_bin")


def paired_scores(
    engine: Fetches,
    rows: ir.Table,
    model: str,
    comparator: str,
    outcome: str,
    thresholds: Sequence[Decimal],
    *,
    exact: bool,
    patient: str | None = None,
) -> tuple[PairedScores, PairedClusters | None]:
    """Joint counts of the rows of `rows` whose outcome is known; both scores must be there.

    Exact: one cell per pair of score values. Otherwise both scores lie on a grid of GRID bins that no threshold lies
    inside of, so there are at most (GRID + thresholds)^2 cells of each outcome, whatever the rows. With the column of
    the `patient` also the sums over patients of what a row of each cell moves the differences by: the influences are
    joined to the rows in the engine and summed by patient there, so no patient's value leaves it.
    """
    known = rows.filter(rows[outcome].notnull())
    named = {"model": known[model] + 0.0, "comparator": known[comparator] + 0.0, "outcome": known[outcome]}
    # Adding zero turns minus zero into zero, so that they are one value and not two bins.
    kept = known.select(**named, **({} if patient is None else {"patient": known[patient]}))
    if not exact:
        kept = _on_grid(kept, thresholds)
    paired = _exact(engine, kept, thresholds) if exact else _binned(engine, kept, thresholds)
    return paired, None if patient is None else _clusters(engine, kept, paired, _EXACT if exact else _BINNED)


def _exact(engine: Fetches, rows: ir.Table, thresholds: Sequence[Decimal]) -> PairedScores:
    found = engine.fetch(rows.group_by(["model", "comparator", "outcome"]).aggregate(n=rows.count()))
    return PairedScores.of_values(
        _column(found, "model"),
        _column(found, "comparator"),
        _column(found, "outcome").astype(np.int8),
        _column(found, "n").astype(np.int64),
        thresholds=thresholds,
    )


def _on_grid(rows: ir.Table, thresholds: Sequence[Decimal]) -> ir.Table:
    parts = len(thresholds) + 1
    for side in ("model", "comparator"):
        score = rows[side]
        base = (score * float(GRID)).floor().cast("int64")
        place = ibis.ifelse(base >= GRID, GRID - 1, base)
        rows = rows.mutate(**{f"{side}_bin": place * parts + passed_expression(score, thresholds).cast("int64")})
    return rows


def _binned(engine: Fetches, rows: ir.Table, thresholds: Sequence[Decimal]) -> PairedScores:
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
    parts = len(thresholds) + 1
    columns |= {f"{side}_passed": columns[f"{side}_bin"] % parts for side in ("model", "comparator")}
    single = all(_one_value(columns, side) for side in ("model", "comparator"))
    return PairedScores(tuple(thresholds), single, **columns)


def _clusters(engine: Fetches, rows: ir.Table, paired: PairedScores, places: tuple[str, str]) -> PairedClusters:
    """Sums over patients of the influences, of rows with and without the event."""
    influences = paired_influences(paired)
    names = {each.key: f"moved_{i}" for i, each in enumerate(influences)}
    sent = ibis.memtable(_frame(paired, places, {names[each.key]: each.of_cell for each in influences}))
    joined = rows.inner_join(
        sent,
        [
            rows[places[0]] == sent.model_place,
            rows[places[1]] == sent.comparator_place,
            rows.outcome.cast("int64") == sent.of_outcome,
        ],
    )
    event = joined.of_outcome == 1
    moved: dict[str, ir.Value] = {}
    for name in names.values():
        moved |= {
            f"{name}_events": ibis.ifelse(event, joined[name], 0.0).sum(),
            f"{name}_others": ibis.ifelse(event, 0.0, joined[name]).sum(),
        }
    some = {"some_events": ibis.ifelse(event, 1, 0).max(), "some_others": ibis.ifelse(event, 0, 1).max()}
    each = joined.group_by("patient").aggregate(**moved, **{k: v.cast("int64") for k, v in some.items()})
    squares: dict[str, ir.Value] = {}
    for name in names.values():
        a, b = each[f"{name}_events"], each[f"{name}_others"]
        squares |= {f"{name}_aa": (a * a).sum(), f"{name}_bb": (b * b).sum(), f"{name}_ab": (a * b).sum()}
    counted = {"events": each.some_events.sum(), "non_events": each.some_others.sum()}
    row = engine.fetch(each.aggregate(labelled=each.count(), **counted, **squares)).to_pylist()[0]
    sums = {
        key: PatientSums(aa + bb + 2 * ab, aa, bb, ab)
        for key, name in names.items()
        for aa, bb, ab in [tuple(float(row[f"{name}_{part}"] or 0.0) for part in ("aa", "bb", "ab"))]
    }
    return PairedClusters({base: int(row[base] or 0) for base in BASES}, sums)


def _frame(paired: PairedScores, places: tuple[str, str], moved: Mapping[str, NDArray[np.float64]]) -> pa.Table:
    """What a row of each cell moves, by place of both scores and outcome."""
    model, comparator = (
        (paired.model_low, paired.comparator_low) if places == _EXACT else (paired.model_bin, paired.comparator_bin)
    )
    return pa.table(
        {
            "model_place": model,
            "comparator_place": comparator,
            "of_outcome": paired.outcome.astype(np.int64),
            **moved,
        }
    )


def _one_value(columns: dict[str, NDArray[Any]], side: str) -> bool:
    """Whether each bin of a score happens to hold one value."""
    key, low, high = (columns[f"{side}_{part}"] for part in ("bin", "low", "high"))
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    return np.array_equal(low, high) and not bool(np.any(same & (low[order][1:] != low[order][:-1])))


def _column(found: Any, name: str) -> NDArray[Any]:
    return np.asarray(found.column(name).to_numpy())
