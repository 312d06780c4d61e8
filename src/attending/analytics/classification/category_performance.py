"""How one reader does against the reference standard."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.classification.readings import Reader, Readings
from attending.analytics.classification.shares import Where, share
from attending.analytics.discrimination import auroc
from attending.analytics.estimate import Estimate
from attending.analytics.limits import Sampled
from attending.analytics.patients import area_effect, area_variance_of_rows, joined_note
from attending.analytics.stratum import OVERALL


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """Cases by reference and reading as positive or negative, with what follows from them.

    `measures` holds Estimates of sensitivity, specificity, ppv and npv (see `share`). Predictive values hold for the
    prevalence of these verified cases only.
    """

    tp: int
    fp: int
    fn: int
    tn: int
    measures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of verified cases read right, beside the share one gets by always giving the commonest reference.

    `p_value` is the exact one-sided binomial probability of so many right when only that share could be had; None
    without cases, and where patients may have several, which that test takes as independent.
    """

    accuracy: Estimate
    no_information_rate: Estimate
    commonest: str | None
    p_value: float | None


@dataclass(frozen=True, slots=True)
class ReaderPerformance:
    """One reader on the verified cases it read.

    `not_read` verified cases have no reading of it and count in nothing here. `confusion[i][j]` counts cases of
    reference i given category j. `categories` (each against all others), `accuracy` and `weighted_kappa` need a
    reference in the same categories and are empty or None otherwise. `cuts` holds, for ordered categories and each
    category but the lowest, the table in which that category and those above it are positive; `auroc` is the area over
    those cuts. For both, cases of the reference from `positive_from` upwards are positive.
    """

    reader: Reader
    cases: int
    not_read: int
    confusion: tuple[tuple[int, ...], ...]
    categories: Mapping[str, TwoByTwo]
    accuracy: Accuracy | None
    positive_from: str
    cuts: Mapping[str, TwoByTwo]
    auroc: Estimate | None


def reader_performance(readings: Readings, reader: Reader, positive_from: str) -> ReaderPerformance:
    """Measure one reader. Raises ValueError when `positive_from` is not a reference category, or is the lowest."""
    least = positive_position(readings, positive_from)
    table = readings.confusion(reader)
    given, truth = readings.of(reader), readings.reference
    known = (truth >= 0) & (given >= 0)
    verified = readings.cases(truth >= 0)
    same = readings.categories == readings.references
    names = readings.categories
    return ReaderPerformance(
        reader,
        int(table.sum()),
        verified - int(table.sum()),
        tuple(tuple(int(v) for v in row) for row in table),
        {name: two_by_two(readings, known, truth == k, given == k) for k, name in enumerate(names)} if same else {},
        _accuracy(readings, known, given, table) if same else None,
        positive_from,
        {names[k]: two_by_two(readings, known, truth >= least, given >= k) for k in range(1, len(names))}
        if readings.ordered
        else {},
        _area(readings, known, given, truth >= least) if readings.ordered else None,
    )


def positive_position(readings: Readings, positive_from: str) -> int:
    """Where the positive references begin. Raises ValueError when there is no such reference, or nothing below it."""
    if positive_from not in readings.references[1:]:
        raise ValueError(
            f"{positive_from!r} cannot divide the references: choose one of {', '.join(readings.references[1:])}."
        )
    return readings.references.index(positive_from)


def two_by_two(readings: Readings, known: Where, ill: Where, called: Where) -> TwoByTwo:
    """The cases `known` by whether they are `ill` and `called`, and the four proportions, each with its denominator or
    the reason why it has none."""
    n, events = readings.cases(known), readings.cases(known & ill)

    def of(measure: str, among: Where, right: Where, none: str) -> Estimate:
        without = f"No verified cases {none}; at least 1 needed"
        return share(readings, measure, known & among, right, without=without, n=n, events=events)

    return TwoByTwo(
        readings.cases(known & ill & called),
        readings.cases(known & ~ill & called),
        readings.cases(known & ill & ~called),
        readings.cases(known & ~ill & ~called),
        {
            "sensitivity": of("sensitivity", ill, called, "with the condition"),
            "specificity": of("specificity", ~ill, ~called, "without the condition"),
            "ppv": of("ppv", called, ill, "read as positive"),
            "npv": of("npv", ~called, ~ill, "read as negative"),
        },
    )


def _accuracy(readings: Readings, known: Where, given: NDArray[np.int64], table: NDArray[np.int64]) -> Accuracy:
    from scipy.special import bdtrc

    n, right = int(table.sum()), int(np.trace(table))
    of_reference = table.sum(axis=1)
    commonest, most = int(of_reference.argmax()), int(of_reference.max())
    none = "No verified cases; at least 1 needed"
    value = None
    if n and readings.patient is None:
        value = 1.0 if right == 0 or most == n else float(bdtrc(right - 1, n, most / n))
    return Accuracy(
        share(readings, "accuracy", known, given == readings.reference, without=none),
        share(readings, "no_information_rate", known, readings.reference == commonest, without=none),
        readings.categories[commonest] if n else None,
        value if value is None or not math.isnan(value) else None,
    )


def _area(readings: Readings, known: Where, given: NDArray[np.int64], ill: Where) -> Estimate:
    """The area by DeLong: categories are bins of one value each, so ties are true ties and nothing is approximate."""
    k = len(readings.categories)
    positive, negative = (
        np.bincount(given[known & kind], readings.n[known & kind], k).astype(np.int64) for kind in (ill, ~ill)
    )
    n = positive + negative
    place = np.arange(k) / (k - 1)
    found = auroc(
        BinnedScores(
            stratum=OVERALL,
            periods=(),
            thresholds=(),
            exact=True,
            bin=np.arange(k, dtype=np.int64),
            passed=np.zeros(k, dtype=np.int16),
            score_low=place,
            score_high=place,
            n=n,
            labelled=n,
            positive=positive,
            score_sum=n * place,
            score_squared_sum=n * place**2,
            score_outcome_sum=positive * place,
            score_sum_all=n * place,
        )
    )
    if readings.patient is None or found.value is None:
        return found
    below = (np.cumsum(negative) - negative / 2) / negative.sum()
    above = (positive.sum() - np.cumsum(positive) + positive / 2) / positive.sum()
    read, event = given[known], ill[known]
    moved = np.where(event, (below[read] - found.value) / positive.sum(), (above[read] - found.value) / negative.sum())
    n_of, patient = readings.n[known], readings.patient[known]
    effect, plain = area_effect(patient, n_of, moved, event), area_variance_of_rows(n_of, moved, event)
    error = math.sqrt(plain * (effect.design_effect or 0.0))
    low, high = Sampled("auroc", found.value, error, max(effect.patients, 1)).limits(effect.quantile)
    return replace(found, low=low, high=high, clusters=effect.patients, note=joined_note(found.note, effect.told))
