"""Nodes of a directed graph in layers, from top to bottom, in an order with few crossings.

Sources: Sugiyama, Tagawa and Toda 1981 (layers and barycentres); Eades, Lin and Smyth 1993 (which arcs to turn).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

Node = Hashable
Arc = tuple[Node, Node, float]

_SWEEPS: Final = 12


@dataclass(frozen=True, slots=True)
class Bend:
    """A place where a long line passes a layer; two bends are never the same."""

    line: int
    layer: int


@dataclass
class Layers:
    """`rows` holds nodes and bends of each layer from left to right; `lines` what each arc passes, in its direction.

    `turned` are the arcs that lead up; `links` the neighbours of each node or bend one layer up and one down.
    """

    rows: list[list[Node]]
    lines: list[list[Node]]
    turned: set[int]
    up: dict[Node, list[tuple[Node, float]]] = field(default_factory=lambda: defaultdict(list))
    down: dict[Node, list[tuple[Node, float]]] = field(default_factory=lambda: defaultdict(list))


def layered(nodes: Sequence[Node], arcs: Sequence[Arc], first: Node, last: Node, most: int) -> Layers:
    """Layers of at most `most` nodes each, `first` alone on top and `last` alone at the bottom.

    `arcs` are (source, target, weight), none of them from a node to itself. The same input gives the same layers.
    """
    inner = [node for node in nodes if node not in (first, last)]
    place = {node: at for at, node in enumerate([first, *_sequence(inner, arcs), last])}
    turned = {at for at, (source, target, _) in enumerate(arcs) if place[source] > place[target]}
    straight = [(b, a) if at in turned else (a, b) for at, (a, b, _) in enumerate(arcs)]
    layer = _layer_of(sorted(place, key=lambda node: place[node]), straight, first, last, most)
    found = Layers([[] for _ in range(layer[last] + 1)], [], turned)
    for node in sorted(place, key=lambda node: place[node]):
        found.rows[layer[node]].append(node)
    for at, (top, bottom) in enumerate(straight):
        weight = arcs[at][2]
        line: list[Node] = [top, *(Bend(at, each) for each in range(layer[top] + 1, layer[bottom])), bottom]
        for upper, lower in pairwise(line):
            found.down[upper].append((lower, weight))
            found.up[lower].append((upper, weight))
        for bend in line[1:-1]:
            found.rows[bend.layer if isinstance(bend, Bend) else 0].append(bend)
        found.lines.append(line[::-1] if at in turned else line)
    _uncross(found)
    return found


def _sequence(nodes: Sequence[Node], arcs: Sequence[Arc]) -> list[Node]:
    """An order in which little weight leads backwards."""
    left, right = [], []
    rest = list(nodes)
    while rest:
        inside = set(rest)
        out = dict.fromkeys(rest, 0.0)
        into = dict.fromkeys(rest, 0.0)
        for source, target, weight in arcs:
            if source in inside and target in inside:
                out[source] += weight
                into[target] += weight
        sink = next((node for node in rest if not out[node]), None)
        source_of_all = next((node for node in rest if not into[node]), None)
        if source_of_all is not None:
            left.append(source_of_all)
            rest.remove(source_of_all)
        elif sink is not None:
            right.append(sink)
            rest.remove(sink)
        else:
            best = max(rest, key=lambda node: out[node] - into[node])
            left.append(best)
            rest.remove(best)
    return left + right[::-1]


def _layer_of(
    order: Sequence[Node], straight: Sequence[tuple[Node, Node]], first: Node, last: Node, most: int
) -> dict[Node, int]:
    """The least layer below all that lead to a node which has room for it."""
    above: dict[Node, list[Node]] = defaultdict(list)
    for top, bottom in straight:
        above[bottom].append(top)
    layer = {first: 0}
    filled: dict[int, int] = defaultdict(int)
    for node in order:
        if node in (first, last):
            continue
        at = max([1, *(layer[top] + 1 for top in above[node])])
        while filled[at] >= most:
            at += 1
        filled[at] += 1
        layer[node] = at
    layer[last] = max(layer.values()) + 1
    below: dict[Node, list[int]] = defaultdict(list)
    for top, bottom in straight:
        below[top].append(layer[bottom])
    for node in order:
        # What nothing leads to stands as near as can be to what it leads to.
        if node not in (first, last) and not above[node] and below[node]:
            at = next((at for at in range(min(below[node]) - 1, layer[node], -1) if filled[at] < most), layer[node])
            filled[layer[node]] -= 1
            filled[at] += 1
            layer[node] = at
    number = {at: i for i, at in enumerate(sorted(set(layer.values())))}
    return {node: number[at] for node, at in layer.items()}


def _uncross(found: Layers) -> None:
    """Sort each layer by the mean place of its neighbours, downwards and upwards in turn; keep the best."""
    best, fewest = [list(row) for row in found.rows], _crossings(found)
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        links = found.up if downwards else found.down
        rows = found.rows if downwards else found.rows[::-1]
        for fixed, free in pairwise(rows):
            at = {node: place for place, node in enumerate(fixed)}
            own = {node: place * len(fixed) / max(len(free), 1) for place, node in enumerate(free)}
            wished = {node: mean_place([(at[n], w) for n, w in links[node]], own[node]) for node in free}
            free.sort(key=wished.__getitem__)
        crossings = _crossings(found)
        if crossings < fewest:
            best, fewest = [list(row) for row in found.rows], crossings
    found.rows = best


def mean_place(places: Sequence[tuple[float, float]], own: float) -> float:
    """The mean of neighbours' places by their weights; `own` without neighbours."""
    weight = sum(each for _, each in places)
    return sum(place * each for place, each in places) / weight if weight else own


def _crossings(found: Layers) -> int:
    count = 0
    for upper, lower in pairwise(found.rows):
        at = {node: place for place, node in enumerate(lower)}
        ends = [sorted(at[node] for node, _ in found.down[top]) for top in upper]
        for i, left in enumerate(ends):
            for right in ends[i + 1 :]:
                count += sum(a > b for a in left for b in right)
    return count
