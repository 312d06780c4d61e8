"""How hard a solver may try before it stops."""

from __future__ import annotations

import math
from dataclasses import dataclass

PROVEN = 1e-6
"""Share of the value by which plan and bound may differ and the plan still counts as proven best (rounding)."""

_FEWEST_NODES = 100


@dataclass(frozen=True, slots=True)
class Effort:
    """When to stop, and with what seed.

    nodes: of the search tree; None: as many as `work`, counted in nodes x integer columns of the model, allows, and
    never fewer than 100. gap: share of the value by which the bound may still be above the plan; seconds: wall clock,
    or None. Without `seconds` the same problem gives the same plan on every run, with the same number of threads and
    the same version of the solver, in whatever order its lists are; with it the plan may depend on how busy the
    machine is, and only nodes that are given count. Raises ValueError.
    """

    nodes: int | None = None
    gap: float = 0.0
    seconds: float | None = None
    seed: int = 0
    threads: int = 1
    work: int = 3_000_000

    def __post_init__(self) -> None:
        if self.nodes is not None and self.nodes < 1:
            raise ValueError(f"nodes is {self.nodes}; give 1 or more.")
        if not 0 <= self.gap < 1:
            raise ValueError(f"gap is {self.gap:g}; give a share from 0 to below 1, such as 0.02.")
        if self.seconds is not None and not (math.isfinite(self.seconds) and self.seconds > 0):
            raise ValueError(f"seconds is {self.seconds:g}; give a number above 0.")
        if self.seed < 0 or self.threads < 1 or self.work < 1:
            raise ValueError("The seed is 0 or more, the threads and the work are 1 or more.")

    def nodes_for(self, columns: int) -> int | None:
        """The nodes to search in a model of this size; None: no end but the other limits."""
        if self.nodes is not None or self.seconds is not None:
            return self.nodes
        return max(_FEWEST_NODES, self.work // max(columns, 1))
