"""What leaves a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.score_table import ScoreTable
from attending.sources.report import IntakeReport
from attending.sources.resolution import Resolution

if TYPE_CHECKING:  # a plain log has none of these, and need not wait for them
    from attending.analytics.clustering import ClusterVariances
    from attending.analytics.input_table import InputTable
    from attending.analytics.paired_influence import PairedClusters
    from attending.analytics.paired_scores import PairedScores


@dataclass(frozen=True)
class Reduction:
    """What leaves a log: the score table, the same for model and comparator on the rows that have both, the account.

    `resolution` says how finely scores were told apart, `comparison_resolution` the same for model and comparator.
    `clusters` holds the variances of the measures with each patient's rows together, where a patient is mapped.
    `paired` holds the joint counts of model and comparator over the labelled rows that have both.
    `paired_clusters` holds their sums over patients, where a patient is mapped too.
    `inputs` counts the model's inputs by month, where any are mapped.
    `cases` holds each month's cases in blocks of sums, in order of time, where their outcomes are in the log.
    """

    table: ScoreTable
    comparison: tuple[ScoreTable, ScoreTable] | None
    intake: IntakeReport
    resolution: Resolution
    comparison_resolution: tuple[Resolution, Resolution] | None
    clusters: ClusterVariances | None = None
    paired: PairedScores | None = None
    inputs: InputTable | None = None
    paired_clusters: PairedClusters | None = None
    cases: tuple[MonthBlocks, ...] = ()
