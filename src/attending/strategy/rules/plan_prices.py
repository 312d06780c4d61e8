"""Each limit with its two prices, and which of them holds the plan back most. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from attending.analytics.sequencing import LimitPrice, Plan
from attending.strategy.rules.plan_reasons import counts, limit_name, span_share
from attending.strategy.rules.plan_study import Prices


@dataclass(frozen=True, slots=True)
class Priced:
    """One limit in words: what a little more of it would gain, and its absence; None where that was not asked."""

    name: str
    raised: LimitPrice
    lifted: LimitPrice | None

    def costs(self, plan: Plan) -> bool:
        """Whether the plan would gain by more of it, or without it, or that is not known."""
        return any(each is not None and counts(each.gain, plan.value) for each in (self.raised, self.lifted))


def priced(found: Prices) -> list[Priced]:
    """Every limit, the one that holds most back first."""
    return [
        Priced(limit_name(raised.kind, raised.name), raised, lifted)
        for raised, lifted in zip_longest(found.found, found.lifted)
    ]


def most_binding(found: Sequence[Priced]) -> Priced | None:
    """The limit whose absence gains for certain more than that of any other; None where it cannot be told."""
    gains = [(each, each.lifted.gain) for each in found if each.lifted is not None]
    for each, gain in gains:
        others = [other.high for limit, other in gains if limit is not each]
        if gain.low > 0 and all(high is not None and high < gain.low for high in others):
            return each
    return None


def say_gain(price: LimitPrice, plan: Plan) -> str:
    """Such as ``4 %``, ``3 % to 5 %`` or ``nothing``."""
    return span_share(price.gain, plan.value) if counts(price.gain, plan.value) else "nothing"
