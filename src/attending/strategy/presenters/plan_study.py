"""What was found out about a plan: other plans nearly as good, and what stands whatever the panel's uncertainty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.sequencing import Plan, Problem, Span, say_wish
from attending.strategy.queries.plan_studies import Study
from attending.strategy.rules.plan_reasons import counts, share, span_share
from attending.ui import formats
from attending.ui.parts import DataTable, Status

_STANDINGS = {
    "core": Status("ok", "Core"),
    "borderline": Status("watch", "Borderline"),
    "out": Status("neutral", "Out"),
    "started": Status("info", "Started"),
}


@dataclass(frozen=True, slots=True)
class Robustness:
    """In one sentence, and each use case; ``open``: some are borderline, so each is worth a look."""

    verdict: str
    table: DataTable
    open: bool


@dataclass(frozen=True, slots=True)
class OtherPlans:
    """In one sentence, and how each differs from the plan at hand."""

    verdict: str
    table: DataTable
    always: str


def alternatives(problem: Problem, plan: Plan, study: Study) -> OtherPlans | None:
    """Several different plans, or that there are none; None while it is not known."""
    found = study.alternatives
    if found is None:
        return None
    titles = {each.key: each.title for each in problem.initiatives}
    rows: list[Sequence[object]] = []
    for number, other in enumerate(found.plans[1:], start=1):
        enters = [titles[key] for key in other.starts if key not in plan.starts]
        leaves = [titles[key] for key in plan.starts if key not in other.starts]
        rows.append([f"Plan {number}", share(other.value, plan.value), ", ".join(enters), ", ".join(leaves)])
    table = DataTable(["Other plan", "Worth of this one", "Enters", "Leaves"], rows, "", (1,), stacks=True)
    always = ", ".join(titles[key] for key in found.in_all) if rows else ""
    verdict = found.verdict
    many = "one use case enters or leaves" if found.differ == 1 else f"{found.differ} use cases enter or leave"
    meant = f"Different means that at least {many}; enabling work does not count."
    return OtherPlans(f"{verdict[0].upper()}{verdict[1:]}. {meant}", table, always)


def wish_costs(problem: Problem, study: Study) -> list[tuple[str, str]]:
    """Each wish of the plan with what it costs, and all of them together; empty where nothing was wished."""
    found = study.wishes
    if found is None or not found.found:
        return []
    whole = found.free.value
    said = [(say_wish(problem, problem.wishes[each.wish]), _cost(each.cost, whole)) for each in found.found]
    return [*said, ("All together", _cost(found.together, whole))] if len(said) > 1 else said


def _cost(span: Span, whole: float) -> str:
    return f"{span_share(span, whole)} of the value" if counts(span, whole) else "nothing"


def robustness(problem: Problem, study: Study) -> Robustness | None:
    """Core, borderline or out over the re-runs of the panel; None while it is not known."""
    found = study.robust
    if found is None:
        return None
    order = {"core": 0, "borderline": 1, "started": 2, "out": 3}
    titles = {each.key: each.title for each in problem.initiatives}
    rows = [
        [
            titles[each.initiative],
            _STANDINGS[each.standing],
            f"{formats.percent(each.share, 0)} ({formats.interval(each.low, each.high, 'percent0')})",
            "" if each.usual is None else problem.quarter(each.usual),
        ]
        for each in sorted(found.initiatives, key=lambda each: (order[each.standing], -each.share, each.initiative))
    ]
    caption = f"n {found.draws} re-runs of the meeting with clinicians drawn from the panel; 95 % interval"
    headers = ["Use case", "Standing", "In the plan", "Starts most often in"]
    standings = Counter[str](each.standing for each in found.initiatives)
    told = ", ".join(f"{standings[each]} {each}" for each in order if standings[each])
    verdict = f"In {found.draws} re-runs of the panel: {told}."
    return Robustness(verdict, DataTable(headers, rows, caption, (2,), stacks=True), standings["borderline"] > 0)
