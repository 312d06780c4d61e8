"""From records to a planning question."""

from __future__ import annotations

from datetime import date

import pytest

from attending.analytics.sequencing import After, EitherOr, Must, Never, Together, available_from, solve, usage
from attending.analytics.sequencing.timeline import committed
from attending.program.models.capabilities import CapabilityState
from attending.program.rules import Refused
from attending.strategy.models import WishKind
from attending.strategy.rules.roadmap_facts import WishFacts, Work
from attending.strategy.rules.roadmap_problem import frame
from tests.unit.strategy.facts import WARD, capability, case, setting, taken


def test_value_is_the_panels_times_the_people_reached() -> None:
    [only] = frame(setting(), [case("falls", value=62.5, taken=taken(reach=4.0))], []).problem.initiatives
    assert only.value == 250.0
    assert only.demand == {"money": (50.0,)}


def test_enabling_work_that_the_panel_did_not_judge_has_no_value_of_its_own() -> None:
    found = frame(setting(), [case("feed", enabling=True, value=None)], []).problem
    assert [each.value for each in found.initiatives] == [0.0]


def test_what_nobody_assessed_counts_as_high_risk() -> None:
    found = frame(setting(most_high=1), [case("falls", tier=""), case("letters", tier="low")], []).problem
    assert [each.tier for each in found.initiatives] == ["high", "low"]
    assert found.limits.running == {"high": (1.0,) * 4}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"taken": None}, "Nobody estimated what it takes."),
        ({"value": None}, "The panel did not judge it."),
        ({"in_use": True}, "It is in use already."),
        ({"work": Work(date(2026, 4, 1), date(2026, 7, 1), date(2026, 7, 1))}, "It finished in 2026 Q3."),
    ],
)
def test_what_cannot_be_planned_is_set_aside_with_its_reason(changes: dict[str, object], why: str) -> None:
    found = frame(setting(), [case("falls", **changes), case("letters")], [])
    assert [(each.key, each.why) for each in found.aside] == [("falls", why)]
    assert [each.key for each in found.problem.initiatives] == ["letters"]


def test_nothing_to_plan_is_said() -> None:
    with pytest.raises(Refused, match="each needs an estimate of what it takes"):
        frame(setting(), [case("falls", taken=None)], [])
    with pytest.raises(Refused, match="No use case can be planned"):
        frame(setting(), [], [])


@pytest.mark.parametrize(
    ("state", "expected_on", "available"),
    [
        (CapabilityState.AVAILABLE, None, 0),
        (CapabilityState.WISHED, None, None),
        (CapabilityState.RETIRED, None, None),
        (CapabilityState.BUILDING, None, None),
        (CapabilityState.BUILDING, date(2026, 11, 30), 1),  # overdue and not there: next quarter at the earliest
        (CapabilityState.BUILDING, date(2027, 1, 1), 0),
        (CapabilityState.BUILDING, date(2027, 4, 1), 1),
        (CapabilityState.BUILDING, date(2027, 4, 2), 2),
    ],
)
def test_a_capability_is_there_from_the_first_quarter_that_begins_with_it(
    state: CapabilityState, expected_on: date | None, available: int | None
) -> None:
    facts = capability(7, state, expected_on=expected_on)
    [found] = frame(setting(), [case("falls", needs=(7,))], [facts]).problem.capabilities
    assert found.available == available


def test_what_a_finished_use_case_built_is_there() -> None:
    work = Work(date(2026, 4, 1), date(2026, 7, 1), date(2026, 7, 1))
    cases = [case("feed", builds=(7,), work=work), case("falls", needs=(7,))]
    [found] = frame(setting(), cases, [capability(7, CapabilityState.WISHED)]).problem.capabilities
    assert found.available == 0


@pytest.mark.parametrize(
    ("started", "expected", "start", "duration"),
    [
        (date(2026, 10, 1), date(2027, 4, 1), -1, 3),
        (date(2026, 10, 1), date(2026, 10, 1), -1, 2),  # it should have finished: a quarter more at least
        (date(2027, 1, 1), date(2027, 1, 1), 0, 1),
    ],
)
def test_what_runs_keeps_its_start_and_lasts_as_long_as_is_expected_now(
    started: date, expected: date, start: int, duration: int
) -> None:
    running = case("falls", work=Work(started, None, expected), in_use=True)
    [found] = frame(setting(), [running], []).problem.initiatives
    assert (found.start, found.duration) == (start, duration)
    assert found.demand["money"] == (50.0,) * duration


