"""Say what a use case takes, and when a capability that is being built will be there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Capability, Person, Unit, UseCase
from attending.program.models.capabilities import CapabilityState
from attending.program.rules import Act, Refused
from attending.strategy.models import CapabilityOutlook, ChangeLoad, Effort

LONGEST = 12
HEAVIEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a use case takes; units and ranges as in ``Effort``. ``change_loads``: unit -> 1, little, to 5."""

    gate_quarters: int
    duration_quarters: int
    money: float
    clinician_hours: float
    platform_days: float
    reach: float
    source: str
    change_loads: Mapping[Unit, int]


@transaction.atomic
def estimate_effort(acting: Person, use_case: UseCase, estimate: Estimate) -> Effort:
    """Keep an estimate in place of the one before, which stays in the record."""
    check(acting, Act.ESTIMATE_EFFORT, use_case)
    _require_sound(use_case, estimate)
    take_turn()
    effort, _ = Effort.objects.update_or_create(
        use_case=use_case,
        defaults={
            "gate_quarters": estimate.gate_quarters,
            "duration_quarters": estimate.duration_quarters,
            "money": estimate.money,
            "clinician_hours": estimate.clinician_hours,
            "platform_days": estimate.platform_days,
            "reach": estimate.reach,
            "source": estimate.source.strip(),
            "estimated_by": acting,
            "estimated_at": timezone.now(),
        },
    )
    effort.change_loads.all().delete()
    ChangeLoad.objects.bulk_create(
        ChangeLoad(effort=effort, unit=unit, load=load) for unit, load in estimate.change_loads.items()
    )
    log(acting, "effort.estimated", effort, _payload(use_case, estimate))
    return effort


def _require_sound(use_case: UseCase, estimate: Estimate) -> None:
    if not 1 <= estimate.duration_quarters <= LONGEST:
        raise Refused(f"The work takes {estimate.duration_quarters} quarters; give whole quarters from 1 to {LONGEST}.")
    if not 0 <= estimate.gate_quarters <= LONGEST:
        raise Refused(f"The gates take {estimate.gate_quarters} quarters; give whole quarters from 0 to {LONGEST}.")
    amounts = {
        "Money": estimate.money,
        "Clinician hours": estimate.clinician_hours,
        "Platform days": estimate.platform_days,
        "Reach": estimate.reach,
    }
    for what, amount in amounts.items():
        if not math.isfinite(amount) or amount < 0:
            raise Refused(f"{what} is {amount:g}; give a number, 0 or more.")
    if not estimate.source.strip():
        raise Refused("Say where the estimate comes from, such as a quotation or a project that was alike.")
    for unit, load in estimate.change_loads.items():
        if unit.site.organisation_id != use_case.organisation_id:
            raise Refused(f"{unit.name} belongs to another organisation.")
        if not 1 <= load <= HEAVIEST:
            raise Refused(f"The change load on {unit.name} is {load}; give 1, little, to {HEAVIEST}, all it can bear.")


def _payload(use_case: UseCase, estimate: Estimate) -> dict[str, Json]:
    return {
        "use_case": use_case.key,
        "gate_quarters": estimate.gate_quarters,
        "duration_quarters": estimate.duration_quarters,
        "money": estimate.money,
        "clinician_hours": estimate.clinician_hours,
        "platform_days": estimate.platform_days,
        "reach": estimate.reach,
        "source": estimate.source.strip(),
        "change_loads": {str(unit.pk): load for unit, load in estimate.change_loads.items()},
    }


@transaction.atomic
def set_outlook(
    acting: Person, capability: Capability, *, expected_on: date | None, end_value: float
) -> CapabilityOutlook:
    """Say when a capability that is being built will be there, and what owning it at the end of a plan is worth."""
    check(acting, Act.PLAN_ROADMAP)
    check_organisation(acting, capability.organisation_id)
    if not math.isfinite(end_value) or end_value < 0:
        raise Refused(f"The end value is {end_value:g}; give a number, 0 or more.")
    if expected_on is not None and capability.state != CapabilityState.BUILDING:
        raise Refused(
            f"{capability.name} is {capability.get_state_display().lower()}; only what is being built has a date "
            "on which it will be there. Leave the date empty."
        )
    take_turn()
    outlook, _ = CapabilityOutlook.objects.update_or_create(
        capability=capability, defaults={"expected_on": expected_on, "end_value": end_value}
    )
    payload: dict[str, Json] = {
        "capability": capability.pk,
        "expected_on": expected_on.isoformat() if expected_on else None,
        "end_value": end_value,
    }
    log(acting, "capability.outlook_set", outlook, payload)
    return outlook
