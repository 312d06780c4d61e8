"""What use cases take, and when capabilities will be there."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from attending.ledger.models import Entry, Payload
from attending.program.actions.capabilities import name_capability
from attending.program.models import Capability, Unit
from attending.program.models.capabilities import CapabilityKind, CapabilityState
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.effort import estimate_effort, set_outlook
from attending.strategy.models import ChangeLoad, Effort
from attending.strategy.rules.quarters import later
from tests.integration.house import House
from tests.integration.pages import stranger
from tests.integration.strategy.plans import estimate, this_quarter


def feed(house: House, state: CapabilityState) -> Capability:
    return name_capability(
        house.cmio, name=f"Feed {state}", kind=CapabilityKind.DATA_FEED, state=state, description="Data."
    )


def test_a_newer_estimate_takes_the_place_of_the_older_which_stays_in_the_record(house: House) -> None:
    unit = Unit.objects.get()
    estimate_effort(house.owner, house.use_case, estimate(change_loads={unit: 3}))
    kept = estimate_effort(house.operations, house.use_case, estimate(money=75.0, change_loads={}))
    assert Effort.objects.get() == kept
    assert kept.money == 75.0
    assert kept.estimated_by == house.operations
    assert not ChangeLoad.objects.exists()
    entries = Payload.objects.filter(entry__verb="effort.estimated").order_by("entry__seq")
    payloads = [json.loads(each.body or "") for each in entries]
    assert [each["money"] for each in payloads] == [50.0, 75.0]
    assert payloads[0]["change_loads"] == {str(unit.pk): 3}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"duration_quarters": 0}, "The work takes 0 quarters; give whole quarters from 1 to 12"),
        ({"duration_quarters": 13}, "The work takes 13 quarters"),
        ({"gate_quarters": 13}, "The gates take 13 quarters"),
        ({"money": -1.0}, "Money is -1; give a number, 0 or more"),
        ({"reach": math.nan}, "Reach is nan"),
        ({"clinician_hours": math.inf}, "Clinician hours is inf"),
        ({"source": "  "}, "Say where the estimate comes from"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused_and_leaves_nothing(
    house: House, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        estimate_effort(house.owner, house.use_case, estimate(**changes))
    assert not Effort.objects.exists()
    assert not Entry.objects.filter(verb="effort.estimated").exists()


@pytest.mark.parametrize("load", [0, 6])
def test_a_change_load_off_the_scale_is_refused(house: House, load: int) -> None:
    with pytest.raises(Refused, match=f"The change load on 4 West is {load}; give 1, little, to 5"):
        estimate_effort(house.owner, house.use_case, estimate(change_loads={Unit.objects.get(): load}))
    assert not Effort.objects.exists()


def test_only_those_who_answer_for_it_estimate(house: House) -> None:
    with pytest.raises(NotAllowed):
        estimate_effort(house.safety, house.use_case, estimate())
    with pytest.raises(NotAllowed, match="another organisation"):
        estimate_effort(stranger(), house.use_case, estimate())


def test_an_outlook_has_a_date_only_for_what_is_being_built(house: House) -> None:
    building = feed(house, CapabilityState.BUILDING)
    set_outlook(house.cmio, building, expected_on=later(this_quarter(), 2), end_value=10.0)
    kept = set_outlook(house.cmio, building, expected_on=later(this_quarter(), 1), end_value=0.0)
    assert building.outlook == kept
    assert kept.expected_on == later(this_quarter(), 1)
    with pytest.raises(Refused, match="is wished for; only what is being built has a date"):
        set_outlook(house.cmio, feed(house, CapabilityState.WISHED), expected_on=this_quarter(), end_value=0.0)
    with pytest.raises(Refused, match="The end value is -1"):
        set_outlook(house.cmio, building, expected_on=None, end_value=-1.0)
    with pytest.raises(NotAllowed):
        set_outlook(house.owner, building, expected_on=None, end_value=0.0)
