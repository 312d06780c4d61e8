"""The sentence that answers "Did it help?", computed from an impact evaluation with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from attending.analytics.impact.result import Effect, ImpactResult
from attending.charts.numbers import decimal

Verdict = Literal["better", "worse", "no difference shown", "not estimable"]

THAN_EXPECTED = "than would have been expected without it"


@dataclass(frozen=True, slots=True)
class Told:
    """The answer in words, and what it comes to."""

    answer: str
    verdict: Verdict


def told(result: ImpactResult, *, outcome: str, better: Literal["lower", "higher"]) -> Told:
    """What the main effect says. A change is claimed only when its 95 % interval excludes no change.

    That no difference is shown does not say that there is none; the interval says how large one could be.
    """
    if result.main is None or result.reason is not None:
        return Told(
            f"{outcome}: not estimable yet. {_sentence(result.reason or 'There is no main effect')}", "not estimable"
        )
    effect = result.effects[result.main]
    if effect.value is None or effect.low is None or effect.high is None:
        return Told(
            f"{outcome}: not estimable yet. {_sentence(effect.reason or 'It has no interval')}", "not estimable"
        )
    if effect.low <= effect.null <= effect.high:
        return Told(
            f"{outcome}: no difference shown from what would have been expected ({_inside(effect)})",
            "no difference shown",
        )
    lower = effect.value < effect.null
    verdict: Verdict = "better" if lower == (better == "lower") else "worse"
    return Told(f"{outcome} was {_size(effect)} {'lower' if lower else 'higher'} {THAN_EXPECTED}", verdict)


def with_interval(effect: Effect) -> str:
    """Value with its 95 % interval and unit, such as "12 (4 to 20) minutes"."""
    if effect.value is None:
        return "not estimable"
    digits = digits_for(effect)
    value = decimal(effect.value, digits)
    if effect.low is None or effect.high is None:
        return f"{value} {effect.unit}".strip()
    return f"{value} ({decimal(effect.low, digits)} to {decimal(effect.high, digits)}) {effect.unit}".strip()


def digits_for(effect: Effect) -> int:
    """How many decimals an effect is worth showing with: about two significant digits of half its interval."""
    if effect.value is None:
        return 2
    if effect.low is None or effect.high is None:
        return decimals(abs(effect.value))
    half = (effect.high - effect.low) / 2
    if effect.scale.startswith("ratio"):
        return max(2, decimals(half))
    return decimals(half)


def decimals(size: float) -> int:
    """Decimals that show about two significant digits of a size; at most 6."""
    if size <= 0 or not math.isfinite(size):
        return 2
    return min(max(1 - math.floor(math.log10(size)), 0), 6)


def _size(effect: Effect) -> str:
    if effect.value is None or effect.low is None or effect.high is None:
        raise ValueError("An effect without an interval has no size to tell.")
    if effect.scale.startswith("ratio"):
        sizes = sorted(abs(each - 1) * 100 for each in (effect.low, effect.high))
        size, unit = abs(effect.value - 1) * 100, "%"
    else:
        sizes = sorted(abs(each) for each in (effect.low, effect.high))
        size, unit = abs(effect.value), effect.unit
    digits = decimals((sizes[1] - sizes[0]) / 2)
    return f"{decimal(size, digits)} {unit} ({decimal(sizes[0], digits)} to {decimal(sizes[1], digits)})"


def _inside(effect: Effect) -> str:
    return f"{'ratio ' if effect.scale == 'ratio' else ''}{with_interval(effect)}".removesuffix(" ratio")


def _sentence(reason: str) -> str:
    return reason.rstrip(".") + "."
