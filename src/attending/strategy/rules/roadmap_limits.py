"""What an organisation can carry in each quarter of a roadmap: read from and written to its record. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from attending.program.models import RiskTier
from attending.program.rules import Refused

Amounts = tuple[float | None, ...]

RESOURCES: Final = {
    "money": "money",
    "clinician_hours": "clinician hours",
    "platform_days": "platform days",
}
"""Field of an effort -> the name of the resource in a plan."""

UNITS: Final = {"money": "thousand", "clinician hours": "hours", "platform days": "days"}
"""The name of a resource -> what its amounts are counted in."""

CAPPED: Final = (RiskTier.HIGH, RiskTier.MODERATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryingLimits:
    """Amounts per quarter, None where there is no limit; money in thousands.

    ``load`` is what a unit can bear unless ``load_by_unit`` (primary key -> points) says otherwise. ``most_high`` and
    ``most_moderate`` are the most use cases of that risk tier in work at once.
    """

    money: Amounts
    clinician_hours: Amounts
    platform_days: Amounts
    load: int | None
    load_by_unit: Mapping[int, int] = field(default_factory=dict)
    most_high: int | None = None
    most_moderate: int | None = None

    def amounts(self) -> dict[str, Amounts]:
        """The limits of each resource by its name in a plan."""
        return {name: getattr(self, column) for column, name in RESOURCES.items()}

    def caps(self) -> dict[str, int]:
        """The most use cases in work at once, by risk tier."""
        caps = {RiskTier.HIGH: self.most_high, RiskTier.MODERATE: self.most_moderate}
        return {str(tier): cap for tier, cap in caps.items() if cap is not None}

    def require(self, quarters: int) -> None:
        """Raise Refused unless there is an amount, or none, for each quarter."""
        for name, amounts in self.amounts().items():
            if len(amounts) != quarters:
                raise Refused(
                    f"{name.capitalize()}: {len(amounts)} amounts for {quarters} quarters. Give one amount for every "
                    f"quarter, or {quarters} with commas between them."
                )
            for amount in amounts:
                if amount is not None and (not math.isfinite(amount) or amount < 0):
                    raise Refused(f"{name.capitalize()}: {amount:g} is no limit; give a number, 0 or more.")


def to_document(limits: CarryingLimits) -> dict[str, Any]:
    """Plain JSON."""
    return {
        **{column: list(getattr(limits, column)) for column in RESOURCES},
        "change_load": {"default": limits.load, "units": {str(k): v for k, v in limits.load_by_unit.items()}},
        "risk": {"high": limits.most_high, "moderate": limits.most_moderate},
    }


def from_document(document: Mapping[str, Any]) -> CarryingLimits:
    """The limits that ``to_document`` was given."""
    return CarryingLimits(
        money=tuple(document["money"]),
        clinician_hours=tuple(document["clinician_hours"]),
        platform_days=tuple(document["platform_days"]),
        load=document["change_load"]["default"],
        load_by_unit={int(unit): load for unit, load in document["change_load"]["units"].items()},
        most_high=document["risk"]["high"],
        most_moderate=document["risk"]["moderate"],
    )
