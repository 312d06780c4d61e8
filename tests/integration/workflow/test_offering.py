"""A version is signed by every discipline that appears in it, by somebody else than who offers it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.decisions import actions as decisions
from attending.decisions.models import Decision, Proposal
from attending.decisions.queries import newest_packet
from attending.decisions.worklist import Waiting
from attending.program.models import Seat, SeatHolding, Stage
from attending.program.rules import NotAllowed, Refused
from attending.workflow.actions.offering import freeze, offer
from attending.workflow.evidence.map_requirements import SignedMaps
from attending.workflow.models import MapOutcome, MapVersion
from attending.workflow.queries.maps import map_of, standing
from tests.integration.house import sign
from tests.integration.pages import stranger
from tests.integration.workflow.world import TEXT, UNCLEAN, UNREADABLE, Ward

ALL_BY_ITSELF = """\
format: attending-map/1
title: Nobody takes part
lanes:
  job: {name: Nightly job, kind: system}
steps:
  begin: {lane: job, kind: start, name: Midnight, next: over}
  over: {lane: job, kind: end, name: Done}
"""


def stands(ward: Ward, version: MapVersion):
    return standing(map_of(ward.house.use_case.organisation, version.care_map_id))


def test_it_is_signed_once_each_discipline_has(ward: Ward) -> None:
    version = ward.offered(ward.drawn())
    assert version.disciplines == ["nursing", "medicine"]
    assert stands(ward, version).in_hand == version
    (asked,) = Waiting().for_person(ward.bedside)
    assert asked.why == "You were asked by name to sign for nursing."
    ward.sign(version, ward.bedside)
    assert stands(ward, version).signed is None
    ward.sign(version, ward.house.owner)
    assert MapOutcome.objects.get().signed
    assert stands(ward, version).signed == version


def test_one_of_them_alone_sends_it_back_and_it_is_offered_anew(ward: Ward) -> None:
    care_map = ward.drawn()
    version = ward.offered(care_map)
    ward.sign(version, ward.bedside, choice="send-back")
    assert not MapOutcome.objects.get().signed
    again = ward.offered(care_map)
    assert (again.number, again.sha256) == (2, version.sha256)


def test_a_newer_signed_version_supersedes(ward: Ward) -> None:
    care_map = ward.drawn()
    first = ward.signed(care_map)
    ward.changed(care_map, "Treated", "Cared for")
    second = ward.offered(care_map)
    assert stands(ward, first).signed == first
    ward.sign(second, ward.house.owner, ward.bedside)
    assert stands(ward, second).signed == second
    assert Decision.objects.latest("pk").supersedes == first.outcome.decision


def test_the_packet_names_the_text_the_drawing_and_what_changed(ward: Ward) -> None:
    care_map = ward.drawn()
    ward.signed(care_map)
    ward.changed(care_map, "Look at the patient", "See the patient")
    version = ward.offered(care_map)
    packet = newest_packet(version.offer.proposal).document
    assert version.sha256 in packet
    assert '"name":"workflow.map"' in packet
    assert "What changed since version 1, which is signed" in packet
    assert "See the patient" in packet


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (UNCLEAN, "Mend this before the map is signed"),
        (UNREADABLE, "cannot be read as a map yet.*surgeon"),
        (TEXT[: TEXT.index("steps:")], "no step yet"),
        (TEXT.replace("discipline: nursing, ", ""), "No discipline answers for “Look at the patient”"),
        (ALL_BY_ITSELF, "Nobody would sign: no role on the map names a discipline"),
    ],
)
def test_a_map_that_is_not_ready_is_refused_and_nothing_is_kept(ward: Ward, text: str, why: str) -> None:
    care_map = ward.drawn(text=text)
    with pytest.raises(Refused, match=why):
        ward.offered(care_map)
    assert not MapVersion.objects.exists()
    assert not Proposal.objects.filter(kind="workflow.map").exists()


def test_whom_to_ask(ward: Ward) -> None:
    care_map = ward.drawn()
    with pytest.raises(Refused, match="Ask somebody for medicine"):
        ward.offered(care_map, ask=[ward.bedside])
    with pytest.raises(Refused, match="somebody else than you"):
        ward.offered(care_map, ask=[ward.house.nurse, ward.house.owner])
    with pytest.raises(Refused, match="not Elsa Elsewhere"):
        ward.offered(care_map, ask=[ward.bedside, ward.house.owner, stranger()])
    with pytest.raises(Refused, match="a few words"):
        ward.offered(care_map, why=" ")
    with pytest.raises(NotAllowed):
        offer(ward.bedside, care_map, why="Mine", ask=[ward.house.nurse, ward.house.owner])


def test_a_map_without_a_clinician_is_signed_by_the_clinical_owner_or_the_chief_too(ward: Ward) -> None:
    text = TEXT.replace("nursing", "operations").replace("discipline: medicine", "discipline: operations")
    care_map = ward.drawn(text=text)
    clinicians = SeatHolding.objects.filter(seat__in=[Seat.CLINICAL_OWNER, Seat.CMIO])
    clinicians.update(ended_on=timezone.localdate())
    with pytest.raises(Refused, match="No clinician appears on the map"):
        ward.offered(care_map, ask=[ward.house.operations])
    clinicians.update(ended_on=None)
    version = ward.offered(care_map, ask=[ward.house.operations])
    proposal = version.offer.proposal
    assert (version.disciplines, proposal.quorum) == (["operations"], 2)
    assert sign(proposal, ward.house.operations, Seat.OPERATIONAL_OWNER, "sign").decision is None
    assert sign(proposal, ward.house.owner, Seat.CLINICAL_OWNER, "sign").decision is not None


def test_one_version_at_a_time_and_no_signed_text_again(ward: Ward) -> None:
    care_map = ward.drawn()
    version = ward.offered(care_map)
    with pytest.raises(Refused, match="Version 1 is being signed"):
        ward.offered(care_map)
    ward.sign(version, ward.bedside, ward.house.owner)
    with pytest.raises(Refused, match="signed already, as version 1"):
        ward.offered(care_map)


def test_a_version_kept_meanwhile_does_not_hide_the_one_that_is_being_signed(ward: Ward) -> None:
    care_map = ward.drawn()
    version = ward.offered(care_map)
    ward.changed(care_map, "Look at", "See")
    ward.kept(care_map)
    assert stands(ward, version).in_hand == version
    with pytest.raises(Refused, match="Version 1 is being signed"):
        ward.offered(care_map)


def test_a_question_taken_back_leaves_the_map_free(ward: Ward) -> None:
    care_map = ward.drawn()
    version = ward.offered(care_map)
    decisions.withdraw(version.offer.proposal, acting=ward.house.nurse, reason="A step is missing")
    assert stands(ward, version).in_hand is None
    assert ward.offered(care_map).number == 2


def test_the_version_that_was_walked_is_the_one_that_is_signed(ward: Ward) -> None:
    care_map = ward.drawn()
    kept = freeze(ward.house.nurse, care_map, why="To be walked through")
    assert freeze(ward.house.nurse, care_map, why="Again") == kept
    assert ward.offered(care_map) == kept


def test_controls_are_not_left_without_a_signed_map(ward: Ward) -> None:
    use_case = ward.house.use_case
    maps = SignedMaps()
    assert list(maps.before_stage(use_case, Stage.DEPLOYMENT)) == []
    care_map = ward.drawn()
    (unmet,) = maps.before_stage(use_case, Stage.DEPLOYMENT)
    assert "only a draft" in unmet
    version = ward.offered(care_map)
    ward.sign(version, ward.bedside)
    (unmet,) = maps.before_stage(use_case, Stage.DEPLOYMENT)
    assert unmet == "Version 1 of the map to be of every site still has to be signed by medicine."
    assert list(maps.before_stage(use_case, Stage.CONTROLS)) == []
    ward.sign(version, ward.house.owner)
    assert list(maps.before_stage(use_case, Stage.DEPLOYMENT)) == []


def test_the_question_is_due_when_the_policy_says(ward: Ward) -> None:
    due = ward.offered(ward.drawn()).offer.proposal.due_at
    assert timedelta(days=13) < due - timezone.now() < timedelta(days=15)
