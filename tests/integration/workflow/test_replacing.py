"""SQLite's REPLACE removes the row that a changed one collides with, and no trigger of its own tells of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from attending.program.models import Seat
from attending.strategy.models import ReadinessItem
from attending.workflow.models import HazardLogVersion, Walkthrough, WorkflowContract
from tests.integration.house import House, sign
from tests.integration.strategy import readiness_world
from tests.integration.workflow.contract_world import World, build
from tests.integration.workflow.hazard_world import HazardWorld
from tests.integration.workflow.world import Ward

pytestmark = pytest.mark.sqlite


def refused(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_walk_that_goes_on_takes_no_place_of_one_that_was_handed_in(ward: Ward) -> None:
    version = ward.kept(ward.drawn())
    done = ward.walked(version)
    going = ward.asked(version, ward.resident)
    for change in (f"person_id = {ward.bedside.pk}", f"id = {done.pk}"):
        refused(f"UPDATE OR REPLACE workflow_walkthrough SET {change} WHERE id = %s", going.pk)
    assert Walkthrough.objects.get(pk=done.pk).person == ward.bedside


def test_a_signed_contract_and_one_that_is_put_are_not_replaced(house: House) -> None:
    world: World = build(house)
    world.sign_map()
    signed = world.signed_contract()
    draft = world.contract(signed.study, signed.threshold)
    refused(
        "UPDATE OR REPLACE workflow_workflowcontract SET state = 'signed', decision_id = %s WHERE id = %s",
        signed.decision_id,
        draft.pk,
    )
    proposal = world.put(draft)
    columns = "deployment_id, version_id, study_id, threshold, team, terms, written_by_id, written_at"
    refused(
        f"INSERT OR REPLACE INTO workflow_workflowcontract ({columns}, state) "
        f"SELECT {columns}, 'draft' FROM workflow_workflowcontract WHERE id = %s",
        draft.pk,
    )
    assert {each.pk for each in WorkflowContract.objects.all()} == {signed.pk, draft.pk}
    sign(proposal, house.nurse, Seat.NURSING_LEAD, "sign")
    sign(proposal, house.operations, Seat.OPERATIONAL_OWNER, "sign")
    assert WorkflowContract.objects.get(pk=signed.pk).state == "superseded"


def test_an_accepted_log_is_not_replaced_by_the_next(world: HazardWorld) -> None:
    first = world.accepted()
    world.control(world.house.use_case.hazards.first())
    second = world.put()
    refused(
        "UPDATE OR REPLACE workflow_hazardlogversion SET state = 'accepted', decision_id = %s WHERE id = %s",
        first.decision_id,
        second.pk,
    )
    assert HazardLogVersion.objects.count() == 2


def test_an_item_of_readiness_takes_no_number_of_another(house: House) -> None:
    one, other = readiness_world.catalog(house)[:2]
    refused("UPDATE OR REPLACE strategy_readinessitem SET id = %s WHERE id = %s", other.pk, one.pk)
    assert ReadinessItem.objects.filter(pk__in=[one.pk, other.pk]).count() == 2
