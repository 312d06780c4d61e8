"""The grouped passes over a model's inputs: rows by month and bucket, and nothing else, leave the engine.

Numbers are counted between frozen edges. Where none are given, edges are laid at about every hundredth of the rows: a
histogram of equal width between the least and the greatest value, laid again over the stretch where rows crowd, until
outliers no longer stretch it. That asks the engine for minima, maxima and groupings only, never for a quantile, so
every engine gives the same edges. Categories are the commonest levels; the others, and those too rare to be named
without pointing at a patient, are counted together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from attending.analytics.input_table import InputBuckets, InputCounts, InputTable
from attending.sources.engine import Engine
from attending.sources.mapping import ColumnMapping
from attending.sources.names import month
from attending.sources.progress import Progress
from attending.sources.report import refusal
from attending.sources.rules import Place

BUCKETS: Final = 100
"""Buckets of a number: fine enough to find a baseline's deciles in afterwards."""

MOST_LEVELS: Final = 50
"""Levels of a category kept by name."""

FEWEST_OF_LEVEL: Final = 10
"""Rows a level needs to be named."""

_BINS: Final = 1_000
_PASSES: Final = 6
_GREATEST: Final = 8e307
_HAIR: Final = 1e-6
_VALUE, _MONTH, _BUCKET = "value_of_input", "month_of_row", "bucket_of_input"


def input_table(
    engine: Engine,
    rows: ir.Table,
    places: Sequence[Place],
    mapping: ColumnMapping,
    progress: Callable[[Progress], None],
) -> InputTable:
    """Count every mapped input of the good rows, by month and bucket.

    Inputs with buckets in `mapping.input_buckets` are counted in those, so that months can be added; the others are
    given buckets from these rows. Raises LogRefused when frozen buckets are of another kind than the column.
    """
    period = next(place.value for place in places if place.part == "time")
    frozen = {buckets.name: buckets for buckets in mapping.input_buckets}
    inputs = [place for place in places if place.part == "input"]
    counted = []
    for done, place in enumerate(inputs):
        progress(Progress("counting the inputs", done, len(inputs)))
        own = rows.select(**{_VALUE: rows[place.value], _MONTH: rows[period]})
        buckets = frozen.get(place.column)
        numeric = not own[_VALUE].type().is_string()
        if buckets is None:
            buckets = _numeric(engine, own, place.column) if numeric else _categorical(engine, own, place.column)
        elif (buckets.kind == "numeric") != numeric:
            raise refusal(
                f"The frozen buckets are {buckets.kind}, the column holds {_what(own[_VALUE])}",
                "Write the column with the type it had, or count all months again without frozen buckets",
                column=place.column,
            )
        counted.append(_counted(engine, own, buckets))
    progress(Progress("counting the inputs", len(inputs), len(inputs)))
    return InputTable(tuple(counted))


def wholly_missing(inputs: InputTable) -> tuple[str, ...]:
    """A sentence on the inputs that have no value in any row; none when each has one."""
    names = [each.buckets.name for each in inputs.columns if not any(map(sum, each.counts))]
    return (f"No row has a value of {', '.join(names)}: taken as wholly missing.",) if names else ()


def _what(value: ir.Value) -> str:
    return "text" if value.type().is_string() else "numbers"


def _counted(engine: Engine, rows: ir.Table, buckets: InputBuckets) -> InputCounts:
    value = rows[_VALUE]
    if buckets.kind == "numeric":
        place = _place(value, buckets.edges, 0)
    else:
        named = [(value == level, ibis.literal(i)) for i, level in enumerate(buckets.levels)]
        place = ibis.cases(*named, else_=len(buckets.levels)) if named else ibis.literal(0)
    bucket = ibis.ifelse(value.isnull(), -1, place).cast("int32")
    grouped = rows.mutate(**{_BUCKET: bucket})
    found = engine.fetch(grouped.group_by([_MONTH, _BUCKET]).aggregate(n=grouped.count()))
    months, index = np.unique(_integers(found, _MONTH), return_inverse=True)
    counts = np.zeros((len(months), buckets.size + 1), dtype=np.int64)
    np.add.at(counts, (index, _integers(found, _BUCKET)), _integers(found, "n"))
    return InputCounts(
        buckets,
        tuple(month(int(each)) for each in months),
        tuple(tuple(int(k) for k in row[:-1]) for row in counts),
        tuple(int(k) for k in counts[:, -1]),
    )


