"""A review from a prediction log: read where it lies, reduced, measured. No database."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attending
from attending import sources
from attending.analytics import OVERALL, PerformanceReview, ScoreTable, StratumPerformance, review_performance
from attending.analytics.performance import measure_stratum
from attending.review.months import WINDOWS, months_before
from attending.sources import ColumnMapping, IntakeReport, Progress, silent

_TOLD = ("duckdb", "ibis-framework", "numpy", "scipy")


@dataclass(frozen=True)
class WindowReview:
    """A trailing window of whole months that ends with the newest month: everyone first, then each subgroup level."""

    months: int
    first: str
    last: str
    strata: tuple[StratumPerformance, ...]


@dataclass(frozen=True)
class ReviewResult:
    """A review with all that is needed to believe it and to run it again.

    ``months`` are the ISO months from the first to the newest with rows; ``supplements`` what stands beside the
    measures, records by name.
    """

    review: PerformanceReview
    windows: tuple[WindowReview, ...]
    months: tuple[str, ...]
    intake: IntakeReport
    resolution: sources.Resolution
    mapping: ColumnMapping
    versions: dict[str, str]
    supplements: Mapping[str, Any] = field(default_factory=dict)


def run_review(
    location: str | Path | Sequence[Path],
    mapping: ColumnMapping,
    *,
    thresholds: Sequence[Decimal] = (),
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
) -> ReviewResult:
    """Review a log: a file, a folder, a pattern, or a list of files. Raises ``sources.LogRefused``, ValueError."""
    reduction = sources.reduce_log(
        location,
        mapping,
        thresholds=thresholds,
        all_or_nothing=all_or_nothing,
        manifest=manifest,
        progress=progress,
    )
    return ReviewResult(
        review_performance(reduction.table, comparison=reduction.comparison, paired=reduction.paired),
        trailing_windows(reduction.table),
        reduction.table.periods,
        reduction.intake,
        reduction.resolution,
        mapping,
        versions(),
    )


def versions() -> dict[str, str]:
    """What computed a review."""
    return {"attending": attending.__version__, "python": platform.python_version()} | {n: version(n) for n in _TOLD}


def trailing_windows(table: ScoreTable) -> tuple[WindowReview, ...]:
    """Everyone and every subgroup level over the last 1, 3, 6 and 12 months of a table."""
    if not table.periods:
        return ()
    newest = table.periods[-1]
    windows = []
    for count in WINDOWS:
        first = months_before(newest, count - 1)
        recent = table.since(first)
        strata = [OVERALL, *(stratum for stratum in table.strata if stratum != OVERALL)]
        measured = tuple(measure_stratum(recent.slice(stratum)) for stratum in strata)
        windows.append(WindowReview(count, first, newest, measured))
    return tuple(windows)
