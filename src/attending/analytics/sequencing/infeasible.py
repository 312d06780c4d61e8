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
from attending.analytics.sequencing.groups import Group, say_group
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import Model, build
from attending.analytics.sequencing.wishes import Must, StartIn

_SECONDS = 20.0  # of CP-SAT's own count, for one question
_FREE = {"window", "end"}  # facts of the model that no one could change


@dataclass(frozen=True, slots=True)
class Conflict:
    """Groups that cannot stand together; `irreducible`: and any one fewer can, which was tried for each.

    `words`: one for each group. `windows`: for wishes that ask for a start, when that initiative can start at all.
    """

    groups: tuple[Group, ...]
    words: tuple[str, ...]
    windows: tuple[str, ...]
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
    return Conflict(found, tuple(say_group(problem, each) for each in found), _windows(problem, found), irreducible)


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


def _windows(problem: Problem, groups: Collection[Group]) -> tuple[str, ...]:
    said = []
    for group in sorted(groups):
        wish = problem.wishes[group.quarter] if group.kind == "wish" else None
        if isinstance(wish, Must | StartIn):
            each = problem.initiatives_by_key[wish.initiative]
            window = problem.start_quarters(each)
            if each.start is not None:
                said.append(f"{each.title} has started already")
            elif not window:
                said.append(f"{each.title} cannot finish before the plan ends")
            else:
                said.append(
                    f"{each.title} can start from {problem.quarter(window.start)} to {problem.quarter(window.stop - 1)}"
                )
    return tuple(dict.fromkeys(said))