def _place(value: ir.Value, edges: Sequence[float], first: int) -> ir.Value:
    """How many edges the value reaches, by halves: seven comparisons for a hundred edges."""
    if not edges:
        return ibis.literal(first)
    middle = len(edges) // 2
    below, above = _place(value, edges[:middle], first), _place(value, edges[middle + 1 :], first + middle + 1)
    return ibis.ifelse(value >= _literal(edges[middle]), above, below)


def _literal(number: float) -> ir.Value:
    # As text: a double of 17 digits written as a number may be read one step off.
    return ibis.literal(repr(number)).cast("float64")


def _numeric(engine: Engine, rows: ir.Table, name: str) -> InputBuckets:
    value = rows[_VALUE]
    # Infinite values have no place in a histogram; they are counted in the first and the last bucket.
    finite = rows.filter((value >= _literal(-_GREATEST)) & (value <= _literal(_GREATEST)))
    ends = engine.fetch(finite.aggregate(low=finite[_VALUE].min(), high=finite[_VALUE].max())).to_pylist()[0]
    if ends["low"] is None or ends["low"] == ends["high"]:
        return InputBuckets(name, "numeric", _around(ends["low"]))
    low, high = float(ends["low"]), float(ends["high"])
    cells: dict[float, int] = {}
    crowded = 0.0
    for turn in range(_PASSES):
        width = high / _BINS - low / _BINS
        counts = _histogram(engine, finite, low, width, top=turn == 0)
        crowded = crowded or int(counts.sum()) / BUCKETS
        lower = low + width * np.arange(_BINS + 1)
        heavy = np.flatnonzero(counts > crowded)
        first, last = (int(heavy[0]), int(heavy[-1]) + 1) if len(heavy) else (0, 0)
        again = len(heavy) > 0 and last - first <= _BINS // 2 and bool(lower[last] - lower[first] > 0)
        again = again and turn < _PASSES - 1
        kept = np.ones(_BINS, dtype=np.bool_)
        kept[first:last] = not again
        # A hair below, so that a value at the end of a bin is not put under it by rounding.
        starts = lower[:-1][kept] - width * _HAIR
        cells |= {float(edge): int(k) for edge, k in zip(starts, counts[kept], strict=True)}
        if not again:
            break
        low, high = float(lower[first]), float(lower[last])
    return InputBuckets(name, "numeric", _edges(cells, crowded))


def _around(only: float | None) -> tuple[float, ...]:
    """Edges that keep a value apart from whatever may come to differ from it."""
    return () if only is None else (float(only), float(np.nextafter(only, np.inf)))


def _histogram(engine: Engine, rows: ir.Table, low: float, width: float, *, top: bool) -> NDArray[np.int64]:
    """Rows in each of the bins of equal width from `low` on; with `top` the last holds its upper end as well."""
    step = (rows[_VALUE] - _literal(low)) / _literal(width)
    inside = rows.mutate(step_of_input=step).filter((step >= 0.0) & (step < float(_BINS + (1 if top else 0))))
    grouped = inside.mutate(**{_BUCKET: inside.step_of_input.floor().cast("int32")})
    found = engine.fetch(grouped.group_by(_BUCKET).aggregate(n=grouped.count()))
    counts = np.zeros(_BINS, dtype=np.int64)
    np.add.at(counts, np.minimum(_integers(found, _BUCKET), _BINS - 1), _integers(found, "n"))
    return counts


def _edges(cells: Mapping[float, int], step: float) -> tuple[float, ...]:
    """Lower ends of cells such that about `step` rows lie between two, and each cell with more stands alone."""
    ordered = sorted((edge, rows) for edge, rows in cells.items() if rows)
    chosen: list[float] = []
    gathered = 0
    for edge, rows in ordered:
        if gathered and (gathered + rows > 1.5 * step or gathered >= step):
            chosen.append(edge)
            gathered = 0
        gathered += rows
    return tuple(chosen)


def _categorical(engine: Engine, rows: ir.Table, name: str) -> InputBuckets:
    value = rows[_VALUE]
    known = rows.filter(value.notnull())
    counted = known.group_by(_VALUE).aggregate(n=known.count())
    common = counted.filter(counted.n >= FEWEST_OF_LEVEL)
    found = engine.fetch(common.order_by([ibis.desc("n"), _VALUE]).limit(MOST_LEVELS)).to_pylist()
    return InputBuckets(name, "categorical", levels=tuple(sorted(row[_VALUE] for row in found)))


def _integers(found: Any, name: str) -> NDArray[np.int64]:
    return np.asarray(found.column(name).to_numpy()).astype(np.int64)
