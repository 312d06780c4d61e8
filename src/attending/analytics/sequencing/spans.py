"""A difference between two best plans of which each is known only between its value and its bound."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.sequencing.plan import Plan


@dataclass(frozen=True, slots=True)
class Span:
    """What a change of the problem costs: between `low` and `high`, in the unit of the plan's value.

    `high` None: not known. Both alike: known exactly.
    """

    low: float
    high: float | None

    @property
    def exact(self) -> bool:
        """Whether it is one number, apart from rounding."""
        return self.high is not None and self.high - self.low <= 1e-6 * max(1.0, abs(self.high))

    @property
    def known(self) -> bool:
        """Whether it says something: the true figure lies within a quarter of the interval's upper end."""
        return self.exact or (self.high is not None and self.high - self.low <= 0.25 * self.high)


def loss(better: Plan, worse: Plan) -> Span:
    """How much less the best plan of a narrower problem is worth than that of the wider one; 0 or more."""
    low = 0.0 if worse.bound is None else max(better.value - worse.bound, 0.0)
    return Span(low, None if better.bound is None else max(better.bound - worse.value, low))
