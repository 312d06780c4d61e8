"""Turn-around time from counts of durations."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.discrimination import auroc
from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.peer_review.usage import median_ranks
from attending.analytics.proportion import proportion
from attending.analytics.stratum import OVERALL


@dataclass(frozen=True, slots=True)
class DurationHistogram:
    """Finished cases of one period by duration in hours; mergeable.

    Bin i counts durations in [edges[i], edges[i + 1]), the last one those from the last edge on, so there are as many
    counts as edges; edges ascend from 0. `unfinished` cases had no end yet: the longest waits hide among them.
    Raises ValueError when the record contradicts this.
    """

    period: str
    edges: tuple[Decimal, ...]
    counts: tuple[int, ...]
    unfinished: int = 0

    def __post_init__(self) -> None:
        if len(self.edges) < 2 or self.edges[0] != 0 or any(b <= a for a, b in pairwise(self.edges)):
            raise ValueError("The edges of durations are hours, ascending from 0; give at least two.")
        if len(self.counts) != len(self.edges) or min(*self.counts, self.unfinished) < 0:
            raise ValueError("Give one count of 0 or more for each edge; the last is for longer durations.")

    @property
    def n(self) -> int:
        """Finished cases."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class TurnaroundChange:
    """A later period against an earlier one.

    `median_change` is in hours, later less earlier (below 0 is faster). `faster` is the probability that a random case
    of the later period took less time than one of the earlier, ties half (Mann-Whitney); 0.5 means no change. What else
    changed between the periods is not taken out.
    """

    earlier_median: Estimate
    later_median: Estimate
    earlier_p90: Estimate
    later_p90: Estimate
    median_change: Estimate
    faster: Estimate


def merge_durations(histograms: Iterable[DurationHistogram], period: str) -> DurationHistogram:
    """The sum of several under a new period's name. Raises ValueError when there are none or their edges differ."""
    given = tuple(histograms)
    if not given or any(each.edges != given[0].edges for each in given):
        raise ValueError("Give at least one histogram of durations, all with the same edges.")
    counts = tuple(sum(each) for each in zip(*(h.counts for h in given), strict=True))
    return DurationHistogram(period, given[0].edges, counts, sum(h.unfinished for h in given))


def turnaround(histogram: DurationHistogram, quantile: Decimal = Decimal("0.5")) -> Estimate:
    """A quantile of the durations in hours: the measure is `turnaround_median` for 0.5, else `turnaround_p90` for 0.9.

    The value is interpolated within its bin; `bound` is how far the true sample quantile may lie from it, at most the
    width of the bin. The 95 % interval runs from the lower edge of the bin that holds the lower order statistic to the
    upper edge of that which holds the upper one (exact binomial ranks), so it covers the bins' coarseness as well. Only
    finished cases count. Not estimable when too few cases bound the quantile, or when it or its interval reaches into
    the open last bin. Raises ValueError for another quantile.
    """
    names = {Decimal("0.5"): "turnaround_median", Decimal("0.9"): "turnaround_p90"}
    if quantile not in names:
        raise ValueError(f"Turn-around is told at the median (0.5) and the 90th percentile (0.9), not at {quantile}.")
    measure, q, n = names[quantile], float(quantile), histogram.n
    # Fewer cases have no order statistic beyond which the quantile lies with 2.5 % on either side.
    needed = math.ceil(math.log((1 - LEVEL) / 2) / math.log(max(q, 1 - q)))
    if n < needed:
        return Estimate.missing(
            measure, f"{n} finished cases; at least {needed} needed ({needed - n} more)", n=n, events=n
        )
    edges = [float(edge) for edge in histogram.edges]
    first, last = median_ranks(n, q)
    rank = math.ceil(n * q)
    middle, below = _bin(histogram, rank)
    lowest, highest = _bin(histogram, first)[0], _bin(histogram, last)[0]
    if highest == len(edges) - 1:
        return Estimate.missing(
            measure,
            f"The {'value' if middle == highest else 'upper end of the interval'} lies beyond the last edge "
            f"({histogram.edges[-1]} h): count longer durations in bins of their own",
            n=n,
            events=n,
        )
    width = edges[middle + 1] - edges[middle]
    value = edges[middle] + width * (rank - below - 0.5) / histogram.counts[middle]
    note = "Binomial order statistics, widened to whole bins"
    if histogram.unfinished:
        note += f"; {histogram.unfinished:,} unfinished cases are left out, so long waits are understated"
    return Estimate(
        measure,
        value,
        edges[lowest],
        edges[highest + 1],
        LEVEL,
        n,
        n,
        bound=max(value - edges[middle], edges[middle + 1] - value),
        note=note,
    )


