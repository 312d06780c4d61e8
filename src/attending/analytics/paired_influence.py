"""Influence of one row on the difference of two scores, cell by cell of their joint counts, and its sums by patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.net_benefit import harm_weight
from attending.analytics.paired_scores import PairedScores
from attending.analytics.patients import PatientEffect, PatientSums, effect_of, effect_of_area

Floats = NDArray[np.float64]
PairedBase = Literal["labelled", "events", "non_events"]
BASES: Final[tuple[PairedBase, ...]] = ("labelled", "events", "non_events")


@dataclass(frozen=True)
class PlacementValues:
    """One score's placement value of each cell (share of the other outcome's rows it beats, ties half) and AUROC.

    `bound` is how far the area may lie from the one on unbinned scores.
    """

    of_cell: Floats
    area: float
    bound: float

    @classmethod
    def of(cls, paired: PairedScores, key: NDArray[np.int64], low: Floats, high: Floats) -> PlacementValues:
        """Of the score whose bins are `key`, and reach from `low` to `high`."""
        if not len(paired):
            return cls(np.zeros(0), 0.0, 0.0)
        _, place = np.unique(key, return_inverse=True)
        event = paired.outcome == 1
        n = paired.n.astype(np.float64)
        positive = np.bincount(place, n * event)
        negative = np.bincount(place, n * ~event)
        p, q = max(float(positive.sum()), 1.0), max(float(negative.sum()), 1.0)
        below = (np.cumsum(negative) - negative / 2) / q
        above = (p - np.cumsum(positive) + positive / 2) / p
        least, greatest = np.full(len(positive), np.inf), np.full(len(positive), -np.inf)
        np.minimum.at(least, place, low)
        np.maximum.at(greatest, place, high)
        shared = least < greatest
        return cls(
            np.where(event, below[place], above[place]),
            min(float(positive @ below) / p, 1.0),
            float(positive[shared] @ negative[shared]) / (2 * p * q),
        )


def both_placements(paired: PairedScores) -> tuple[PlacementValues, PlacementValues]:
    """Those of the model and of the comparator."""
    return (
        PlacementValues.of(paired, paired.model_bin, paired.model_low, paired.model_high),
        PlacementValues.of(paired, paired.comparator_bin, paired.comparator_low, paired.comparator_high),
    )


def brier_differences(paired: PairedScores) -> Floats:
    """Mean of (model - y)^2 - (comparator - y)^2 in each cell."""
    y = paired.outcome.astype(np.float64)
    total = (
        paired.model_squared_sum - paired.comparator_squared_sum - 2 * y * (paired.model_sum - paired.comparator_sum)
    )
    return np.asarray(total / paired.n, dtype=np.float64)


def paired_key(measure: str, threshold: Decimal | None = None) -> str:
    """Such as "auroc" or "sensitivity@0.25"."""
    return measure if threshold is None else f"{measure}@{threshold}"


@dataclass(frozen=True)
class PairedInfluence:
    """What one row of each cell moves a difference by; `base` names the rows it is taken over, `area` an AUROC's."""

    key: str
    base: PairedBase
    of_cell: Floats
    area: bool = False


def paired_influences(paired: PairedScores) -> tuple[PairedInfluence, ...]:
    """Of every difference that can be told, of both AUROCs, and the rows' own differences that a test of none needs.

    `flips_sensitivity@t` and `flips_specificity@t` are 1 where only the model is right, and -1 where only the
    comparator is. A cell of several score values stands at its mean for the Brier difference.
    """
    n, events = paired.total, paired.events
    others = n - events
    event = paired.outcome == 1
    found: list[PairedInfluence] = []
    if min(events, others) > 0:
        size = np.where(event, events, others).astype(np.float64)
        model, comparator = both_placements(paired)
        moved = [(each.of_cell - each.area) / size for each in (model, comparator)]
        found += [
            PairedInfluence("model_auroc", "labelled", moved[0], area=True),
            PairedInfluence("comparator_auroc", "labelled", moved[1], area=True),
            PairedInfluence("auroc", "labelled", moved[0] - moved[1], area=True),
        ]
    if n:
        difference = brier_differences(paired)
        mean = float(paired.n @ difference) / n
        found.append(PairedInfluence("brier", "labelled", (difference - mean) / n))
    for i, threshold in enumerate(paired.thresholds):
        flags = (paired.model_passed > i).astype(np.float64) - (paired.comparator_passed > i)
        for measure, base, among, of, flips in (
            ("sensitivity", "events", event, events, flags * event),
            ("specificity", "non_events", ~event, others, -flags * ~event),
        ):
            if of:
                value = float(paired.n @ flips) / of
                found += [
                    PairedInfluence(paired_key(measure, threshold), _base(base), (flips - value * among) / of),
                    PairedInfluence(paired_key(f"flips_{measure}", threshold), _base(base), flips),
                ]
        if n and threshold < 1:
            gain = np.where(event, flags, -harm_weight(threshold) * flags)
            mean = float(paired.n @ gain) / n
            found.append(PairedInfluence(paired_key("net_benefit", threshold), "labelled", (gain - mean) / n))
    return tuple(found)


@dataclass(frozen=True)
class PairedClusters:
    """Sums over patients of the influences of paired scores, by key; `patients` counts those with rows of each base."""

    patients: Mapping[str, int]
    sums: Mapping[str, PatientSums]

    def effect(self, paired: PairedScores, key: str) -> PatientEffect | None:
        """The effect on one difference; None where it was not summed."""
        influence = next((each for each in paired_influences(paired) if each.key == key), None)
        if influence is None or key not in self.sums:
            return None
        event = paired.outcome == 1
        if influence.area:
            counts = (self.patients["events"], self.patients["non_events"], self.patients["labelled"])
            return effect_of_area(self.sums[key], counts, paired.n, influence.of_cell, event)
        inside = {"labelled": np.ones_like(event), "events": event, "non_events": ~event}[influence.base]
        patients = self.patients[influence.base]
        return effect_of(self.sums[key], patients, paired.n[inside], influence.of_cell[inside])


def clusters_of_rows(
    paired: PairedScores, cell: NDArray[np.int64], patient: NDArray[np.int64], n: NDArray[np.int64]
) -> PairedClusters:
    """The sums, of rows in memory: `n` rows of a `patient` (from 0 on) in a `cell` of `paired`; shapes (rows,)."""
    size = int(patient.max(initial=-1)) + 1
    event = paired.outcome[cell] == 1
    sums = {}
    for each in paired_influences(paired):
        moved = n * each.of_cell[cell]
        of_events, of_others = (np.bincount(patient[at], moved[at], size) for at in (event, ~event))
        together = of_events + of_others
        sums[each.key] = PatientSums(
            float(together @ together),
            float(of_events @ of_events),
            float(of_others @ of_others),
            float(of_events @ of_others),
        )
    counts = [len(np.unique(patient[at])) for at in (np.ones_like(event), event, ~event)]
    return PairedClusters(dict(zip(BASES, counts, strict=True)), sums)


def _base(name: str) -> PairedBase:
    return "events" if name == "events" else "non_events"
