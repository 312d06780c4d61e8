"""Agreement of two readers, with each patient's cases together where the patients are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from attending.analytics.classification.readings import Readings
from attending.analytics.classification.shares import share
from attending.analytics.estimate import Estimate
from attending.analytics.limits import wilson_limits
from attending.analytics.patients import joined_note, patient_effect
from attending.analytics.peer_review.cohen import PairAgreement, Weights, kappa_influence, pair_agreement
from attending.analytics.peer_review.kappa_interval import corrected, fisher_limits

Positions = NDArray[np.int64]


def agreement_of(readings: Readings, first: Positions, second: Positions) -> PairAgreement:
    """Agreement of two sets of positions in `readings.categories`, cell by cell, -1 where there is none.

    With patients, intervals rest on the variance between patients of what a case moves the coefficient by (Fleiss,
    Cohen & Everitt 1969), with Student's t for their number.
    """
    known = (first >= 0) & (second >= 0)
    k = len(readings.categories)
    table = np.zeros((k, k), dtype=np.int64)
    np.add.at(table, (first[known], second[known]), readings.n[known])
    found = pair_agreement(table, ordered=readings.ordered)
    if readings.patient is None:
        return found

    def together(estimate: Estimate, weights: Weights) -> Estimate:
        return _clustered(readings, estimate, table, (first, second), known, weights)

    without = "No items rated by both; at least 1 needed"
    return replace(
        found,
        percent_agreement=share(readings, "percent_agreement", known, first == second, without=without),
        kappa=together(found.kappa, "none"),
        weighted=None if found.weighted is None else together(found.weighted, "quadratic"),
    )


def _clustered(
    readings: Readings,
    estimate: Estimate,
    table: NDArray[np.int64],
    pair: tuple[Positions, Positions],
    known: NDArray[np.bool_],
    weights: Weights,
) -> Estimate:
    if estimate.value is None or readings.patient is None:
        return estimate
    influence = kappa_influence(table, weights)
    moved = np.zeros(len(known))
    moved[known] = influence.of_cell[pair[0][known], pair[1][known]]
    effect = patient_effect(readings.patient, readings.n, moved, known)
    error = influence.error * (effect.design_effect or 0.0) ** 0.5
    low, high = fisher_limits(estimate.value, error, effect.quantile)
    if error <= 0:
        ends = wilson_limits(influence.observed, effect.rows(estimate.n), effect.quantile)
        low, high = (corrected(end, influence.by_chance) for end in ends)
    return replace(
        estimate,
        low=min(low, estimate.value),
        high=max(high, estimate.value),
        clusters=effect.patients,
        note=joined_note(estimate.note, effect.told),
    )
