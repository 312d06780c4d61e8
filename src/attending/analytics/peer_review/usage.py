"""What people do with the drafts an assistant writes: use, edit, discard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import NormalDist

from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.intervals import wilson


@dataclass(frozen=True, slots=True)
class UsageCounts:
    """Drafts of one period, unit and user (or of all users), counted; mergeable.

    `offered` drafts were shown; of them `unedited` were signed as they were, `edited` after a change, `discarded` not
    used. The others are still open or not known, and are never taken for one of these. `changed` counts the edited
    drafts by share of text changed (edit distance divided by the longer text): bucket i holds shares in
    (edges[i], edges[i + 1]], with edges from 0 to 1. Its sum may stay below `edited` where the distance is not known.
    Raises ValueError when the counts contradict this.
    """

    period: str
    unit: str
    user: str
    offered: int
    unedited: int
    edited: int
    discarded: int
    edges: tuple[Decimal, ...]
    changed: tuple[int, ...]

    def __post_init__(self) -> None:
        if min(self.unedited, self.edited, self.discarded, *self.changed, 0) < 0 or self.resolved > self.offered:
            raise ValueError(
                f"{self.period}, {self.unit}: {self.unedited} unedited, {self.edited} edited and {self.discarded} "
                f"discarded of {self.offered} drafts offered cannot be."
            )
        if len(self.edges) != len(self.changed) + 1 or sum(self.changed) > self.edited:
            raise ValueError("Give one more edge than buckets, and no more drafts in the buckets than were edited.")
        if (
            not self.changed
            or any(b <= a for a, b in pairwise(self.edges))
            or (self.edges[0], self.edges[-1]) != (Decimal(0), Decimal(1))
        ):
            raise ValueError("The edges of the shares of text changed ascend from 0 to 1.")

    @property
    def resolved(self) -> int:
        """Drafts whose end is known."""
        return self.unedited + self.edited + self.discarded


@dataclass(frozen=True, slots=True)
class MedianBucket:
    """The bucket (above `low`, up to `high`) that holds the median share of text changed among n edited drafts.

    The 95 % interval of the median lies within (`interval_low`, `interval_high`]: order statistics by binomial ranks,
    widened to whole buckets. All are None when no distance is known, with the `reason`.
    """

    n: int
    low: Decimal | None
    high: Decimal | None
    interval_low: Decimal | None
    interval_high: Decimal | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class UsageRates:
    """What became of the drafts of one period or unit, as shares of those whose end is known.

    `used_rate`, `unedited_rate` and `discard_rate` are Estimates of those measures; `open` drafts have no known end.
    """

    offered: int
    resolved: int
    open: int
    users: int
    used_rate: Estimate
    unedited_rate: Estimate
    discard_rate: Estimate
    median_change: MedianBucket


@dataclass(frozen=True, slots=True)
class UsageReview:
    """Usage over all, by period (ascending) and by unit."""

    overall: UsageRates
    by_period: Mapping[str, UsageRates]
    by_unit: Mapping[str, UsageRates]


def merge_usage(counts: Iterable[UsageCounts]) -> tuple[UsageCounts, ...]:
    """One record per (period, unit, user), summed and in that order. Raises ValueError when the edges differ."""
    sums: dict[tuple[str, str, str], UsageCounts] = {}
    for each in counts:
        key = (each.period, each.unit, each.user)
        sums[key] = _add(sums[key], each) if key in sums else each
    if len({each.edges for each in sums.values()}) > 1:
        raise ValueError("Usage counts with different buckets cannot be merged: count the drafts again with the same.")
    return tuple(sums[key] for key in sorted(sums))


def measure_usage(counts: Sequence[UsageCounts]) -> UsageReview:
    """Rates of use, of use without an edit and of discarding, and the median share of text changed.

    Intervals are Wilson's. Where several users are counted apart, drafts of one user resemble one another: the
    interval is then taken at the effective sample size that the variation between users gives (ratio estimator with
    users as clusters, t quantile for their number; Korn & Graubard 1998), never at more than the number of drafts.
    Where all or none of the drafts count, which says nothing of how users vary, it is taken at the number of users.
    """
    merged = merge_usage(counts)
    return UsageReview(
        _rates(merged),
        {period: _rates([c for c in merged if c.period == period]) for period in sorted({c.period for c in merged})},
        {unit: _rates([c for c in merged if c.unit == unit]) for unit in sorted({c.unit for c in merged})},
    )


def _rates(counts: Sequence[UsageCounts]) -> UsageRates:
    offered, resolved = sum(c.offered for c in counts), sum(c.resolved for c in counts)
    users: dict[str, list[UsageCounts]] = {}
    for c in counts:
        users.setdefault(c.user, []).append(c)

    def rate(measure: str, *kinds: str) -> Estimate:
        by_user = [
            (sum(getattr(c, k) for c in of for k in kinds), sum(c.resolved for c in of)) for of in users.values()
        ]
        return _clustered(measure, [(k, n) for k, n in by_user if n], offered - resolved)

    return UsageRates(
        offered,
        resolved,
        offered - resolved,
        len(users),
        rate("used_rate", "unedited", "edited"),
        rate("unedited_rate", "unedited"),
        rate("discard_rate", "discarded"),
        _median(counts),
    )


def _clustered(measure: str, by_user: Sequence[tuple[int, int]], still_open: int) -> Estimate:
    k, n, m = sum(k for k, _ in by_user), sum(n for _, n in by_user), len(by_user)
    if n == 0:
        return Estimate.missing(
            measure, "No drafts whose end is known; at least 1 needed", n=0, events=0, numerator=0, denominator=0
        )
    value = k / n
    effective = float(n)
    notes = []
    if m > 1:
        between = m / (m - 1) * sum((a - value * b) ** 2 for a, b in by_user) / (n * n)
        if between > 0:
            effective = min(effective, value * (1 - value) / between * (Z / _t(m - 1)) ** 2)
        elif value in (0, 1):
            # All or none say nothing of how users vary: then they, and not their drafts, are what was observed.
            effective = float(m)
        notes.append(f"interval allows for {m} users' own habits")
    if still_open:
        notes.append(f"{still_open:,} drafts still open or not known are left out")
    # Below one user's worth of information nothing more can be lost.
    low, high = wilson(value * max(effective, 1.0), max(effective, 1.0))
    return Estimate(
        measure,
        value,
        min(float(low), value),
        max(float(high), value),
        LEVEL,
        n,
        k,
        k,
        n,
        note="; ".join(notes).capitalize() or None,
    )


def _median(counts: Sequence[UsageCounts]) -> MedianBucket:
    if not counts or not (n := sum(sum(c.changed) for c in counts)):
        return MedianBucket(0, None, None, None, None, "No edited drafts with a known edit distance; at least 1 needed")
    edges = counts[0].edges
    buckets = [sum(each) for each in zip(*(c.changed for c in counts), strict=True)]
    middle = _bucket(buckets, (n + 1) // 2)
    first, last = median_ranks(n)
    return MedianBucket(
        n, edges[middle], edges[middle + 1], edges[_bucket(buckets, first)], edges[_bucket(buckets, last) + 1]
    )


def median_ranks(n: int, quantile: float = 0.5) -> tuple[int, int]:
    """Ranks (from 1) of the order statistics that hold the quantile with at least 95 % confidence, where n allows it.

    Exact binomial ranks (Conover 1999, ch. 3); the extremes when n is too small.
    """
    from scipy.special import bdtr

    tail = (1 - LEVEL) / 2
    spread = NormalDist().inv_cdf(1 - tail / 10) * (n * quantile * (1 - quantile)) ** 0.5 + 2
    low = max(int(n * quantile - spread), 1)
    high = min(int(n * quantile + spread) + 1, n)
    # P(X < r) <= tail puts the r-th value below the quantile with that confidence, X binomial(n, quantile).
    first = low
    while first < high and bdtr(first, n, quantile) <= tail:
        first += 1
    last = high
    while last > first and bdtr(last - 2, n, quantile) >= 1 - tail:
        last -= 1
    return first, last


def _bucket(buckets: Sequence[int], rank: int) -> int:
    below = 0
    for i, count in enumerate(buckets):
        below += count
        if below >= rank:
            return i
    raise ValueError(f"There is no value of rank {rank}.")


def _add(a: UsageCounts, b: UsageCounts) -> UsageCounts:
    if a.edges != b.edges:
        raise ValueError("Usage counts with different buckets cannot be merged: count the drafts again with the same.")
    return UsageCounts(
        a.period,
        a.unit,
        a.user,
        a.offered + b.offered,
        a.unedited + b.unedited,
        a.edited + b.edited,
        a.discarded + b.discarded,
        a.edges,
        tuple(x + y for x, y in zip(a.changed, b.changed, strict=True)),
    )


def _t(degrees: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + LEVEL / 2))
