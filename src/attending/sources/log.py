"""A log of files, reduced by the faster of two ways that agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

from attending.sources.arrow_pass import reduce_clean
from attending.sources.inspection import inspect
from attending.sources.limits import Limits
from attending.sources.mapping import ColumnMapping
from attending.sources.progress import Progress, silent
from attending.sources.reduced import Reduction
from attending.sources.resolution import Fineness, Refinement
from attending.sources.thresholds import checked_thresholds


def reduce_log(
    location: str | Path | Sequence[Path],
    mapping: ColumnMapping,
    *,
    thresholds: Sequence[Decimal] = (),
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
    exact_rows: int = 500_000,
    limits: Limits | None = None,
    bins: Literal["best", "fixed"] = "best",
    refinement: Refinement | None = None,
) -> Reduction:
    """Read, check and reduce a prediction log: a file, a folder, a pattern, or a list of Parquet or CSV files.

    `thresholds` are decimals in [0, 1]; a row is flagged when score >= threshold. Logs of at most `exact_rows` rows
    keep each distinct score, larger ones are binned (`Reduction.resolution`). Months are those the timestamps write;
    a timestamp without an offset is UTC. Good rows load when at most 1 % are bad, or, with `all_or_nothing`, when none
    is. Nothing is written anywhere but the engine's temporary folder, which is removed.

    With `bins="fixed"` every score table has the same bins, 10,000 of equal width split at the thresholds (and as
    `refinement`, that of stored tables, says), however many rows there are: the tables of separately reduced months
    then merge into that of all rows. `Reduction.resolution.auroc_bound` says what such bins may change in the AUROC.

    Raises LogRefused, with the report, when nothing was loaded; ValueError for thresholds that are none.
    """
    edges = checked_thresholds(thresholds)
    fineness = Fineness.asked(bins, exact_rows, refinement)
    bounds = limits or Limits()
    inspection = inspect(location, mapping, manifest, bounds, progress)
    clean = reduce_clean(inspection, mapping, edges, fineness, bounds, progress)
    if clean is not None:
        return clean
    # Loaded only now: the engine takes longer to start than most logs to read.
    from attending.sources.reduction import Asked, reduce_files

    asked = Asked(mapping, bounds)
    return reduce_files(location, manifest, asked, inspection, edges, fineness, progress, all_or_nothing=all_or_nothing)
