"""Two readers on the same cases: is one right more often, and does one rank better?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from attending.analytics.classification.readings import Reader, Readings
from attending.analytics.classification.shares import Where
from attending.analytics.difference import Difference
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.paired_comparison import compare_areas
from attending.analytics.paired_influence import PairedClusters, clusters_of_rows
from attending.analytics.paired_proportions import mcnemar_mid_p, paired_limits
from attending.analytics.paired_scores import PairedScores
from attending.analytics.patients import PatientEffect, joined_note, patient_effect, robust_mcnemar

_EVENTS = "Events are the cases on which only one of the two was right"


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """The share right of the first reader less that of the second, on the same cases.

    `both`, `first_only`, `second_only`, `neither` count the cases by who was right. `p_value` is McNemar's mid-p
    (Fagerland, Lydersen & Laake 2013), or with patients McNemar's score test with each patient's cases together (Boos
    1992); None when there is no case.
    """

    difference: Estimate
    both: int
    first_only: int
    second_only: int
    neither: int
    p_value: float | None


@dataclass(frozen=True, slots=True)
class PairedAreas:
    """Two areas under the ROC curve on the same cases, and the first less the second (`auroc_difference`).

    Paired DeLong (DeLong, DeLong & Clarke-Pearson 1988), with patients Obuchowski's (1997) variance and Student's t;
    with few cases of either kind as wide as both areas' own intervals ask (see `compare_paired`).
    `p_value` is two-sided for no difference; None when it cannot be told.
    """

    first: Estimate
    second: Estimate
    difference: Estimate
    p_value: float | None


def paired_difference(
    measure: str,
    both: int,
    first_only: int,
    second_only: int,
    neither: int,
    *,
    effect: PatientEffect | None = None,
    squares: float = 0.0,
) -> PairedDifference:
    """Difference of paired proportions with Tango's (1998) score interval.

    That of the two equally recommended intervals (Fagerland, Lydersen & Laake 2014) which agrees with McNemar's test
    and needs no more than the cases the two disagree on, so that it also holds for an effective number of cases: with
    `effect`, each patient's cases are taken together, and `squares` sums over patients the square of how many more
    cases only the first read right. Raises ValueError for a count below 0.
    """
    if min(both, first_only, second_only, neither) < 0:
        raise ValueError("Counts of cases are 0 or more.")
    n = both + first_only + second_only + neither
    if n == 0:
        reason = "No verified cases read by both; at least 1 needed"
        return PairedDifference(Estimate.missing(measure, reason, n=0, events=0), 0, 0, 0, 0, None)
    low, high = paired_limits(first_only, second_only, n, effect)
    estimate = Estimate(
        measure,
        (first_only - second_only) / n,
        low,
        high,
        LEVEL,
        n,
        first_only + second_only,
        note=_EVENTS if effect is None else joined_note(_EVENTS, effect.told),
        clusters=None if effect is None else effect.patients,
    )
    p_value = (
        mcnemar_mid_p(first_only, second_only) if effect is None else robust_mcnemar(first_only, second_only, squares)
    )
    return PairedDifference(estimate, both, first_only, second_only, neither, p_value)


def difference_on(readings: Readings, measure: str, among: Where, first: Where, second: Where) -> PairedDifference:
    """The paired difference over the cases `among`, where `first` and `second` say who is right."""
    kinds = (first & second, first & ~second, ~first & second, ~first & ~second)
    counts = tuple(readings.cases(among & kind) for kind in kinds)
    n = sum(counts)
    if readings.patient is None or n == 0:
        return paired_difference(measure, *counts)
    gain = first.astype(np.float64) - second
    influence = (gain - (counts[1] - counts[2]) / n) / n
    effect = patient_effect(readings.patient, readings.n, influence, among)
    each = np.bincount(readings.patient[among], (readings.n * gain)[among])
    return paired_difference(measure, *counts, effect=effect, squares=float(each @ each))


def areas_of_readers(readings: Readings, first: Reader, second: Reader, least: int) -> PairedAreas:
    """Both readers' areas over the ordered categories on verified cases both read, ill from reference `least` on."""
    a, b = readings.of(first), readings.of(second)
    known = (readings.reference >= 0) & (a >= 0) & (b >= 0)
    top = len(readings.categories) - 1
    keys = np.column_stack([a, b, readings.reference >= least])[known]
    kinds, cell = np.unique(keys, axis=0, return_inverse=True)
    cell = cell.ravel()
    n = readings.n[known]
    paired = PairedScores.of_values(
        kinds[:, 0] / top,
        kinds[:, 1] / top,
        kinds[:, 2].astype(np.int8),
        np.bincount(cell, n, len(kinds)).astype(np.int64),
        thresholds=(),
    )
    patient = None if readings.patient is None else readings.patient[known]
    return paired_areas(paired, _together(paired, cell, patient, n))


def paired_areas(paired: PairedScores, clusters: PairedClusters | None = None) -> PairedAreas:
    """The areas of two scores of the same cases."""
    found = compare_areas(paired, clusters)
    return PairedAreas(found.model, found.comparator, _estimate(found.difference, clusters), found.difference.p)


def _together(
    paired: PairedScores, cell: NDArray[np.int64], patient: NDArray[np.int64] | None, n: NDArray[np.int64]
) -> PairedClusters | None:
    return None if patient is None else clusters_of_rows(paired, cell, patient, n)


def _estimate(difference: Difference, clusters: PairedClusters | None) -> Estimate:
    measure, n, events = "auroc_difference", difference.n, difference.events
    if difference.value is None:
        return Estimate.missing(measure, difference.reason or "", n=n, events=events)
    found = Estimate(
        measure,
        difference.value,
        difference.low,
        difference.high,
        LEVEL,
        n,
        events,
        bound=difference.bound,
        note=difference.method,
    )
    if clusters is None:
        return found
    return replace(found, clusters=min(clusters.patients["events"], clusters.patients["non_events"]))
