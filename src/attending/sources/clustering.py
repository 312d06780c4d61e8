"""One more grouped pass: how each measure varies between patients, without a patient's value leaving the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, groupby
from typing import Any, Final, Protocol

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.calibration_curve import fit_curve
from attending.analytics.clustering.clusters import ClusterVariances, StratumClusters, measure_clusters
from attending.analytics.clustering.curve import DIRECTIONS, CurveInfluence, curve_influence, measure_curve
from attending.analytics.clustering.influence import Influence, influences, measure_key
from attending.analytics.patients import PatientSums
from attending.analytics.performance import measure_stratum
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL, Stratum
from attending.sources.cells import with_bin
from attending.sources.names import month
from attending.sources.resolution import Refinement

MOST_CELLS: Final = 200_000
"""Influences sent to the engine at once: some 50 MB; strata with more together take several passes."""

_EVENT, _OTHER, _UNKNOWN = 1, 0, 2
_TURNED: Final = tuple(f"turned_{i}" for i in range(DIRECTIONS))


class Fetches(Protocol):
    """An engine that gives the rows of an expression as an Arrow table."""

    def fetch(self, expression: ir.Table) -> Any:
        """The rows of an expression."""


@dataclass(frozen=True, slots=True)
class ClusteredRows:
    """The rows of a reduced log, and the names of their columns: `period` counts months since year 0.

    `attributes` gives the column of levels for each attribute of the score table, `level_of` the level a reader sees
    for an attribute's text in that column.
    """

    rows: ir.Table
    score: str
    outcome: str | None
    period: str
    patient: str
    attributes: Mapping[str, str]
    level_of: Callable[[str, str | None], str]


@dataclass(frozen=True)
class _Measured:
    """A stratum (in one month, or in all) with its number in the engine, its influences and its curve's, if any."""

    number: int
    stratum: Stratum
    period: str | None
    scores: BinnedScores
    influences: tuple[Influence, ...]
    curve: CurveInfluence | None


def cluster_variances(
    engine: Fetches, clustered: ClusteredRows, table: ScoreTable, refinement: Refinement | None = None
) -> ClusterVariances:
    """Cluster-robust variances for every stratum of `table` and for everyone in each month.

    `table` must be the reduction of the same rows, `refinement` the one it was reduced with. Per stratum, the small
    table of influences by score bin and outcome is joined to the rows in the engine, summed by patient, and only sums
    over patients come back. Expressions are joins, sums and a grouping, the same on every engine.
    """
    outcome = clustered.rows[clustered.outcome] if clustered.outcome else ibis.null("int8")
    # An exact table's bins are the score values themselves; adding zero makes one zero of the two.
    rows = (
        clustered.rows.mutate(bin=clustered.rows[clustered.score] + 0.0)
        if table.exact
        else with_bin(clustered.rows, clustered.score, table.thresholds, refinement)
    )
    rows = rows.mutate(seen=ibis.coalesce(outcome.cast("int64"), _UNKNOWN))
    numbers = {stratum: i for i, stratum in enumerate(table.strata)}
    found: list[StratumClusters] = []
    for attribute, of_attribute in groupby(table.strata, key=lambda s: s.attribute):
        strata = [(numbers[s], s, None) for s in of_attribute]
        if attribute == OVERALL.attribute:
            months = [(i, OVERALL, name) for i, name in enumerate(table.periods)]
            everyone = rows.mutate(stratum=ibis.literal(0, "int64"))
            found += _of_strata(engine, everyone, clustered.patient, table, strata)
            found += _of_strata(
                engine, _by_month(rows, clustered.period, table.periods), clustered.patient, table, months
            )
        elif attribute in clustered.attributes:
            column = clustered.attributes[attribute]
            levelled = _by_level(engine, rows, attribute, column, clustered.level_of, numbers)
            found += _of_strata(engine, levelled, clustered.patient, table, strata)
    return ClusterVariances(tuple(found))


