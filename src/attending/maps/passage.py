"""Which steps every way to an end passes through: post-dominators (Cooper, Harvey and Kennedy 2001)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attending.maps.reach import Graph, reversed_graph, walked

_ROOT = ""


class Passage:
    """Asks of a graph which steps cannot be avoided on the way to one of its ends."""

    def __init__(self, graph: Graph, ends: Iterable[str]) -> None:
        finishing = tuple(ends)
        backward = {**reversed_graph(graph), _ROOT: finishing}
        order = walked(backward, [_ROOT])[0]
        self._rank = {key: place for place, key in enumerate(order)}
        after = {key: [to for to in graph.get(key, ()) if to in self._rank] for key in order}
        for key in finishing:
            after[key] = [*after[key], _ROOT]
        self._above = self._dominators(order, after)
        self._enters, self._leaves = self._numbered()

    def ends(self, start: str) -> bool:
        """Whether any way leads from `start` to an end."""
        return start in self._rank

    def passes(self, start: str, through: str) -> bool:
        """Whether ways lead from `start` to an end, and all of them pass `through`, or start there."""
        if start not in self._rank or through not in self._rank:
            return False
        return self._enters[through] <= self._enters[start] <= self._leaves[start] <= self._leaves[through]

    def _dominators(self, order: list[str], after: dict[str, list[str]]) -> dict[str, str]:
        above = {_ROOT: _ROOT}
        changed = True
        while changed:
            changed = False
            for key in reversed(order):
                known = [to for to in after[key] if to in above]
                if key == _ROOT or not known:
                    continue
                nearest = known[0]
                for other in known[1:]:
                    nearest = self._common(above, nearest, other)
                if above.get(key) != nearest:
                    above[key], changed = nearest, True
        return above

    def _common(self, above: dict[str, str], one: str, other: str) -> str:
        while one != other:
            if self._rank[one] < self._rank[other]:
                one = above[one]
            else:
                other = above[other]
        return one

    def _numbered(self) -> tuple[dict[str, int], dict[str, int]]:
        """When a walk through the tree enters and leaves each step: one lies under another if its times lie within."""
        below: dict[str, list[str]] = defaultdict(list)
        for key, nearest in self._above.items():
            if key != _ROOT:
                below[nearest].append(key)
        enters: dict[str, int] = {}
        leaves: dict[str, int] = {}
        stack = [(_ROOT, False)]
        while stack:
            key, left = stack.pop()
            (leaves if left else enters)[key] = len(enters) + len(leaves)
            if not left:
                stack.append((key, True))
                stack.extend((each, False) for each in below[key])
        return enters, leaves
