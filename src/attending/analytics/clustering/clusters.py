"""Variance of every measure when the rows of one patient hang together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.clustering.curve import CurveClusters
from attending.analytics.clustering.influence import Influence, independent_variance
from attending.analytics.patients import NO_SPREAD, PatientSums


@dataclass(frozen=True, slots=True)
class MeasureClusters:
    """A measure's cluster-robust standard error.

    `clusters` counts the patients with rows the measure is taken over (for the AUROC: of the rarer class); with fewer
    than 2, or no spread, `error` is None. `design_effect` is the variance over that of independent rows; None where
    that is 0. `expected` is the mean score of the stratum.
    """

    measure: str
    threshold: Decimal | None
    value: float
    clusters: int
    error: float | None
    design_effect: float | None
    expected: float | None


@dataclass(frozen=True)
class StratumClusters:
    """The measures of one stratum, over all months or in one ISO month, by measure key; `patients` in its rows.

    `curve` is its calibration curve with the errors read from it; None where it has no curve.
    """

    attribute: str
    level: str
    period: str | None
    patients: int
    measures: Mapping[str, MeasureClusters]
    curve: CurveClusters | None = None


@dataclass(frozen=True)
class ClusterVariances:
    """Cluster-robust variances of every stratum of a score table."""

    strata: tuple[StratumClusters, ...]

    def of(self, attribute: str, level: str, period: str | None = None) -> StratumClusters | None:
        """The stratum's variances; None where it was not measured."""
        return self._by_name.get((attribute, level, period))

    @cached_property
    def _by_name(self) -> dict[tuple[str, str, str | None], StratumClusters]:
        return {(s.attribute, s.level, s.period): s for s in self.strata}


def measure_clusters(
    scores: BinnedScores, influence: Influence, sums: PatientSums, patients: Mapping[str, int]
) -> MeasureClusters:
    """The variance of one measure from its sums over patients; `patients` counts them by base (and class).

    Measures other than the AUROC: the sandwich of Liang & Zeger (1986), times G / (G - 1) for G patients. AUROC:
    Obuchowski (1997), with that factor for the patients with events, for those without, and for all in the covariance.
    Assumes that patients are independent of each other and many; the interval uses Student's t with G - 1 degrees of
    freedom because they may be few.
    """
    if influence.measure == "auroc":
        clusters = min(patients["events"], patients["non_events"])
        variance = sums.area_variance(patients["events"], patients["non_events"], patients["labelled"])
    else:
        suffix = f"@{influence.threshold}" if influence.base in ("flagged", "unflagged") else ""
        clusters = patients[influence.base + suffix]
        variance = sums.variance(clusters)
    independent = independent_variance(scores, influence)
    spread = clusters >= 2 and variance > NO_SPREAD
    labelled = scores.total_labelled
    return MeasureClusters(
        influence.measure,
        influence.threshold,
        influence.value,
        clusters,
        math.sqrt(variance) if spread else None,
        variance / independent if spread and independent > 0 else None,
        float(scores.score_sum.sum()) / labelled if labelled else None,
    )
