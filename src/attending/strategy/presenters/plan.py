"""A plan, ready to print: what starts when and why, what is left out and why, what each is worth in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse

from attending.analytics.sequencing import Plan, Problem, Reason, Worth
from attending.program.models import UseCase
from attending.program.registries.pages import url_of
from attending.strategy.models import Roadmap
from attending.strategy.queries.plan_studies import Study
from attending.strategy.rules.plan_reasons import share, span_share, there_from, why, work_span
from attending.strategy.rules.roadmap_facts import LeftAside
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Stat, Status

ASIDE_SHOWN: Final = 10
"""How many use cases that were not weighed are named; the others are counted."""


def stats(problem: Problem, plan: Plan, study: Study) -> list[Stat]:
    """Four numbers: how good, how much is in, what going down the list would give, capabilities built."""
    verdict = plan.verdict.capitalize()
    good = Status("ok" if plan.proven else "info", "No plan within these limits is worth more" if plan.proven else "")
    built = [key for key, at in plan.capabilities.items() if at is not None and _is_built(problem, key)]
    needed = sum(1 for each in problem.capabilities if _is_built(problem, each.key))
    return [
        Stat("How good", verdict, source=plan.solver, status=good if plan.proven else None),
        Stat(
            "In the plan", formats.count(len(plan.scheduled)), f"of {formats.count(len(problem.initiatives))} use cases"
        ),
        _greedy_stat(study),
        Stat("Capabilities it builds", formats.count(len(built)), f"of {formats.count(needed)} not there yet"),
    ]


def _is_built(problem: Problem, key: str) -> bool:
    return problem.capabilities_by_key[key].available is None


def _greedy_stat(study: Study) -> Stat:
    label = "Going down the panel's list instead"
    if study.greedy is None or study.wishes is None:
        return Stat(label, formats.EN_DASH, note="not found out yet")
    best = "best plan" if study.wishes.free.proven else "best plan found"
    against = f"of the {best} without wishes" if study.wishes.found else "of this plan's value"
    return Stat(label, share(study.greedy.value, study.wishes.free.value), against, note="each as it fits")


def place_table(
    roadmap: Roadmap,
    problem: Problem,
    plan: Plan,
    reasons: Mapping[str, Reason],
    study: Study,
    use_cases: Mapping[str, UseCase],
    *,
    may_move: bool,
) -> DataTable:
    """Each use case of the plan: when, why not earlier, its own value and its worth in the plan, both of the whole."""
    worths = {each.initiative: each for each in study.worth.found} if study.worth else {}
    titles = problem.initiatives_by_key
    headers = ["Use case", "Work", "Why then", "Own value", "Worth in the plan", *(["Move"] if may_move else [])]
    rows: list[Sequence[object]] = []
    for each in plan.scheduled:
        title = titles[each.initiative].title
        row: list[object] = [
            Link(title, _url(use_cases, each.initiative)),
            work_span(problem, each.start, each.finish),
            why(problem, reasons[each.initiative]),
            *_worth_cells(problem, plan, worths.get(each.initiative), known=study.worth is not None),
        ]
        if may_move:
            started = titles[each.initiative].start is not None
            row.append("" if started else Link("Move", _move_url(roadmap, each.initiative)))
        rows.append(row)
    return DataTable(headers, rows, "Shares are of the plan's whole value", (3,), stacks=True)


def _worth_cells(problem: Problem, plan: Plan, worth: Worth | None, *, known: bool) -> list[object]:
    if worth is None:
        nothing = "started before" if known else "not yet"
        return [nothing, nothing]
    if worth.in_plan is None:
        return [share(worth.own, plan.value), "a wish asks for it"]
    carried = [problem.initiatives_by_key[key].title for key in worth.gone]
    detail = f"without it, out: {', '.join(carried)}" if carried else ""
    return [share(worth.own, plan.value), Link(span_share(worth.in_plan, plan.value), detail=detail)]


def left_out_table(
    roadmap: Roadmap,
    problem: Problem,
    plan: Plan,
    reasons: Mapping[str, Reason],
    aside: Sequence[LeftAside],
    use_cases: Mapping[str, UseCase],
    *,
    may_move: bool,
) -> DataTable:
    """What is not in the plan, and why; first what was weighed, then some of what could not be."""
    titles = problem.initiatives_by_key
    rows: list[Sequence[object]] = [
        [
            Link(titles[key].title, _url(use_cases, key)),
            why(problem, reasons[key]),
            Link(f"Put{formats.NO_BREAK_SPACE}in", _move_url(roadmap, key)) if may_move else "",
        ]
        for key in plan.out
    ]
    rows += [
        [Link(each.title, _url(use_cases, each.key)), f"Not weighed: {each.why[0].lower()}{each.why[1:]}", ""]
        for each in aside[:ASIDE_SHOWN]
    ]
    table = [row if may_move else row[:2] for row in rows]
    return DataTable(["Use case", "Why", *(["Move"] if may_move else [])], table, "Not in the plan", stacks=True)


def _url(use_cases: Mapping[str, UseCase], key: str) -> str:
    return url_of(use_cases[key]) if key in use_cases else ""


def _move_url(roadmap: Roadmap, key: str) -> str:
    return reverse("strategy:move", args=[roadmap.pk, key])


def capability_table(problem: Problem, plan: Plan) -> DataTable:
    """Each capability that the plan needs or builds: from when it is there, who builds it, who needs it."""
    rows: list[Sequence[object]] = []
    starts = plan.starts
    for each in problem.capabilities:
        builders = [i.title for i in problem.initiatives if each.key in i.builds and i.key in starts]
        needers = [i.title for i in problem.initiatives if each.key in i.needs and i.key in starts]
        if not builders and not needers:
            continue
        rows.append([each.title, there_from(problem, plan, each.key), ", ".join(builders), ", ".join(needers)])
    return DataTable(["Capability", "There", "Built in this plan by", "Needed in this plan by"], rows, stacks=True)
