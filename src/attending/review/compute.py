"""A review from a prediction log: read where it lies, reduced, measured. No database."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attending
from attending import sources
from attending.analytics import OVERALL, PerformanceReview, ScoreTable, review_performance
from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.clustering import ClusterVariances, with_clustering
from attending.analytics.drift import InputTable
from attending.analytics.equity import EquityReview, compare_groups, join_parts
from attending.review.drift import inputs_moved, scores_moved
from attending.review.level_months import level_months
from attending.review.supplements import Supplements
from attending.review.windows import WindowReview, trailing_windows
from attending.review.workload import workload_of
from attending.sources import ColumnMapping, IntakeReport, Progress, silent

__all__ = [
    "ReviewResult",
    "WindowReview",
    "reviewed",
    "run_review",
    "supplements",
    "trailing_windows",
    "versions",
    "with_control",
]

_TOLD = ("duckdb", "ibis-framework", "numpy", "scipy")


@dataclass(frozen=True)
class ReviewResult:
    """A review with all that is needed to believe it and to run it again.

    ``months`` are the ISO months from the first to the newest with rows; ``supplements`` what stands beside the
    measures, records by name. ``conditional_on`` is the attribute within whose levels groups were also compared.
    ``connection`` and ``table`` say where a warehouse's log lies, ``events`` the table it was joined with.
    """

    review: PerformanceReview
    windows: tuple[WindowReview, ...]
    months: tuple[str, ...]
    intake: IntakeReport
    resolution: sources.Resolution
    mapping: ColumnMapping
    versions: dict[str, str]
    supplements: Mapping[str, Any] = field(default_factory=dict)
    conditional_on: str | None = None
    connection: str = ""
    table: str = ""
    events: str = ""


def run_review(
    location: str | Path | Sequence[Path],
    mapping: ColumnMapping,
    *,
    thresholds: Sequence[Decimal] = (),
    conditional_on: str | None = None,
    all_or_nothing: bool = False,
    manifest: Path | None = None,
    progress: Callable[[Progress], None] = silent,
) -> ReviewResult:
    """Review a log: a file, a folder, a pattern, or a list of files. Raises ``sources.LogRefused``, ValueError.

    Where ``mapping`` names the patient, intervals take a patient's rows together. ``conditional_on`` is one of its
    attributes, such as the site: groups are also compared within each of its levels.
    """
    mapping = with_control(mapping, conditional_on)
    reduction = sources.reduce_log(
        location,
        mapping,
        thresholds=thresholds,
        all_or_nothing=all_or_nothing,
        manifest=manifest,
        progress=progress,
    )
    return reviewed(reduction, mapping, conditional_on)


def reviewed(reduction: sources.Reduction, mapping: ColumnMapping, conditional_on: str | None = None) -> ReviewResult:
    """The review of what left a log, wherever it lies."""
    table, clusters = reduction.table, reduction.clusters
    review = review_performance(
        table,
        comparison=reduction.comparison,
        paired=reduction.paired,
        paired_clusters=reduction.paired_clusters,
    )
    return ReviewResult(
        review if clusters is None else with_clustering(review, clusters),
        trailing_windows(table, clusters),
        table.periods,
        reduction.intake,
        reduction.resolution,
        mapping,
        versions(),
        supplements(table, conditional_on, clusters, reduction.inputs, reduction.cases).to_document(),
        conditional_on,
    )


def versions() -> dict[str, str]:
    """What computed a review."""
    return {"attending": attending.__version__, "python": platform.python_version()} | {n: version(n) for n in _TOLD}


def supplements(
    table: ScoreTable,
    control: str | None = None,
    clusters: ClusterVariances | None = None,
    inputs: InputTable | None = None,
    cases: tuple[MonthBlocks, ...] = (),
) -> Supplements:
    """What stands beside the measures of a score table."""
    return Supplements(
        groups_compared(table, control, clusters),
        workload_of(table) if table.periods else None,
        None if clusters is None else clusters.of(OVERALL.attribute, OVERALL.level),
        scores_moved(table),
        inputs_moved(inputs),
        level_months(table),
        cases or None,
    )


def with_control(mapping: ColumnMapping, control: str | None) -> ColumnMapping:
    """The mapping with the combinations that comparing within the levels of ``control`` needs."""
    if control is None:
        return mapping
    if control not in mapping.by:
        raise ValueError(f"Groups cannot be compared within {control!r}: it is not one of the attributes to review by.")
    known = [set(names) for names in mapping.crossed]
    more = tuple((name, control) for name in mapping.by if name != control and {name, control} not in known)
    return replace(mapping, crossed=(*mapping.crossed, *more))


def groups_compared(
    table: ScoreTable, control: str | None = None, clusters: ClusterVariances | None = None
) -> EquityReview | None:
    """Every level of every attribute and combination against everyone else; None without attributes or rows.

    With ``control`` also within its levels, and pooled over them: every attribute that is combined with it.
    """
    attributes = tuple(dict.fromkeys(stratum.attribute for stratum in table.strata if stratum != OVERALL))
    if not attributes or not table.periods:
        return None
    everyone = compare_groups(table, attributes=attributes, variances=clusters)
    # A control of too many levels was left out, with a sentence, where the log was read.
    if control is None or control not in attributes:
        return everyone
    inner = [
        name
        for name in attributes
        if join_parts([name, control]) in attributes or join_parts([control, name]) in attributes
    ]
    held = compare_groups(table, attributes=inner, conditional_on=control, variances=clusters)
    return replace(everyone, within=held.within, pooled=held.pooled, conditional_on=control)
