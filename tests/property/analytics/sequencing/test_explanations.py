"""Explanations hold when tried: conflicts by every plan there is, amounts by giving them, worth by doing without."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from attending.analytics.sequencing import (
    Breach,
    Conflict,
    Limits,
    Never,
    NoPlan,
    Plan,
    Problem,
    alternatives,
    breaches,
    conflict,
    edit,
    gives,
    limit_prices,
    reasons,
    solve,
    worths,
)
from attending.analytics.sequencing.audit import BrokenWish, MissingCapability, Overrun
from attending.analytics.sequencing.groups import Group, group_of
from attending.analytics.sequencing.limit_prices import relaxed
from tests.property.analytics.sequencing.small_plans import best_by_enumeration, small_plan

IMPOSSIBLE = [seed for seed in range(80) if best_by_enumeration(small_plan(seed)) is None]
SEEDS = st.integers(0, 2**32 - 1)


def kept_groups(problem: Problem, starts: dict[str, int], groups: set[Group]) -> bool:
    """Whether a plan keeps these groups and its windows, by the audit, which knows no solver."""
    for each in breaches(problem, starts):
        if isinstance(each, Overrun):
            group = group_of(each.place)
        elif isinstance(each, MissingCapability):
            group = Group("need", each.initiative, each.capability)
        elif isinstance(each, BrokenWish):
            group = Group("wish", quarter=problem.wishes.index(each.wish))
        else:
            return False
        if group in groups:
            return False
    return True


def possible(problem: Problem, groups: set[Group]) -> bool:
    """Whether some plan keeps these groups, by trying every plan."""
    choices = [
        [each.start] if each.start is not None else [None, *problem.start_quarters(each)]
        for each in problem.initiatives
    ]
    keys = [each.key for each in problem.initiatives]
    return any(
        kept_groups(problem, {key: at for key, at in zip(keys, chosen, strict=True) if at is not None}, groups)
        for chosen in itertools.product(*choices)
    )


@pytest.mark.parametrize("seed", IMPOSSIBLE[:12])
def test_a_conflict_is_one_and_none_of_it_is_too_much(seed: int) -> None:
    problem = small_plan(seed)
    found = conflict(problem)
    assert isinstance(found, Conflict)
    assert found.irreducible
    groups = set(found.groups)
    assert not possible(problem, groups)
    for group in groups:
        assert possible(problem, groups - {group})


@pytest.mark.parametrize("seed", IMPOSSIBLE[:12])
def test_what_gives_is_enough(seed: int) -> None:
    problem = small_plan(seed)
    found = gives(problem)
    assert found.proven
    if found.limits is not None and found.starts is not None:
        raised = raised_to(problem, found.limits)
        assert breaches(raised, found.starts) == ()
        assert solve(raised).value >= 0
    if found.wishes is not None:
        rest = tuple(wish for at, wish in enumerate(problem.wishes) if at not in found.wishes)
        assert solve(replace(problem, wishes=rest)).value >= 0
    if found.limits is None:
        with pytest.raises(NoPlan):
            solve(replace(problem, limits=without_limits(problem)))


def raised_to(problem: Problem, overruns: tuple[Overrun, ...]) -> Problem:
    tables = {
        "resource": dict(problem.limits.resources),
        "change_load": dict(problem.limits.change_load),
        "running": dict(problem.limits.running),
        "live": dict(problem.limits.live),
    }
    for each in overruns:
        amounts = list(tables[each.place.kind][each.place.name])
        amounts[each.place.quarter] = each.needed
        tables[each.place.kind][each.place.name] = tuple(amounts)
    return replace(problem, limits=Limits(*tables.values()))


def without_limits(problem: Problem) -> Limits:
    limits = problem.limits
    return Limits(
        *(
            dict.fromkeys(table, (None,) * problem.horizon)
            for table in (limits.resources, limits.change_load, limits.running, limits.live)
        )
    )


def planned(seed: int) -> tuple[Problem, Plan]:
    problem = small_plan(seed)
    try:
        return problem, solve(problem)
    except NoPlan:
        assume(False)
        raise


@settings(max_examples=15)
@given(SEEDS)
def test_worth_is_what_is_lost_without_it(seed: int) -> None:
    problem, plan = planned(seed)
    for each in worths(problem, plan):
        without = best_by_enumeration(replace(problem, wishes=(*problem.wishes, Never(each.initiative))))
        if without is None:
            assert each.in_plan is None
        else:
            assert each.in_plan is not None
            assert each.in_plan.exact
            assert each.in_plan.low == pytest.approx(plan.value - without, abs=1e-4)


@settings(max_examples=15)
@given(SEEDS)
def test_a_limits_price_is_what_is_gained_with_more_of_it(seed: int) -> None:
    problem, plan = planned(seed)
    for each in limit_prices(problem, plan, step=0.5):
        best = best_by_enumeration(relaxed(problem, each.kind, each.name, 0.5))
        assert best is not None
        assert each.gain.low == pytest.approx(best - plan.value, abs=1e-4)


def rounded(breach: Breach) -> Breach:
    return replace(breach, needed=round(breach.needed, 9)) if isinstance(breach, Overrun) else breach


@settings(max_examples=20)
@given(SEEDS)
def test_reasons_name_exactly_what_moving_breaks(seed: int) -> None:
    problem, plan = planned(seed)
    for each in reasons(problem, plan):
        if each.tried is None:
            continue
        moved = {**plan.starts, each.initiative: each.tried}
        assert {rounded(one) for one in each.breaches} == {rounded(one) for one in breaches(problem, moved)}


@settings(max_examples=8)
@given(SEEDS, st.integers(0, 3))
def test_an_edit_says_what_it_breaks_and_what_it_costs(seed: int, quarter: int) -> None:
    problem, plan = planned(seed)
    for each in problem.initiatives:
        if each.start is None:
            found = edit(problem, plan, each.key, quarter if quarter in problem.start_quarters(each) else None)
            if found.moved is not None:
                assert breaches(problem, found.moved.starts) == ()
                assert found.best is not None
                assert found.best.value >= found.moved.value - 1e-6
            if found.best is not None:
                assert found.best.starts.get(each.key) == found.quarter
                assert found.cost is not None
                quick = edit(problem, plan, each.key, found.quarter, preview_seconds=5)
                assert quick.best is not None
                assert quick.best.value == pytest.approx(found.best.value, abs=1e-4)


@settings(max_examples=15)
@given(SEEDS, st.integers(1, 2))
def test_other_plans_are_plans_near_in_value_and_apart_in_what_they_do(seed: int, differ: int) -> None:
    problem, plan = planned(seed)
    found = alternatives(problem, plan, within=0.3, differ=differ, most=3)
    valued = {each.key for each in problem.initiatives if each.start is None and each.value}
    for place, one in enumerate(found.plans):
        assert breaches(problem, one.starts) == ()
        assert one.value >= 0.7 * plan.value - 1e-6
        for other in found.plans[:place]:
            assert len((one.starts.keys() ^ other.starts.keys()) & valued) >= differ
    if len(found.plans) == 1 and found.next_best is not None:
        assert found.next_best < 0.7 * plan.value
