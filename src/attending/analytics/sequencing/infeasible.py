"""Which wishes, limits and needs cannot stand together: a smallest set of them, proven by solving it again alone.

CP-SAT takes each group of rows as an assumption and names those behind a contradiction. Its answer is held to two
tests, a part of what was assumed and infeasible when solved alone; if it fails them, the search starts from all
groups. Then every group without which the contradiction stays is left out (deletion filter: Chinneck & Dravnieks
1991), so that what is left is irreducible: take any one away and the rest can be kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from attending.analytics.sequencing.check import require_sound
from attending.analytics.sequencing.cp_sat import infeasible_core, is_feasible
from attending.analytics.sequencing.groups import Group
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import Model, build
from attending.analytics.sequencing.timeline import available_from, committed
from attending.analytics.sequencing.wishes import Must, StartIn, Wish
from attending.analytics.sequencing.words import say_group

_SECONDS = 20.0  # of CP-SAT's own count, for one question
_FREE = {"window", "end"}  # facts of the model that no one could change


@dataclass(frozen=True, slots=True)
class Conflict:
    """Groups that cannot stand together; `irreducible`: and any one fewer can, which was tried for each.

    words: one for each group. facts: for wishes that ask for a start, when that initiative can start at all; for needs,
    from when that capability can be there at the earliest if nothing but time stood in the way.
    """

    groups: tuple[Group, ...]
    words: tuple[str, ...]
    facts: tuple[str, ...]
    irreducible: bool


def conflict(problem: Problem, *, seconds: float = _SECONDS) -> Conflict | None:
    """Why no plan exists; None: one does, or it could not be told within `seconds` of CP-SAT's own count.

    Raises `Unsound` as `solve` does.
    """
    require_sound(problem)
    model = build(problem)
    groups = {row.group for row in model.rows if row.group.kind not in _FREE}
    core = infeasible_core(model, groups, seconds=seconds)
    if core is None:
        return None
    if not core <= groups or is_feasible(_only(model, core), seconds=seconds) is not False:
        core = frozenset(groups)
    core, irreducible = _deletion_filter(model, core, seconds)
    found = tuple(sorted(core))
    return Conflict(found, tuple(say_group(problem, each) for each in found), _facts(problem, found), irreducible)


def _only(model: Model, groups: Collection[Group]) -> Model:
    """The model with the rows of these groups, and those that no one could change."""
    part = Model(model.problem)
    part.cost, part.integer = model.cost, model.integer
    part.rows = [row for row in model.rows if row.group in groups or row.group.kind in _FREE]
    return part


def _deletion_filter(model: Model, core: frozenset[Group], seconds: float) -> tuple[frozenset[Group], bool]:
    # Limits are tried first, so that of two equal explanations the one that names wishes stays.
    told = True
    for group in sorted(core, key=lambda each: (each.kind == "wish", each.kind == "need", each)):
        rest = core - {group}
        feasible = is_feasible(_only(model, rest), seconds=seconds)
        if feasible is False:
            core = rest
        told = told and feasible is not None
    return core, told


def _facts(problem: Problem, groups: Collection[Group]) -> tuple[str, ...]:
    soonest, said = earliest_available(problem), []
    for group in sorted(groups):
        if group.kind == "need":
            title, at = problem.capabilities_by_key[group.other].title, soonest[group.other]
            said.append(f"{title} can be there from {problem.quarter(at)} at the earliest" if at is not None else "")
        elif group.kind == "wish":
            said.append(_window(problem, problem.wishes[group.quarter]))
    return tuple(dict.fromkeys(each for each in said if each))


def _window(problem: Problem, wish: Wish) -> str:
    if not isinstance(wish, Must | StartIn):
        return ""
    each = problem.initiatives_by_key[wish.initiative]
    window = problem.start_quarters(each)
    if each.start is not None:
        return f"{each.title} has started already"
    if not window:
        return f"{each.title} cannot finish before the plan ends"
    return f"{each.title} can start from {problem.quarter(window.start)} to {problem.quarter(window.stop - 1)}"


def earliest_available(problem: Problem) -> dict[str, int | None]:
    """The first quarter at whose start each capability can be there if every limit were lifted; None: never in it.

    What each initiative's own review and duration take is counted, and what it must wait for.
    """
    starts = committed(problem)
    while True:
        there = available_from(problem, starts)
        begun = dict(starts)
        for each in problem.initiatives:
            needed = [there[need] for need in each.needs]
            if each.start is None and None not in needed:
                window = problem.start_quarters(each)
                at = max([window.start, *(need for need in needed if need is not None)])
                if at in window:
                    begun[each.key] = at
        if begun == starts:
            return there
        starts = begun
