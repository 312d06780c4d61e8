"""Stable winners, the contested middle and clear noes, for room for so many items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["stable winner", "contested", "clear no"]

WINNER_FROM: Final = 0.8
NO_UPTO: Final = 0.2
"""Probabilities of a place among the first. Policy of this program, declared here: SMAA sets no limits of its own."""


@dataclass(frozen=True, slots=True)
class VerdictLimits:
    """From which probability of a place an item is a stable winner, and up to which a clear no.

    Raises ValueError unless 0 <= no_upto < winner_from <= 1.
    """

    winner_from: float = WINNER_FROM
    no_upto: float = NO_UPTO

    def __post_init__(self) -> None:
        if not 0 <= self.no_upto < self.winner_from <= 1:
            raise ValueError(
                f"The limits {self.no_upto:g} for a clear no and {self.winner_from:g} for a stable winner do not make "
                "sense: give two probabilities, the lower one for a clear no."
            )

    def verdict(self, probability: float) -> Verdict:
        """What a probability of a place among the first says."""
        if probability >= self.winner_from:
            return "stable winner"
        return "clear no" if probability <= self.no_upto else "contested"

    def near(self, probability: float, error: float) -> bool:
        """Whether the verdict hangs on the number of samples: a limit lies within their 95 % error."""
        return min(abs(probability - self.winner_from), abs(probability - self.no_upto)) <= error
