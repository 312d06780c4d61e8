"""How one reader does against the reference standard."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.classification.readings import Reader, Readings
from attending.analytics.discrimination import auroc
from attending.analytics.estimate import Estimate
from attending.analytics.proportion import proportion
from attending.analytics.stratum import OVERALL


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """Cases by reference and reading as positive or negative, with what follows from them.

    `measures` holds Estimates of sensitivity, specificity, ppv and npv (Wilson). Predictive values hold for the
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
    without cases.
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
    verified = readings.cases(readings.reference >= 0)
    same = readings.categories == readings.references
    positive, negative = table[least:].sum(axis=0), table[:least].sum(axis=0)
    names = readings.categories
    return ReaderPerformance(
        reader,
        int(table.sum()),
        verified - int(table.sum()),
        tuple(tuple(int(v) for v in row) for row in table),
        {name: _one_against_others(table, k) for k, name in enumerate(names)} if same else {},
        _accuracy(table, names) if same else None,
        positive_from,
        {names[k]: _at_cut(positive, negative, k) for k in range(1, len(names))} if readings.ordered else {},
        _area(positive, negative) if readings.ordered else None,
    )


def positive_position(readings: Readings, positive_from: str) -> int:
    """Where the positive references begin. Raises ValueError when there is no such reference, or nothing below it."""
    if positive_from not in readings.references[1:]:
        raise ValueError(
            f"{positive_from!r} cannot divide the references: choose one of {', '.join(readings.references[1:])}."
        )
    return readings.references.index(positive_from)


def two_by_two(tp: int, fp: int, fn: int, tn: int) -> TwoByTwo:
    """The four proportions of a table, each with its own denominator or the reason why it has none."""
    n, events = tp + fp + fn + tn, tp + fn

    def share(measure: str, k: int, of: int, none: str) -> Estimate:
        return proportion(measure, k, of, n=n, events=events, without=f"No verified cases {none}; at least 1 needed")

    return TwoByTwo(
        tp,
        fp,
        fn,
        tn,
        {
            "sensitivity": share("sensitivity", tp, tp + fn, "with the condition"),
            "specificity": share("specificity", tn, tn + fp, "without the condition"),
            "ppv": share("ppv", tp, tp + fp, "read as positive"),
            "npv": share("npv", tn, tn + fn, "read as negative"),
        },
    )


def _one_against_others(table: NDArray[np.int64], k: int) -> TwoByTwo:
    tp = int(table[k, k])
    fn, fp = int(table[k].sum()) - tp, int(table[:, k].sum()) - tp
    return two_by_two(tp, fp, fn, int(table.sum()) - tp - fn - fp)


def _at_cut(positive: NDArray[np.int64], negative: NDArray[np.int64], cut: int) -> TwoByTwo:
    return two_by_two(
        int(positive[cut:].sum()), int(negative[cut:].sum()), int(positive[:cut].sum()), int(negative[:cut].sum())
    )


def _accuracy(table: NDArray[np.int64], names: tuple[str, ...]) -> Accuracy:
    from scipy.special import bdtrc

    n, right = int(table.sum()), int(np.trace(table))
    of_reference = table.sum(axis=1)
    most = int(of_reference.max())
    none = "No verified cases; at least 1 needed"
    value = None
    if n:
        value = 1.0 if right == 0 or most == n else float(bdtrc(right - 1, n, most / n))
    return Accuracy(
        proportion("accuracy", right, n, n=n, events=right, without=none),
        proportion("no_information_rate", most, n, n=n, events=most, without=none),
        names[int(of_reference.argmax())] if n else None,
        value if value is None or not math.isnan(value) else None,
    )


def _area(positive: NDArray[np.int64], negative: NDArray[np.int64]) -> Estimate:
    """The area by DeLong: categories are bins of one value each, so ties are true ties and nothing is approximate."""
    k = len(positive)
    n = positive + negative
    place = np.arange(k) / (k - 1)
    return auroc(
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
