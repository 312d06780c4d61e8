"""Everything that is said about a plan, reckoned once for the table, the JSON and the HTML."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from attending.analytics.records import to_record
from attending.analytics.sequencing import (
    SCHEMA,
    Alternatives,
    Effort,
    LimitPrice,
    Obstacle,
    Overrun,
    Plan,
    Problem,
    Reason,
    Worth,
    already_over,
    alternatives,
    greedy,
    limit_prices,
    reasons,
    say_place,
    say_reason,
    solve,
    worths,
)

PARTS = ("worth", "prices", "alternatives")
"""The parts that plan again and again, and can be left out."""

_MOST = 40  # initiatives whose worth is asked for, each with a plan of its own


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan with its reasons; what was left out is None."""

    problem: Problem
    plan: Plan
    reasons: tuple[Reason, ...]
    down_the_list: Plan
    already_over: tuple[Overrun, ...]
    set_aside: tuple[Obstacle, ...]
    worth: tuple[Worth, ...] | None
    prices: tuple[LimitPrice, ...] | None
    alternatives: Alternatives | None

    @property
    def greedy_share(self) -> float | None:
        """What ranking and going down the list reaches of this plan's value; None: the plan adds nothing."""
        return self.down_the_list.value / self.plan.value if self.plan.value else None


def answer(
    problem: Problem,
    effort: Effort,
    *,
    skip: Collection[str] = (),
    set_aside: tuple[Obstacle, ...] = (),
    step: Callable[[str], None],
) -> Answer:
    """Plan and explain; `step` is told what is being done. Raises as `solve` does."""
    step("planning")
    plan = solve(problem, effort)
    worth, prices, others = None, None, None
    if "worth" not in skip:
        step("what each initiative is worth")
        worth = worths(problem, plan, _asked(problem, plan))
    if "prices" not in skip:
        step("what each limit costs")
        prices = limit_prices(problem, plan)
    if "alternatives" not in skip:
        step("other plans")
        others = alternatives(problem, plan)
    return Answer(
        problem,
        plan,
        reasons(problem, plan),
        greedy(problem),
        already_over(problem),
        set_aside,
        worth,
        prices,
        others,
    )


def _asked(problem: Problem, plan: Plan) -> list[str]:
    """The initiatives whose worth is asked for: those that build something, then the most valuable."""
    by_key = problem.initiatives_by_key
    open_ones = [by_key[each.initiative] for each in plan.scheduled]
    return [each.key for each in sorted(open_ones, key=lambda each: (not each.builds, -each.value, each.key))][:_MOST]


def document(found: Answer) -> dict[str, object]:
    """The answer as plain data; reasons and limits also in words."""
    problem = found.problem
    return {
        "schema": SCHEMA,
        "quarters": list(problem.quarters),
        "plan": {**to_record(found.plan), "gap": found.plan.gap, "verdict": found.plan.verdict},
        "initiatives": {each.key: each.title for each in problem.initiatives},
        "capabilities": {each.key: each.title for each in problem.capabilities},
        "reasons": [{**to_record(each), "words": say_reason(problem, each)} for each in found.reasons],
        "down_the_list": to_record(found.down_the_list),
        "already_over": [{**to_record(each), "words": say_place(problem, each.place)} for each in found.already_over],
        "set_aside": to_record(found.set_aside),
        "worth": to_record(found.worth),
        "limit_prices": to_record(found.prices),
        "alternatives": None
        if found.alternatives is None
        else {**to_record(found.alternatives), "verdict": found.alternatives.verdict},
    }
