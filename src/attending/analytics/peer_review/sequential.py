"""Stopping a review as soon as the question is answered, with error rates computed exactly."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from attending.analytics.estimate import LEVEL, Estimate
from attending.analytics.peer_review.tails import binomial_cdf

Decision = Literal["accept", "reject", "continue"]
Kind = Literal["probability ratio", "curtailed"]

_MOST: Final = 50_000


@dataclass(frozen=True, slots=True)
class Characteristic:
    """What a plan does at one true failure rate: how often it accepts, and how many items it reviews on average."""

    rate: float
    accepted: float
    expected_n: float


@dataclass(frozen=True, slots=True)
class SequentialPlan:
    """When to stop: after `looks[i]` items accept at `accept_at[i]` failures or fewer, reject at `reject_at[i]`.

    `accept_at` is -1 where acceptance is not possible yet, `reject_at` is
    look + 1 where rejection is not. The last look always decides. `false_rejection` is the exact probability to reject
    at the acceptable rate (at most `producer_risk`), `false_acceptance` that to accept at the tolerable rate (at most
    `consumer_risk`), both for a simple random sample from an endless population. `fixed_n` is the smallest fixed sample
    with the same two risks. `characteristics` run from rate 0 upwards.
    """

    kind: Kind
    acceptable: Decimal
    tolerable: Decimal
    producer_risk: Decimal
    consumer_risk: Decimal
    looks: tuple[int, ...]
    accept_at: tuple[int, ...]
    reject_at: tuple[int, ...]
    false_rejection: float
    false_acceptance: float
    fixed_n: int
    characteristics: tuple[Characteristic, ...]

    @property
    def most(self) -> int:
        """The most items the plan can ask for."""
        return self.looks[-1]

    def decide(self, reviewed: int, failures: int) -> Decision:
        """What the plan says after `reviewed` items of which `failures` failed.

        Between looks the review goes on. Raises ValueError for counts that cannot be, or for more items than the plan
        has: the decision was due before.
        """
        if not 0 <= failures <= reviewed:
            raise ValueError(f"{failures} failures among {reviewed} reviewed items cannot be.")
        if reviewed > self.most:
            raise ValueError(f"The plan decides after {self.most} items at the latest, not after {reviewed}.")
        if reviewed not in self.looks:
            return "continue"
        i = self.looks.index(reviewed)
        if failures <= self.accept_at[i]:
            return "accept"
        return "reject" if failures >= self.reject_at[i] else "continue"

    def characteristic(self, rate: float) -> Characteristic:
        """Exact probability to accept and expected number of items at one true failure rate in [0, 1]."""
        accepted, rejected = self._stops(rate)
        looks = np.array(self.looks, dtype=np.float64)
        by_accepting, by_rejecting = accepted.sum(axis=1), rejected.sum(axis=1)
        return Characteristic(rate, float(by_accepting.sum()), float(looks @ (by_accepting + by_rejecting)))

    def failure_rate(self, reviewed: int, failures: int) -> Estimate:
        """The failure rate after the plan has stopped, with an exact 95 % interval that allows for the stopping.

        Outcomes are ordered by stage (Jennison & Turnbull 2000, ch. 8): accepting early speaks for a low rate,
        rejecting early for a high one, and in one stage the fewer failures for the lower. The value is failures /
        reviewed, the maximum likelihood estimate, which stopping biases; the interval keeps its coverage, and is
        widened to hold that value where the ordering would leave it out.
        Raises ValueError when the plan had not stopped there.
        """
        decision = self.decide(reviewed, failures)
        if decision == "continue":
            raise ValueError(f"The plan had not stopped after {reviewed} items with {failures} failures.")
        value = failures / reviewed
        chance = partial(self._at_most, self.looks.index(reviewed), failures, decision)
        tail = (1 - LEVEL) / 2
        # P(this outcome or a lower one) falls as the rate rises: its ends give the interval.
        high = 1.0 if chance(1.0)[0] > tail else _solve(lambda p: chance(p)[0] - tail)
        low = 0.0 if chance(0.0)[1] > tail else _solve(lambda p: tail - chance(p)[1])
        return Estimate(
            "failure_rate",
            value,
            min(low, value),
            max(high, value),
            LEVEL,
            reviewed,
            failures,
            failures,
            reviewed,
            note="Sequential review: exact interval by stage-wise ordering, allowing for the stopping rule",
        )

    def _at_most(self, look: int, failures: int, decision: Decision, rate: float) -> tuple[float, float]:
        """P(an outcome at or below this one in the ordering) and P(one at or above it)."""
        accepted, rejected = self._stops(rate)
        if decision == "accept":
            before = accepted[:look].sum()
            at, up_to = accepted[look, failures], accepted[look, : failures + 1].sum()
            lower = float(before + up_to)
            return lower, 1 - lower + float(at)
        before = rejected[:look].sum()
        at, from_here = rejected[look, failures], rejected[look, failures:].sum()
        upper = float(before + from_here)
        return 1 - upper + float(at), upper

    def _stops(self, rate: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Probabilities to accept and to reject at each look with each number of failures; shape (looks, failures)."""
        width = max(max(self.reject_at), max(self.accept_at)) + max(b - a for a, b in _steps(self.looks)) + 1
        accepted = np.zeros((len(self.looks), width))
        rejected = np.zeros((len(self.looks), width))
        going = np.zeros(width)
        going[0] = 1.0
        for i, (before, look) in enumerate(_steps(self.looks)):
            for _ in range(look - before):
                going = _after_one(going, rate)
            a, r = self.accept_at[i] + 1, self.reject_at[i]
            accepted[i, :a], rejected[i, r:] = going[:a], going[r:]
            going[:a] = 0.0
            going[r:] = 0.0
        return accepted, rejected


