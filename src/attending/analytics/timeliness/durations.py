"""Durations as a histogram that can be added up, and their median."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.reasons import too_few

_FEWEST = 6


@dataclass(frozen=True, slots=True)
class DurationCounts:
    """Durations in hours by bins: `counts[i]` lie in [edges[i], edges[i+1]), `below` under the first, `above` from the
    last edge on. A duration may be negative: how much too late.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    below: int = 0
    above: int = 0

    def __post_init__(self) -> None:
        if len(self.edges) < 2 or list(self.edges) != sorted(set(self.edges)):
            raise ValueError("The edges are two or more hours, ascending.")
        if len(self.counts) != len(self.edges) - 1 or min((*self.counts, self.below, self.above)) < 0:
            raise ValueError("There is one count between each two edges, and none is negative.")

    @property
    def total(self) -> int:
        """All durations."""
        return self.below + sum(self.counts) + self.above

    def merge(self, other: DurationCounts) -> DurationCounts:
        """Both together; raises ValueError when the edges differ."""
        if other.edges != self.edges:
            raise ValueError("Durations counted with different edges cannot be added: count both with the same.")
        counts = tuple(a + b for a, b in zip(self.counts, other.counts, strict=True))
        return DurationCounts(self.edges, counts, self.below + other.below, self.above + other.above)


def median_duration(measure: str, durations: DurationCounts, *, n: int, events: int) -> Estimate:
    """The median of the durations with the 95 % interval between two order statistics (sign test; exact binomial).

    From a histogram: the value is interpolated within its bin, `bound` is how far the true median may lie from it, and
    the interval reaches to the outer edges of the bins of its order statistics. Not estimable with fewer than 6
    durations (no two order statistics then cover the median 95 times in 100), or where it reaches beyond the edges.
    """
    total = durations.total
    if total < _FEWEST:
        reason = too_few("durations", have=total, needed=_FEWEST, among=f"{n:,} units")
        return Estimate.missing(measure, reason, n=n, events=events)
    rank = _lower_rank(total)
    low, high, middle = (_bin(durations, r) for r in (rank, total + 1 - rank, (total + 1) // 2))
    upper_middle = _bin(durations, total // 2 + 1)
    if None in (low, high, middle, upper_middle):
        return Estimate.missing(
            measure,
            f"The median or its interval lies beyond {durations.edges[0]:g} to {durations.edges[-1]:g} hours",
            n=n,
            events=events,
        )
    first, last = durations.edges[middle or 0], durations.edges[(upper_middle or 0) + 1]
    value = _interpolated(durations, middle or 0) if middle == upper_middle else (first + last) / 2
    bound = max(value - first, last - value)
    ends = durations.edges[low or 0], durations.edges[(high or 0) + 1]
    return Estimate(measure, value, ends[0], ends[1], LEVEL, n, events, bound=bound)


def _lower_rank(total: int) -> int:
    """The greatest r with P(Binomial(total, 1/2) < r) <= 2.5 %, so that ranks r and total + 1 - r hold the median."""
    if total > 1_000:
        spread = NormalDist().inv_cdf(0.5 + LEVEL / 2) * (total**0.5) / 2
        return max(1, int(total / 2 - spread))
    tail, term, rank = 0.0, 0.5**total, 0
    while tail + term <= (1 - LEVEL) / 2:
        tail += term
        rank += 1
        term *= (total - rank + 1) / rank
    return max(rank, 1)


def _bin(durations: DurationCounts, rank: int) -> int | None:
    """The bin of the duration of a rank from 1; None beyond the edges."""
    seen = durations.below
    if rank <= seen:
        return None
    for i, count in enumerate(durations.counts):
        seen += count
        if rank <= seen:
            return i
    return None


def _interpolated(durations: DurationCounts, i: int) -> float:
    before = durations.below + sum(durations.counts[:i])
    share = (durations.total / 2 - before) / durations.counts[i]
    low, high = durations.edges[i], durations.edges[i + 1]
    return low + (high - low) * min(max(share, 0.0), 1.0)
