"""The fast way through a clean, well-typed Parquet log: streamed with Arrow, counted with NumPy.

It gives the same table as the engine, or none: whatever it does not handle (a row that breaks a rule, a repeated key, a
rare type, a comparator, patients, combined attributes) is left to the engine, which judges every row and names the bad
ones. So there is one verdict on a log. It loads neither the engine nor anything else that is slow to start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Final

import numpy as np

from attending.analytics.score_table import ScoreTable
from attending.sources.arrow_pass.aside import StandAside
from attending.sources.arrow_pass.bins import Bins
from attending.sources.arrow_pass.cells import Attribute, table_of
from attending.sources.arrow_pass.exact import MOST_ROWS, exact_table
from attending.sources.arrow_pass.lattice import Lattice
from attending.sources.arrow_pass.stream import Log
from attending.sources.inspection import Inspection
from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.progress import Progress
from attending.sources.reduced import Reduction
from attending.sources.report import IntakeReport
from attending.sources.resolution import Fineness, Resolution, auroc_bound, finer, one_value_per_bin, pooled

_HANDLED: Final = {"score", "outcome", "time", "by", "key"}
_MOST_KEYS: Final = 150_000_000
_STAGE: Final = "reading the rows"


def reduce_clean(
    inspection: Inspection,
    mapping: ColumnMapping,
    thresholds: tuple[Decimal, ...],
    fineness: Fineness,
    limits: Limits,
    progress: Callable[[Progress], None],
) -> Reduction | None:
    """Reduce a log whose every row is plainly right; None when the engine is to read it instead.

    `thresholds` ascend. Batches of at most a million rows are held, and at most 1.2 GB of cells.
    """
    if any(getattr(mapping, field.name) for field in fields(mapping) if field.name not in _HANDLED):
        return None
    if mapping.key and inspection.rows > _MOST_KEYS:
        return None
    try:
        log = Log(inspection.parts, mapping, limits)
        table, resolution = _reduced(inspection, log, thresholds, fineness, progress)
    except StandAside:
        return None
    if int(table.n[table.stratum == 0].sum()) != inspection.rows:
        return None
    inspection.check_unchanged()
    progress(Progress("done", inspection.rows, inspection.rows))
    report = IntakeReport(
        files=inspection.files, read=inspection.rows, loaded=inspection.rows, warnings=inspection.warnings
    )
    cases = () if log.cases is None else log.cases.blocks(log.months.met, table)
    return Reduction(table, None, report, resolution, None, cases=cases)


def _reduced(
    inspection: Inspection,
    log: Log,
    thresholds: tuple[Decimal, ...],
    fineness: Fineness,
    progress: Callable[[Progress], None],
) -> tuple[ScoreTable, Resolution]:
    if fineness.exact(inspection.rows):
        if inspection.rows > MOST_ROWS:
            raise StandAside
        batches = list(log.batches())
        progress(Progress(_STAGE, inspection.rows, inspection.rows))
        return exact_table(batches, _attributes(log), log.months.met, thresholds)
    lattice = _filled(log, Bins(thresholds, fineness.refinement), inspection.rows, progress)
    refinement = None if fineness.fixed else finer(lattice.pooled(), len(thresholds) + 1)
    if refinement is not None:
        progress(Progress("splitting bins where scores crowd", 0, 1))
        bins = Bins(thresholds, refinement)
        del lattice
        lattice = _filled(log, bins, inspection.rows, progress)
    return _binned_table(log, lattice, thresholds, fixed=fineness.fixed)


def _filled(log: Log, bins: Bins, rows: int, progress: Callable[[Progress], None]) -> Lattice:
    lattice = Lattice(bins, len(log.levels))
    done = 0
    progress(Progress(_STAGE, 0, rows))
    for batch in log.batches():
        lattice.add(batch)
        done += len(batch)
        progress(Progress(_STAGE, min(done, rows), rows))
    return lattice


def _attributes(log: Log) -> list[Attribute]:
    return [Attribute.of(name, levels.names) for name, levels in zip(log.mapping.by, log.levels, strict=True)]


def _binned_table(
    log: Log, lattice: Lattice, thresholds: tuple[Decimal, ...], *, fixed: bool
) -> tuple[ScoreTable, Resolution]:
    attributes = _attributes(log)
    order = np.argsort(np.array(log.months.met))
    months = [log.months.met[i] for i in order]
    everyone = lattice.everyone(order)
    seen = lattice.pooled()
    blocks = lattice.blocks([attribute.code for attribute in attributes], order)
    # Everyone's cells span every other's, so where theirs hold one value each, all do.
    single = not fixed and one_value_per_bin(everyone.columns)
    table = table_of(attributes, months, everyone, blocks, thresholds, exact=single)
    refinement = lattice.bins.refinement
    resolution = Resolution(
        single,
        len(seen.columns["bin"]),
        0 if refinement is None else len(refinement.base),
        auroc_bound(*pooled(seen)),
        refinement,
    )
    return table, resolution