def probability_ratio_plan(
    acceptable: Decimal,
    tolerable: Decimal,
    *,
    producer_risk: Decimal = Decimal("0.05"),
    consumer_risk: Decimal = Decimal("0.05"),
    every: int = 1,
) -> SequentialPlan:
    """Wald's (1945) sequential probability ratio test of the acceptable against the tolerable rate, truncated.

    Decisions are taken after every `every` items. Wald's boundaries only approximate the risks and never end, so the
    plan is cut off at the first look where some number of failures splits the remaining paths with both risks held
    exactly, by recursion over the number of failures; if that fails, the boundaries are tightened.
    Raises ValueError when the rates or risks are out of range, or the plan would need more than 50,000 items.
    """
    _check(acceptable, tolerable, producer_risk, consumer_risk)
    if every < 1:
        raise ValueError(f"Decisions are taken after every 1 item or more, not {every}.")
    p0, p1 = float(acceptable), float(tolerable)
    a, b = float(producer_risk), float(consumer_risk)
    fixed_n, _ = fixed_sample(acceptable, tolerable, producer_risk=producer_risk, consumer_risk=consumer_risk)
    for tightening in (1.0, 0.9, 0.8, 0.65, 0.5):
        bounds = _truncated(p0, p1, a, b, tightening, every, 4 * fixed_n + 10 * every)
        if bounds is not None:
            break
    else:
        raise ValueError("No sequential plan holds these risks: decide more often, or allow larger risks.")
    return _plan("probability ratio", acceptable, tolerable, producer_risk, consumer_risk, *bounds, fixed_n)


def curtailed_plan(
    acceptable: Decimal,
    tolerable: Decimal,
    *,
    producer_risk: Decimal = Decimal("0.05"),
    consumer_risk: Decimal = Decimal("0.05"),
) -> SequentialPlan:
    """The smallest fixed sample with the two risks, ended as soon as its result is certain.

    The decision, and so both risks, are those of the fixed sample: nothing is lost by stopping.
    """
    _check(acceptable, tolerable, producer_risk, consumer_risk)
    n, c = fixed_sample(acceptable, tolerable, producer_risk=producer_risk, consumer_risk=consumer_risk)
    looks = tuple(range(1, n + 1))
    accept = tuple(max(c - (n - m), -1) for m in looks)
    reject = tuple(min(c + 1, m + 1) for m in looks)
    return _plan("curtailed", acceptable, tolerable, producer_risk, consumer_risk, looks, accept, reject, n)


def fixed_sample(
    acceptable: Decimal,
    tolerable: Decimal,
    *,
    producer_risk: Decimal = Decimal("0.05"),
    consumer_risk: Decimal = Decimal("0.05"),
) -> tuple[int, int]:
    """The smallest sample n, and the failures c it may hold, with both risks held exactly (binomial).

    Raises ValueError when more than 50,000 items would be needed.
    """
    _check(acceptable, tolerable, producer_risk, consumer_risk)
    p0, p1, a, b = float(acceptable), float(tolerable), float(producer_risk), float(consumer_risk)
    n = c = 0
    while n <= _MOST:
        # For each c the consumer's risk sets the least n; the first c whose producer's risk also holds has the least.
        low, high = max(n, c + 1), max(n, c + 1)
        while binomial_cdf(c, high, p1) > b:
            low, high = high + 1, 2 * high
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if binomial_cdf(c, middle, p1) <= b else (middle + 1, high)
        n = low
        if 1 - binomial_cdf(c, n, p0) <= a:
            return n, c
        c += 1
    raise ValueError(
        f"To tell {acceptable} from {tolerable} at these risks takes more than {_MOST:,} items: choose rates that "
        "lie further apart."
    )


