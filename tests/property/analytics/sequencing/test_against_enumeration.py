"""Both solvers against every plan there is, on questions small enough to try them all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attending.analytics.sequencing import (
    Effort,
    Limits,
    NoPlan,
    Plan,
    Problem,
    breaches,
    preview,
    solve,
    value_of,
)
from tests.property.analytics.sequencing.small_plans import best_by_enumeration, small_plan

SEEDS = st.integers(0, 2**32 - 1)


def agrees(problem: Problem, plan: Plan | None) -> None:
    best = best_by_enumeration(problem)
    if best is None or plan is None:
        assert best is None
        assert plan is None
        return
    assert plan.proven
    assert plan.value == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert breaches(problem, plan.starts) == ()
    assert plan.value == value_of(problem, plan.starts)


def solved(problem: Problem, *, by_preview: bool = False, effort: Effort | None = None) -> Plan | None:
    try:
        return preview(problem, repeatable=True) if by_preview else solve(problem, effort)
    except NoPlan:
        return None


@settings(max_examples=60)
@given(SEEDS)
def test_highs_finds_the_best_of_all_plans_or_that_there_is_none(seed: int) -> None:
    problem = small_plan(seed)
    agrees(problem, solved(problem))


@settings(max_examples=20)
@given(SEEDS)
def test_cp_sat_does_too(seed: int) -> None:
    problem = small_plan(seed)
    agrees(problem, solved(problem, by_preview=True))


@pytest.mark.parametrize("seed", range(40))
def test_a_fixed_set_of_problems(seed: int) -> None:
    problem = small_plan(seed)
    agrees(problem, solved(problem))


@settings(max_examples=25)
@given(SEEDS, st.integers(0, 2**16))
def test_more_of_everything_is_never_worth_less(seed: int, more: int) -> None:
    problem = small_plan(seed)
    limits = problem.limits
    wider = replace(
        problem,
        limits=Limits(
            *(
                {name: tuple(None if x is None else x + more % 5 for x in of) for name, of in table.items()}
                for table in (limits.resources, limits.change_load, limits.running, limits.live)
            )
        ),
    )
    plan, better = solved(problem), solved(wider)
    if plan is not None:
        assert better is not None
        assert better.value >= plan.value - 1e-6


@settings(max_examples=25)
@given(SEEDS, st.sampled_from([1e-3, 7.0, 1e6]))
def test_values_in_another_unit_give_the_same_plan(seed: int, factor: float) -> None:
    problem = small_plan(seed)
    scaled = replace(
        problem,
        initiatives=tuple(replace(each, value=each.value * factor) for each in problem.initiatives),
        capabilities=tuple(replace(each, end_value=each.end_value * factor) for each in problem.capabilities),
    )
    plan, other = solved(problem), solved(scaled)
    assert (plan is None) == (other is None)
    if plan is not None and other is not None:
        assert other.value == pytest.approx(plan.value * factor, rel=1e-6)


@settings(max_examples=25)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(seed: int, random) -> None:
    problem = small_plan(seed)
    initiatives, capabilities = list(problem.initiatives), list(problem.capabilities)
    random.shuffle(initiatives)
    random.shuffle(capabilities)
    shuffled = replace(problem, initiatives=tuple(initiatives), capabilities=tuple(capabilities))
    plan, other = solved(problem), solved(shuffled)
    assert (plan is None) == (other is None)
    if plan is not None and other is not None:
        assert (plan.scheduled, plan.value) == (other.scheduled, other.value)