def _by_level(
    engine: Fetches,
    rows: ir.Table,
    attribute: str,
    column: str,
    level_of: Callable[[str, str | None], str],
    numbers: Mapping[Stratum, int],
) -> ir.Table:
    """The rows with the number of their stratum; several texts may be one level."""
    marked = rows.mutate(written=ibis.coalesce(rows[column].cast("string"), ibis.literal("")))
    texts = engine.fetch(marked.select("written").distinct())["written"].to_pylist()
    known = {text: numbers[Stratum(attribute, level_of(attribute, text))] for text in texts}
    levels = ibis.memtable(
        pa.table({"text_of_level": list(known), "stratum": pa.array(list(known.values()), pa.int64())})
    )
    return marked.inner_join(levels, marked.written == levels.text_of_level)


def _by_month(rows: ir.Table, period: str, periods: Sequence[str]) -> ir.Table:
    counted = [int(p[:4]) * 12 + int(p[5:]) - 1 for p in periods]
    if [month(p) for p in counted] != list(periods):
        raise ValueError("The months of a score table are ISO months, such as 2026-03.")
    months = ibis.memtable(
        pa.table({"counted": pa.array(counted, pa.int64()), "stratum": pa.array(range(len(counted)), pa.int64())})
    )
    marked = rows.mutate(month_of_row=rows[period].cast("int64"))
    return marked.inner_join(months, marked.month_of_row == months.counted)


def _of_strata(
    engine: Fetches,
    rows: ir.Table,
    patient: str,
    table: ScoreTable,
    strata: Sequence[tuple[int, Stratum, str | None]],
) -> Iterator[StratumClusters]:
    batch: list[_Measured] = []
    cells = 0
    for number, stratum, period in strata:
        scores = table.slice(stratum, period)
        fit = fit_curve(scores)
        curve = None if isinstance(fit, str) else curve_influence(scores, fit)
        moved = influences(scores, measure_stratum(scores, with_curve=False))
        measured = _Measured(number, stratum, period, scores, moved, curve)
        if batch and cells + len(scores.bin) > MOST_CELLS:
            yield from _of_batch(engine, rows, patient, table, batch)
            batch, cells = [], 0
        batch.append(measured)
        cells += len(scores.bin)
    if batch:
        yield from _of_batch(engine, rows, patient, table, batch)


def _of_batch(
    engine: Fetches, rows: ir.Table, patient: str, table: ScoreTable, batch: Sequence[_Measured]
) -> Iterator[StratumClusters]:
    columns = list(dict.fromkeys(i.key for m in batch for i in m.influences))
    moved = {key: f"moved_{i}" for i, key in enumerate(columns)}
    bases = _bases(table)
    inside = {base: f"inside_{i}" for i, base in enumerate(bases)}
    sent = ibis.memtable(_frame(table, batch, moved, inside))
    joined = rows.inner_join(
        sent, [rows.stratum == sent.of_stratum, rows["bin"] == sent.of_bin, rows.seen == sent.of_seen]
    )
    sums: dict[str, ir.Value] = {name: joined[name].sum() for key, name in moved.items() if key != "auroc"}
    if "auroc" in moved:
        area = joined[moved["auroc"]]
        sums |= {
            "area_events": ibis.ifelse(joined.seen == _EVENT, area, 0.0).sum(),
            "area_others": ibis.ifelse(joined.seen == _OTHER, area, 0.0).sum(),
        }
    turned = [name for name in _TURNED if any(m.curve is not None for m in batch)]
    sums |= {name: joined[name].sum() for name in turned}
    touched = {name: joined[name].max() for name in inside.values()}
    each = joined.group_by(["of_stratum", patient]).aggregate(**sums, **touched)
    squares: dict[str, ir.Value] = {
        name: (each[name] * each[name]).sum() for key, name in moved.items() if key != "auroc"
    }
    if "auroc" in moved:
        squares |= {
            "area_events": (each.area_events * each.area_events).sum(),
            "area_others": (each.area_others * each.area_others).sum(),
            "area_both": (each.area_events * each.area_others).sum(),
        }
    squares |= {_product(a, b): (each[a] * each[b]).sum() for a, b in combinations_with_replacement(turned, 2)}
    counted = {name: each[name].sum() for name in inside.values()}
    answered = engine.fetch(each.group_by("of_stratum").aggregate(patients=each.count(), **squares, **counted))
    by_number = {row["of_stratum"]: row for row in answered.to_pylist()}
    for measured in batch:
        row = by_number.get(measured.number)
        if row is not None:
            yield _read(measured, row, moved, inside)


