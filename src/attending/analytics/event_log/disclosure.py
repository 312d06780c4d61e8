"""Small counts do not leave: what is told of a reality check, with cells below a smallest count withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import numpy as np

from attending.analytics.event_log.results import (
    Coverage,
    DirectlyFollows,
    OrderCheck,
    RealityCheck,
    Rest,
    RuleGroup,
    RuleResult,
    StepCoverage,
    Variants,
)
from attending.analytics.event_log.suppression import Flags, completed, protected

SMALLEST: Final = 11
"""The smallest count that is told unless a site decides otherwise."""


def disclosed(check: RealityCheck, smallest: int = SMALLEST) -> RealityCheck:
    """The check without counts from 1 to below `smallest`, in what could single somebody out.

    Activities, pairs, variants, reversals and groups of fewer cases are left out, and counted together. Where those of
    a kind that are left out come to less than it together, so is the next smallest: a sum would give them away. So it
    is in every line of a table whose totals are told: transitions by what they leave and reach, with how cases begin
    and end, and a rule's groups by its outcomes. A rule's outcomes are told in full for all cases together. Attributes
    are protected one by one: leave out one that is the sum of another's levels, as a hospital is of its wards.
    """
    graph = _graph(check.graph, smallest)
    return replace(
        check,
        graph=graph,
        variants=_variants(check.variants, smallest),
        coverage=None if check.coverage is None else _coverage(check.coverage, check.graph, graph, smallest),
        order=None if check.order is None else _order(check.order, smallest),
        rules=tuple(_rule(rule, smallest) for rule in check.rules),
        smallest=smallest,
    )


def _withheld(sizes: Sequence[int], smallest: int) -> set[int]:
    """The places of sizes below `smallest`, and of the next ones while what is withheld is together below it."""
    ascending = sorted((size, at) for at, size in enumerate(sizes) if size)
    withheld: set[int] = set()
    together = 0
    for size, at in ascending:
        if size >= smallest and (not withheld or together >= smallest):
            break
        withheld.add(at)
        together += size
    return withheld


def _graph(graph: DirectlyFollows, smallest: int) -> DirectlyFollows:
    rare = _withheld([each.cases for each in graph.activities], smallest)
    told = [each for at, each in enumerate(graph.activities) if at not in rare]
    place = {each.name: at for at, each in enumerate(told)}
    others, edge = len(told), len(told) + 1
    hidden = _transitions(graph, place, smallest)
    edges = tuple(
        each for each in graph.edges if not hidden[place.get(each.source, others), place.get(each.target, others)]
    )
    return replace(
        graph,
        activities=tuple(
            replace(each, first=None if hidden[edge, at] else each.first, last=None if hidden[at, edge] else each.last)
            for at, each in enumerate(told)
        ),
        edges=edges,
        rarer=Rest(len(rare), sum(graph.activities[at].events for at in rare)),
        rarer_edges=Rest(len(graph.edges) - len(edges), graph.transitions - sum(each.count for each in edges)),
    )


def _transitions(graph: DirectlyFollows, place: Mapping[str, int], smallest: int) -> Flags:
    """Which pairs are withheld: rows are what a transition leaves, columns what it reaches.

    `place` numbers the activities that are told. The others are one row and one column together; the last ones are how
    cases begin and end. A pair that is not told may as well never happen, so pairs of no transition count as withheld.
    """
    others, edge = len(place), len(place) + 1
    counts = np.zeros((len(place) + 2, len(place) + 2), dtype=np.int64)
    for each in graph.edges:
        counts[place.get(each.source, others), place.get(each.target, others)] += each.cases
    for activity in graph.activities:
        at = place.get(activity.name, others)
        counts[edge, at] += activity.first or 0
        counts[at, edge] += activity.last or 0
    hidden = counts < smallest
    for line, of_edge in ((counts[edge], hidden[edge]), (counts[:, edge], hidden[:, edge])):
        of_edge &= line > 0
    hidden[others] = hidden[:, others] = True
    # How many begin and end with an activity is withheld before a pair: the drawing lives by its pairs.
    dear = counts + counts.sum()
    dear[edge], dear[:, edge] = counts[edge], counts[:, edge]
    return completed(counts, hidden, smallest, dear)


def _variants(found: Variants, smallest: int) -> Variants:
    top = [each for each in found.top if each.cases >= smallest]
    while top and 0 < found.cases - sum(each.cases for each in top) < smallest:
        top.pop()
    return replace(found, top=tuple(top))


def _coverage(found: Coverage, graph: DirectlyFollows, told: DirectlyFollows, smallest: int) -> Coverage:
    names = {each.name for each in told.activities}
    rare = {each.name: each.cases for each in graph.activities if each.name not in names}
    not_drawn = {each.name for each in found.undrawn}
    undrawn = tuple(each for each in told.activities if each.name in not_drawn)
    return replace(
        found,
        steps=tuple(_step(step, rare, smallest) for step in found.steps),
        drawn_events=sum(each.events for each in told.activities) - sum(each.events for each in undrawn),
        undrawn=undrawn,
    )


def _step(step: StepCoverage, rare: Mapping[str, int], smallest: int) -> StepCoverage:
    """Nothing of a step of few cases, nor of one whose rest, once its other activities are taken off, is of few."""
    rest = sum(rare.get(name, 0) for name in step.activities)
    small = step.cases is not None and (0 < step.cases < smallest or 0 < rest < smallest)
    return replace(step, events=None, cases=None) if small else step


def _order(found: OrderCheck, smallest: int) -> OrderCheck:
    rare = _withheld([pair.reversed for pair in found.pairs], smallest)
    pairs = tuple(pair for at, pair in enumerate(found.pairs) if at not in rare)
    return replace(found, pairs=pairs, rarer=Rest(len(rare), sum(found.pairs[at].reversed for at in rare)))


def _rule(result: RuleResult, smallest: int) -> RuleResult:
    groups: list[RuleGroup] = []
    for _, of_attribute in groupby(result.groups, key=lambda group: group.attribute):
        groups += _groups(list(of_attribute), smallest)
    return replace(result, groups=tuple(groups))


def _groups(groups: list[RuleGroup], smallest: int) -> list[RuleGroup]:
    """Whole groups first, as one row together; then the small counts of the others, in rows and in columns."""
    withheld = _withheld([group.activated or 0 for group in groups], smallest)
    cells = np.array([[cell or 0 for cell in _cells(group)] for group in groups], dtype=np.int64)
    told = [at for at in range(len(groups)) if at not in withheld]
    counts = np.vstack([cells[told], cells[sorted(withheld)].sum(axis=0)])
    hidden = (counts > 0) & (counts < smallest)
    hidden[-1] = bool(withheld)
    hidden = protected(counts, hidden, smallest)
    found = [RuleGroup(group.attribute, group.level, None, None, None, None, None) for group in groups]
    for row, at in enumerate(told):
        kept = (None if away else cell for cell, away in zip(_cells(groups[at]), hidden[row], strict=True))
        found[at] = RuleGroup(groups[at].attribute, groups[at].level, groups[at].activated, *kept)
    return found


def _cells(group: RuleGroup) -> tuple[int | None, int | None, int | None, int | None]:
    return group.before, group.in_time, group.late, group.missing
