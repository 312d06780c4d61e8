"""The plan as a mixed-integer model: neutral rows that any solver can be fed with, each with what it stands for.

A column is 1 from the quarter in which an initiative has started ("step" form; Artigues 2017, Operations Research
Letters 45:154, on its equal strength to the pulse form): needs are then rows of two or three terms, on which presolve
and branching do most. A second column, the difference of two of these, is 1 in the quarter in which it starts: limits
are then sums of amounts above 0, from which solvers make stronger cuts. Initiatives are taken in the order of their
keys, so that the order of a file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attending.analytics.sequencing.groups import Group, group_of
from attending.analytics.sequencing.initiative import Initiative
from attending.analytics.sequencing.problem import Problem
from attending.analytics.sequencing.timeline import (
    Starts,
    available_from,
    committed,
    limit_at,
    limit_places,
    taken_from,
    usage,
)
from attending.analytics.sequencing.wishes import After, EitherOr, Must, Never, StartIn, Together, Wish

Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Linear:
    """A sum of columns with coefficients, and a constant."""

    terms: dict[int, float]
    constant: float = 0.0

    def add(self, other: Linear, factor: float = 1.0) -> Linear:
        """This sum with `factor` times another one added to it, in place."""
        for column, coefficient in other.terms.items():
            total = self.terms.get(column, 0.0) + factor * coefficient
            if total:
                self.terms[column] = total
            else:
                self.terms.pop(column, None)
        self.constant += factor * other.constant
        return self


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of coefficient x column <= high; None: no bound on that side."""

    group: Group
    columns: tuple[int, ...]
    coefficients: tuple[float, ...]
    low: float | None
    high: float | None


class Model:
    """Columns from 0 to 1 (`cost`, to be maximised; `integer`) and rows. Built by `build`; read by the solvers."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cost: list[float] = []
        self.integer: list[bool] = []
        self.rows: list[Row] = []
        self.first: dict[str, int] = {}
        # Capability -> the column that says the plan leaves it behind, where several initiatives could build it.
        self.ends: dict[str, int] = {}
        self._windows: dict[str, range] = {}

    def column(self, cost: float, *, integer: bool) -> int:
        """A new column."""
        self.cost.append(cost)
        self.integer.append(integer)
        return len(self.cost) - 1

    def row(self, group: Group, total: Linear, low: float | None, high: float | None) -> None:
        """A new row; its constant goes to the bounds."""
        self.rows.append(
            Row(
                group,
                tuple(total.terms),
                tuple(total.terms.values()),
                None if low is None else low - total.constant,
                None if high is None else high - total.constant,
            )
        )

    def add_initiative(self, each: Initiative, cost: Mapping[int, float]) -> None:
        """Its columns; `cost`: what starting it in each quarter adds."""
        window = self.problem.start_quarters(each)
        self._windows[each.key] = window
        if each.start is not None or not window:
            return
        self.first[each.key] = len(self.cost)
        for at in window:
            # Started by `at` and not by at + 1 is impossible, so the column of `at` earns the difference.
            self.column(cost[at] - cost.get(at + 1, 0.0), integer=True)
        for at in window:
            begins = Linear({self.column(0.0, integer=False): 1.0})
            step = self.started(each, at).add(self.started(each, at - 1), -1.0)
            self.row(Group("window", each.key), begins.add(step, -1.0), 0.0, 0.0)

    def started(self, each: Initiative, at: int) -> Linear:
        """1 if the initiative has started in quarter `at` or before."""
        if each.start is not None:
            return Linear({}, float(each.start <= at))
        window = self._windows[each.key]
        if not window or at < window.start:
            return Linear({})
        return Linear({self.first[each.key] + min(at, window.stop - 1) - window.start: 1.0})

    def starts_in(self, each: Initiative, at: int) -> Linear:
        """1 if the initiative starts in quarter `at`."""
        if each.start is not None:
            return Linear({}, float(each.start == at))
        window = self._windows[each.key]
        return Linear({self.first[each.key] + len(window) + at - window.start: 1.0} if at in window else {})

    def finished(self, each: Initiative, at: int) -> Linear:
        """1 if the initiative has finished before quarter `at` begins."""
        return self.started(each, at - each.duration)

    def starts_of(self, values: Floats) -> dict[str, int]:
        """The starts that a solver's column values stand for, with what has started already."""
        found = committed(self.problem)
        for key, first in self.first.items():
            window = self._windows[key]
            begun = [at for at in window if values[first + at - window.start] > 0.5]
            if begun:
                found[key] = begun[0]
        return dict(sorted(found.items()))

    def values_of(self, starts: Starts) -> Floats:
        """The column values that stand for starts, those outside an initiative's window left out."""
        values = np.zeros(len(self.cost))
        for key, first in self.first.items():
            window = self._windows[key]
            if starts.get(key) in window:
                place = starts[key] - window.start
                values[first + place : first + len(window)] = 1.0
                values[first + len(window) + place] = 1.0
        left = available_from(self.problem, starts)
        for capability, column in self.ends.items():
            values[column] = float(left[capability] is not None)
        return values


