"""Verification bias: what happens to sensitivity when the reading decides who gets the reference standard."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from attending.analytics.classification.category_performance import TwoByTwo, positive_position, two_by_two
from attending.analytics.classification.readings import Reader, Readings
from attending.analytics.classification.shares import Where, share
from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.patients import PatientEffect, joined_note, patient_effect

_ADDED: Final = 2.0
"""Verified cases added in all for the interval; with two combinations one each, as Jeffreys adds. Our own choice."""


@dataclass(frozen=True, slots=True)
class VerificationReview:
    """Who was verified, and what follows for one reader at one cut.

    `by_category` is the share verified (`verification_rate`) among cases the reader gave that category. `p_value` is
    Pearson's chi-square test of whether that share differs between categories, or with patients the generalised score
    test (Boos 1992); None when it cannot be told. `warning`
    says in words when it does. `as_verified` is the table of verified cases alone. `corrected_sensitivity` and
    `corrected_specificity` are Begg & Greenes' (1983); they hold only if, among cases with the same `given` readings,
    verification did not depend on the condition in any other way (missing at random), which no data can show.
    """

    reader: Reader
    cut: str
    verified: Estimate
    by_category: Mapping[str, Estimate]
    p_value: float | None
    warning: str | None
    as_verified: TwoByTwo
    given: tuple[Reader, ...]
    corrected_sensitivity: Estimate
    corrected_specificity: Estimate


def review_verification(
    readings: Readings, reader: Reader, *, cut: str, positive_from: str, given: tuple[Reader, ...] = ()
) -> VerificationReview:
    """Share verified by category, and the sensitivity and specificity that all read cases would have shown.

    The reader's own category always counts among what verification may depend on; `given` adds that of others, such as
    the clinician who decides on the biopsy. Every combination that occurs needs at least one verified case. Interval by
    the delta method on the logit scale, with two verified cases added in all, shared among the combinations, at the
    rate of the cases called alike: that keeps it wide where few were verified, and adds no more where combinations are
    many. It always holds the value. Raises ValueError when `cut` or `positive_from` cannot divide.
    """
    least = positive_position(readings, positive_from)
    if not readings.ordered and len(readings.categories) > 2:
        raise ValueError("A cut needs ordered categories, or just two.")
    if cut not in readings.categories[1:]:
        raise ValueError(f"{cut!r} cannot divide the readings: choose one of {', '.join(readings.categories[1:])}.")
    at = readings.categories.index(cut)
    conditions = (reader, *(each for each in given if each != reader))
    read = np.all([readings.of(each) >= 0 for each in conditions], axis=0)
    own, known = readings.of(reader), readings.reference >= 0
    diseased = readings.reference >= least

    none = "No cases read; at least 1 needed"
    by_category = {
        name: share(
            readings,
            "verification_rate",
            read & (own == k),
            known,
            without=f"No cases read as {name}; at least 1 needed",
        )
        for k, name in enumerate(readings.categories)
    }
    p_value = _independence(readings, read, own, known)

    keys = np.column_stack([readings.of(each) for each in conditions])[read]
    groups, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.ravel()
    size = _sums(group, readings.n[read], len(groups))
    seen = _sums(group, (readings.n * known)[read], len(groups))
    ill = _sums(group, (readings.n * diseased)[read], len(groups))
    well = seen - ill
    positive = groups[:, 0] >= at if len(groups) else np.zeros(0, dtype=np.bool_)
    events = int(ill.sum())

    def corrected(measure: str, right: Where, with_it: NDArray[np.float64], has_it: Where) -> Estimate:
        found = _corrected(measure, right, size, seen, with_it, events)
        if readings.patient is None or found.estimate.value is None:
            return found.estimate
        moved = np.zeros(len(read))
        moved[read] = found.of_share[group] + np.where(
            known[read], found.of_rate[group] * (has_it[read] - found.rate[group]), 0.0
        )
        return _together(found.estimate, patient_effect(readings.patient, readings.n, moved, read))

    return VerificationReview(
        reader,
        cut,
        share(readings, "verification_rate", read, known, without=none),
        by_category,
        p_value,
        _warning(by_category, p_value),
        two_by_two(readings, read & known, diseased, own >= at),
        conditions,
        corrected("corrected_sensitivity", positive, ill, diseased),
        corrected("corrected_specificity", ~positive, well, known & ~diseased),
    )


def _together(estimate: Estimate, effect: PatientEffect) -> Estimate:
    """The interval wider by the root of the design effect, on its logit scale, with Student's t."""
    value, low, high = estimate.value, estimate.low, estimate.high
    if value is None or low is None or high is None:
        return estimate
    wider = effect.quantile / Z * math.sqrt(effect.design_effect or 1.0)
    if low > 0 and high < 1:
        ends = [math.log(end) - math.log1p(-end) for end in (low, high)]
        middle, half = (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2 * wider
        low, high = min(_expit(middle - half), value), max(_expit(middle + half), value)
    return replace(estimate, low=low, high=high, clusters=effect.patients, note=joined_note(estimate.note, effect.told))


def _sums(group: NDArray[np.int64], n: NDArray[np.int64], groups: int) -> NDArray[np.float64]:
    return np.bincount(group.ravel(), n, groups).astype(np.float64)


@dataclass(frozen=True)
class _Corrected:
    """A corrected measure, and per combination of readings what a case there moves its logit by.

    `of_share` for being there, `of_rate` for each unit that a verified case lies off the combination's `rate`.
    """

    estimate: Estimate
    of_share: NDArray[np.float64]
    of_rate: NDArray[np.float64]
    rate: NDArray[np.float64]


def _corrected(
    measure: str,
    right: NDArray[np.bool_],
    size: NDArray[np.float64],
    seen: NDArray[np.float64],
    with_it: NDArray[np.float64],
    events: int,
) -> _Corrected:
    """Among all cases with a condition, the share read right: found A of A + B, each group's share times its size."""
    n = int(size.sum())
    occurs = size > 0
    unseen = int(np.count_nonzero(occurs & (seen == 0)))
    if n == 0 or unseen:
        reason = (
            "No cases read; at least 1 needed"
            if n == 0
            else f"{unseen} of {int(occurs.sum())} combinations of readings lack a verified case; each needs 1"
        )
        return _untold(Estimate.missing(measure, reason, n=n, events=events), len(size))
    found = float((size * with_it / seen)[right].sum())
    missed = float((size * with_it / seen)[~right].sum())
    if found + missed == 0:
        kind = "with" if measure == "corrected_sensitivity" else "without"
        lacking = f"No verified cases {kind} the condition; at least 1 needed"
        return _untold(Estimate.missing(measure, lacking, n=n, events=events), len(size))
    value = found / (found + missed)
    added = _ADDED / len(size)
    rate = (with_it + added * _rate_of_call(right, seen, with_it)) / (seen + added)
    low, high = _delta_interval(right, size / n, rate, seen + added, n)
    estimate = Estimate(
        measure,
        value,
        min(low, value),
        max(high, value),
        LEVEL,
        n,
        events,
        note="Begg & Greenes, if verification depended on nothing but the readings; delta method on the logit scale",
    )
    slope, rate = np.where(right, 1 / max(found, 0.5), -1 / max(missed, 0.5)), with_it / seen
    return _Corrected(estimate, slope * rate, slope * size / seen, rate)


def _rate_of_call(
    right: NDArray[np.bool_], seen: NDArray[np.float64], with_it: NDArray[np.float64]
) -> NDArray[np.float64]:
    """For each combination the rate among all verified cases called alike, half a case added to each (Jeffreys)."""
    of_right, of_wrong = (
        (float(with_it[call].sum()) + 0.5) / (float(seen[call].sum()) + 1) for call in (right, ~right)
    )
    return np.where(right, of_right, of_wrong)


def _untold(estimate: Estimate, groups: int) -> _Corrected:
    nothing = np.zeros(groups)
    return _Corrected(estimate, nothing, nothing, nothing)


def _delta_interval(
    right: NDArray[np.bool_], share: NDArray[np.float64], rate: NDArray[np.float64], seen: NDArray[np.float64], n: int
) -> tuple[float, float]:
    mass = share * rate
    found, missed = float(mass[right].sum()), float(mass[~right].sum())
    if found == 0 or missed == 0:
        return 0.0, 1.0
    # The logit is log found - log missed: its slope along each group's mass.
    slope = np.where(right, 1 / found, -1 / missed)
    of_rate = float((slope**2 * share**2 * rate * (1 - rate) / seen).sum())
    along = slope * rate
    of_share = (float((along**2 * share).sum()) - float((along * share).sum()) ** 2) / n
    centre, half = math.log(found / missed), Z * math.sqrt(of_rate + max(of_share, 0.0))
    return _expit(centre - half), _expit(centre + half)


def _independence(readings: Readings, read: Where, own: NDArray[np.int64], known: Where) -> float | None:
    """Pearson's chi-square test; with patients the generalised score test (Boos 1992) over sums of each patient's."""
    from scipy.special import chdtrc

    yes = np.bincount(own[read], (readings.n * known)[read], len(readings.categories))
    size = np.bincount(own[read], readings.n[read], len(readings.categories))
    occurs = size > 0
    yes, size = yes[occurs], size[occurs]
    if len(size) < 2 or not 0 < yes.sum() < size.sum():
        return None
    overall = yes.sum() / size.sum()
    excess = yes - size * overall
    if readings.patient is None:
        statistic = float((excess**2 / size).sum() / (overall * (1 - overall)))
        return float(chdtrc(len(size) - 1, statistic))
    place = (np.cumsum(occurs) - 1)[own[read]]
    patient = readings.patient[read]
    each = np.zeros((int(patient.max()) + 1, len(size)))
    np.add.at(each, (patient, place), readings.n[read] * (known[read] - overall))
    spread = each.T @ each
    # The last category's excess follows from the others'; a singular rest means that nothing varies between patients.
    if np.linalg.matrix_rank(spread[:-1, :-1]) < len(size) - 1:
        return None
    statistic = float(excess[:-1] @ np.linalg.solve(spread[:-1, :-1], excess[:-1]))
    return float(chdtrc(len(size) - 1, statistic))


def _warning(by_category: Mapping[str, Estimate], p_value: float | None) -> str | None:
    shares = {name: each.value for name, each in by_category.items() if each.value is not None}
    if p_value is None or p_value >= 1 - LEVEL:
        return None
    least, most = min(shares, key=lambda k: shares[k] or 0.0), max(shares, key=lambda k: shares[k] or 0.0)
    return (
        f"Whether a case was verified depends on its reading: {_percent(shares[most])} of those read as {most}, but "
        f"{_percent(shares[least])} of those read as {least}. Sensitivity and specificity among verified cases alone "
        "are biased; read the corrected ones, and what they assume."
    )


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(max(x, -700.0)) / (1 + math.exp(max(x, -700.0)))


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
