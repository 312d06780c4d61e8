"""How many rows one criterion asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

RILEY = "Riley et al. 2021, Statistics in Medicine 40:4230"
PROPORTION = "Normal approximation of one proportion"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The least number of labelled rows with which a 95 % interval is expected to be `width` wide.

    `n` counts labelled rows and `events` the events expected among them; both are None when the criterion has no answer
    for what was given, and then `reason` says why. `given` are the assumptions it rests on, by name: wrong assumptions
    give a wrong number. `source` is where the method is published, `note` what a reader should know beside.
    """

    criterion: str
    title: str
    n: int | None
    events: int | None
    width: Decimal
    given: dict[str, float]
    source: str
    reason: str | None = None
    note: str | None = None

    @classmethod
    def of(
        cls,
        criterion: str,
        title: str,
        rows: float,
        *,
        prevalence: float,
        width: Decimal,
        given: dict[str, float],
        source: str = RILEY,
        note: str | None = None,
    ) -> Requirement:
        """A criterion met by `rows` rows, rounded up; none when that is no number of rows."""
        if not math.isfinite(rows) or rows <= 0:
            return cls.missing(criterion, title, "The assumptions leave nothing to estimate", width=width, given=given)
        # A whole number that rounding has lifted by a hair is that number.
        n = max(math.ceil(rows * (1 - 1e-12)), 1)
        return cls(criterion, title, n, math.ceil(n * prevalence), width, given, source, None, note)

    @classmethod
    def missing(
        cls, criterion: str, title: str, reason: str, *, width: Decimal, given: dict[str, float], source: str = RILEY
    ) -> Requirement:
        """A criterion without an answer, with the reason in words for the reader."""
        return cls(criterion, title, None, None, width, given, source, reason)


def impossible(width: Decimal, **shares: float) -> str | None:
    """Why these inputs have no answer: a width that is not above 0, or a share that does not lie between 0 and 1."""
    if not width > 0:
        return f"The wanted width of the interval is {width}; it must be above 0"
    for name, share in shares.items():
        if not 0 < share < 1:
            return f"The {name.replace('_', ' ')} is {share:g}; it must lie between 0 and 1, both excluded"
    return None
