"""A plan in plain words."""

from __future__ import annotations

import pytest

from attending.analytics.sequencing import breaches, conflict, plan_of, reasons, say_reason, solve
from attending.analytics.sequencing.spans import Span
from attending.program.models.capabilities import CapabilityState
from attending.strategy.models import WishKind
from attending.strategy.rules.plan_reasons import say_cost, say_greedy, share, span_share, there_from, why, work_span
from attending.strategy.rules.plan_study import WishCosts
from attending.strategy.rules.plan_words import say_breach
from attending.strategy.rules.roadmap_facts import WishFacts
from attending.strategy.rules.roadmap_problem import frame
from attending.strategy.rules.standstill import say_standstill
from tests.unit.strategy.facts import CLINIC, WARD, capability, case, setting, taken


def test_each_breach_names_what_where_and_by_how_much() -> None:
    cases = [
        case("falls", tier="high", needs=(1,), taken=taken(gate=1, money=80.0, loads={WARD: 3})),
        case("bleeds", tier="high", taken=taken(duration=4, money=80.0, loads={WARD: 3, CLINIC: 1})),
    ]
    wishes = [WishFacts(WishKind.NEVER, "bleeds")]
    problem = frame(setting(load=4, most_high=1), cases, [capability(1, CapabilityState.WISHED)], wishes).problem
    said = {say_breach(problem, each) for each in breaches(problem, {"falls": 0, "bleeds": 1})}
    assert said == {
        "Falls: its gates take until 2027 Q2",
        "Bleeds would not finish before the plan ends",
        "Falls needs Feed 1, which is there never in this plan",
        "Against a wish: Bleeds is not in the plan",
    }
    said = {say_breach(problem, each) for each in breaches(problem, {"falls": 1, "bleeds": 0})}
    assert {
        "Money in 2027 Q2: 160 thousand needed, 100 thousand there, over by 60 thousand",
        "Change load on 4 West in 2027 Q2: 6 needed, 4 there, over by 2",
        "High-risk use cases in work at once in 2027 Q2: 2 needed, 1 there, over by 1",
    } <= said


def test_each_reason_says_why_then_or_why_not() -> None:
    cases = [
        case("feed", enabling=True, value=None, builds=(1,)),
        case("falls", needs=(1,), value=90.0),
        case("letters", value=1.0, taken=taken(money=100.0, duration=4)),
        case("long", taken=taken(gate=1, duration=4)),
        case("idle", enabling=True, value=None),
    ]
    problem = frame(setting(), cases, [capability(1, CapabilityState.WISHED)]).problem
    plan = solve(problem)
    said = {each.initiative: why(problem, each) for each in reasons(problem, plan)}
    assert said["feed"] == "The first quarter of the plan."
    assert said["falls"] == "In 2027 Q1: Falls needs Feed 1, which is there only from 2027 Q2 on."
    assert said["letters"].startswith("No room. Best in 2027 Q1: Money in 2027 Q1: 150 thousand needed")
    assert said["long"] == "Gates and work take 5 quarters, more than the plan has."
    assert said["idle"] == "It would fit, and would add nothing to this plan."
    assert there_from(problem, plan, "capability-1") == "from 2027 Q2"


def test_a_start_that_could_be_earlier_is_called_that() -> None:
    problem = frame(setting(), [case("idle", enabling=True, value=None, taken=taken(gate=1))], []).problem
    late = plan_of(problem, {"idle": 2}, bound=None, solver="by hand")
    [reason] = reasons(problem, late)
    assert why(problem, reason) == "It could start in 2027 Q2 too; the plan would gain nothing."
    [first] = reasons(problem, plan_of(problem, {"idle": 1}, bound=None, solver="by hand"))
    assert why(problem, first) == "The first quarter that its gates allow."


@pytest.mark.parametrize(
    ("start", "finish", "words"), [(0, 0, "2027 Q1"), (0, 2, "2027 Q1 to Q3"), (3, 4, "2027 Q4 to 2028 Q1")]
)
def test_work_is_told_by_its_quarters(start: int, finish: int, words: str) -> None:
    problem = frame(setting(5), [case("falls")], []).problem
    assert work_span(problem, start, finish).replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_share_that_is_small_is_not_nothing_and_one_not_known_is_said() -> None:
    assert [share(value, 1000.0).replace("\N{THIN SPACE}", " ") for value in (0.0, 4.0, 340.0)] == [
        "0 %",
        "0.4 %",
        "34 %",
    ]
    assert "not known" in span_share(Span(0.0, None), 100.0)
    assert "not known" in span_share(Span(10.0, 90.0), 100.0)
    assert say_cost(Span(0.0, 0.0), 100.0) == "cost nothing"


def test_where_only_time_is_short_no_amount_is_asked_for() -> None:
    cases = [case("feed", enabling=True, value=None, builds=(1,), taken=taken(duration=2)), case("falls", needs=(1,))]
    wishes = [WishFacts(WishKind.MUST, "falls", by=1)]
    problem = frame(setting(), cases, [capability(1, CapabilityState.WISHED)], wishes).problem
    assert conflict(problem) is not None
    said = say_standstill(problem)
    assert "Falls starts by 2027 Q1" in said
    assert "the wish that Falls starts by 2027 Q1" in said
    assert "or more time" not in said, "the wish names a quarter: a longer plan does not help"
    assert said.endswith("No limit, however high, makes room for it: time, or another wish, stands in the way.")


def test_wishes_against_each_other_are_not_blamed_on_time() -> None:
    wishes = [WishFacts(WishKind.MUST, "falls"), WishFacts(WishKind.NEVER, "falls")]
    said = say_standstill(frame(setting(), [case("falls"), case("letters")], [], wishes).problem)
    assert "What would have to give: the wish that Falls is" in said
    assert "more time" not in said


def test_what_an_edit_left_unused_is_not_called_worthless() -> None:
    """By hand a use case may start later than it could, or leave the plan though there is room for it."""
    problem = frame(setting(), [case("falls"), case("letters")], []).problem
    late, out = reasons(problem, plan_of(problem, {"falls": 1}, bound=None, solver="by hand"))
    assert why(problem, late) == "It could start in 2027 Q1 too; the plan would gain by it."
    assert why(problem, out) == "It would fit from 2027 Q1 on, and the plan would gain by it."
    assert say_reason(problem, late) == "could start in 2027 Q1 too, which would add 118"
    assert say_reason(problem, out).startswith("would fit in 2027 Q1, and would add ")


def test_the_best_plan_is_only_called_that_where_it_is_proven() -> None:
    problem = frame(setting(), [case("falls"), case("letters")], []).problem
    greedy = plan_of(problem, {"falls": 0}, bound=None, solver="down the list")
    for bound, said in ((None, "the best plan found"), (0.0, "the best plan")):
        free = plan_of(problem, {"falls": 0, "letters": 0}, bound=bound, solver="by hand")
        told = say_greedy(greedy, WishCosts(free, Span(0.0, 0.0), ()))
        assert told.replace("\N{THIN SPACE}", " ") == f"gives 50 % of the value of {said}"
