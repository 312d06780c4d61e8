"""What each limit costs, ready to print: what the plan would gain by a tenth more of it, and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.sequencing import Plan, Problem
from attending.strategy.queries.plan_studies import Study
from attending.strategy.rules.plan_prices import Priced, most_binding, priced, say_gain
from attending.strategy.rules.plan_reasons import span_share
from attending.ui import formats
from attending.ui.parts import DataTable


@dataclass(frozen=True, slots=True)
class Prices:
    """Which limit holds most back, where that is known; those that cost something as a table; the others by name."""

    answer: str
    table: DataTable
    free: str


def prices(problem: Problem, plan: Plan, study: Study) -> Prices | None:
    """What each limit costs; None while it is not known."""
    if study.prices is None:
        return None
    found = priced(study.prices)
    costly = [each for each in found if each.costs(plan)]
    free = ", ".join(each.name for each in found if not each.costs(plan))
    lifted = bool(study.prices.lifted)
    most = most_binding(found)
    answer = ""
    if most is not None and most.lifted is not None:
        gain = span_share(most.lifted.gain, plan.value)
        answer = f"What holds the plan back most: {most.name}. Without this limit it would gain {gain} of its value."
    alone = "Lifting any one of these alone" if lifted else "A tenth more of any one of these alone"
    return Prices(
        answer,
        _table(problem, plan, costly, lifted=lifted),
        f"{alone} would gain nothing: {free}." if free else "",
    )


def _table(problem: Problem, plan: Plan, costly: Sequence[Priced], *, lifted: bool) -> DataTable:
    titles = problem.initiatives_by_key
    rows: list[Sequence[object]] = []
    for each in costly:
        last = each.lifted or each.raised
        rows.append(
            [
                each.name,
                "" if last.fullest is None else formats.percent(last.fullest, 0),
                say_gain(each.raised, plan),
                *([say_gain(each.lifted, plan)] if each.lifted else []),
                ", ".join(titles[key].title for key in last.enters),
            ]
        )
    gains = ["Gain by a tenth more", *(["Gain without it"] if lifted else [])]
    takes = "Without it, it would take in" if lifted else "It would take in"
    return DataTable(
        ["Limit", "Fullest quarter now", *gains, takes],
        rows,
        "Gains are shares of the plan's value. Of use cases in work at once, a tenth more is one more at least",
        (1,),
        stacks=True,
    )
