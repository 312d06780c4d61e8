"""What a solver brought back, in the same words for every solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attending.analytics.sequencing.rows import Floats

Ending = Literal["proven", "stopped", "infeasible", "nothing found"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of a solver ended.

    ending: "proven" (nothing is better, apart from rounding), "stopped" (a plan, and a bound that no plan can pass),
    "infeasible" (proven that no plan exists), "nothing found" (neither a plan nor a proof). values: of the columns, or
    None. bound: on the objective, or None.
    """

    ending: Ending
    values: Floats | None
    bound: float | None


class SolverFailed(RuntimeError):
    """A solver ended in a way that says nothing about the plan; the message names the state it reported."""