def test_what_ends_before_the_plan_begins_takes_nothing_of_it() -> None:
    """Planned in 2026 Q4 for 2027: work of this quarter is over by then, and what it builds is there."""
    before = setting(this_quarter=date(2026, 10, 1))
    running = case("feed", builds=(7,), work=Work(date(2026, 7, 1), None, date(2026, 10, 1)))
    overdue = case("late", work=Work(date(2026, 4, 1), None, date(2026, 7, 1)))
    cases = [running, overdue, case("falls", needs=(7,))]
    problem = frame(before, cases, [capability(7, CapabilityState.WISHED)]).problem
    assert [(each.start, each.duration) for each in problem.initiatives[:2]] == [(-2, 2), (-3, 3)]
    assert available_from(problem, committed(problem))["capability-7"] == 0
    assert set(usage(problem, committed(problem)).values()) == {0.0}
    facts = capability(8, CapabilityState.BUILDING, expected_on=date(2026, 11, 30))
    assert frame(before, cases, [capability(7, CapabilityState.WISHED), facts]).problem.capabilities[1].available == 0


def test_what_is_late_in_a_plan_that_has_begun_runs_through_this_quarter() -> None:
    late = case("falls", work=Work(date(2027, 1, 1), None, date(2027, 1, 1)))
    [found] = frame(setting(this_quarter=date(2027, 7, 1)), [late], []).problem.initiatives
    assert (found.start, found.duration) == (0, 3)


def test_what_runs_takes_its_share_though_no_panel_judged_it() -> None:
    running = case("falls", value=None, work=Work(date(2027, 1, 1), None, date(2027, 4, 1)))
    found = frame(setting(), [running, case("letters", taken=taken(money=80.0))], [])
    assert found.aside == ()
    assert solve(found.problem).starts == {"falls": 0, "letters": 2}, "there is no room beside it"


def test_a_unit_can_bear_what_was_said_of_it_or_what_is_usual() -> None:
    cases = [case("falls", taken=taken(loads={WARD: 3})), case("letters")]
    assert frame(setting(load=5), cases, []).problem.limits.change_load == {"4 West": (5.0,) * 4}
    assert frame(setting(load=5, load_by_unit={WARD: 2}), cases, []).problem.limits.change_load == {
        "4 West": (2.0,) * 4
    }
    assert frame(setting(), cases, []).problem.limits.change_load == {"4 West": (None,) * 4}


def test_wishes_are_asked_of_the_plan() -> None:
    wishes = [
        WishFacts(WishKind.MUST, "falls", by=2),
        WishFacts(WishKind.NEVER, "letters"),
        WishFacts(WishKind.TOGETHER, "falls", "bleeds"),
        WishFacts(WishKind.EITHER, "falls", "letters"),
        WishFacts(WishKind.AFTER, "falls", "bleeds"),
    ]
    asked = frame(setting(), [case(key) for key in ("falls", "letters", "bleeds")], [], wishes).problem.wishes
    assert asked == (
        Must("falls", 1),
        Never("letters"),
        Together(("falls", "bleeds")),
        EitherOr(("falls", "letters")),
        After("falls", "bleeds"),
    )


def test_a_wish_for_what_cannot_be_planned_is_refused_with_the_reason() -> None:
    cases = [case("falls", taken=None), case("letters")]
    with pytest.raises(Refused, match="Falls is wished for, but it cannot be planned"):
        frame(setting(), cases, [], [WishFacts(WishKind.MUST, "falls")])
    with pytest.raises(Refused, match="Falls is wished for"):
        frame(setting(), cases, [], [WishFacts(WishKind.TOGETHER, "letters", "falls")])


def test_a_wish_that_asks_nothing_any_more_is_left_out() -> None:
    finished = Work(date(2026, 4, 1), date(2026, 7, 1), date(2026, 7, 1))
    cases = [case("falls", work=finished), case("bleeds", taken=None), case("letters")]
    wishes = [
        WishFacts(WishKind.AFTER, "letters", "falls"),
        WishFacts(WishKind.MUST, "falls"),
        WishFacts(WishKind.NEVER, "bleeds"),
        WishFacts(WishKind.EITHER, "letters", "bleeds"),
    ]
    assert frame(setting(), cases, [], wishes).problem.wishes == ()


def test_more_than_can_be_planned_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="more than the 1,000 that can be planned at once"):
        frame(setting(), [case(f"case-{at}") for at in range(5_000)], [])
