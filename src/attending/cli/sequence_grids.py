"""A plan as sentences and tables of text, the same for terminal and HTML."""

from __future__ import annotations

from collections.abc import Sequence

from attending.analytics.sequencing import (
    Alternatives,
    Conflict,
    Gives,
    Plan,
    Problem,
    say_number,
    say_place,
    say_reason,
    say_span,
    say_wish,
)
from attending.cli.sequence_answer import Answer
from attending.documents.grid import Grid

_KIND = {"resource": "", "change_load": "change load on ", "running": "running at once, tier ", "live": "in use, tier "}


def sentences(found: Answer) -> list[str]:
    """What stands out."""
    problem, plan = found.problem, found.plan
    said = [
        f"{len(plan.scheduled)} of {len(problem.initiatives)} initiatives are in the plan, worth "
        f"{say_number(plan.value)}: {plan.verdict}."
    ]
    share = found.greedy_share
    if share is not None:
        unasked = ", no wish asked," if problem.wishes else ""
        said.append(f"Ranking and going down the list{unasked} would reach {100 * share:.0f} % of it.")
    said += [
        f"{say_place(problem, each.place)}: what has started already is over by {say_number(each.over)}."
        for each in found.already_over
    ]
    said += [f"Set aside: {each.message}" for each in found.set_aside]
    if found.alternatives is not None:
        verdict = found.alternatives.verdict
        said.append(f"{verdict[0].upper()}{verdict[1:]}.")
    return said


def grids(found: Answer) -> list[Grid]:
    """The tables, those that were left out not among them."""
    tables = [_by_quarter(found), _capabilities(found), _not_earlier(found), _left_out(found)]
    if found.prices is not None:
        tables.append(_prices(found))
    if found.alternatives is not None:
        tables.append(_other_plans(found.problem, found.alternatives))
    return [each for each in tables if each.rows]


def no_plan(problem: Problem, why: Conflict | None, given: Gives | None) -> list[str]:
    """Why there is no plan, and what would have to give, line by line."""
    said = ["No plan keeps every limit and every wish."]
    if why is not None:
        said.append("These cannot stand together:" if why.irreducible else "The trouble lies among these:")
        said += [f"  - {each}" for each in why.words]
        said += [f"  ({each}.)" for each in why.facts]
    if given is not None:
        said += _giving(problem, given)
    return said


def _giving(problem: Problem, given: Gives) -> list[str]:
    least = "at least" if given.proven else "about"
    said = []
    if given.limits is None:
        said.append("No budget helps: the time it takes, or the wishes themselves, stand in the way.")
    elif given.limits:
        said.append(f"With every wish kept, {least} these limits would have to give:")
        said += [
            f"  - {say_place(problem, each.place)}: {say_number(each.needed)} instead of {say_number(each.limit)}"
            for each in given.limits
        ]
    if given.wishes:
        said.append("With every limit kept, a plan exists without:")
        said += [f"  - {say_wish(problem, problem.wishes[at])}" for at in given.wishes]
    return said


def _by_quarter(found: Answer) -> Grid:
    problem, plan = found.problem, found.plan
    by_key = problem.initiatives_by_key
    worth = {each.initiative: each for each in found.worth or ()}
    rows = []
    for each in plan.scheduled:
        one = worth.get(each.initiative)
        title = by_key[each.initiative].title
        begun = by_key[each.initiative].start is not None
        own = by_key[each.initiative].value * problem.weight(each.finish + 1)
        in_plan = "" if one is None else "has to be" if one.in_plan is None else say_span(one.in_plan)
        row = [
            problem.quarter(each.start),
            title,
            problem.quarter(each.finish),
            "started" if begun else say_number(own),
        ]
        rows.append([*row, in_plan] if found.worth is not None else row)
    columns = ["starts", "initiative", "runs through", "own value"]
    columns += ["worth in the plan"] if found.worth is not None else []
    notes = ["Worth in the plan: what the best plan loses without it."] if found.worth is not None else []
    if any(by_key[each.initiative].start is not None for each in plan.scheduled):
        notes.append("What has started adds the same to every plan and is not counted.")
    numeric = [3, 4] if found.worth is not None else [3]
    return Grid("The plan by quarter", columns, rows, numeric, " ".join(notes))


def _capabilities(found: Answer) -> Grid:
    problem, plan = found.problem, found.plan
    builders: dict[str, list[str]] = {}
    for each in plan.scheduled:
        for key in problem.initiatives_by_key[each.initiative].builds:
            builders.setdefault(key, []).append(problem.initiatives_by_key[each.initiative].title)
    there = sorted(
        (at, each.title, ", ".join(builders.get(each.key, [])) or "was there")
        for each in problem.capabilities
        if (at := plan.capabilities[each.key]) is not None
    )
    rows = [[problem.quarter(at) if at > 0 else "now", title, by] for at, title, by in there]
    return Grid("Capabilities that are there", ["from", "capability", "built by"], rows)


def _not_earlier(found: Answer) -> Grid:
    order = [each.initiative for each in found.plan.scheduled]
    return Grid("Why not earlier", ["initiative", "why"], _reasons(found, order))


def _left_out(found: Answer) -> Grid:
    return Grid("Not in the plan", ["initiative", "why"], _reasons(found, found.plan.out))


def _reasons(found: Answer, keys: Sequence[str]) -> list[list[str]]:
    problem, why = found.problem, {each.initiative: each for each in found.reasons}
    return [[problem.initiatives_by_key[key].title, say_reason(problem, why[key])] for key in keys]


def _prices(found: Answer) -> Grid:
    titles = {each.key: each.title for each in found.problem.initiatives}
    rows = [
        [
            f"{_KIND[each.kind]}{each.name}",
            "" if each.fullest is None else f"{100 * each.fullest:.0f} %",
            say_span(each.gain),
            ", ".join(titles[key] for key in each.enters),
        ]
        for each in found.prices or ()
    ]
    columns = ["limit", "fullest quarter", "gain from 10 % more", "what would enter"]
    return Grid("What each limit costs", columns, rows, [1, 2])


def _other_plans(problem: Problem, others: Alternatives) -> Grid:
    titles = {each.key: each.title for each in problem.initiatives}
    first = others.plans[0]

    def named(keys: set[str]) -> str:
        return ", ".join(sorted(titles[key] for key in keys))

    def row(at: int, plan: Plan) -> list[str]:
        share = f"{100 * plan.value / first.value:.1f} %" if first.value else ""
        enters, leaves = plan.starts.keys() - first.starts.keys(), first.starts.keys() - plan.starts.keys()
        return [str(at), share, named(set(enters)), named(set(leaves))]

    rows = [row(at, plan) for at, plan in enumerate(others.plans[1:], start=1)]
    note = f"In every one of these plans: {named(set(others.in_all))}."
    return Grid("Other plans nearly as good", ["plan", "share of value", "enters", "leaves"], rows, [1], note)