def within_hours(histogram: DurationHistogram, hours: Decimal) -> Estimate:
    """The share of finished cases that took less than so many hours, exact; `hours` must be one of the edges.

    Raises ValueError for another number of hours.
    """
    if hours not in histogram.edges:
        raise ValueError(f"{hours} h is not an edge of these counts ({', '.join(map(str, histogram.edges))}).")
    k, n = sum(histogram.counts[: histogram.edges.index(hours)]), histogram.n
    none = "No finished cases; at least 1 needed"
    return proportion("within_hours", k, n, n=n, events=k, without=none, threshold=hours)


def compare_turnaround(earlier: DurationHistogram, later: DurationHistogram) -> TurnaroundChange:
    """Medians, 90th percentiles, and the change between two periods.

    The interval of the difference of medians combines both intervals (MOVER, Zou & Donner 2008); its bound is the sum
    of both. `faster` has DeLong's interval. Cases are taken as independent. Raises ValueError when the edges differ.
    """
    if earlier.edges != later.edges:
        raise ValueError("Durations of two periods are compared on the same edges: count them again alike.")
    before, after = turnaround(earlier), turnaround(later)
    tail = Decimal("0.9")
    return TurnaroundChange(
        before,
        after,
        turnaround(earlier, tail),
        turnaround(later, tail),
        _change(before, after),
        _faster(earlier, later),
    )


def _change(before: Estimate, after: Estimate) -> Estimate:
    measure, n = "turnaround_change", before.n + after.n
    ends = (before.value, before.low, before.high, after.value, after.low, after.high)
    v0, l0, h0, v1, l1, h1 = ends
    if v0 is None or l0 is None or h0 is None or v1 is None or l1 is None or h1 is None:
        reason = before.reason if v0 is None else after.reason
        which = "Earlier" if v0 is None else "Later"
        return Estimate.missing(measure, f"{which} median: {reason}", n=n, events=n)
    change = v1 - v0
    return Estimate(
        measure,
        change,
        change - math.hypot(v1 - l1, h0 - v0),
        change + math.hypot(h1 - v1, v0 - l0),
        LEVEL,
        n,
        n,
        bound=before.bound + after.bound,
        note="Interval combined from both medians' own (MOVER), widened to whole bins",
    )


def _faster(earlier: DurationHistogram, later: DurationHistogram) -> Estimate:
    """Mann-Whitney is the area under the ROC curve of duration for being an earlier case."""
    slow, quick = np.array(earlier.counts, dtype=np.int64), np.array(later.counts, dtype=np.int64)
    n = slow + quick
    k = len(n)
    low, high = np.arange(k) / k, (np.arange(k) + 0.5) / k
    area = auroc(
        BinnedScores(
            stratum=OVERALL,
            periods=(),
            thresholds=(),
            exact=False,
            bin=np.arange(k, dtype=np.int64),
            passed=np.zeros(k, dtype=np.int16),
            score_low=low,
            score_high=high,
            n=n,
            labelled=n,
            positive=slow,
            score_sum=n * low,
            score_squared_sum=n * low**2,
            score_outcome_sum=slow * low,
            score_sum_all=n * low,
        )
    )
    reason = None if area.estimable else "Finished cases in both periods are needed"
    return replace(area, measure="turnaround_faster", reason=reason)


def _bin(histogram: DurationHistogram, rank: int) -> tuple[int, int]:
    """The bin that holds the value of a rank (from 1), and how many cases lie in lower bins."""
    below = 0
    for i, count in enumerate(histogram.counts):
        if below + count >= rank:
            return i, below
        below += count
    raise ValueError(f"There is no duration of rank {rank}.")
