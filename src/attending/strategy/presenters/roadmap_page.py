"""The page of a roadmap, put together from what the queries read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from attending.analytics import sequencing
from attending.decisions.models import Proposal
from attending.program.models import UseCase
from attending.strategy.models import Plan, PlanningJob, PlanningState, PlanOrigin, Roadmap
from attending.strategy.presenters import plan as present
from attending.strategy.presenters import plan_chart
from attending.strategy.presenters.plan_edit import say_edit
from attending.strategy.presenters.plan_prices import prices
from attending.strategy.presenters.plan_study import alternatives, robustness, wish_costs
from attending.strategy.queries.current_plans import Kept
from attending.strategy.queries.plan_studies import Study
from attending.strategy.rules.plan_study import PARTS
from attending.ui import formats
from attending.ui.parts import Event, Status

_MARKS = {
    PlanningState.WAITING: "pending",
    PlanningState.RUNNING: "info",
    PlanningState.DONE: "ok",
    PlanningState.FAILED: "breach",
    PlanningState.OVERTAKEN: "neutral",
}


@dataclass(frozen=True, slots=True)
class JobView:
    """What is being computed, and how far it is."""

    status: Status
    active: bool
    title: str
    stage: str
    done: int
    total: int
    message: str


def job_view(job: PlanningJob | None) -> JobView | None:
    """A job that runs or failed; None for one that is done, and where there is none."""
    if job is None or job.state in {PlanningState.DONE, PlanningState.OVERTAKEN}:
        return None
    state = PlanningState(job.state)
    making = job.plan_id is None
    failed = state == PlanningState.FAILED
    titles = ("The plan is being made", "More is being found out about this plan")
    failures = ("The plan could not be made", "Not everything could be found out about this plan")
    return JobView(
        Status(_MARKS[state], str(state.label)),
        not failed,
        (failures if failed else titles)[0 if making else 1],
        job.stage or "waiting to begin",
        job.done,
        max(job.total, len(PARTS) + 1),
        job.message,
    )


def plan_parts(
    roadmap: Roadmap, kept: Kept, study: Study, use_cases: Mapping[str, UseCase], *, may_move: bool
) -> dict[str, Any]:
    """Everything about one plan."""
    problem, plan = kept.problem, kept.plan
    reasons = {each.initiative: each for each in sequencing.reasons(problem, plan)}
    return {
        "stats": present.stats(problem, plan, study),
        "figure": plan_chart.figure(problem, plan),
        "places": present.place_table(roadmap, problem, plan, reasons, study, use_cases, may_move=may_move),
        "left_out": present.left_out_table(roadmap, problem, plan, reasons, kept.aside, use_cases, may_move=may_move),
        "more_aside": max(0, len(kept.aside) - present.ASIDE_SHOWN),
        "capabilities": present.capability_table(problem, plan),
        "prices": prices(problem, plan, study),
        "wish_costs": wish_costs(problem, study),
        "alternatives": alternatives(problem, plan, study),
        "robust": robustness(problem, study),
        "study": study,
        "made": made(kept.record),
    }


def made(plan: Plan) -> str:
    """Who made the plan, when, and from what."""
    how = "solved" if plan.origin == PlanOrigin.SOLVED else f"edited by hand: {say_edit(plan)}"
    return f"{plan.made_by}, {formats.moment(plan.made_at)}, {how}. Inputs SHA-256 {plan.inputs_sha256[:12]}."


def history(plans: Sequence[Plan]) -> list[Event]:
    """Every plan there was, newest first."""
    return [
        Event(
            formats.moment(each.made_at),
            "Solved" if each.origin == PlanOrigin.SOLVED else say_edit(each),
            who=str(each.made_by),
            machine_when=each.made_at.isoformat(),
        )
        for each in plans
    ]


def question(proposal: Proposal | None) -> dict[str, str] | None:
    """The decision that is asked for, where one is open."""
    if proposal is None:
        return None
    return {"title": proposal.question, "url": reverse("decisions:proposal", args=[proposal.pk])}
