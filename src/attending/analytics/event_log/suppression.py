"""Which cells of a table with known totals are withheld, so that no small one is found by taking others from a total.

Complementary suppression (Willenborg and de Waal 2001, Elements of Statistical Disclosure Control, chapter 4): what is
withheld in a row or a column is at least two cells that come to `smallest` together, and a cell that its neighbours
would still give away exactly is one that lies on no cycle of withheld cells (Gusfield 1988, SIAM J. Comput. 17:552).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def completed(counts: Integers, hidden: Flags, smallest: int, dear: Integers | None = None) -> Flags:
    """`hidden` with the cells that must be withheld as well; all of shape (rows, columns).

    The total of every row and column of `counts` is taken as known, and that a cell is withheld as well. Of cells that
    are not 0, the least `dear` goes first; unless said otherwise, the smallest.
    """
    hidden, dear = hidden.copy(), counts if dear is None else dear
    before = -1
    while before != (before := int(hidden.sum())):
        for values, mask, worth in ((counts, hidden, dear), (counts.T, hidden.T, dear.T)):
            for line in range(len(values)):
                _complete(values[line], mask[line], worth[line], smallest)
    return hidden


def protected(counts: Integers, hidden: Flags, smallest: int) -> Flags:
    """As `completed`, with more cells where a small one would still follow from those around it. For small tables."""
    hidden = completed(counts, hidden, smallest)
    while given_away := [cell for cell in _alone(hidden) if 0 < counts[cell] < smallest]:
        before = int(hidden.sum())
        for row, column in given_away:
            if not _add(counts[row], hidden[row], counts[row]):
                _add(counts[:, column], hidden[:, column], counts[:, column])
        if int(hidden.sum()) == before:
            break
        hidden = completed(counts, hidden, smallest)
    return hidden


def _complete(values: Integers, mask: Flags, dear: Integers, smallest: int) -> None:
    while values[mask].any() and (values[mask].sum() < smallest or mask.sum() < 2):
        if not _add(values, mask, dear):
            return


def _add(values: Integers, mask: Flags, dear: Integers) -> bool:
    """Withhold the least dear cell that is told and not 0, else one that is 0; False where all are withheld."""
    told = np.flatnonzero(~mask)
    if not len(told):
        return False
    mask[told[np.lexsort((dear[told], values[told] == 0))[0]]] = True
    return True


def _alone(hidden: Flags) -> list[tuple[int, int]]:
    """The withheld cells on no cycle: rows and columns are nodes, withheld cells lines between them.

    A line outside a spanning tree closes a cycle with the tree's way between its ends, whose lines are then joined.
    """
    rows, columns = hidden.shape
    lines = [(int(row), int(column)) for row, column in zip(*np.nonzero(hidden), strict=True)]
    beside: list[list[int]] = [[] for _ in range(rows + columns)]
    for row, column in lines:
        beside[row].append(rows + column)
        beside[rows + column].append(row)
    above, depth = [-1] * (rows + columns), [-1] * (rows + columns)
    for root in range(rows + columns):
        if depth[root] >= 0:
            continue
        depth[root] = 0
        waiting = [root]
        for node in waiting:
            for other in beside[node]:
                if depth[other] < 0:
                    above[other], depth[other] = node, depth[node] + 1
                    waiting.append(other)
    joined = list(range(rows + columns))

    def top(node: int) -> int:
        while joined[node] != node:
            joined[node] = joined[joined[node]]
            node = joined[node]
        return node

    tree = set()
    for row, column in lines:
        node, other = row, rows + column
        if above[node] == other or above[other] == node:
            tree.add((row, column))
            continue
        node, other = top(node), top(other)
        while node != other:
            if depth[node] < depth[other]:
                node, other = other, node
            joined[node] = above[node]
            node = top(node)
    lower = {(row, column): row if above[row] == rows + column else rows + column for row, column in tree}
    return [cell for cell, node in sorted(lower.items()) if top(node) == node]
