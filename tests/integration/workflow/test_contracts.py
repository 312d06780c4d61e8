"""A workflow contract is written from a study, refused while no shift can carry it, signed, superseded, and lapses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from attending.decisions.actions.proposing import withdraw
from attending.decisions.queries import newest_packet
from attending.ledger.models import Entry
from attending.program.actions.deployments import change_state, plan_deployment, register_version, set_action_threshold
from attending.program.models import Deployment, Seat, Site, UseCase
from attending.program.models.deployments import State
from attending.program.models.use_cases import Kind
from attending.program.registries.evidence import FindingState, findings
from attending.program.registries.requirements import unmet_before_state
from attending.program.rules import NotAllowed, Refused
from attending.workflow.actions.contract_deciding import put_to_unit
from attending.workflow.actions.contracts import discard_contract, reword_contract, write_contract
from attending.workflow.actions.maps import open_map
from attending.workflow.evidence.contract_requirements import ContractBeforeUse
from attending.workflow.models import ContractState, MapKind, WorkflowContract, WorkloadStudy
from attending.workflow.queries.contracts import standing_of
from attending.workflow.rules.contract import from_document
from tests.integration.house import House, sign
from tests.integration.pages import stranger
from tests.integration.workflow.contract_world import TEXT, WORDS, World, build, offered

TEAMS: list[tuple[dict[str, int], str]] = [
    ({"day": 0, "night": 0}, "nobody is ever on duty"),
    ({"day": 3}, "does not say who is there in 'night'"),
    ({"day": 3, "night": -1}, "whole number from 0"),
    ({"day": 3, "evening": 1, "night": 1}, "has people in 'evening'"),
]


@pytest.fixture
def world(house: House) -> World:
    return build(house)


def crowded(world: World) -> WorkloadStudy:
    """An hour of work for each alert, more than four nurses have."""
    return world.study(minutes=60.0)


class TestWriting:
    def test_a_contract_says_what_the_study_and_the_map_say(self, world: World) -> None:
        version = world.sign_map()
        contract = world.contract(world.study(), world.near(0.1))
        terms = from_document(contract.terms)
        assert contract.version == version
        assert (terms.sees, terms.acts, terms.minutes) == ("Ward nurse", "Ward nurse", 30.0)
        assert terms.on_breach == "Ward physician is told"
        assert terms.fallback == "The paper card"
        assert [(shift.name, shift.people) for shift in terms.shifts] == [("day", 3), ("night", 1)]
        expected = terms.expected.alerts_per_day
        assert (expected.low or 0) < (expected.value or 0) < (expected.high or 0)
        assert "Epic Sepsis Model v1" in terms.source
        assert Entry.objects.filter(verb="contract.written").count() == 1

    def test_another_point_moves_the_draft_and_keeps_its_words(self, world: World) -> None:
        world.sign_map()
        study = world.study()
        first = reword_contract(
            world.house.nurse, world.contract(study, world.near(0.1)), replace(WORDS, note="Try it")
        )
        second = world.contract(study, world.near(0.3), {"day": 2, "night": 2})
        assert second.pk == first.pk
        assert second.team == {"day": 2, "night": 2}
        assert from_document(second.terms).note == "Try it"

    def test_two_in_hand_at_once_are_refused_by_the_database(self, world: World) -> None:
        world.sign_map()
        draft = world.contract(world.study(), world.near(0.1))
        draft.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            draft.save(force_insert=True)
        assert WorkflowContract.objects.count() == 1

    def test_nothing_is_written_without_a_map_that_was_offered(self, world: World) -> None:
        study = world.study()
        with pytest.raises(Refused, match="offer it to those who appear in it"):
            world.contract(study, world.near(0.1))
        assert not WorkflowContract.objects.exists()

    def test_nothing_is_written_on_a_map_that_changed_since_the_study(self, world: World) -> None:
        world.sign_map()
        study = world.study()
        world.sign_map(TEXT.replace("minutes: 8", "minutes: 9"))
        with pytest.raises(Refused, match=r"version 2 is the newest\. Study the workload again"):
            world.contract(study, world.near(0.1))

    def test_a_threshold_off_the_table_is_refused_with_its_neighbours(self, world: World) -> None:
        world.sign_map()
        study = world.study()
        with pytest.raises(
            Refused, match=r"threshold 0.1234 lies inside the score bin .* give the edge of a bin, here"
        ):
            world.contract(study, 0.1234)

    def test_a_team_that_cannot_be_is_refused(self, world: World) -> None:
        world.sign_map()
        study = world.study()
        for people, why in TEAMS:
            with pytest.raises(Refused, match=why):
                world.contract(study, world.near(0.1), people)

    def test_only_who_may_write_contracts_writes_and_none_of_another_organisation(self, world: World) -> None:
        world.sign_map()
        study = world.study()
        elsewhere = stranger()
        for person, why in ((world.house.platform, "one of these seats"), (elsewhere, "another organisation")):
            with pytest.raises(NotAllowed, match=why):
                write_contract(
                    person, study, threshold=world.near(0.1), people={"day": 3, "night": 1}, order="first-come"
                )
        with pytest.raises(NotAllowed, match="another organisation"):
            world.study(acting=elsewhere)

    def test_words_that_are_missing_are_named(self, world: World) -> None:
        world.sign_map()
        draft = world.contract(world.study(), world.near(0.1))
        with pytest.raises(Refused, match="who acts on it; what is done while the AI is down"):
            reword_contract(world.house.owner, draft, replace(WORDS, acts=" ", fallback=""))

    def test_a_draft_can_be_put_away_and_then_is_gone(self, world: World) -> None:
        world.sign_map()
        draft = world.contract(world.study(), world.near(0.1))
        discard_contract(world.house.owner, draft)
        with pytest.raises(Refused, match="put away meanwhile"):
            reword_contract(world.house.owner, draft, WORDS)


class TestGate:
    def test_demand_above_capacity_is_refused_with_shift_figures_and_ways_out(self, world: World) -> None:
        world.sign_map()
        contract = world.contract(crowded(world), world.near(0.02))
        with pytest.raises(Refused) as refused:
            world.put(contract)
        said = str(refused.value)
        for part in ("Shift night:", "1 person has 720", "% is asked of them", "With this team a threshold of"):
            assert part in said
        assert "in shift night" in said
        assert WorkflowContract.objects.get().state == ContractState.DRAFT

    def test_the_ways_out_pass_the_gate(self, world: World) -> None:
        world.sign_map()
        study = crowded(world)
        world.contract(study, world.near(0.02))
        proposal = world.put(world.contract(study, world.near(0.37), {"day": 8, "night": 8}))
        assert proposal.state == "open"

    def test_nobody_on_duty_while_alerts_come_is_refused(self, world: World) -> None:
        world.sign_map()
        contract = world.contract(world.study(), world.near(0.1), {"day": 3, "night": 0})
        with pytest.raises(Refused, match=r"alerts a day come when nobody is on duty.*in shift night"):
            world.put(contract)

    def test_a_map_that_a_discipline_has_not_signed_is_refused_by_name(self, world: World) -> None:
        offered(world.house, world.care_map, TEXT)
        contract = world.contract(world.study(), world.near(0.2))
        with pytest.raises(Refused, match="Version 1 of the map is not signed by nursing and medicine"):
            world.put(contract)

    def test_a_contract_on_a_map_that_changed_meanwhile_is_refused(self, world: World) -> None:
        world.sign_map()
        contract = world.contract(world.study(), world.near(0.2))
        world.sign_map(TEXT.replace("minutes: 8", "minutes: 9"))
        with pytest.raises(Refused, match="rests on version 1 of the map, and version 2 is the one that counts now"):
            world.put(contract)


class TestSigning:
    def test_two_of_the_unit_sign_and_the_threshold_is_on_record(self, world: World) -> None:
        world.sign_map()
        contract = world.contract(world.study(), world.near(0.2))
        proposal = world.put(contract)
        packet = newest_packet(proposal).document
        for part in ("Epic Sepsis Model v1", "95 % intervals", '"map_sha256"'):
            assert part in packet
        sign(proposal, world.house.nurse, Seat.NURSING_LEAD, "sign")
        contract.refresh_from_db()
        assert contract.state == ContractState.PROPOSED
        sign(proposal, world.house.operations, Seat.OPERATIONAL_OWNER, "sign")
        contract.refresh_from_db()
        world.house.deployment.refresh_from_db()
        assert contract.state == ContractState.SIGNED
        assert world.house.deployment.action_threshold == Decimal(repr(contract.threshold))
        assert standing_of(world.house.deployment).lapsed == ()

    def test_nobody_from_outside_the_unit_counts_as_one_of_the_two(self, world: World) -> None:
        world.sign_map()
        contract = world.contract(world.study(), world.near(0.2))
        for leader in (world.house.cmio, world.house.sponsor):
            with pytest.raises(NotAllowed, match="nursing lead, clinical owner or operational owner of this use case"):
                put_to_unit(leader, contract, reason="We try it.")
        assert put_to_unit(world.house.nurse, contract, reason="We try it.").proposed_by == world.house.nurse

    def test_it_is_put_once_and_stands_while_it_is_decided(self, world: World) -> None:
        world.sign_map()
        study = world.study()
        contract = world.contract(study, world.near(0.2))
        world.put(contract)
        with pytest.raises(Refused, match="put to the unit and stands as it is"):
            world.put(contract)
        with pytest.raises(Refused, match="put to the unit and stands"):
            reword_contract(world.house.owner, contract, WORDS)
        with pytest.raises(Refused, match="put to the unit now"):
            world.contract(study, world.near(0.3))
        with pytest.raises(DatabaseError, match="stands as it is"), transaction.atomic():
            WorkflowContract.objects.filter(pk=contract.pk).update(threshold=0.9)
        with pytest.raises(DatabaseError, match="stands as it is"), transaction.atomic():
            WorkflowContract.objects.filter(pk=contract.pk).delete()

    def test_sent_back_or_taken_back_it_can_be_changed_again(self, world: World) -> None:
        world.sign_map()
        contract = world.contract(world.study(), world.near(0.2))
        first = world.put(contract)
        sign(first, world.house.nurse, Seat.NURSING_LEAD, "send-back")
        sign(first, world.house.operations, Seat.OPERATIONAL_OWNER, "send-back")
        contract.refresh_from_db()
        assert contract.state == ContractState.DRAFT
        withdraw(world.put(contract), acting=world.house.owner, reason="A slip")
        contract.refresh_from_db()
        assert contract.state == ContractState.DRAFT

    def test_a_later_contract_supersedes_it(self, world: World) -> None:
        world.sign_map()
        first = world.signed_contract(0.2)
        second = world.signed_contract(0.3)
        first.refresh_from_db()
        assert (first.state, second.state) == (ContractState.SUPERSEDED, ContractState.SIGNED)
        with pytest.raises(DatabaseError, match="stands as it is"), transaction.atomic():
            WorkflowContract.objects.filter(pk=first.pk).update(state="draft", decision=None)


class TestLapsing:
    def test_it_lapses_when_threshold_or_map_differ(self, world: World) -> None:
        world.sign_map()
        contract = world.signed_contract()
        deployment = contract.deployment
        set_action_threshold(world.house.owner, deployment, Decimal("0.9"), reason="Tried")
        world.sign_map(TEXT.replace("minutes: 8", "minutes: 9"))
        threshold, version = standing_of(deployment).lapsed
        assert "0.9 is in use" in threshold
        assert "version 2 is signed now" in version


class TestRequirements:
    def test_a_use_case_without_a_to_be_map_is_not_asked_but_its_gate_shows_what_is_missing(self, house: House) -> None:
        assert unmet_before_state(house.deployment, State.LIVE) == ()
        states = {each.item: each.state for each in findings(house.deployment)}
        assert states["workflow-contract"] is states["workflow-capacity"] is FindingState.MISSING

    def test_what_writes_gives_no_alerts_and_is_asked_for_no_contract(self, world: World, house: House) -> None:
        world.sign_map()
        UseCase.objects.update(kind=Kind.DRAFTING)
        deployment = Deployment.objects.get(pk=house.deployment.pk)
        assert self.unmet(deployment, State.PILOT) == []
        states = {each.item: each.state for each in findings(deployment)}
        assert states["workflow-contract"] is states["workflow-capacity"] is FindingState.NOT_APPLICABLE
        world.contract(world.study(), world.near(0.2))
        assert "has signed no workflow contract" in self.unmet(deployment, State.PILOT)[0]

    def unmet(self, deployment: Deployment, to: State) -> list[str]:
        return list(ContractBeforeUse().before_state(deployment, to))

    def test_pilot_and_live_need_a_contract_that_holds(self, world: World) -> None:
        deployment = world.house.deployment
        assert "has signed no workflow contract" in self.unmet(deployment, State.PILOT)[0]
        assert self.unmet(deployment, State.SILENT) == []
        world.sign_map()
        world.signed_contract()
        deployment.refresh_from_db()
        assert self.unmet(deployment, State.LIVE) == []
        set_action_threshold(world.house.owner, deployment, Decimal("0.9"), reason="Tried")
        assert "has lapsed" in self.unmet(deployment, State.LIVE)[0]

    def test_maps_of_other_sites_excuse_no_unit(self, house: House) -> None:
        north = Site.objects.create(organisation=house.use_case.organisation, name="North")
        open_map(house.owner, house.use_case, MapKind.TO_BE, site=north, text=TEXT)
        [said] = self.unmet(house.deployment, State.PILOT)
        assert "of other sites than Main, so 4 West could agree to nothing" in said
        states = {each.item: each.state for each in findings(house.deployment)}
        assert states["workflow-contract"] is FindingState.MISSING

    def test_a_state_is_refused_without_it(self, world: World) -> None:
        house = world.house
        version = register_version(
            house.cmio,
            house.use_case,
            name="Sepsis model",
            maker="In-house",
            intended_use="Alert",
            version="3.0",
            released_on=timezone.localdate(),
        )
        planned = plan_deployment(house.cmio, house.use_case, unit=house.deployment.unit, model_version=version)
        with pytest.raises(Refused, match="4 West has signed no workflow contract"):
            change_state(house.cmio, planned, State.PILOT, reason="Go", decision="decision:1")
        change_state(house.cmio, planned, State.SILENT, reason="Nobody sees it")
