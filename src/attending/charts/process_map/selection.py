"""Which part of a directly-follows graph is drawn: the most frequent pairs, up to a share of all transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from attending.analytics.event_log.results import ActivityCount, DirectlyFollows, Edge

SHARE: Final = 0.8
"""The share of transitions that is drawn unless asked otherwise."""

MOST_EDGES: Final = 60
"""More lines than these nobody can follow in one drawing."""

Counted = TypeVar("Counted")


@dataclass(frozen=True)
class Selection:
    """What is drawn: pairs, their activities, and the activities with which most cases begin and end.

    `loops` are pairs of an activity with itself. `covered` transitions of `transitions` are drawn.
    """

    activities: tuple[ActivityCount, ...]
    edges: tuple[Edge, ...]
    begins: tuple[ActivityCount, ...]
    ends: tuple[ActivityCount, ...]
    covered: int
    transitions: int
    pairs: int

    @property
    def share(self) -> float:
        """The share of transitions that is drawn."""
        return self.covered / self.transitions if self.transitions else 1.0


def selected(graph: DirectlyFollows, share: float = SHARE) -> Selection:
    """The fewest pairs that make up `share` (0 to 1) of all transitions, the most frequent first, at most 60.

    Raises ValueError for a share that is none.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"A share of transitions lies from 0 to 1, not at {share}.")
    edges = _most([(edge.count, edge) for edge in graph.edges], share, graph.transitions)[:MOST_EDGES]
    if not edges and graph.edges:
        edges = [graph.edges[0]]
    named = {name for edge in edges for name in (edge.source, edge.target)}
    by_name = sorted(graph.activities, key=lambda each: each.name)
    cases = sum(each.first or 0 for each in by_name)
    begins = _most(sorted(((a.first or 0, a) for a in by_name), key=lambda pair: -pair[0]), share, cases)
    ends = _most(sorted(((a.last or 0, a) for a in by_name), key=lambda pair: -pair[0]), share, cases)
    named |= {each.name for each in (*begins, *ends)}
    return Selection(
        tuple(each for each in graph.activities if each.name in named),
        tuple(edges),
        tuple(begins),
        tuple(ends),
        sum(edge.count for edge in edges),
        graph.transitions,
        len(graph.edges) + graph.rarer_edges.rows,
    )


def _most(counted: Sequence[tuple[int, Counted]], share: float, total: int) -> list[Counted]:
    """The first of `counted`, which descend, that reach `share` of `total`; those that count nothing never."""
    found: list[Counted] = []
    reached = 0
    for count, each in counted:
        if not count or reached >= share * total:
            break
        found.append(each)
        reached += count
    return found
