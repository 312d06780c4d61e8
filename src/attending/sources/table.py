"""From grouped cells to one score table whose parts agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL, Stratum
from attending.sources.cells import BINS, Cells, Loaded, Refinement, binned_cells, exact_cells
from attending.sources.engine import Engine
from attending.sources.limits import Limits
from attending.sources.rows import month
from attending.sources.survey import too_many_levels

TOLERANCE: Final = 5e-4
"""The largest bound on the error of the overall AUROC that needs no finer bins: it keeps the third decimal."""

_MOST_PARTS = 64_000


@dataclass(frozen=True, slots=True)
class Resolution:
    """How finely scores were told apart.

    `exact`: every bin is one score value. `bins` that hold rows; `refined` of the first 10,000 were split further
    because the overall AUROC's bound was above the tolerance of 5e-4. `auroc_bound` is what binning may still change.
    """

    exact: bool
    bins: int
    refined: int
    auroc_bound: float

    def __str__(self) -> str:
        if self.exact:
            return f"Exact: {self.bins:,} distinct scores."
        finer = f", {self.refined:,} of them split further where scores crowd" if self.refined else ""
        return f"{BINS:,} bins of score{finer}; binning changes the overall AUROC by at most {self.auroc_bound:.1e}."


def build(
    engine: Engine,
    loaded: Loaded,
    attributes: Mapping[str, str],
    thresholds: Sequence[Decimal],
    limits: Limits,
    step: Callable[[str], None],
    *,
    exact: bool,
) -> tuple[ScoreTable, Resolution]:
    """Reduce loaded rows; `attributes` gives the engine's column of levels for each name.

    Everyone is summed from the first attribute's levels, so that no pass is spent on it. Raises LogRefused when an
    attribute has too many levels, RuntimeError when attributes do not add up to the same rows.
    """

    def cells(level: str | None, refinement: Refinement | None) -> Cells:
        if exact:
            return exact_cells(engine, loaded, level, thresholds)
        return binned_cells(engine, loaded, level, thresholds, refinement)

    names = list(attributes.items())
    first_name, first_level = names[0] if names else (OVERALL.attribute, None)
    step(f"grouping by {first_name}")
    first = cells(first_level, None)
    _check_levels(first, first_name, limits)
    refinement = None if exact else _finer(first, len(thresholds) + 1)
    if refinement is not None:
        step("splitting bins where scores crowd")
        first = cells(first_level, refinement)
    gathered = {first_name: first}
    for name, level in names[1:]:
        step(f"grouping by {name}")
        gathered[name] = cells(level, refinement)
        _check_levels(gathered[name], name, limits)
    step("building the score table")
    table = _table(gathered, thresholds, exact=exact)
    low, high, positive, negative = _pooled(first)
    return table, Resolution(
        table.exact,
        len(low),
        0 if refinement is None else len(refinement.base),
        _bound(low, high, positive, negative),
    )


def _check_levels(cells: Cells, name: str, limits: Limits) -> None:
    number = len(set(cells.level.tolist()))
    if number > limits.levels:
        raise too_many_levels(name, f"{number:,}", limits)


def _table(gathered: Mapping[str, Cells], thresholds: Sequence[Decimal], *, exact: bool) -> ScoreTable:
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
    single = exact or _one_value_per_bin(joined)
    if single and not exact:
        joined["bin"] = joined["score_low"].view(np.int64)
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
    starts = np.flatnonzero(np.r_[True, (period[1:] != period[:-1]) | (key[1:] != key[:-1])])
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


def _one_value_per_bin(columns: Mapping[str, NDArray[Any]]) -> bool:
    """Whether scores happen to be so coarse that every bin holds one value."""
    if not np.array_equal(columns["score_low"], columns["score_high"]):
        return False
    order = np.argsort(columns["bin"], kind="stable")
    same = columns["bin"][order][1:] == columns["bin"][order][:-1]
    score = columns["score_low"][order]
    return not bool(np.any(same & (score[1:] != score[:-1])))


def _pooled(cells: Cells) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Least and greatest score, positives and negatives of each bin, over levels and months."""
    return _pooled_by(cells, cells.columns["bin"])


def _pooled_by(
    cells: Cells, key: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0])
    c = cells.columns
    low = np.minimum.reduceat(c["score_low"][order], starts)
    high = np.maximum.reduceat(c["score_high"][order], starts)
    positive = np.add.reduceat(c["positive"][order], starts)
    negative = np.add.reduceat((c["labelled"] - c["positive"])[order], starts)
    return low, high, positive, negative


def _bound(
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    positive: NDArray[np.int64],
    negative: NDArray[np.int64],
) -> float:
    """Half the share of positive-negative pairs that share a bin of more than one value: each may count 0, 1/2 or 1."""
    pairs = float(positive.sum()) * float(negative.sum())
    shared = (positive.astype(np.float64) * negative)[low < high].sum()
    return float(shared) / (2 * pairs) if pairs else 0.0


def _finer(cells: Cells, per_base: int) -> Refinement | None:
    """The bins to split, most where most pairs share a bin; None when the bound is within tolerance."""
    base = cells.columns["bin"] // per_base
    low, high, positive, negative = _pooled_by(cells, base)
    if _bound(*_pooled(cells)) <= TOLERANCE:
        return None
    shared = np.where(low < high, positive.astype(np.float64) * negative, 0.0)
    allowed = 2 * TOLERANCE * float(positive.sum()) * float(negative.sum())
    number = 1_000
    while True:
        parts = np.maximum(1, np.floor(number * np.sqrt(shared) / np.sqrt(shared).sum())).astype(np.int64)
        # Pairs that share a bin of k parts share a part once in k, when scores lie evenly in it.
        if number >= _MOST_PARTS or (shared / parts).sum() <= allowed / 2:
            break
        number *= 2
    heavy = parts >= 2
    return Refinement(np.unique(base)[heavy], low[heavy], (high[heavy] - low[heavy]) / parts[heavy], parts[heavy])
