"""What can be reached from where, along all that leads from one step to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attending.maps.model import CareMap, Step

Graph = Mapping[str, Sequence[str]]


def onward(care_map: CareMap) -> Graph:
    """From each step to those that may follow it: by its flows, its fallback, or when its limit passes."""
    return {step.key: tuple(dict.fromkeys(_next(step))) for step in care_map.steps}


def by_flows(care_map: CareMap) -> Graph:
    """From each step to those that follow it when all goes as drawn."""
    return {step.key: tuple(flow.to for flow in step.flows) for step in care_map.steps}


def reversed_graph(graph: Graph) -> Graph:
    """From each step to those that lead to it."""
    found: dict[str, list[str]] = defaultdict(list)
    for source, targets in graph.items():
        for target in targets:
            found[target].append(source)
    return found


def reached(graph: Graph, starts: Iterable[str]) -> set[str]:
    """The starts and all that can be reached from them."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for target in graph.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def walked(graph: Graph, roots: Iterable[str]) -> tuple[list[str], set[tuple[str, str]]]:
    """All that is reached by a walk in depth, each step after all that follow it, and the links that close a loop."""
    open_now: set[str] = set()
    done: list[str] = []
    seen: set[str] = set()
    back: set[tuple[str, str]] = set()
    for root in roots:
        if root in seen:
            continue
        seen.add(root)
        open_now.add(root)
        stack: list[tuple[str, Iterator[str]]] = [(root, iter(graph.get(root, ())))]
        while stack:
            key, ways = stack[-1]
            for target in ways:
                if target in open_now:
                    back.add((key, target))
                elif target not in seen:
                    seen.add(target)
                    open_now.add(target)
                    stack.append((target, iter(graph.get(target, ()))))
                    break
            else:
                stack.pop()
                open_now.discard(key)
                done.append(key)
    return done, back


class Ahead:
    """Which of some steps lie ahead of which step; asked often, so found for all at once as sets of bits."""

    def __init__(self, graph: Graph, targets: Iterable[str]) -> None:
        self._bit = {key: 1 << place for place, key in enumerate(dict.fromkeys(targets))}
        self._ahead = dict.fromkeys(graph, 0)
        order, _ = walked(graph, graph)
        changed = bool(self._bit)
        while changed:
            changed = False
            for key in order:
                bits = self._ahead[key]
                for target in graph[key]:
                    bits |= self._ahead[target] | self._bit.get(target, 0)
                if bits != self._ahead[key]:
                    self._ahead[key], changed = bits, True

    def leads(self, source: str, target: str) -> bool:
        """Whether one or more links lead from `source` to `target`, one of the targets that were given."""
        return bool(self._ahead[source] & self._bit[target])


def breach_step(step: Step) -> str:
    """Where work goes when the step's limit passes, "" where that is nowhere else."""
    return step.limit.breach.step if step.limit is not None and step.limit.breach is not None else ""


def _next(step: Step) -> Iterable[str]:
    yield from (flow.to for flow in step.flows)
    if step.fallback is not None and step.fallback.step:
        yield step.fallback.step
    if breach_step(step):
        yield breach_step(step)
