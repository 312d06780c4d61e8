"""What a map claims, as plain inputs: its steps, their order, its time rules, its shifts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step of the map; any of `activities` in the log is evidence of it. Without one it cannot be checked."""

    key: str
    name: str
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeRule:
    """Within `minutes` of the first of the `start` activities one of the `end` activities comes.

    With `counts_before` it may also have come before: lactate measured before triage is measured in time, but an
    antibiotic given before does not stand for the one to be given. Raises ValueError for a rule that says nothing.
    """

    key: str
    name: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    minutes: float
    counts_before: bool = False

    def __post_init__(self) -> None:
        if not self.start or not self.end:
            raise ValueError(
                f"The time rule {self.key!r} needs activities that start it and activities that end it: give the steps "
                "it names their events."
            )
        if set(self.start) & set(self.end):
            shared = ", ".join(sorted(set(self.start) & set(self.end)))
            raise ValueError(f"The time rule {self.key!r} starts and ends with {shared}: name different activities.")
        if not 0 <= self.minutes < float("inf"):
            raise ValueError(f"The time rule {self.key!r} allows {self.minutes} minutes: give 0 or more.")


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift by the clock on the wall, from `begins` to before `ends`; past midnight where `ends` is not later."""

    key: str
    begins: time
    ends: time


def precedes(keys: Sequence[str], flows: Iterable[tuple[str, str]]) -> NDArray[np.bool_]:
    """Which steps the map draws before which: [i, j] where a path leads from keys[i] to keys[j] and none back.

    Steps that a loop joins are in no order. `flows` may pass through steps that are not among `keys`. Cost: steps
    times flows in bits, so that 10,000 steps are no matter.
    """
    following: dict[str, list[str]] = {}
    for source, target in flows:
        following.setdefault(source, []).append(target)
        following.setdefault(target, [])
    wanted = {key: 1 << at for at, key in enumerate(keys)}
    reached: dict[str, int] = {}
    for loop in _loops(following):
        bits = 0
        for key in loop:
            for after in following[key]:
                bits |= reached.get(after, 0) | wanted.get(after, 0)
        inside = 0
        for key in loop:
            inside |= wanted.get(key, 0)
        for key in loop:
            reached[key] = bits if len(loop) == 1 else bits | inside
    size = len(keys)
    table = np.zeros((size, size), dtype=np.bool_)
    for row, key in enumerate(keys):
        bits = reached.get(key, 0)
        if bits:
            packed = np.frombuffer(bits.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
            table[row] = np.unpackbits(packed, bitorder="little")[:size]
    return table & ~table.T


def _loops(following: dict[str, list[str]]) -> Iterable[list[str]]:
    """Strongly connected components, each after all that it leads to (Tarjan 1972), without recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_ones: list[str] = []
    waiting: set[str] = set()
    for root in following:
        if root in number:
            continue
        path = [(root, iter(following[root]))]
        number[root] = low[root] = len(number)
        open_ones.append(root)
        waiting.add(root)
        while path:
            key, rest = path[-1]
            after = next(rest, None)
            if after is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[key])
                if low[key] == number[key]:
                    loop = []
                    while True:
                        loop.append(open_ones.pop())
                        waiting.discard(loop[-1])
                        if loop[-1] == key:
                            break
                    yield loop
            elif after not in number:
                number[after] = low[after] = len(number)
                open_ones.append(after)
                waiting.add(after)
                path.append((after, iter(following[after])))
            elif after in waiting:
                low[key] = min(low[key], number[after])
