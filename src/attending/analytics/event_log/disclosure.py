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

    Activities, pairs, variants, reversals and groups below it are left out, and counted together. Where those of a kind
    that are left out come to less than it together, so is the next smallest: a sum would give them away. A rule's
    outcomes are told in full for all cases together.
    """
    graph = _graph(check.graph, smallest)
    return replace(
        check,
        graph=graph,
        variants=_variants(check.variants, smallest),
        coverage=None if check.coverage is None else _coverage(check.coverage, graph.activities, smallest),
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
    hidden = {graph.activities[at].name for at in rare}
    of_hidden = {at for at, edge in enumerate(graph.edges) if {edge.source, edge.target} & hidden}
    rare_edges = of_hidden | _withheld([edge.count for edge in graph.edges], smallest)
    edges = tuple(edge for at, edge in enumerate(graph.edges) if at not in rare_edges)
    return replace(
        graph,
        activities=tuple(each for at, each in enumerate(graph.activities) if at not in rare),
        edges=edges,
        rarer=Rest(len(rare), sum(graph.activities[at].events for at in rare)),
        rarer_edges=Rest(len(rare_edges), graph.transitions - sum(edge.count for edge in edges)),
    )


def _variants(found: Variants, smallest: int) -> Variants:
    top = [each for each in found.top if each.cases >= smallest]
    while top and 0 < found.cases - sum(each.cases for each in top) < smallest:
        top.pop()
    return replace(found, top=tuple(top))


def _coverage(found: Coverage, told: Sequence[ActivityCount], smallest: int) -> Coverage:
    steps = tuple(_step(step, smallest) for step in found.steps)
    return replace(found, steps=steps, undrawn=tuple(each for each in found.undrawn if each in told))


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
    """Whole groups first, so that their cases cannot be told from the rest; then the small counts of the others."""
    withheld = _withheld([group.activated or 0 for group in groups], smallest)
    return [_nothing(group) if at in withheld else _cells(group, smallest) for at, group in enumerate(groups)]


def _nothing(group: RuleGroup) -> RuleGroup:
    return RuleGroup(group.attribute, group.level, None, None, None, None, None)


def _cells(group: RuleGroup, smallest: int) -> RuleGroup:
    cells = (group.before, group.in_time, group.late, group.missing)
    withheld = _withheld([cell or 0 for cell in cells], smallest)
    before, in_time, late, missing = (None if at in withheld else cell for at, cell in enumerate(cells))
    return RuleGroup(group.attribute, group.level, group.activated, before, in_time, late, missing)
