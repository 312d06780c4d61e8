"""Small counts do not leave: what is told of a reality check, with cells below a smallest count withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from attending.analytics.event_log.results import (
    ActivityCount,
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

SMALLEST: Final = 11
"""The smallest count that is told unless a site decides otherwise."""


def disclosed(check: RealityCheck, smallest: int = SMALLEST) -> RealityCheck:
    """The check without counts from 1 to below `smallest`, in what could single somebody out.

    Activities, pairs, variants, reversals and groups below it are left out, and counted together where their sum is
    told. Where exactly one group of an attribute is withheld, so is the next smallest one: the rest would give it away.
    Outcomes of a rule are told for all cases and for groups of at least `smallest`.
    """
    return replace(
        check,
        graph=_graph(check.graph, smallest),
        variants=_variants(check.variants, smallest),
        coverage=None if check.coverage is None else _coverage(check.coverage, smallest),
        order=None if check.order is None else _order(check.order, smallest),
        rules=tuple(_rule(rule, smallest) for rule in check.rules),
        smallest=smallest,
    )


def _graph(graph: DirectlyFollows, smallest: int) -> DirectlyFollows:
    rare = [each for each in graph.activities if each.cases < smallest]
    hidden = {each.name for each in rare}
    edges = [e for e in graph.edges if e.count >= smallest and e.source not in hidden and e.target not in hidden]
    return replace(
        graph,
        activities=_told(graph.activities, smallest),
        edges=tuple(edges),
        rarer=Rest(len(rare), sum(each.events for each in rare)),
        rarer_edges=Rest(len(graph.edges) - len(edges), graph.transitions - sum(edge.count for edge in edges)),
    )


def _told(activities: Sequence[ActivityCount], smallest: int) -> tuple[ActivityCount, ...]:
    return tuple(each for each in activities if each.cases >= smallest)


def _variants(found: Variants, smallest: int) -> Variants:
    return replace(found, top=tuple(each for each in found.top if each.cases >= smallest))


def _coverage(found: Coverage, smallest: int) -> Coverage:
    steps = tuple(_step(step, smallest) for step in found.steps)
    return replace(found, steps=steps, undrawn=_told(found.undrawn, smallest))


def _step(step: StepCoverage, smallest: int) -> StepCoverage:
    small = step.cases is not None and 0 < step.cases < smallest
    return replace(step, events=None, cases=None) if small else step


def _order(found: OrderCheck, smallest: int) -> OrderCheck:
    pairs = tuple(pair for pair in found.pairs if pair.reversed >= smallest)
    rest = Rest(len(found.pairs) - len(pairs), sum(p.reversed for p in found.pairs) - sum(p.reversed for p in pairs))
    return replace(found, pairs=pairs, rarer=rest)


def _rule(result: RuleResult, smallest: int) -> RuleResult:
    groups: list[RuleGroup] = []
    for _, of_attribute in groupby(result.groups, key=lambda group: group.attribute):
        groups += _groups(list(of_attribute), smallest)
    return replace(result, groups=tuple(groups))


def _groups(groups: list[RuleGroup], smallest: int) -> list[RuleGroup]:
    sizes = {at: group.outcomes.activated for at, group in enumerate(groups) if group.outcomes is not None}
    withheld = {at for at, size in sizes.items() if size < smallest}
    if len(withheld) == 1 and len(groups) > 1:
        withheld.add(min((at for at in sizes if at not in withheld), key=lambda at: sizes[at]))
    return [replace(group, outcomes=None) if at in withheld else group for at, group in enumerate(groups)]
