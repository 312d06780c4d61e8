"""What is wrong with a policy's text: where, what stands there, and what is expected instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SHOWN: Final = 20
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """One thing to mend. ``line`` counts from 1, 0 where it is not known; ``key`` such as
    ``tiers.low.gates.pilot.quorum`` or "" for the whole; ``value`` is what stands there, "" for nothing.
    """

    line: int
    key: str
    value: str
    expected: str

    def __str__(self) -> str:
        where = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.key) if part)
        found = f'"{_shortened(self.value)}": ' if self.value else ""
        return f"{where}: {found}{self.expected}" if where else f"{found}{self.expected}"


class PolicyRefused(ValueError):
    """A policy that cannot be read; ``problems`` are all of them, in the order of the lines."""

    def __init__(self, problems: Sequence[PolicyProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: each.line))
        shown = [str(each) for each in self.problems[:_SHOWN]]
        more = len(self.problems) - len(shown)
        super().__init__("\n".join([*shown, f"and {more:,} more"] if more else shown))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
