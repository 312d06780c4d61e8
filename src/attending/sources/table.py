"""From grouped cells to one score table whose parts agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from attending.analytics.runs import run_starts
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL, Stratum
from attending.sources.cells import Loaded, binned_cells, exact_cells
from attending.sources.engine import Engine
from attending.sources.names import month
from attending.sources.resolution import (
    Cells,
    Fineness,
    Refinement,
    Resolution,
    auroc_bound,
    finer,
    one_value_per_bin,
    pooled,
)


def build(
    engine: Engine,
    loaded: Loaded,
    attributes: Mapping[str, str],
    thresholds: Sequence[Decimal],
    step: Callable[[str], None],
    *,
    exact: bool,
    fineness: Fineness | None = None,
) -> tuple[ScoreTable, Resolution]:
    """Reduce loaded rows; `attributes` gives the engine's column of levels for each name.

    Everyone is summed from the first attribute's levels, so that no pass is spent on it. Raises RuntimeError when
    attributes do not add up to the same rows.
    """

    def cells(level: str | None, refinement: Refinement | None) -> Cells:
        if exact:
            return exact_cells(engine, loaded, level, thresholds)
        return binned_cells(engine, loaded, level, thresholds, refinement)

    names = list(attributes.items())
    first_name, first_level = names[0] if names else (OVERALL.attribute, None)
    step(f"grouping by {first_name}")
    fixed = fineness is not None and fineness.fixed
    refinement = fineness.refinement if fineness is not None and fixed else None
    first = cells(first_level, refinement)
    if not exact and not fixed:
        refinement = finer(first, len(thresholds) + 1)
    if refinement is not None and not fixed:
        step("splitting bins where scores crowd")
        first = cells(first_level, refinement)
    gathered = {first_name: first}
    for name, level in names[1:]:
        step(f"grouping by {name}")
        gathered[name] = cells(level, refinement)
    step("building the score table")
    table = _table(gathered, thresholds, exact=exact, fixed=fixed)
    low, high, positive, negative = pooled(first)
    return table, Resolution(
        table.exact,
        len(low),
        0 if refinement is None else len(refinement.base),
        auroc_bound(low, high, positive, negative),
        refinement,
    )


def _table(gathered: Mapping[str, Cells], thresholds: Sequence[Decimal], *, exact: bool, fixed: bool) -> ScoreTable:
    months, strata = None, [OVERALL]
    blocks: list[dict[str, NDArray[Any]]] = []
    for name, cells in gathered.items():
        period = cells.columns["period"]
        months = np.unique(period) if months is None else months
        columns = dict(cells.columns)
        columns["period"] = np.searchsorted(months, period)
        overall = not blocks
        if overall:
            blocks.append(_everyone(columns))
        if name != OVERALL.attribute:
            levels, index = _coded(cells.level)
            columns["stratum"] = index + len(strata)
            strata += [Stratum(name, level) for level in levels]
            blocks.append(_sorted(columns))
        _check_sum(blocks[0], columns, name)
    periods = () if months is None else tuple(month(int(p)) for p in months)
    joined = {key: np.concatenate([block[key] for block in blocks]) for key in blocks[0]}
    single = exact or (not fixed and one_value_per_bin(joined))
    if single and not exact:
        # Adding zero turns minus zero into zero, whose bit patterns would otherwise be two bins.
        joined["bin"] = (joined["score_low"] + 0.0).view(np.int64)
    table = ScoreTable(tuple(strata), periods, tuple(thresholds), single, **joined)
    # Levels written in two ways that mean the same were grouped apart.
    return table.compacted() if _repeated(joined) else table


def _repeated(columns: Mapping[str, NDArray[Any]]) -> bool:
    """Whether some stratum, month and bin has two cells; the columns are sorted by them."""
    alike = [columns[name][1:] == columns[name][:-1] for name in ("stratum", "period", "bin")]
    return bool(np.any(alike[0] & alike[1] & alike[2]))


def _coded(level: NDArray[np.object_]) -> tuple[list[str], NDArray[np.int64]]:
    """Levels in order, and the number of each entry's."""
    names = sorted(set(level.tolist()))
    number = {name: i for i, name in enumerate(names)}
    return names, np.fromiter((number[name] for name in level), dtype=np.int64, count=len(level))


def _everyone(columns: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The cells of all levels joined, as stratum 0."""
    ordered = _sorted({**columns, "stratum": np.zeros(len(columns["bin"]), dtype=np.int64)})
    period, key = ordered["period"], ordered["bin"]
    starts = run_starts(period, key)
    joined = {}
    for name, values in ordered.items():
        if name in ("stratum", "period", "bin", "passed"):
            joined[name] = values[starts]
        else:
            join = {"score_low": np.minimum, "score_high": np.maximum}.get(name, np.add)
            joined[name] = join.reduceat(values, starts)
    return joined


def _sorted(columns: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    order = np.lexsort((columns["bin"], columns["period"], columns["stratum"]))
    return {name: values[order] for name, values in columns.items()}


def _check_sum(everyone: Mapping[str, NDArray[Any]], columns: Mapping[str, NDArray[Any]], name: str) -> None:
    for counted in ("n", "labelled", "positive"):
        if everyone[counted].sum() != columns[counted].sum():
            raise RuntimeError(f"The levels of {name} do not add up to everyone: the log changed while it was read.")
