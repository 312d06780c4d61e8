"""Sampling plans against brute force, scipy and simulation."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from attending.analytics.peer_review import (
    ReviewStratum,
    SequentialPlan,
    StratumCount,
    allocate,
    curtailed_plan,
    discovery_sample,
    failure_rate,
    fixed_sample,
    precision_sample,
    probability_ratio_plan,
)
from attending.analytics.peer_review.intervals import clopper_pearson

RATES = st.sampled_from([Decimal(n) / 1000 for n in (5, 20, 50, 111, 300)])


@given(tolerable=RATES, allowed=st.integers(0, 4), confidence=st.sampled_from([Decimal("0.8"), Decimal("0.95")]))
@settings(max_examples=40, deadline=None)
def test_discovery_sample_is_the_least_that_holds(tolerable: Decimal, allowed: int, confidence: Decimal) -> None:
    n = discovery_sample(tolerable, allowed=allowed, confidence=confidence).n
    risk = 1 - float(confidence)
    assert stats.binom.cdf(allowed, n, float(tolerable)) <= risk + 1e-12
    assert n == allowed + 1 or stats.binom.cdf(allowed, n - 1, float(tolerable)) > risk


@given(tolerable=RATES, allowed=st.integers(0, 2), population=st.integers(20, 3000))
@settings(max_examples=60, deadline=None)
def test_finite_populations_follow_the_hypergeometric(tolerable: Decimal, allowed: int, population: int) -> None:
    marked = int(tolerable * population) + 1
    if allowed >= marked:
        with pytest.raises(ValueError, match="allow at most"):
            discovery_sample(tolerable, allowed=allowed, population=population)
        return
    sample = discovery_sample(tolerable, allowed=allowed, population=population)
    assert sample.n <= min(discovery_sample(tolerable, allowed=allowed).n, population)
    assert stats.hypergeom.cdf(allowed, population, marked, sample.n) <= 0.05 + 1e-9
    if sample.n > allowed + 1:
        assert stats.hypergeom.cdf(allowed, population, marked, sample.n - 1) > 0.05 - 1e-9
    assert 1 - sample.achieved == pytest.approx(stats.hypergeom.cdf(allowed, population, marked, sample.n), abs=1e-9)


@pytest.mark.parametrize("confidence", [Decimal("0.95"), Decimal("0.9"), Decimal("0.8")])
def test_a_risk_met_exactly_asks_for_no_item_more(confidence: Decimal) -> None:
    # One failure among N items stays unseen in (N - n) of N samples: 95 of 100 items leave exactly 5 %.
    assert discovery_sample(Decimal("0.001"), confidence=confidence, population=100).n == confidence * 100
    for population in range(5, 120):
        for tolerable in (Decimal("0.001"), Decimal("0.05"), Decimal("0.1")):
            marked = math.floor(tolerable * population) + 1
            n = discovery_sample(tolerable, confidence=confidence, population=population).n
            unseen = [Fraction(math.comb(population - marked, k), math.comb(population, k)) for k in range(n + 1)]
            assert [k for k, chance in enumerate(unseen) if chance <= 1 - Fraction(confidence)] == [n]


@given(expected=RATES, half=st.sampled_from([Decimal("0.02"), Decimal("0.05")]), population=st.integers(5, 5000))
@settings(max_examples=30, deadline=None)
def test_precision_sample_reaches_its_half_width(expected: Decimal, half: Decimal, population: int) -> None:
    endless = precision_sample(expected, half)
    finite = precision_sample(expected, half, population=population)
    assert endless.achieved <= float(half)
    low, high = stats.binomtest(round(float(expected) * endless.n), endless.n).proportion_ci(method="wilson")
    assert (high - low) / 2 == pytest.approx(float(half), abs=0.006)
    assert finite.n <= min(endless.n, population)


def strata(sizes: list[int]) -> list[ReviewStratum]:
    return [ReviewStratum("unit", f"user {i:03}", size) for i, size in enumerate(sizes)]


@given(sizes=st.lists(st.integers(0, 400), min_size=1, max_size=30), share=st.floats(0, 1), minimum=st.integers(0, 6))
@settings(max_examples=150, deadline=None)
def test_allocation_adds_up_within_its_bounds(sizes: list[int], share: float, minimum: int) -> None:
    least = sum(min(size, minimum) for size in sizes)
    n = least + int(share * (sum(sizes) - least))
    given_out = allocate(strata(sizes), n, minimum=minimum)
    assert sum(a.sampled for a in given_out) == n
    for a in given_out:
        assert min(a.stratum.population, minimum) <= a.sampled <= a.stratum.population
    if minimum == 0 and sum(sizes):
        assert all(abs(a.sampled - n * a.stratum.population / sum(sizes)) < 1 + 1e-6 for a in given_out)


def test_largest_remainder_and_neyman_by_hand() -> None:
    assert [a.sampled for a in allocate(strata([53, 24, 23]), 10)] == [5, 3, 2]
    spread = {("unit", "user 000"): 0.1, ("unit", "user 001"): 0.4}
    assert [a.sampled for a in allocate(strata([800, 200]), 30, spread=spread)] == [15, 15]
    none = {("unit", "user 000"): 0.0, ("unit", "user 001"): 0.0}
    assert [a.sampled for a in allocate(strata([60, 40]), 10, minimum=0, spread=none)] == [6, 4]


def simulated(plan: SequentialPlan, rate: float, runs: int, seed: int) -> tuple[float, float, np.ndarray, np.ndarray]:
    failures = np.cumsum(np.random.default_rng(seed).random((runs, plan.most)) < rate, axis=1)
    at = np.array(plan.looks) - 1
    accepted, rejected = failures[:, at] <= plan.accept_at, failures[:, at] >= plan.reject_at
    first = np.argmax(accepted | rejected, axis=1)
    n = np.array(plan.looks)[first]
    return accepted[np.arange(runs), first].mean(), n.mean(), n, failures[np.arange(runs), n - 1]


PLANS = [
    probability_ratio_plan(Decimal("0.02"), Decimal("0.08")),
    probability_ratio_plan(Decimal("0.05"), Decimal("0.15"), every=10),
    curtailed_plan(Decimal("0.05"), Decimal("0.2"), consumer_risk=Decimal("0.1")),
]


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.kind} {plan.most}")
@pytest.mark.parametrize("rate", [0.02, 0.08, 0.2])
def test_exact_characteristics_are_those_of_a_simulation(plan: SequentialPlan, rate: float) -> None:
    accepted, mean_n, _, _ = simulated(plan, rate, 20_000, 3)
    exact = plan.characteristic(rate)
    assert accepted == pytest.approx(exact.accepted, abs=0.012)
    assert mean_n == pytest.approx(exact.expected_n, rel=0.02)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.kind} {plan.most}")
def test_plans_hold_both_risks_and_always_end(plan: SequentialPlan) -> None:
    assert plan.false_rejection <= float(plan.producer_risk)
    assert plan.false_acceptance <= float(plan.consumer_risk)
    assert plan.accept_at[-1] + 1 == plan.reject_at[-1]
    at = {c.rate: c for c in plan.characteristics}
    assert at[float(plan.acceptable)].expected_n < plan.fixed_n
    assert at[float(plan.tolerable)].expected_n < plan.fixed_n
    accepted = [c.accepted for c in plan.characteristics]
    assert accepted == sorted(accepted, reverse=True)


def test_fixed_sample_is_the_least_by_exhaustion() -> None:
    p0, p1 = 0.05, 0.2
    holding = [
        (n, c)
        for n in range(1, 80)
        for c in range(n)
        if stats.binom.sf(c, n, p0) <= 0.05 and stats.binom.cdf(c, n, p1) <= 0.05
    ]
    assert fixed_sample(Decimal("0.05"), Decimal("0.2")) == min(holding)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.01, 0.05, 0.12])
def test_interval_after_stopping_covers(rate: float) -> None:
    plan = probability_ratio_plan(Decimal("0.02"), Decimal("0.1"), every=5)
    _, _, n, failures = simulated(plan, rate, 3000, 5)
    outcomes, times = np.unique(np.column_stack([n, failures]), axis=0, return_counts=True)
    held = 0
    for (size, failed), count in zip(outcomes.tolist(), times.tolist(), strict=True):
        estimate = plan.failure_rate(size, failed)
        held += count * (estimate.low <= rate <= estimate.high)
    assert held / 3000 >= 0.945


@given(n=st.integers(1, 400), share=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_clopper_pearson_is_scipys(n: int, share: float) -> None:
    k = round(n * share)
    exact = stats.binomtest(k, n).proportion_ci(method="exact")
    assert clopper_pearson(k, n) == pytest.approx((exact.low, exact.high), abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["wilson", "exact"])
@pytest.mark.parametrize(
    ("sizes", "drawn", "rates"),
    [
        ([1000] * 4, [25] * 4, [0.02] * 4),
        ([1000] * 4, [25] * 4, [0, 0.05, 0.1, 0.2]),
        ([5000, 200, 200, 100], [40, 20, 20, 20], [0.03, 0.2, 0.1, 0.3]),
        ([200] * 20, [5] * 20, [0.05] * 20),
        ([60] * 5, [30] * 5, [0.1] * 5),
        ([9000, 1000], [50, 50], [0.002, 0.3]),
        ([9000, 1000], [50, 50], [0.3, 0.02]),
    ],
)
def test_stratified_failure_rates_cover(method: str, sizes: list[int], drawn: list[int], rates: list[float]) -> None:
    rng = np.random.default_rng(11)
    failing = [round(size * rate) for size, rate in zip(sizes, rates, strict=True)]
    truth = sum(failing) / sum(sizes)
    runs = 600
    seen = [rng.hypergeometric(f, size - f, k, runs) for f, size, k in zip(failing, sizes, drawn, strict=True)]
    held = 0
    for i in range(runs):
        counts = [StratumCount(s, k, int(f[i])) for s, k, f in zip(strata(sizes), drawn, seen, strict=True)]
        estimate = failure_rate(counts, method=method)
        held += estimate.low - 1e-12 <= truth <= estimate.high + 1e-12
    assert held / runs >= 0.93
