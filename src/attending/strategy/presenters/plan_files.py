"""A plan as files: a table for a spreadsheet, and everything for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attending.analytics import sequencing
from attending.strategy.models import Plan, PlanStudy, Roadmap
from attending.strategy.queries.current_plans import Kept
from attending.strategy.queries.plan_studies import Study
from attending.strategy.rules.plan_reasons import why

HEADERS = (
    "Use case",
    "Key",
    "In the plan",
    "First quarter of work",
    "Last quarter of work",
    "Why",
    "Own value",
    "Worth in the plan, at least",
    "Worth in the plan, at most",
    "Share of re-runs of the panel in which it is in the plan",
)


def table(found: Kept, study: Study) -> tuple[tuple[str, ...], list[list[object]]]:
    """Every use case, what is in the plan first; values in panel points times thousand people."""
    problem, plan = found.problem, found.plan
    reasons = {each.initiative: each for each in sequencing.reasons(problem, plan)}
    worths = {each.initiative: each for each in study.worth.found} if study.worth else {}
    shares = {each.initiative: each.share for each in study.robust.initiatives} if study.robust else {}
    rows: list[list[object]] = []
    for each in plan.scheduled:
        worth = worths.get(each.initiative)
        span = worth.in_plan if worth else None
        rows.append(
            [
                problem.initiatives_by_key[each.initiative].title,
                each.initiative,
                True,
                problem.quarter(each.start),
                problem.quarter(each.finish),
                why(problem, reasons[each.initiative]),
                worth.own if worth else None,
                span.low if span else None,
                span.high if span else None,
                shares.get(each.initiative),
            ]
        )
    for key in plan.out:
        title = problem.initiatives_by_key[key].title
        rows.append([title, key, False, None, None, why(problem, reasons[key]), None, None, None, shares.get(key)])
    rows += [[each.title, each.key, False, None, None, each.why, None, None, None, None] for each in found.aside]
    return HEADERS, rows


def document(roadmap: Roadmap, plan: Plan, studies: Mapping[str, PlanStudy]) -> dict[str, Any]:
    """Everything as it is kept."""
    return {
        "roadmap": {"title": roadmap.title, "state": roadmap.state, "panel": roadmap.panel.title},
        "made_at": plan.made_at.isoformat(),
        "inputs_sha256": plan.inputs_sha256,
        "problem": plan.problem,
        "plan": plan.result,
        "not_weighed": plan.aside,
        "studies": {part: study.document for part, study in studies.items()},
    }
