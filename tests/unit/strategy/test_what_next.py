"""Which initiatives to build next, out of a plan."""

from __future__ import annotations

from attending.analytics.sequencing import Plan, Problem, plan_of, worths
from attending.program.models.capabilities import CapabilityState
from attending.strategy.presenters.what_next import headline
from attending.strategy.rules.plan_study import Worths
from attending.strategy.rules.roadmap_problem import frame
from attending.strategy.rules.what_next import what_next
from tests.unit.strategy.facts import capability, case, setting, taken


def planned(**starts: int) -> tuple[Problem, Plan, Worths]:
    """Triage has value and builds what images needs; the feed has none and is needed by falls; letters stands alone."""
    cases = [
        case("triage", value=30.0, builds=(1,)),
        case("images", needs=(1,)),
        case("feed", enabling=True, value=None, builds=(2,)),
        case("falls", value=90.0, needs=(2,), taken=taken(reach=9.0)),
        case("letters", value=80.0),
    ]
    wished = [capability(1, CapabilityState.WISHED), capability(2, CapabilityState.WISHED)]
    problem = frame(setting(money=(500.0,) * 4), cases, wished).problem
    plan = plan_of(problem, starts, bound=None, solver="by hand")
    return problem, plan, Worths(worths(problem, plan))


def test_what_gives_value_and_leaves_a_capability_comes_first() -> None:
    problem, plan, worth = planned(triage=0, feed=0, letters=0, images=1, falls=1)
    answer = what_next(problem, plan, worth, now=0, begun=())
    assert answer is not None
    assert [each.key for each in answer.chosen] == ["triage", "feed"], "then what is worth most in the plan"
    assert answer.chosen[0].both
    assert [(left.capability, left.needed_by) for left in answer.chosen[0].leaves] == [
        ("capability-1", (("images", 1),))
    ]
    assert answer.others == ("letters",)


def test_who_needs_what_is_there_anyhow_waits_for_nobody() -> None:
    """Triage builds again what another finishes before, or what is there: it is no enabler of images."""
    cases = [case("first", builds=(1,)), case("triage", value=90.0, builds=(1,)), case("images", needs=(1,))]
    for state, starts in (
        (CapabilityState.WISHED, {"first": 0, "triage": 1, "images": 2}),
        (CapabilityState.AVAILABLE, {"triage": 1, "images": 2}),
    ):
        problem = frame(setting(), cases, [capability(1, state)]).problem
        answer = what_next(problem, plan_of(problem, starts, bound=None, solver=""), None, now=1, begun={"first"})
        assert answer is not None
        [triage] = answer.chosen
        assert (triage.key, triage.both) == ("triage", False)
        assert [left.needed_by for left in triage.leaves] == [()]


def test_without_such_a_one_the_enabler_stands_beside_what_has_value() -> None:
    problem, plan, worth = planned(feed=0, letters=0, falls=1)
    answer = what_next(problem, plan, worth, now=0, begun=())
    assert answer is not None
    assert [each.key for each in answer.chosen] == ["feed", "letters"], "the feed is worth more in the plan"
    assert not any(each.both for each in answer.chosen)


def test_what_has_begun_is_not_next_and_what_is_late_is() -> None:
    problem, plan, worth = planned(triage=0, feed=0, letters=1, images=2, falls=2)
    answer = what_next(problem, plan, worth, now=1, begun={"triage"})
    assert answer is not None
    assert answer.quarter == 1
    assert {each.key for each in answer.chosen} == {"feed", "letters"}


def test_what_has_no_value_and_enables_nothing_is_not_said_to_be_built_for_others() -> None:
    problem = frame(
        setting(), [case("idle", enabling=True, value=None, builds=(1,))], [capability(1, CapabilityState.WISHED)]
    ).problem
    answer = what_next(problem, plan_of(problem, {"idle": 0}, bound=None, solver=""), None, now=0, begun=())
    assert answer is not None
    said = headline(answer.chosen[0])
    assert said == "It has no value of its own, and nothing later in this plan waits for it."


def test_nothing_is_made_up_when_all_has_begun() -> None:
    problem, plan, worth = planned(triage=0)
    assert what_next(problem, plan, worth, now=0, begun={"triage"}) is None
