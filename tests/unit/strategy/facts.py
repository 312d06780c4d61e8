"""Facts for planning questions, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from attending.program.models.capabilities import CapabilityState
from attending.strategy.rules.roadmap_facts import CapabilityFacts, CaseFacts, Setting, Taken
from attending.strategy.rules.roadmap_limits import CarryingLimits

FIRST = date(2027, 1, 1)
QUARTERS = 4
WARD, CLINIC = 1, 2


def limits(quarters: int = QUARTERS, **changes: Any) -> CarryingLimits:
    amounts = {
        "money": (100.0,) * quarters,
        "clinician_hours": (None,) * quarters,
        "platform_days": (None,) * quarters,
    }
    return CarryingLimits(**{**amounts, "load": None, **changes})


def setting(quarters: int = QUARTERS, this_quarter: date = FIRST, **changes: Any) -> Setting:
    return Setting(FIRST, quarters, limits(quarters, **changes), {WARD: "4 West", CLINIC: "Clinic"}, this_quarter)


def taken(**changes: Any) -> Taken:
    values: dict[str, Any] = {
        "gate": 0,
        "duration": 1,
        "money": 50.0,
        "clinician_hours": 0.0,
        "platform_days": 0.0,
        "reach": 2.0,
        "loads": {},
    }
    return Taken(**{**values, **changes})


def case(key: str, **changes: Any) -> CaseFacts:
    values: dict[str, Any] = {
        "title": key.capitalize(),
        "enabling": False,
        "value": 60.0,
        "taken": taken(),
        "tier": "low",
    }
    return CaseFacts(key=key, **{**values, **changes})


def capability(pk: int, state: CapabilityState, **changes: Any) -> CapabilityFacts:
    return CapabilityFacts(pk, f"Feed {pk}", "data_feed", state, **changes)
