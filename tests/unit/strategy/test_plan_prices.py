"""What each limit costs: a little more of it, and its absence."""

from __future__ import annotations

from collections.abc import Callable

from attending.analytics.sequencing import LimitPrice, Plan, Problem, Span, limit_prices, solve
from attending.strategy.presenters.plan_prices import prices
from attending.strategy.queries.plan_studies import Study
from attending.strategy.rules.plan_prices import most_binding, priced
from attending.strategy.rules.plan_study import PARTS, Draws, Prices
from attending.strategy.rules.roadmap_problem import frame
from tests.unit.strategy.facts import case, setting, taken


def asked(quarters: int = 2, count: int = 3, **changes: float | None) -> Problem:
    """Use cases that take 90 thousand and 60 hours each; one a quarter has room."""
    amounts = {"money": (100.0,) * quarters, "clinician_hours": (100.0,) * quarters, **changes}
    cases = [case(f"case-{at}", taken=taken(money=90.0, clinician_hours=60.0)) for at in range(count)]
    return frame(setting(quarters, **amounts), cases, []).problem


def studied(problem: Problem, alive: Callable[[], None] = lambda: None) -> tuple[Plan, Prices]:
    plan = solve(problem)
    found = PARTS["prices"].compute(problem, plan, Draws((), {}), alive)
    assert isinstance(found, Prices)
    return plan, found


def shown(problem: Problem, plan: Plan, found: Prices) -> tuple[str, list[list[object]], str]:
    told = prices(problem, plan, Study(None, None, None, None, None, found))
    assert told is not None
    return told.answer, [list(row) for row in told.table.rows], told.free


def test_a_limit_that_a_tenth_more_does_not_ease_may_be_the_one_that_binds() -> None:
    """Money binds: two at once take 180 thousand of 100, which no tenth more gives; of hours there is enough."""
    problem = asked(clinician_hours=(200.0,) * 2)
    plan, found = studied(problem)
    answer, rows, free = shown(problem, plan, found)
    assert [row[0] for row in rows] == ["money"]
    assert rows[0][2] == "nothing", "by a tenth more"
    assert rows[0][3] != "nothing", "without it"
    assert answer.startswith("What holds the plan back most: money. Without this limit it would gain ")
    assert free == "Lifting any one of these alone would gain nothing: clinician hours."
    assert found.lifted[0].name == "money"
    assert found.lifted[0].gain == limit_prices(problem, plan, step=None, only=[("resource", "money")])[0].gain


def test_where_two_limits_bind_together_neither_is_called_the_one() -> None:
    """Two at once would take 120 of 100 hours too: either limit holds back alone, and lifting one gains nothing."""
    problem = asked()
    plan, found = studied(problem)
    assert shown(problem, plan, found) == (
        "",
        [],
        "Lifting any one of these alone would gain nothing: clinician hours, money.",
    )


def test_what_is_not_known_of_a_limit_is_not_said_of_another() -> None:
    def price(name: str, low: float, high: float | None) -> LimitPrice:
        return LimitPrice("resource", name, None, None, Span(low, high))

    money, hours = price("money", 5.0, 6.0), price("hours", 1.0, 4.0)
    for other, first in ((hours, "money"), (price("hours", 1.0, 5.5), None), (price("hours", 0.0, None), None)):
        most = most_binding(priced(Prices(0.1, (money, other), (money, other))))
        assert (most.name if most else None) == first


def test_a_large_plan_is_asked_about_a_tenth_more_only() -> None:
    _, found = studied(asked(quarters=9, count=14))
    assert found.lifted == ()
    assert most_binding(priced(found)) is None
    assert len(found.found) == 2
