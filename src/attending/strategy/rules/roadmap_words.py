"""Limits and wishes in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.strategy.models import RoadmapWish, WishKind
from attending.strategy.rules.plan_words import amount
from attending.strategy.rules.roadmap_limits import RESOURCES, UNITS, CarryingLimits


def limit_pairs(limits: CarryingLimits, quarters: Sequence[str], units: Mapping[int, str]) -> list[tuple[str, str]]:
    """What may be taken in each quarter: what, and how much."""
    found = [
        (name.capitalize(), _amounts(limits.amounts()[name], UNITS[name], quarters)) for name in RESOURCES.values()
    ]
    exceptions = ", ".join(f"{units.get(pk, 'a unit')} {load}" for pk, load in limits.load_by_unit.items())
    load = "no limit" if limits.load is None else f"at most {limits.load} points at once"
    found.append(("Change load on a unit", f"{load}; other for {exceptions}" if exceptions else load))
    for label, cap in (("High-risk", limits.most_high), ("Moderate-risk", limits.most_moderate)):
        found.append((f"{label} in work at once", "no limit" if cap is None else f"at most {cap}"))
    return found


def _amounts(amounts: Sequence[float | None], unit: str, quarters: Sequence[str]) -> str:
    if len(set(amounts)) == 1:
        return "no limit" if amounts[0] is None else f"{amount(amounts[0])} {unit} a quarter"
    texts = ["no limit" if each is None else amount(each) for each in amounts]
    return f"{unit}: " + ", ".join(f"{name} {text}" for name, text in zip(quarters, texts, strict=False))


def say_wish(wished: RoadmapWish, quarters: Sequence[str]) -> str:
    """A wish in words."""
    title, other = wished.use_case.title, wished.other.title if wished.other else ""
    match WishKind(wished.kind):
        case WishKind.MUST:
            by = f", started by {quarters[wished.by_quarter - 1]}" if wished.by_quarter else ""
            return f"{title} must be in the plan{by}"
        case WishKind.NEVER:
            return f"{title} must not be in the plan"
        case WishKind.TOGETHER:
            return f"{title} and {other} start together, or neither does"
        case WishKind.EITHER:
            return f"Only one of {title} and {other}"
        case WishKind.AFTER:
            return f"{title} starts only after the end of {other}"
