"""How often reviewed items fail, weighted back to all the items they were drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.peer_review.allocation import ReviewStratum
from attending.analytics.peer_review.intervals import Method, proportion_interval

PASSED = "passed"
"""What a criterion holds when the item passed it; otherwise it holds the severity of the failure."""

_METHOD_NAMES: Mapping[Method, str] = {"wilson": "Wilson", "exact": "Clopper-Pearson"}


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """One item after review: per criterion of the rubric "passed" or the severity of the failure.

    A criterion that does not apply to the item, or was not rated, is left out.
    """

    unit: str
    user: str
    criteria: Mapping[str, str]

    @property
    def failures(self) -> tuple[str, ...]:
        """The severities of the criteria it failed."""
        return tuple(severity for severity in self.criteria.values() if severity != PASSED)


@dataclass(frozen=True, slots=True)
class StratumCount:
    """Reviewed items and failures among them in one stratum."""

    stratum: ReviewStratum
    reviewed: int
    failures: int


@dataclass(frozen=True, slots=True)
class FailureReview:
    """Failure rates of a sampled peer review, each as `failure_rate`.

    `overall` is the share of items with a failure of any criterion; `by_severity` the share with a failure of at least
    that severity, from the mildest up; `by_criterion` the share that fails it among items it applies to; `by_unit` the
    overall rate of one unit.
    """

    overall: Estimate
    by_severity: Mapping[str, Estimate]
    by_criterion: Mapping[str, Estimate]
    by_unit: Mapping[str, Estimate]
    reviewed: int
    population: int


def failure_rate(counts: Sequence[StratumCount], *, method: Method = "wilson") -> Estimate:
    """The failure rate of the population, from a stratified random sample without replacement.

    The value is the sum of W_h p_h with W_h the stratum's share of all items (Cochran 1977, ch. 5). The interval is
    Wilson's or Clopper & Pearson's at the effective sample size (Korn & Graubard 1998; Dean & Pagano 2015): the
    smaller of the one that the strata's own variances give and the one they would give at a common rate, both with
    finite-population correction. The second keeps the interval honest while few or no failures were seen; where every
    item was reviewed there is no sampling error left. `n` counts reviewed items, `numerator` failures among them:
    their ratio differs from the value when strata were sampled at different rates. Items of a stratum nobody was
    reviewed from are not represented; the note says how many. Raises ValueError when the counts cannot be.
    """
    for each in counts:
        if not 0 <= each.failures <= each.reviewed <= each.stratum.population:
            raise ValueError(
                f"{each.stratum.unit}, {each.stratum.user}: {each.failures} failures among {each.reviewed} reviewed of "
                f"{each.stratum.population} items cannot be."
            )
    reviewed, failures = sum(c.reviewed for c in counts), sum(c.failures for c in counts)
    if reviewed == 0:
        return Estimate.missing(
            "failure_rate", "No reviewed items; at least 1 needed", n=0, events=0, numerator=0, denominator=0
        )
    seen = [c for c in counts if c.reviewed]
    population = sum(c.stratum.population for c in seen)
    value = common = own = 0.0
    for c in seen:
        weight, p = c.stratum.population / population, c.failures / c.reviewed
        unseen = weight * weight * (1 - c.reviewed / c.stratum.population)
        value += weight * p
        common += unseen / c.reviewed
        # A single item shows no variance of its own; then that of the common rate must do, below.
        own += unseen * p * (1 - p) / (c.reviewed - 1) if c.reviewed > 1 else 0.0
    value = min(max(value, 0.0), 1.0)
    low = high = value
    if common > 0:
        effective = 1 / common
        if own > 0 and 0 < value < 1:
            effective = min(effective, value * (1 - value) / own)
        low, high = proportion_interval(value, effective, method)
    missed = sum(c.stratum.population for c in counts) - population
    parts = [f"{_METHOD_NAMES[method]} interval at the effective sample size, weighted to {population:,} items"]
    if common == 0:
        parts = [f"Every one of {population:,} items was reviewed: no sampling error"]
    if missed:
        parts.append(f"{missed:,} items in strata without a review are not represented")
    return Estimate(
        "failure_rate", value, low, high, LEVEL, reviewed, failures, failures, reviewed, note="; ".join(parts)
    )


def review_failures(
    items: Sequence[ReviewedItem],
    strata: Sequence[ReviewStratum],
    *,
    severities: Sequence[str],
    method: Method = "wilson",
) -> FailureReview:
    """Failure rates overall, by severity, by criterion and by unit.

    `severities` ascend from the mildest. A criterion that applies to part of the items is measured on those; their
    number in each stratum is estimated from the sample, so its weights are approximate. Criteria and units are many
    comparisons: an interval that lies apart by chance is to be expected among twenty.
    Raises ValueError for an unknown severity or stratum, or more reviewed items than a stratum has.
    """
    order = {severity: i for i, severity in enumerate(severities)}
    known = {s.key for s in strata}
    for item in items:
        if (item.unit, item.user) not in known:
            raise ValueError(f"{item.unit}, {item.user} is not among the strata the sample was drawn from.")
        for severity in item.failures:
            if severity not in order:
                raise ValueError(f"The severity {severity!r} is not one of {', '.join(severities)}.")

    def rate(
        failed: Callable[[ReviewedItem], bool], among: Sequence[ReviewedItem], over: Sequence[ReviewStratum]
    ) -> Estimate:
        return failure_rate(_counted(among, failed, over), method=method)

    def at_least(severity: str) -> Callable[[ReviewedItem], bool]:
        return lambda item: any(order[each] >= order[severity] for each in item.failures)

    def on(criterion: str) -> Callable[[ReviewedItem], bool]:
        return lambda item: item.criteria[criterion] != PASSED

    criteria = dict.fromkeys(name for item in items for name in item.criteria)
    return FailureReview(
        rate(_failed, items, strata),
        {severity: rate(at_least(severity), items, strata) for severity in severities},
        {name: rate(on(name), *_applicable(name, items, strata)) for name in sorted(criteria)},
        {
            unit: rate(_failed, [i for i in items if i.unit == unit], [s for s in strata if s.unit == unit])
            for unit in sorted({s.unit for s in strata})
        },
        len(items),
        sum(s.population for s in strata),
    )


def _failed(item: ReviewedItem) -> bool:
    return bool(item.failures)


def _counted(
    items: Iterable[ReviewedItem], failed: Callable[[ReviewedItem], bool], strata: Sequence[ReviewStratum]
) -> list[StratumCount]:
    reviewed: Counter[tuple[str, str]] = Counter()
    failures: Counter[tuple[str, str]] = Counter()
    for item in items:
        reviewed[item.unit, item.user] += 1
        failures[item.unit, item.user] += failed(item)
    return [StratumCount(s, reviewed[s.key], failures[s.key]) for s in strata]


def _applicable(
    criterion: str, items: Sequence[ReviewedItem], strata: Sequence[ReviewStratum]
) -> tuple[list[ReviewedItem], list[ReviewStratum]]:
    """The items a criterion was rated on, and the strata shrunk to the number of items it is thought to apply to."""
    rated = [item for item in items if criterion in item.criteria]
    reviewed = Counter((item.unit, item.user) for item in items)
    among = Counter((item.unit, item.user) for item in rated)
    return rated, [
        ReviewStratum(s.unit, s.user, max(among[s.key], round(s.population * among[s.key] / reviewed[s.key])))
        for s in strata
        if reviewed[s.key]
    ]