def build(problem: Problem) -> Model:
    """The model of a problem. Its objective is `value_of`."""
    model = Model(problem)
    initiatives = sorted(problem.initiatives, key=lambda each: each.key)
    builders = builders_of(initiatives)
    fixed = available_from(problem, committed(problem))
    ends = {
        each.key: each.end_value * problem.end_weight
        for each in problem.capabilities
        if each.end_value and fixed[each.key] is None and builders.get(each.key)
    }
    for each in initiatives:
        alone = sum(ends[key] for key in each.builds if key in ends and len(builders[key]) == 1)
        window = problem.start_quarters(each)
        model.add_initiative(each, {at: each.value * problem.weight(at + each.duration) + alone for at in window})
    model.ends = {key: model.column(ends[key], integer=False) for key in sorted(ends) if len(builders[key]) > 1}
    for key, column in model.ends.items():
        by_end = _sum(model.finished(each, problem.horizon) for each in builders[key])
        model.row(Group("end", other=key), Linear({column: 1.0}).add(by_end, -1.0), None, 0.0)
    _add_limits(model, initiatives)
    for each in initiatives:
        for need in each.needs:
            _add_need(model, each, need, builders.get(need, []))
    for index, wish in enumerate(problem.wishes):
        _add_wish(model, Group("wish", quarter=index), wish)
    return model


def builders_of(initiatives: Iterable[Initiative]) -> dict[str, list[Initiative]]:
    """Capability -> the initiatives that build it."""
    found: dict[str, list[Initiative]] = {}
    for each in initiatives:
        for key in each.builds:
            found.setdefault(key, []).append(each)
    return found


def _sum(parts: Iterable[Linear]) -> Linear:
    total = Linear({})
    for part in parts:
        total.add(part)
    return total


def _add_limits(model: Model, initiatives: list[Initiative]) -> None:
    problem = model.problem
    totals = {place: Linear({}) for place in limit_places(problem)}
    for each in initiatives:
        if each.start is None:
            for at in problem.start_quarters(each):
                begins = model.starts_in(each, at)
                for place, amount in taken_from(problem, each, at):
                    if place in totals:
                        totals[place].add(begins, amount)
    already = usage(problem, committed(problem))
    for place, total in totals.items():
        limit = limit_at(problem, place)
        if limit is not None and total.terms:
            model.row(group_of(place), total, None, max(limit - already[place], 0.0))


def _add_need(model: Model, each: Initiative, need: str, builders: list[Initiative]) -> None:
    problem = model.problem
    given = problem.capabilities_by_key[need].available
    if each.start is not None:
        return
    for at in problem.start_quarters(each):
        if given is not None and given <= at:
            return
        there = _sum(model.finished(builder, at) for builder in builders)
        if there.constant >= 1:
            return
        model.row(Group("need", each.key, need), model.started(each, at).add(there, -1.0), None, 0.0)


def _add_wish(model: Model, group: Group, wish: Wish) -> None:
    by_key, last = model.problem.initiatives_by_key, model.problem.horizon - 1
    named = [by_key[key] for key in wish.named]
    in_plan = [model.started(each, last) for each in named]
    if isinstance(wish, Must):
        model.row(group, model.started(named[0], last if wish.by is None else wish.by), 1.0, None)
    elif isinstance(wish, Never):
        model.row(group, in_plan[0], None, 0.0)
    elif isinstance(wish, StartIn):
        model.row(group, model.starts_in(named[0], wish.quarter), 1.0, None)
    elif isinstance(wish, EitherOr):
        model.row(group, _sum(in_plan), None, 1.0)
    elif isinstance(wish, Together):
        for each in named[1:]:
            for at in range(last + 1) if wish.same_quarter else (last,):
                model.row(group, model.started(each, at).add(model.started(named[0], at), -1.0), 0.0, 0.0)
    elif isinstance(wish, After) and by_key[wish.initiative].start is None:
        for at in model.problem.start_quarters(by_key[wish.initiative]):
            both = model.started(by_key[wish.initiative], at)
            model.row(group, both.add(model.finished(by_key[wish.first], at), -1.0), None, 0.0)
