"""What would have to give for a plan to exist: the smallest overruns of limits, or the fewest wishes let go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from attending.analytics.sequencing.audit import Overrun, breaches
from attending.analytics.sequencing.check import require_sound
from attending.analytics.sequencing.effort import Effort
from attending.analytics.sequencing.groups import Group
from attending.analytics.sequencing.highs import run_highs
from attending.analytics.sequencing.outcome import Outcome
from attending.analytics.sequencing.plan import NotFound
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.rows import Linear, Model, Row, build
from attending.analytics.sequencing.timeline import LIMIT_KINDS, Starts, limit_at


@dataclass(frozen=True, slots=True)
class Gives:
    """What would have to give.

    limits: the overruns of the plan that keeps every wish and exceeds limits least (sum of shares of each whole limit,
    what has started already counted in; of a limit of 0 an overrun counts as a whole and more), or
    None where no budget helps: the time it takes to build capabilities, or the wishes themselves, stand in the way.
    wishes: places in the problem's list of the fewest wishes without which a plan exists, or None where no choice of
    them helps. starts: the starts of the plan behind `limits`. proven: whether both are proven to be least.
    """

    limits: tuple[Overrun, ...] | None
    wishes: tuple[int, ...] | None
    starts: Starts | None
    proven: bool


def gives(problem: Problem, effort: Effort | None = None) -> Gives:
    """What would have to give. Two solves. Raises `Unsound` as `solve` does, and NotFound for too small an effort."""
    require_sound(problem)
    effort = effort or Effort()
    softened, _ = _softened(problem, LIMIT_KINDS)
    over = _run(softened, effort)
    starts = None if over.values is None else softened.starts_of(over.values)
    without_wishes, let_go = _softened(problem, ("wish",))
    dropped = _run(without_wishes, effort)
    wishes = None
    if dropped.values is not None:
        wishes = tuple(sorted(group.quarter for group, at in let_go.items() if dropped.values[at] > 0.5))
    return Gives(
        None if starts is None else _overruns(problem, starts),
        wishes,
        starts,
        "stopped" not in (over.ending, dropped.ending),
    )


def _run(model: Model, effort: Effort) -> Outcome:
    outcome = run_highs(model, effort)
    if outcome.ending == "nothing found":
        raise NotFound("The search for what would have to give stopped too early: allow more nodes.")
    return outcome


def _softened(problem: Problem, kinds: Collection[str]) -> tuple[Model, dict[Group, int]]:
    """The model whose groups of these kinds may be broken at a cost, and in which nothing else is worth anything.

    With it the column of each such group, which is above 0 where it is broken.
    """
    model = build(problem)
    rows, model.rows = model.rows, []
    model.cost = [0.0] * len(model.cost)
    columns: dict[Group, int] = {}
    for row in rows:
        if row.group.kind not in kinds:
            model.rows.append(row)
            continue
        most = _most(row)
        if row.group not in columns:
            # Of the whole limit: what is left beside running work may be little, and an overrun of it looks large.
            limit = None if row.group.place is None else limit_at(problem, row.group.place)
            cost = 1.0 if row.group.kind == "wish" else most / limit if limit else 1.0 + most
            columns[row.group] = model.column(-cost, integer=row.group.kind == "wish")
        slack = Linear({columns[row.group]: most})
        total = Linear(dict(zip(row.columns, row.coefficients, strict=True)))
        if row.high is not None:
            soft = Linear(dict(total.terms)).add(slack, -1.0)
            model.row(row.group, soft, None, row.high)
        if row.low is not None:
            model.row(row.group, total.add(slack), row.low, None)
    return model, columns


def _most(row: Row) -> float:
    """By how much the row can be broken at most."""
    highest = sum(max(each, 0.0) for each in row.coefficients)
    lowest = sum(min(each, 0.0) for each in row.coefficients)
    above = 0.0 if row.high is None else highest - row.high
    below = 0.0 if row.low is None else row.low - lowest
    return max(above, below, 1.0)


def _overruns(problem: Problem, starts: Starts) -> tuple[Overrun, ...]:
    return tuple(each for each in breaches(problem, starts) if isinstance(each, Overrun))
