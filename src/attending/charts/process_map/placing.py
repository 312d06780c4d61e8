"""Where the nodes of layers stand: as straight above one another as their distances allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from attending.charts.process_map.layers import Layers, Node, mean_place

_SWEEPS: Final = 10


def across(layers: Layers, widths: Mapping[Node, float], room: float, gap: float) -> dict[Node, float]:
    """The middle of each node and bend between 0 and `room`, neighbours in a layer at least `gap` apart, less in a
    full one.

    Nodes without a width are bends. Least squares from the mean of the neighbours, by isotonic regression (Barlow et
    al. 1972).
    """
    x: dict[Node, float] = {}
    for row in layers.rows:
        places = _apart(row, [room / 2] * len(row), widths, room, gap)
        x |= dict(zip(row, places, strict=True))
    for sweep in range(_SWEEPS):
        downwards = sweep % 2 == 0
        links = layers.up if downwards else layers.down
        for row in layers.rows if downwards else layers.rows[::-1]:
            wished = [mean_place([(x[node], weight) for node, weight in links[each]], x[each]) for each in row]
            x |= dict(zip(row, _apart(row, wished, widths, room, gap), strict=True))
    return x


def _apart(
    row: Sequence[Node], wished: Sequence[float], widths: Mapping[Node, float], room: float, gap: float
) -> list[float]:
    """The places nearest to those wished that keep the order and the distances."""
    half = [widths.get(node, 0.0) / 2 for node in row]
    if len(row) > 1:
        gap = max(0.0, min(gap, (room - 2 * sum(half)) / (len(row) - 1)))
    before = [0.0]
    for left, right in pairwise(half):
        before.append(before[-1] + left + gap + right)
    blocks: list[tuple[float, int]] = []
    for wish, offset in zip(wished, before, strict=True):
        blocks.append((wish - offset, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (last, many), (earlier, few) = blocks.pop(), blocks.pop()
            blocks.append(((last * many + earlier * few) / (many + few), many + few))
    level = [mean for mean, size in blocks for _ in range(size)]
    low = half[0]
    high = max(low, room - half[-1] - before[-1])
    return [min(max(each, low), high) + offset for each, offset in zip(level, before, strict=True)]