def _read(
    measured: _Measured, row: Mapping[str, Any], moved: Mapping[str, str], inside: Mapping[str, str]
) -> StratumClusters:
    patients = {base: int(row[name]) for base, name in inside.items()}
    measures = {}
    for influence in measured.influences:
        if influence.measure == "auroc":
            sums = PatientSums(0.0, row["area_events"], row["area_others"], row["area_both"])
        else:
            sums = PatientSums(row[moved[influence.key]])
        measures[influence.key] = measure_clusters(measured.scores, influence, sums, patients)
    curve = None
    if measured.curve is not None:
        names = _TURNED[: measured.curve.of_events.shape[1]]
        products = np.array([[row[_product(*sorted((a, b)))] for b in names] for a in names], dtype=np.float64)
        curve = measure_curve(measured.scores, measured.curve.fit, products, patients["labelled"])
    stratum = measured.stratum
    return StratumClusters(stratum.attribute, stratum.level, measured.period, int(row["patients"]), measures, curve)


def _product(first: str, second: str) -> str:
    return f"{first}_by_{second}"


def _bases(table: ScoreTable) -> list[str]:
    of_thresholds = [measure_key(base, t) for t in table.thresholds for base in ("flagged", "unflagged")]
    return ["rows", "labelled", "events", "non_events", *of_thresholds]


def _frame(
    table: ScoreTable, batch: Sequence[_Measured], moved: Mapping[str, str], inside: Mapping[str, str]
) -> pa.Table:
    """The influences by stratum, bin and outcome, one row for each combination that occurs."""
    parts: dict[str, list[NDArray[Any]]] = {}

    def add(name: str, values: NDArray[Any]) -> None:
        parts.setdefault(name, []).append(values)

    for measured in batch:
        scores = measured.scores
        by_key = {influence.key: influence for influence in measured.influences}
        for seen, count, attribute in (
            (_EVENT, scores.positive, "of_events"),
            (_OTHER, scores.negative, "of_others"),
            (_UNKNOWN, scores.n - scores.labelled, "of_unknown"),
        ):
            keep = count > 0
            size = int(keep.sum())
            add("of_stratum", np.full(size, measured.number, dtype=np.int64))
            add("of_bin", (scores.score_low if table.exact else scores.bin)[keep])
            add("of_seen", np.full(size, seen, dtype=np.int64))
            for key, name in moved.items():
                influence = by_key.get(key)
                add(name, np.zeros(size) if influence is None else getattr(influence, attribute)[keep])
            for i, name in enumerate(_TURNED):
                add(name, _along(measured.curve, i, attribute, len(scores.bin))[keep])
            for base, name in inside.items():
                add(name, _inside(base, scores, seen)[keep].astype(np.int64))
    return pa.table({name: np.concatenate(values) for name, values in parts.items()})


def _along(curve: CurveInfluence | None, direction: int, attribute: str, bins: int) -> NDArray[np.float64]:
    """By bin, what a row moves a curve's coefficients by along one direction; 0 where the curve has no such one."""
    if curve is None or attribute == "of_unknown" or direction >= curve.of_events.shape[1]:
        return np.zeros(bins)
    return np.asarray(getattr(curve, attribute)[:, direction], dtype=np.float64)


def _inside(base: str, scores: BinnedScores, seen: int) -> NDArray[np.bool_]:
    """Which bins' rows with this outcome a measure of this base is taken over."""
    kind, _, threshold = base.partition("@")
    if kind in ("flagged", "unflagged"):
        place = [str(t) for t in scores.thresholds].index(threshold)
        flagged = scores.passed > place
        return (flagged if kind == "flagged" else ~flagged) & (seen != _UNKNOWN)
    of = {
        "rows": True,
        "labelled": seen != _UNKNOWN,
        "events": seen == _EVENT,
        "non_events": seen == _OTHER,
    }
    return np.full(len(scores.bin), of[kind])
