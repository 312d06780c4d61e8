"""What risk is left is accepted by the right people, on the log as it was sealed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from attending.analytics.catalogs.hazards import HazardAction
from attending.decisions.queries import newest_packet
from attending.decisions.rules.refusals import NotEligible, ProposalClosed
from attending.ledger.models import Entry
from attending.program.models import Seat
from attending.program.rules import NotAllowed, Refused
from attending.workflow.actions.hazards import accepting, controls, keeping, rating, states
from attending.workflow.actions.maps import save_draft
from attending.workflow.models import HazardControl, HazardLogVersion, LogState, RatingPhase
from attending.workflow.queries.hazard_log import entries_of, hash_of, newest_accepted
from attending.workflow.rules.acceptance import Outcome
from attending.workflow.rules.hazard_document import sha256
from attending.workflow.rules.hazard_words import HazardWords
from tests.integration.house import House, begin_with_house, sign
from tests.integration.pages import stranger
from tests.integration.workflow.hazard_world import HFMEA, LATER_MAP, HazardWorld, build_world, judged


def refused_by_the_database(change: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        change()
    return str(caught.value)


def test_a_log_is_sealed_and_accepted_by_two_who_did_not_rate_it(world: HazardWorld) -> None:
    house = world.house
    world.whole()
    version = world.put()
    assert (version.number, version.state, version.sha256) == (1, LogState.PROPOSED, sha256(version.document))
    asked = {each["person"] for each in version.proposal.answerable}
    assert asked == {house.sponsor.pk, house.cmio.pk, house.owner.pk, house.safety.pk, house.nurse.pk}
    packet = newest_packet(version.proposal).document
    assert version.sha256 in packet
    assert "Look at the patient (Ward nurse) is counted on against 2 hazards" in packet
    assert "Not verified." in packet
    with pytest.raises(NotEligible):
        sign(version.proposal, house.operations, Seat.OPERATIONAL_OWNER, Outcome.ACCEPT)
    with pytest.raises(NotEligible):
        sign(version.proposal, house.platform, Seat.PLATFORM_OWNER, Outcome.ACCEPT)
    accepted = world.accept(version)
    assert accepted.state == LogState.ACCEPTED
    assert newest_accepted(house.use_case) == accepted
    assert hash_of(house.use_case, entries_of(house.use_case)) == accepted.sha256
    world.rate(
        entries_of(house.use_case)[0].hazard, RatingPhase.RESIDUAL, likelihood="medium", reason="Worse than thought."
    )
    assert hash_of(house.use_case, entries_of(house.use_case)) != accepted.sha256
    assert HazardLogVersion.objects.get().sha256 == accepted.sha256


def test_a_high_risk_is_accepted_higher_up_and_only_with_its_controls_done(world: HazardWorld) -> None:
    house = world.house
    [missed, _] = world.whole()
    world.rate_both(missed, severity="major", likelihood="high")
    with pytest.raises(
        Refused, match=r"Hazard 1, .*residual rating is 4 \(mandatory elimination or control\), and no con"
    ):
        world.put()
    control = world.control(missed)
    with pytest.raises(Refused, match="controls not confirmed as done: “Train the night shift”"):
        world.put()
    world.finish(control)
    version = world.put()
    assert {each["person"] for each in version.proposal.answerable} == {house.sponsor.pk, house.cmio.pk}
    with pytest.raises(NotEligible):
        sign(version.proposal, house.owner, Seat.CLINICAL_OWNER, Outcome.ACCEPT)


def test_an_action_of_the_decision_tree_is_done_first_unless_the_hazard_is_accepted_as_it_is(
    world: HazardWorld,
) -> None:
    house = world.house
    [missed, _] = world.whole()
    judged_by_tree: dict[str, Any] = {
        "method": HFMEA[0],
        "version": HFMEA[1],
        "severity": "major",
        "likelihood": "occasional",
        "answers": {"effective_control": False, "detectable": False},
        "action": HazardAction.CONTROL,
        "action_owner": house.nurse,
        "outcome_measure": "Missed in a month",
    }
    world.rate(missed, RatingPhase.RESIDUAL, **judged_by_tree)
    with pytest.raises(Refused, match=r"residual rating is 9 \(high hazard score\), and no control is in place"):
        world.put()
    world.rate(missed, RatingPhase.RESIDUAL, **{**judged_by_tree, "action": HazardAction.ACCEPT})
    packet = newest_packet(world.put().proposal).document
    assert "Acceptable with reasons (2) by DCB0160; High hazard score (9) by HFMEA" in packet


def test_a_log_that_lacks_anything_is_refused_with_all_of_it(world: HazardWorld) -> None:
    house = world.house
    with pytest.raises(Refused, match="“A patient with sepsis is not flagged” is on the map and not in the log"):
        world.put()
    [missed, late] = world.take_over()
    world.own(missed)
    world.rate_both(missed, severity="catastrophic", likelihood="high")
    world.rate(late)
    with pytest.raises(Refused) as caught:
        world.put()
    assert str(caught.value) == (
        "Hazard 1, A patient with sepsis is not flagged: its residual rating is 5 (unacceptable), which nobody may "
        "accept; eliminate or control it, then rate it anew. "
        "Hazard 2, The alert is answered late: nobody owns it; name an owner. "
        "Hazard 2, The alert is answered late: it has no residual rating; rate it after controls."
    )
    assert not HazardLogVersion.objects.exists()
    house.nurse.active = False
    house.nurse.save(update_fields=["active"])
    with pytest.raises(Refused, match="its owner, Nia Nurse, is no longer active; name another"):
        world.put()


def test_an_empty_log_and_one_that_is_all_transferred_are_not_put(house: House) -> None:
    world = HazardWorld(house, build_world(house).care_map)
    save_draft(house.owner, world.care_map, "format: attending-map/1\ntitle: Nothing drawn\n", revision=1)
    with pytest.raises(Refused, match="There is no hazard in the log"):
        world.put()
    added = keeping.add_hazard(house.operations, house.use_case, HazardWords(name="The feed stands still"))
    states.transfer(house.operations, added, to="The maker", reason="Theirs")
    with pytest.raises(Refused, match="Every hazard of this log is transferred"):
        world.put()


def test_nobody_is_left_to_accept_what_they_rated(world: HazardWorld) -> None:
    house = world.house
    [missed, _] = world.whole()
    world.rate_both(missed, severity="major", likelihood="medium")
    world.finish(world.control(missed))
    rating.rate(house.sponsor, missed, RatingPhase.RESIDUAL, judged(severity="major", likelihood="high", reason="Mine"))
    with pytest.raises(Refused, match=r"Of those who may .* 1 are left, 1 of them clinicians. Fill a seat"):
        world.put()


def test_what_is_in_hand_is_not_put_again_until_it_is_sent_or_taken_back(world: HazardWorld) -> None:
    house = world.house
    world.whole()
    version = world.put()
    with pytest.raises(Refused, match="A hazard log is put to a decision already"):
        world.put()
    with pytest.raises(NotAllowed):
        accepting.take_back(house.administrator, house.use_case, reason="Mine.")
    with pytest.raises(Refused, match="Say why it is taken back"):
        accepting.take_back(house.platform, house.use_case, reason=" ")
    accepting.take_back(house.operations, house.use_case, reason="A cause is missing.")
    with pytest.raises(Refused, match="there is none to take back"):
        accepting.take_back(house.operations, house.use_case, reason="Again.")
    with pytest.raises(ProposalClosed):
        sign(version.proposal, house.owner, Seat.CLINICAL_OWNER, Outcome.ACCEPT)
    assert HazardLogVersion.objects.get().state == LogState.TAKEN_BACK
    again = world.accept(world.put(), Outcome.SEND_BACK)
    assert (again.number, again.state) == (2, LogState.SENT_BACK)
    assert newest_accepted(house.use_case) is None
    assert world.put().number == 3
    verbs = set(Entry.objects.filter(object__startswith="hazardlogversion").values_list("verb", flat=True))
    assert verbs == {"hazard_log.put", "hazard_log.taken_back", "hazard_log.sent_back"}


def test_the_log_is_put_by_those_who_keep_it_with_a_reason(world: HazardWorld) -> None:
    world.whole()
    for person in (world.house.administrator, stranger()):
        with pytest.raises(NotAllowed):
            world.put(person)
    with pytest.raises(Refused, match="Write why these risks can be accepted now"):
        accepting.put_to_acceptance(world.house.platform, world.house.use_case, reason=" ")


def test_a_hazard_that_came_onto_the_map_since_has_to_be_taken_over(world: HazardWorld) -> None:
    world.accepted()
    save_draft(world.house.owner, world.care_map, LATER_MAP, revision=1)
    with pytest.raises(Refused, match="“Alerts are clicked away” is on the map and not in the log"):
        world.put()


def test_a_sealed_log_stands_in_the_database(world: HazardWorld) -> None:
    version = world.accepted()
    rows = HazardLogVersion.objects.filter(pk=version.pk)
    for values in ({"document": {}}, {"sha256": "0" * 64}, {"number": 9}, {"state": "proposed", "decision": None}):
        assert "stands as it is" in refused_by_the_database(lambda changed=values: rows.update(**changed))
    assert "stands as it is" in refused_by_the_database(rows.delete)
    if connection.vendor == "sqlite":
        copy = "INSERT OR REPLACE INTO workflow_hazardlogversion SELECT * FROM workflow_hazardlogversion"
        assert "stands as it is" in refused_by_the_database(lambda: connection.cursor().execute(copy))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_the_log_at_once_one_is_told_to_wait() -> None:
    world = build_world(begin_with_house())
    world.whole()
    start = Barrier(2)

    def put(person: object) -> str:
        start.wait()
        try:
            world.put(person)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "put"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(put, (world.house.platform, world.house.operations)))
    assert answers == ["A hazard log is put to a decision already. Wait for it, or have it taken back.", "put"]
    assert HazardLogVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_control_is_confirmed_once_when_two_confirm_it_at_once() -> None:
    world = build_world(begin_with_house())
    control = world.control(world.take_over()[0])
    controls.report_done(world.house.nurse, control, proof="List")
    start = Barrier(2)

    def confirm(person: object) -> bool:
        start.wait()
        try:
            controls.confirm_done(person, control)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, (world.house.platform, world.house.operations))) == [False, True]
    assert HazardControl.objects.get().confirmed_at is not None