def _truncated(
    p0: float, p1: float, a: float, b: float, tightening: float, every: int, most: int
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]] | None:
    rise, fall = math.log(p1 / p0), math.log((1 - p1) / (1 - p0))
    upper = math.log((1 - b * tightening) / (a * tightening))
    lower = math.log(b * tightening / (1 - a * tightening))
    width = math.ceil((upper - most * fall) / (rise - fall)) + every + 2
    going = np.zeros((2, width))
    going[:, 0] = 1.0
    rates = np.array([[p0], [p1]])
    rejected, accepted = 0.0, 0.0
    looks: list[int] = []
    accept: list[int] = []
    reject: list[int] = []
    for n in range(1, most + 1):
        going = _after_one(going, rates)
        if n % every:
            continue
        # Failures x reject when x rise + (n - x) fall >= upper, and accept when it is <= lower.
        r = min(max(math.ceil((upper - n * fall) / (rise - fall) - 1e-12), 0), n + 1)
        c = max(math.floor((lower - n * fall) / (rise - fall) + 1e-12), -1)
        looks.append(n)
        rejected += float(going[0, r:].sum())
        accepted += float(going[1, : c + 1].sum())
        going[:, r:] = 0.0
        going[:, : c + 1] = 0.0
        # Cut off here? Those still undecided accept at `at` failures or fewer.
        accepting = accepted + np.r_[0.0, np.cumsum(going[1, c + 1 : r])]
        rejecting = rejected + going[0, c + 1 : r].sum() - np.r_[0.0, np.cumsum(going[0, c + 1 : r])]
        holds = np.flatnonzero((accepting <= b) & (rejecting <= a))
        if len(holds):
            at = c + int(holds[0])
            accept.append(at)
            reject.append(at + 1)
            return tuple(looks), tuple(accept), tuple(reject)
        accept.append(c)
        reject.append(r)
    return None


def _plan(
    kind: Kind,
    acceptable: Decimal,
    tolerable: Decimal,
    producer_risk: Decimal,
    consumer_risk: Decimal,
    looks: tuple[int, ...],
    accept_at: tuple[int, ...],
    reject_at: tuple[int, ...],
    fixed_n: int,
) -> SequentialPlan:
    given = (kind, acceptable, tolerable, producer_risk, consumer_risk, looks, accept_at, reject_at)
    bare = SequentialPlan(*given, 0.0, 0.0, fixed_n, ())
    p0, p1 = float(acceptable), float(tolerable)
    rates = sorted({0.0, p0, (p0 + p1) / 2, p1, min(1.5 * p1, 1.0), min(2 * p1, 1.0)})
    characteristics = tuple(bare.characteristic(rate) for rate in rates)
    at = {each.rate: each for each in characteristics}
    return SequentialPlan(*given, 1 - at[p0].accepted, at[p1].accepted, fixed_n, characteristics)


def _after_one(going: NDArray[np.float64], rate: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """The distribution of failures after one more item."""
    after = going * (1 - rate)
    after[..., 1:] += (going * rate)[..., :-1]
    return after


def _steps(looks: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip((0, *looks[:-1]), looks, strict=True))


def _solve(crossing: Callable[[float], float]) -> float:
    from scipy.optimize import brentq

    return float(brentq(crossing, 0.0, 1.0, xtol=1e-10))


def _check(acceptable: Decimal, tolerable: Decimal, producer_risk: Decimal, consumer_risk: Decimal) -> None:
    for value in (acceptable, tolerable, producer_risk, consumer_risk):
        if not isinstance(value, Decimal) or not 0 < value < 1:
            raise ValueError(f"Rates and risks of a plan are Decimals between 0 and 1, not {value!r}.")
    if acceptable >= tolerable:
        raise ValueError(f"The acceptable rate ({acceptable}) must be below the tolerable one ({tolerable}).")
    if producer_risk + consumer_risk >= 1:
        raise ValueError("The two risks together must be below 1.")
