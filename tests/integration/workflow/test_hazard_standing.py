"""What the hazard log and the drills say to the rest of the product: evidence, requirements, work that waits."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone

from attending.governance.actions.pausing import ask_to_pause, ask_to_resume
from attending.program.actions.deployments import change_state
from attending.program.actions.people import vacate_seat
from attending.program.models import Deployment, Person, Seat, SeatHolding
from attending.program.models.deployments import State
from attending.program.registries import worklist
from attending.program.registries.evidence import FindingState, findings
from attending.program.rules import NotAllowed, Refused
from attending.workflow.actions.drills import Held, record_drill
from attending.workflow.actions.hazards import controls, states
from attending.workflow.actions.maps import save_draft
from attending.workflow.evidence.hazard_requirements import ResidualRiskAccepted
from attending.workflow.models import DowntimeDrill, HazardControl, RatingPhase
from attending.workflow.queries.drills import standings
from attending.workflow.queries.hazard_methods import method_of, offered_methods
from attending.workflow.rules.drills import Practised
from tests.integration.house import House, sign
from tests.integration.pages import stranger
from tests.integration.workflow.hazard_world import LATER_MAP, HazardWorld, logged_control, signed_version


def finding(subject: object, item: str) -> tuple[FindingState, str]:
    found = next(each for each in findings(subject) if each.item == item)
    return found.state, found.summary


def held(**changes: Any) -> Held:
    values: dict[str, Any] = {
        "held_on": timezone.localdate(),
        "fallback": "paper",
        "people": 6,
        "minutes": 12.0,
        "worked": True,
        "found": "The folder was found at once.",
        "shift": "night",
    }
    return Held(**{**values, **changes})


def titles(person: Person) -> list[str]:
    return [each.title for each in worklist.for_person(person)]


class TestEvidence:
    def test_a_use_case_without_a_map_is_asked_nothing(self, house: House) -> None:
        items = {each.item for each in findings(house.use_case)} | {each.item for each in findings(house.deployment)}
        assert not items & {"workflow-hazards", "residual-risk", "downtime-drill"}

    def test_hazards_and_residual_risk_go_from_missing_to_met_to_stale(self, world: HazardWorld) -> None:
        case = world.house.use_case
        assert finding(case, "workflow-hazards") == (FindingState.MISSING, "No hazard is in the log.")
        assert finding(case, "residual-risk")[0] is FindingState.MISSING
        [missed, _] = world.take_over()
        state, summary = finding(case, "workflow-hazards")
        assert (state, summary) == (FindingState.PARTIAL, "2 hazards in the log; 2 without a rating after controls.")
        for each in (missed, _):
            world.own(each)
            world.rate_both(each)
        assert finding(case, "workflow-hazards")[0] is FindingState.MET
        world.accept(world.put())
        state, summary = finding(case, "residual-risk")
        assert (state, summary) == (
            FindingState.MET,
            "Accepted as log 1, by those who may accept its highest rating.",
        )
        world.own(missed, world.house.safety)
        assert finding(case, "residual-risk")[0] is FindingState.STALE

    def test_a_hazard_that_was_signed_onto_the_map_since_makes_the_acceptance_stale(self, world: HazardWorld) -> None:
        world.accepted()
        signed_version(world)
        save_draft(world.house.owner, world.care_map, LATER_MAP, revision=1)
        assert finding(world.house.use_case, "workflow-hazards")[0] is FindingState.PARTIAL
        assert finding(world.house.use_case, "residual-risk")[0] is FindingState.MET, (
            "what is only drawn is not in force"
        )
        signed_version(world, LATER_MAP)
        state, summary = finding(world.house.use_case, "residual-risk")
        assert state is FindingState.STALE
        assert "New on the map: Alerts are clicked away." in summary

    def test_a_draft_that_cannot_be_read_leaves_the_last_version_in_its_place(self, world: HazardWorld) -> None:
        house = world.house
        signed_version(world)
        save_draft(house.owner, world.care_map, "format: attending-map/1\ntitle: Half\nsteps: [", revision=1)
        assert {each.key for each in world.take_over()} == {"missed", "late"}


class TestRequirements:
    def unmet(self, house: House, to: State) -> str:
        return " ".join(ResidualRiskAccepted().before_state(house.deployment, to))

    def test_staff_see_an_ai_with_hazards_only_once_what_is_left_was_accepted(self, world: HazardWorld) -> None:
        house = world.house
        house.deployment.state = State.SILENT
        house.deployment.save(update_fields=["state"])
        for to in (State.PILOT, State.LIVE):
            with pytest.raises(Refused, match="Nobody accepted the risks that are left"):
                change_state(house.cmio, house.deployment, to, reason="Ready", decision="decision:1")
        world.accepted()
        assert not self.unmet(house, State.PILOT)
        world.own(house.use_case.hazards.first(), house.safety)
        assert "changed since it was accepted; put it to be accepted again" in self.unmet(house, State.LIVE)
        assert not self.unmet(house, State.RETIRED)

    def test_a_use_case_without_a_map_or_without_hazards_goes_on_as_before(self, house: House) -> None:
        assert not self.unmet(house, State.LIVE)

    def test_hazards_that_no_map_shows_are_accepted_too(self, house: House) -> None:
        hazard = logged_control(house).hazard
        assert "Nobody accepted the risks that are left" in self.unmet(house, State.PILOT)
        states.transfer(house.operations, hazard, to="The maker", reason="Its release notes say so.")
        assert not self.unmet(house, State.PILOT)

    def test_a_hazard_found_while_a_resumption_is_signed_keeps_it_paused(self, house: House) -> None:
        sign(ask_to_pause(house.safety, house.deployment, reason="Harm"), house.safety, Seat.SAFETY_OFFICER, "pause")
        question = ask_to_resume(house.owner, house.deployment, reason="Mended")
        sign(question, house.owner, Seat.CLINICAL_OWNER, "resume")
        logged_control(house)
        with pytest.raises(Refused, match="Nobody accepted the risks that are left"):
            sign(question, house.sponsor, Seat.EXECUTIVE_SPONSOR, "resume")
        assert Deployment.objects.get(pk=house.deployment.pk).state == State.PAUSED
        sign(question, house.sponsor, Seat.EXECUTIVE_SPONSOR, "stay_paused")


class TestWork:
    def test_each_is_asked_for_what_is_theirs(self, world: HazardWorld) -> None:
        house = world.house
        assert "Keep the hazard log" in titles(house.safety)
        assert "Keep the hazard log" not in titles(house.owner)
        found = world.take_over()
        [item] = [each for each in worklist.for_person(house.safety) if each.title == "Keep the hazard log"]
        assert item.asked == "Name an owner of A patient with sepsis is not flagged, The alert is answered late."
        for hazard in found:
            world.own(hazard)
        assert {"Rate hazard 1", "Rate hazard 2"} <= set(titles(house.nurse))
        for hazard in found:
            world.rate_both(hazard)
        assert not [each for each in titles(house.nurse) if each.startswith("Rate")]
        assert "Put the hazard log to be accepted" in titles(house.safety)
        world.put()
        assert "Put the hazard log to be accepted" not in titles(house.safety)

    def test_a_control_is_asked_of_its_owner_and_then_of_somebody_else(self, world: HazardWorld) -> None:
        house = world.house
        control = world.control(world.take_over()[0])
        assert "Put a control in place" in titles(house.nurse)
        HazardControl.objects.filter(pk=control.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        assert "A control is overdue" in titles(house.nurse)
        controls.report_done(house.safety, control, proof="List")
        assert "A control is overdue" not in titles(house.nurse)
        assert "Confirm that a control is done" in titles(house.owner)
        assert "Confirm that a control is done" not in titles(house.safety)

    def test_the_clinical_owner_keeps_the_log_where_there_is_no_safety_officer(self, world: HazardWorld) -> None:
        house = world.house
        vacate_seat(house.administrator, SeatHolding.objects.get(person=house.safety), reason="Left")
        assert "Keep the hazard log" in titles(house.owner)


class TestDrills:
    def test_a_drill_is_due_until_one_worked_on_the_map_in_force(self, world: HazardWorld) -> None:
        house = world.house
        signed_version(world)
        assert "Hold a downtime drill" in titles(house.operations)
        assert finding(house.deployment, "downtime-drill")[0] is FindingState.MISSING
        record_drill(
            house.operations, house.deployment, held(worked=False, found="No folder.", follows="Ola buys two.")
        )
        assert finding(house.deployment, "downtime-drill")[0] is FindingState.PARTIAL
        [item] = [each for each in worklist.for_person(house.operations) if each.title == "The fallback did not work"]
        assert "What follows: Ola buys two." in item.asked
        record_drill(house.operations, house.deployment, held(shift="day"))
        state, summary = finding(house.deployment, "downtime-drill")
        assert (state, summary) == (FindingState.MET, f"The fallback worked on {timezone.localdate():%-d %B %Y}.")
        assert "Hold a downtime drill" not in titles(house.operations)
        today = timezone.localdate()
        later = standings([house.deployment], today + timedelta(days=366))[house.deployment.pk]
        assert later.state is Practised.OLD

    def test_a_drill_before_the_map_was_signed_does_not_count(self, world: HazardWorld) -> None:
        house = world.house
        yesterday = timezone.localdate() - timedelta(days=1)
        record_drill(house.operations, house.deployment, held(held_on=yesterday))
        assert finding(house.deployment, "downtime-drill")[0] is FindingState.MET
        signed_version(world)
        assert finding(house.deployment, "downtime-drill")[0] is FindingState.STALE

    def test_what_was_no_drill_is_refused_and_leaves_nothing_behind(self, world: HazardWorld) -> None:
        house = world.house
        refusals: list[tuple[dict[str, Any], str]] = [
            ({"fallback": "order"}, "The map has no fallback step 'order'. Its fallback steps are: paper"),
            ({"shift": "evening"}, "The map has no shift 'evening'. Its shifts are: day, night"),
            ({"held_on": timezone.localdate() + timedelta(days=2)}, "which is yet to come"),
            ({"people": 0}, "0 people took part; write a number from 1 to 1,000"),
            ({"minutes": -1.0}, "-1 minutes until the fallback ran"),
            ({"minutes": float("nan")}, "nan minutes"),
            ({"found": " "}, "Say what was found"),
            ({"worked": False}, "say what follows, and who does it"),
        ]
        for changes, message in refusals:
            with pytest.raises(Refused, match=message):
                record_drill(house.operations, house.deployment, held(**changes))
        assert not DowntimeDrill.objects.exists()
        record_drill(house.operations, house.deployment, held())
        with pytest.raises(Refused, match="on record already"):
            record_drill(house.operations, house.deployment, held(people=7))
        for person in (house.administrator, stranger()):
            with pytest.raises(NotAllowed):
                record_drill(person, house.deployment, held(shift="day"))


class TestMatrixOfASite:
    """What an administrator puts into the folder is offered, and what cannot be used stops the start."""

    def own(self, **changes: str) -> str:
        text = files("attending.analytics.catalogs.hazards").joinpath("dcb0160.toml").read_text("utf-8")
        for before, after in {
            'version = "3.2"': 'version = "harbour-1"',
            "since = 2020": "since = 2026",
            **changes,
        }.items():
            assert before in text
            text = text.replace(before, after)
        return text

    def test_it_takes_the_place_of_the_published_one_and_earlier_ratings_keep_theirs(
        self, world: HazardWorld, settings: Any, tmp_path: Any
    ) -> None:
        [hazard, _] = world.take_over()
        before = world.rate(hazard)
        (tmp_path / "harbour.toml").write_text(self.own(), encoding="utf-8")
        settings.ATTENDING_HAZARD_METHODS = tmp_path
        assert {each.version for each in offered_methods()} == {"harbour-1", "2001"}
        with pytest.raises(Refused, match=r"DCB0160 3.2 was superseded; rate by the version that is offered now"):
            world.rate(hazard, reason="Again.")
        after = world.rate(hazard, version="harbour-1")
        assert (before.method_version, after.method_version) == ("3.2", "harbour-1")
        assert method_of("dcb0160", "3.2") is not None

    def test_a_rating_by_a_file_that_is_gone_has_to_be_made_anew(
        self, world: HazardWorld, settings: Any, tmp_path: Any
    ) -> None:
        (tmp_path / "harbour.toml").write_text(self.own(), encoding="utf-8")
        settings.ATTENDING_HAZARD_METHODS = tmp_path
        [hazard, other] = world.take_over()
        for each in (hazard, other):
            world.own(each)
            for phase in RatingPhase:
                world.rate(each, phase, version="harbour-1")
        settings.ATTENDING_HAZARD_METHODS = None
        with pytest.raises(Refused, match=r"rated by dcb0160 harbour-1, which is not installed; rate it anew"):
            world.put()
        with pytest.raises(Refused, match=r"which is not installed: rate it anew"):
            states.close(world.house.operations, hazard, reason="Done")

    def test_a_file_that_cannot_be_used_stops_the_start(self, db: None, settings: Any, tmp_path: Any) -> None:
        settings.ATTENDING_HAZARD_METHODS = tmp_path
        (tmp_path / "wrong.toml").write_text(self.own(**{"high = [5, 4, 3, 3, 2]": "high = [5, 4, 4, 3, 2]"}), "utf-8")
        with pytest.raises(SystemCheckError, match="high and considerable is 4, published 3"):
            call_command("check")

    def test_a_folder_or_a_file_that_cannot_be_read_stops_the_start(
        self, db: None, settings: Any, tmp_path: Any
    ) -> None:
        settings.ATTENDING_HAZARD_METHODS = tmp_path / "nowhere"
        with pytest.raises(SystemCheckError, match="which is no folder"):
            call_command("check")
        (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
        settings.ATTENDING_HAZARD_METHODS = tmp_path
        with pytest.raises(SystemCheckError, match=r"bad.toml cannot be read as UTF-8"):
            call_command("check")
