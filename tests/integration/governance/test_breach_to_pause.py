"""A measure passes its stop limit; the one who may pause signs; the deployment stops; two resume it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attending.decisions.models import Decision, Proposal, Signature
from attending.decisions.rules.refusals import AlreadySigned
from attending.governance.actions.pausing import ask_to_pause, ask_to_resume
from attending.governance.actions.readings import read_silence
from attending.governance.actions.thresholds import retire_threshold
from attending.governance.models import Breach, OversightThreshold, Reading, Verdict
from attending.governance.queries.oversight import measured_groups
from attending.ledger.queries import verify
from attending.program.actions import people
from attending.program.actions.deployments import change_state
from attending.program.models import Deployment, DeploymentStateChange, Organisation, Person, Seat
from attending.program.models.deployments import State
from attending.program.registries import evidence, worklist
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.agreed import signed_agreement
from tests.integration.house import House, sign


def state(house: House) -> str:
    return Deployment.objects.get(pk=house.deployment.pk).state


def pause(house: House) -> Decision:
    house.agree()
    house.measure(0.62)
    decision = sign(Breach.objects.get().proposal, house.owner, Seat.CLINICAL_OWNER, "pause").decision
    assert decision is not None
    return decision


def test_a_value_within_limits_opens_nothing(house: House) -> None:
    house.agree()
    house.measure(0.81)
    assert Reading.objects.get().verdict == Verdict.WITHIN
    assert not Breach.objects.exists()


def test_a_value_past_the_warning_limit_reaches_the_one_who_may_pause_without_a_decision(house: House) -> None:
    house.agree()
    house.measure(0.73)
    assert not Breach.objects.exists()
    assert ["warning limit" in item.title for item in worklist.for_person(house.owner)] == [True]
    assert not [item for item in worklist.for_person(house.platform) if "limit" in item.title]


def test_a_breach_reaches_the_owner_with_a_clock_and_a_consequence(house: House) -> None:
    house.agree()
    house.measure(0.62)
    breach = Breach.objects.get()
    assert breach.answer_by - breach.opened_at == timedelta(hours=24)
    items = [item for item in worklist.for_person(house.owner) if item.urgency == worklist.Urgency.STOP]
    assert len(items) == 1
    assert items[0].due == breach.answer_by
    assert items[0].if_nothing
    assert worklist.for_deployment(house.deployment)[0].urgency == worklist.Urgency.STOP


def test_the_cmio_sees_a_breach_that_others_must_answer(house: House) -> None:
    house.agree()
    house.measure(0.62)
    (item,) = worklist.for_person(house.cmio)
    assert item.urgency == worklist.Urgency.STOP
    assert "Olga Owner, or Sue Safety" in item.asked
    sign(Breach.objects.get().proposal, house.cmio, Seat.CMIO, "pause")
    assert state(house) == State.PAUSED
    assert not worklist.for_person(house.cmio)


def test_a_second_bad_reading_renews_the_packet_and_not_the_breach(house: House) -> None:
    house.agree()
    house.measure(0.62)
    house.measure(0.60)
    proposal = Breach.objects.get().proposal
    assert [packet.version for packet in proposal.packets.all()] == [1, 2]
    assert "0.6 " in proposal.packets.get(version=2).document


def test_one_person_pauses(house: House) -> None:
    decision = pause(house)
    assert state(house) == State.PAUSED
    breach = Breach.objects.get()
    assert breach.decision == decision
    assert breach.closed_at is not None
    change = DeploymentStateChange.objects.last()
    assert change is not None
    assert (change.decision, change.acting) == (f"decision:{decision.pk}", house.owner)
    assert verify().ok


def test_continuing_closes_the_breach_and_changes_no_state(house: House) -> None:
    house.agree()
    house.measure(0.62)
    sign(Breach.objects.get().proposal, house.owner, Seat.CLINICAL_OWNER, "continue")
    assert state(house) == State.LIVE
    assert Breach.objects.get().closed_at is not None


def test_a_breach_of_what_was_retired_meanwhile_is_closed_by_a_pause(house: House) -> None:
    house.agree()
    house.measure(0.62)
    change_state(house.owner, house.deployment, State.RETIRED, reason="Something better takes its place.")
    sign(Breach.objects.get().proposal, house.owner, Seat.CLINICAL_OWNER, "pause")
    assert state(house) == State.RETIRED
    assert Breach.objects.get().closed_at is not None


def test_the_same_person_does_not_resume_alone(house: House) -> None:
    pause(house)
    proposal = ask_to_resume(house.owner, house.deployment, reason="The cause was mended")
    assert sign(proposal, house.owner, Seat.CLINICAL_OWNER, "resume").decision is None
    with pytest.raises(AlreadySigned):
        sign(proposal, house.owner, Seat.CLINICAL_OWNER, "resume")
    assert state(house) == State.PAUSED


def test_two_people_resume(house: House) -> None:
    pause(house)
    proposal = ask_to_resume(house.owner, house.deployment, reason="The cause was mended")
    sign(proposal, house.owner, Seat.CLINICAL_OWNER, "resume")
    assert sign(proposal, house.sponsor, Seat.EXECUTIVE_SPONSOR, "resume").decision is not None
    assert state(house) == State.LIVE
    assert verify().ok


def test_two_who_are_not_clinicians_do_not_resume(house: House) -> None:
    pause(house)
    proposal = ask_to_resume(house.operations, house.deployment, reason="The cause was mended")
    sign(proposal, house.operations, Seat.OPERATIONAL_OWNER, "resume")
    assert sign(proposal, house.safety, Seat.SAFETY_OFFICER, "resume").decision is None
    assert state(house) == State.PAUSED


def test_the_database_refuses_to_resume_without_two_signatures(house: House) -> None:
    pause(house)
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        Deployment.objects.filter(pk=house.deployment.pk).update(state="live")
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE program_deployment SET state = 'pilot' WHERE id = %s", [house.deployment.pk])
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        Deployment.objects.filter(pk=house.deployment.pk).update(state_since=timezone.now() - timedelta(days=400))
    assert state(house) == State.PAUSED


def test_the_database_refuses_a_second_signature_of_the_same_person(house: House) -> None:
    pause(house)
    proposal = ask_to_resume(house.owner, house.deployment, reason="The cause was mended")
    first = sign(proposal, house.owner, Seat.CLINICAL_OWNER, "resume").signature
    copy = Signature.objects.get(pk=first.pk)
    copy.pk, copy.idempotency_key, copy.ledger_seq = None, "another", 10**9
    copy.meaning = "approval"
    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save(force_insert=True)


def test_an_old_resumption_does_not_open_a_later_pause(house: House) -> None:
    pause(house)
    proposal = ask_to_resume(house.owner, house.deployment, reason="The cause was mended")
    sign(proposal, house.owner, Seat.CLINICAL_OWNER, "resume")
    sign(proposal, house.sponsor, Seat.EXECUTIVE_SPONSOR, "resume")
    again = ask_to_pause(house.safety, house.deployment, reason="Harm is suspected")
    sign(again, house.safety, Seat.SAFETY_OFFICER, "pause")
    assert state(house) == State.PAUSED
    with pytest.raises(DatabaseError), transaction.atomic():
        Deployment.objects.filter(pk=house.deployment.pk).update(state="live")


def test_nobody_pauses_or_resumes_past_the_decision(house: House) -> None:
    with pytest.raises(Refused, match="signed decision"):
        change_state(house.owner, house.deployment, State.PAUSED, reason="Now")
    with pytest.raises(Refused, match="Only a paused deployment"):
        ask_to_resume(house.owner, house.deployment, reason="Go")
    with pytest.raises(NotAllowed):
        ask_to_pause(house.nurse, house.deployment, reason="Stop")


def test_asking_twice_gives_the_question_that_stands(house: House) -> None:
    first = ask_to_pause(house.safety, house.deployment, reason="Harm is suspected")
    assert ask_to_pause(house.owner, house.deployment, reason="Mine") == first
    assert Proposal.objects.filter(kind="deployment.pause").count() == 1


def test_no_row_in_the_window_is_a_breach(house: House) -> None:
    house.agree()
    house.measure(None, n=0)
    assert Reading.objects.get().verdict == Verdict.NO_DATA
    assert Breach.objects.count() == 1


def test_a_measure_that_did_not_come_is_a_breach(house: House) -> None:
    house.agree(measure="oe", warn_low=None, stop_low=0.5)
    house.measure(0.8)
    assert Reading.objects.get().verdict == Verdict.NO_DATA


def test_a_measurement_of_another_kind_says_nothing_of_a_limit(house: House) -> None:
    house.agree()
    house.agree(measure="failure_rate", warn_low=None, stop_low=None, stop_high=0.2)
    house.agree(measure="discard_rate", warn_low=None, stop_low=None, stop_high=0.3)
    for measure in ("discard_rate", "failure_rate", "percent_agreement"):
        house.measure(0.1, measure=measure)
    house.measure(0.8)
    read = {each.threshold.measure: each.verdict for each in Reading.objects.select_related("threshold")}
    assert read == dict.fromkeys(("discard_rate", "failure_rate", "auroc"), Verdict.WITHIN)
    assert Reading.objects.count() == 3
    assert not Breach.objects.exists()


def test_counts_of_use_leave_the_subgroups_of_a_review_to_be_chosen(house: House) -> None:
    house.measure(0.8, attribute="sex", level="female")
    house.measure(0.1, measure="discard_rate")
    assert measured_groups(house.deployment) == [("overall=all", "Everyone"), ("sex=female", "sex: female")]


def test_other_measures_that_keep_coming_do_not_hide_that_one_has_stopped(house: House) -> None:
    house.agree(silence_days=45)
    house.measure(0.8, end=timezone.localdate() - timedelta(days=60))
    house.measure(0.1, measure="discard_rate")
    (reading,) = read_silence()
    assert reading.verdict == Verdict.NO_DATA


def test_silence_is_a_breach_once_and_only_while_it_runs(house: House) -> None:
    house.agree(silence_days=45)
    house.measure(0.8)
    assert not read_silence()
    later = timezone.now() + timedelta(days=80)
    (reading,) = read_silence(later)
    assert reading.verdict == Verdict.NO_DATA
    assert "45 days" in reading.explanation
    assert not read_silence(later + timedelta(days=1))
    assert Breach.objects.count() == 1


def test_an_answered_silence_is_asked_again_only_after_as_many_days(house: House) -> None:
    house.agree(silence_days=45)
    house.measure(0.8, end=timezone.localdate() - timedelta(days=60))
    (reading,) = read_silence()
    sign(reading.breach.proposal, house.owner, Seat.CLINICAL_OWNER, "continue")
    assert not read_silence(timezone.now() + timedelta(days=44))
    assert len(read_silence(timezone.now() + timedelta(days=46))) == 1
    assert Breach.objects.count() == 2


def test_a_deployment_that_does_not_run_is_not_watched_for_silence(house: House) -> None:
    pause(house)
    assert not read_silence(timezone.now() + timedelta(days=200))


def test_too_few_is_said_and_is_no_breach(house: House) -> None:
    house.agree(minimum_n=500)
    house.measure(0.5, n=400)
    reading = Reading.objects.get()
    assert reading.verdict == Verdict.TOO_FEW
    assert "100 more needed" in reading.explanation


def test_a_breached_threshold_is_not_retired(house: House) -> None:
    threshold = house.agree()
    house.measure(0.6)
    with pytest.raises(Refused, match="breach"):
        retire_threshold(house.owner, threshold, reason="Inconvenient")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stop_low": None, "warn_low": None}, "at least one stop limit"),
        ({"warn_low": 0.6}, "warns too late"),
        ({"measure": "charm"}, "no measure charm"),
        ({"window_months": 2}, "1, 3, 6 or 12"),
        ({"agreed_action": " "}, "what will be done"),
    ],
)
def test_terms_that_cannot_work_are_refused(house: House, changes: dict[str, object], message: str) -> None:
    with pytest.raises(Refused, match=message):
        house.agree(**changes)


def test_the_deputy_is_somebody_else(house: House) -> None:
    with pytest.raises(Refused, match="deputy"):
        house.agree(deputy=house.owner)


def test_only_those_who_answer_for_it_agree_limits(house: House) -> None:
    house.owner, owner = house.nurse, house.owner
    with pytest.raises(NotAllowed):
        house.agree(pause_authority=owner)


def test_findings_say_what_stands(house: House) -> None:
    def finding() -> evidence.Finding:
        (found,) = [each for each in evidence.findings(house.deployment) if each.item == "oversight-thresholds"]
        return found

    assert finding().state == evidence.FindingState.MISSING
    house.agree()
    assert finding().state == evidence.FindingState.PARTIAL
    house.measure(0.9)
    assert finding().state == evidence.FindingState.PARTIAL
    assert "1 of them not signed" in finding().summary
    signed_agreement(house)
    assert finding().state == evidence.FindingState.MET
    house.measure(0.5)
    assert "below the stop limit of 0.7" in finding().summary


def test_who_has_left_or_is_of_another_organisation_does_not_answer(house: House) -> None:
    elsewhere = Person.objects.create(
        organisation=Organisation.objects.create(name="Elsewhere Health"), printed_name="Elsa", discipline="medicine"
    )
    with pytest.raises(NotAllowed, match="another organisation"):
        house.agree(deputy=elsewhere)
    people.deactivate_person(house.administrator, house.nurse, reason="Left")
    with pytest.raises(Refused, match="no longer active"):
        house.agree(pause_authority=house.nurse)
    assert not OversightThreshold.objects.exists()


def test_the_database_lets_no_pause_be_left_through_retirement(house: House) -> None:
    pause(house)
    change = "UPDATE program_deployment SET state = %s"
    with connection.cursor() as cursor:
        cursor.execute(change, ["retired"])
        with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
            cursor.execute(change, ["live"])
    assert state(house) == State.RETIRED
