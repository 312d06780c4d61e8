"""Whoever draws, signs, walks, agrees, rates or accepts waits for their turn at the record before any other lock."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone

from attending.decisions.actions.proposing import withdraw
from attending.program.models import Person, Seat
from attending.program.models.clinical_input import Effect
from attending.workflow.actions import contracts, walking
from attending.workflow.actions.drills import Held, record_drill
from attending.workflow.actions.hazards import accepting, controls, keeping, states
from attending.workflow.actions.replying import reply
from attending.workflow.models import Goes, RatingPhase, StepAnswer, WorkflowContract
from attending.workflow.rules.acceptance import Outcome
from attending.workflow.rules.hazard_words import HazardWords
from tests.integration.house import House, sign
from tests.integration.turns import in_turn
from tests.integration.workflow.contract_world import WORDS, build
from tests.integration.workflow.hazard_world import HazardWorld
from tests.integration.workflow.reality import recorded
from tests.integration.workflow.world import Ward

pytestmark = pytest.mark.postgres  # SQLite has one writer at a time


def test_maps_and_walkthroughs(ward: Ward) -> None:
    care_map = in_turn(ward.drawn)
    in_turn(lambda: ward.changed(care_map, "Look at", "See"))
    version = in_turn(lambda: ward.kept(care_map))
    walk = in_turn(lambda: ward.asked(version))
    for step in ("look", "treat"):
        in_turn(partial(walking.answer_step, ward.bedside, walk, step, Goes.NOT_DONE))
    in_turn(lambda: walking.hand_in(ward.bedside, walk))
    in_turn(lambda: walking.begin_walk(ward.resident, version, site=ward.site))
    said = StepAnswer.objects.get(step="look")
    in_turn(lambda: reply(ward.house.owner, said, words="We know", effect=Effect.DECLINED))
    in_turn(lambda: ward.offered(care_map))
    in_turn(lambda: ward.sign(version, ward.bedside))
    in_turn(lambda: ward.sign(version, ward.house.owner))
    assert version.care_map.versions.get(outcome__signed=True) == version


def test_studies_contracts_and_checks(house: House, tmp_path: Path) -> None:
    in_turn(lambda: recorded(house, tmp_path))
    world = build(house)
    world.sign_map()
    study = in_turn(world.study)
    away = in_turn(lambda: world.contract(study, world.near(0.2)))
    in_turn(lambda: contracts.reword_contract(house.owner, away, WORDS))
    in_turn(lambda: contracts.discard_contract(house.owner, away))
    contract = world.contract(study, world.near(0.2))
    question = in_turn(lambda: world.put(contract))
    in_turn(lambda: withdraw(question, acting=house.owner, reason="A slip"))
    again = world.put(contract)
    in_turn(lambda: sign(again, house.nurse, Seat.NURSING_LEAD, "sign"))
    in_turn(lambda: sign(again, house.operations, Seat.OPERATIONAL_OWNER, "sign"))
    assert WorkflowContract.objects.get().state == "signed"


def test_hazards_and_drills(world: HazardWorld) -> None:
    house = world.house
    keeper: Person = house.operations
    missed, late = in_turn(world.take_over)
    added = in_turn(lambda: keeping.add_hazard(keeper, house.use_case, HazardWords(name="The feed stands still")))
    in_turn(lambda: keeping.reword(keeper, added, HazardWords(name="The feed is late")))
    in_turn(lambda: states.transfer(keeper, added, to="The maker", reason="Theirs"))
    in_turn(lambda: states.reopen(keeper, added, reason="Ours after all"))
    states.transfer(keeper, added, to="The maker", reason="Theirs")
    for hazard in (missed, late):
        in_turn(partial(world.own, hazard))
        in_turn(partial(world.rate, hazard))
        in_turn(partial(world.rate, hazard, RatingPhase.RESIDUAL, likelihood="low"))
    control = in_turn(lambda: world.control(missed))
    in_turn(lambda: controls.report_done(house.nurse, control, proof="List"))
    in_turn(lambda: controls.confirm_done(keeper, control))
    in_turn(lambda: controls.withdraw_control(keeper, control, reason="No use"))
    in_turn(lambda: states.close(keeper, missed, reason="Nothing is left"))
    in_turn(world.put)
    in_turn(lambda: accepting.take_back(house.platform, house.use_case, reason="A slip"))
    version = world.put()
    in_turn(lambda: world.accept(version, Outcome.ACCEPT))
    held = Held(
        held_on=timezone.localdate(), fallback="paper", people=6, minutes=12.0, worked=True, found="It was found."
    )
    in_turn(lambda: record_drill(house.owner, house.deployment, held))
