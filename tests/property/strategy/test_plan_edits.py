"""A plan keeps what it must, and no hand edit breaks anything in silence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.sequencing import breaches, edit_at_once, solve
from attending.program.models.capabilities import CapabilityState
from attending.strategy.rules.plan_words import say_breach
from attending.strategy.rules.roadmap_facts import CapabilityFacts, CaseFacts
from attending.strategy.rules.roadmap_problem import Framed, frame
from tests.unit.strategy.facts import WARD, capability, case, setting, taken


@st.composite
def cases(draw: st.DrawFn) -> list[CaseFacts]:
    """Up to five use cases; the first builds a capability that some of the others need."""
    found = [
        case("case-0", enabling=True, value=None, builds=(1,), taken=taken(money=draw(st.sampled_from([20.0, 60.0]))))
    ]
    for at in range(1, draw(st.integers(1, 4)) + 1):
        effort = taken(
            gate=draw(st.integers(0, 1)),
            duration=draw(st.integers(1, 2)),
            money=float(draw(st.integers(10, 90))),
            reach=float(draw(st.integers(1, 5))),
            loads={WARD: draw(st.integers(1, 3))},
        )
        needs = (1,) if draw(st.booleans()) else ()
        found.append(case(f"case-{at}", value=float(draw(st.integers(1, 100))), taken=effort, needs=needs, tier=""))
    return found


def asked(found: list[CaseFacts]) -> Framed:
    wished: list[CapabilityFacts] = [capability(1, CapabilityState.WISHED)]
    return frame(setting(load=4, most_high=2), found, wished)


@given(cases())
def test_a_plan_keeps_every_limit_need_and_window(found: list[CaseFacts]) -> None:
    problem = asked(found).problem
    plan = solve(problem)
    assert plan.proven
    assert breaches(problem, plan.starts) == ()


@given(cases(), st.data())
def test_an_edit_says_what_it_breaks_or_breaks_nothing(found: list[CaseFacts], data: st.DataObject) -> None:
    problem = asked(found).problem
    plan = solve(problem)
    key = data.draw(st.sampled_from([each.key for each in problem.initiatives]))
    quarter = data.draw(st.none() | st.integers(0, problem.horizon - 1))
    effect = edit_at_once(problem, plan, key, quarter)
    moved = {other: at for other, at in plan.starts.items() if other != key}
    broken = breaches(problem, moved if quarter is None else {**moved, key: quarter})
    if effect.moved is None:
        assert effect.breaks
        assert all(say_breach(problem, each) for each in effect.breaks)
        assert broken
    else:
        assert broken == (), "what is called harmless breaks nothing"
        assert effect.moved.value <= plan.value + 1e-6 * max(plan.value, 1.0), "a proven plan is not passed by an edit"
