"""Drift of a model's inputs: each month's values against those of a declared baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.difference import Difference, compare_unpaired
from attending.analytics.drift.drift_value import (
    FEWEST_EXPECTED,
    INDEPENDENT,
    NOT_PERFORMANCE,
    DriftValue,
    grouped,
    homogeneity_value,
    js_value,
    ks_value,
    psi_value,
)
from attending.analytics.estimate import Estimate
from attending.analytics.input_table import InputCounts, InputTable
from attending.analytics.proportion import proportion

GROUPS: Final = 10


@dataclass(frozen=True, slots=True)
class InputPeriod:
    """One month of an input held against the baseline; `n` are all its rows, with a value or without.

    `distribution` is the Kolmogorov-Smirnov distance of numbers, Cramer's V of categories. The distances are among rows
    with a value; `missing_change` is the month's share of missing values less the baseline's.
    """

    period: str
    in_baseline: bool
    n: int
    psi: DriftValue
    js: DriftValue
    distribution: DriftValue
    missing: Estimate
    missing_change: Difference


@dataclass(frozen=True, slots=True)
class InputReview:
    """One input over time; `groups` says how many groups PSI and Jensen-Shannon tell its values apart in."""

    name: str
    kind: Literal["numeric", "categorical"]
    groups: int
    baseline_n: int
    baseline_missing: Estimate
    periods: tuple[InputPeriod, ...]


@dataclass(frozen=True, slots=True)
class InputDriftReview:
    """Every input over time against the ISO months `baseline` (first, last). `caution` says what drift does not say."""

    baseline: tuple[str, str]
    inputs: tuple[InputReview, ...]
    caution: str


def input_drift(table: InputTable, baseline: tuple[str, str]) -> InputDriftReview:
    """PSI, Jensen-Shannon, Kolmogorov-Smirnov or Cramer's V, and missing values, of each month against `baseline`.

    `baseline` is a pair of ISO months, both included. Numbers are grouped by the baseline's deciles, as near as the
    frozen buckets allow; categories are taken as they are, those expected too rarely in the baseline joined into one.
    Raises ValueError for a baseline without rows or months out of order.
    """
    if baseline[0] > baseline[1]:
        raise ValueError(f"A period runs from its first month to its last, not from {baseline[0]} to {baseline[1]}.")
    return InputDriftReview(
        baseline,
        tuple(_review(column, baseline) for column in table.columns),
        f"{NOT_PERFORMANCE} {INDEPENDENT}",
    )


def _review(column: InputCounts, baseline: tuple[str, str]) -> InputReview:
    name, kind = column.buckets.name, column.buckets.kind
    reference, gone = column.within(*baseline)
    rows = int(reference.sum()) + gone
    if rows == 0:
        raise ValueError(
            f"The input {name!r} has no rows from {baseline[0]} to {baseline[1]}: declare a baseline of months that "
            "the log holds."
        )
    group = grouped(reference, GROUPS) if kind == "numeric" else _categories(reference)
    missing = _missing(gone, rows)
    periods = tuple(_period(column, period, reference, group, missing, baseline) for period in column.periods)
    return InputReview(name, kind, int(group.max()) + 1, rows, missing, periods)


def _period(
    column: InputCounts,
    period: str,
    reference: NDArray[np.int64],
    group: NDArray[np.int64],
    missing: Estimate,
    baseline: tuple[str, str],
) -> InputPeriod:
    counts, gone = column.within(period, period)
    rows = int(counts.sum()) + gone
    own = _missing(gone, rows)
    numeric = column.buckets.kind == "numeric"
    if baseline[0] <= period <= baseline[1]:
        reason = "Part of the baseline; a period apart from it needed"
        n, m, size = int(reference.sum()), int(counts.sum()), int(group.max()) + 1
        psi, js, other = (
            DriftValue.missing(measure, reason, n_baseline=n, n_period=m, buckets=size)
            for measure in ("psi", "js_distance", "ks_distance" if numeric else "cramers_v")
        )
        change = Difference.missing(
            "input_missing_rate", reason, n=missing.n, events=missing.events, method="Not compared"
        )
        return InputPeriod(period, True, rows, psi, js, other, own, change)
    old, new = _by_group(reference, group), _by_group(counts, group)
    if numeric:
        other = ks_value(reference, counts, _several(column.buckets.edges))
    else:
        old, new = _dense(old, new)
        other = homogeneity_value(old, new)
    return InputPeriod(
        period, False, rows, psi_value(old, new), js_value(old, new), other, own, compare_unpaired(own, missing)
    )


def _several(edges: tuple[float, ...]) -> NDArray[np.bool_]:
    """Which buckets may hold more than one value: all but those whose edges are neighbouring doubles."""
    ends = np.array(edges)
    several = np.ones(len(edges) + 1, dtype=np.bool_)
    several[1:-1] = np.nextafter(ends[:-1], np.inf) < ends[1:]
    return several


def _missing(gone: int, rows: int) -> Estimate:
    return proportion("input_missing_rate", gone, rows, n=rows, events=gone, without="No rows; at least 1 needed")


def _categories(reference: NDArray[np.int64]) -> NDArray[np.int64]:
    """The group of each category: its own, or, where the baseline has too few of it, one for all such."""
    rare = reference < FEWEST_EXPECTED
    return np.asarray(np.where(rare, int((~rare).sum()), np.cumsum(~rare) - 1), dtype=np.int64)


def _dense(old: NDArray[np.int64], new: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The groups that somebody is in, the smallest joined until both samples are expected to fill each.

    Only both samples' total decides, so joining does not favour either answer.
    """
    pair = np.array([old, new])
    pair = pair[:, pair.sum(axis=0) > 0]
    fewest = FEWEST_EXPECTED * pair.sum() / max(int(pair.sum(axis=1).min()), 1)
    while pair.shape[1] > 2 and int(pair.sum(axis=0).min()) < fewest:
        pair = pair[:, np.argsort(pair.sum(axis=0), kind="stable")[::-1]]
        pair = np.concatenate([pair[:, :-2], pair[:, -2:].sum(axis=1, keepdims=True)], axis=1)
    return pair[0], pair[1]


def _by_group(counts: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    total = np.zeros(int(group.max()) + 1, dtype=np.int64)
    np.add.at(total, group, counts)
    return total
