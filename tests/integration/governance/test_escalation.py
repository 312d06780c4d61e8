"""A breach that nobody answers: who is told when, who has it, and the pause that was signed for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from attending.decisions.models import ProposalState
from attending.governance.actions.acknowledging import acknowledge
from attending.governance.actions.escalating import escalate
from attending.governance.actions.pausing import ask_to_resume
from attending.governance.actions.snoozing import snooze_breach, snooze_warning
from attending.governance.models import Acknowledgement, Breach, EscalationLevel
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.notices.models import Notice
from attending.program.actions.people import vacate_seat
from attending.program.models import Deployment, DeploymentStateChange, Seat, SeatHolding
from attending.program.models.deployments import State
from attending.program.registries import clock, events, worklist
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.agreed import signed_agreement
from tests.integration.house import House, sign

HOUR = timedelta(hours=1)


def breached(house: House, *, signed: bool = True) -> Breach:
    """A breach under the policy's high tier: deputy after 4 hours, safety officer after 12, CMIO after 24, pause 48."""
    house.agree(deputy=house.operations)
    if signed:
        signed_agreement(house)
    house.measure(0.62)
    return Breach.objects.get()


def told(breach: Breach) -> list[tuple[int, str, list[str]]]:
    return [
        (level.level, level.tell, [str(person) for person in level.people.all()])
        for level in EscalationLevel.objects.filter(breach=breach).order_by("level")
    ]


def at(breach: Breach, hours: float) -> datetime:
    return breach.opened_at + hours * HOUR


def ledger_of(breach: Breach) -> list[str]:
    return list(Entry.objects.filter(object=f"breach:{breach.pk}").order_by("seq").values_list("verb", flat=True))


def test_a_breach_that_fails_keeps_no_other_from_its_pause(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    breach = breached(house)
    house.agree(measure="brier", deputy=house.operations, warn_low=None, stop_low=None, stop_high=0.2)
    signed_agreement(house)
    house.measure(0.4, measure="brier")
    assert Breach.objects.filter(closed_at=None).count() == 2
    heard: list[events.DeploymentStateChanged] = []

    def breaks_once(event: events.DeploymentStateChanged) -> None:
        heard.append(event)
        if len(heard) == 1:
            raise ValueError("a room that listens is broken")

    monkeypatch.setitem(events._handlers, events.DeploymentStateChanged, [breaks_once])
    said = list(escalate(at(breach, 50)))
    assert [isinstance(each, clock.Failed) for each in said] == [True, False]
    assert said[1].endswith("nobody answered; paused by the system.")
    assert Deployment.objects.get(pk=house.deployment.pk).state == State.PAUSED
    assert Breach.objects.filter(closed_at=None).count() == 1
    assert verify().ok


def test_a_silent_owner_is_followed_by_the_deputy_the_seats_and_the_pause(house: House) -> None:
    breach = breached(house)
    assert told(breach) == [(0, "pause_authority", ["Olga Owner"])]
    assert list(escalate(at(breach, 3.9))) == []
    [sentence] = escalate(at(breach, 4))
    assert sentence.endswith("their deputy was told.")
    list(escalate(at(breach, 13)))
    list(escalate(at(breach, 25)))
    assert told(breach)[1:] == [
        (1, "deputy", ["Omar Operations"]),
        (2, "safety_officer", ["Sue Safety"]),
        (3, "cmio", ["Cleo Cmio"]),
    ]
    [sentence] = escalate(at(breach, 48))
    assert sentence.endswith("nobody answered; paused by the system.")

    breach.refresh_from_db()
    change = DeploymentStateChange.objects.filter(deployment=house.deployment).latest("pk")
    agreement = breach.threshold.agreement
    assert (change.after, change.acting) == (State.PAUSED, None)
    assert change.decision == f"decision:{agreement.decision_id}"
    assert (breach.paused_under, breach.decision, breach.closed_at) == (agreement, None, at(breach, 48))
    assert breach.proposal.state == ProposalState.WITHDRAWN
    assert ledger_of(breach) == ["oversight.breached", *["oversight.escalated"] * 4, "oversight.breach_closed"]
    changed = Entry.objects.filter(verb="deployment.state_changed").latest("seq")
    assert changed.actor == "system"
    assert verify().ok
    assert not [item for item in worklist.for_person(house.owner) if "Continue, change or pause" in item.title]

    resume = ask_to_resume(house.owner, house.deployment, reason="The cause was found and mended")
    sign(resume, house.owner, Seat.CLINICAL_OWNER, "resume")
    sign(resume, house.cmio, Seat.CMIO, "resume")
    assert Deployment.objects.get(pk=house.deployment.pk).state == State.LIVE
    assert list(escalate(at(breach, 100))) == []


def test_a_clock_that_runs_twice_changes_nothing(house: House) -> None:
    breach = breached(house)
    for hours in (5, 30, 50):
        list(escalate(at(breach, hours)))
        before = (EscalationLevel.objects.count(), Entry.objects.count(), Notice.objects.count())
        assert list(escalate(at(breach, hours))) == []
        assert (EscalationLevel.objects.count(), Entry.objects.count(), Notice.objects.count()) == before


def test_a_clock_that_stood_still_tells_what_was_missed_at_once_and_pauses_where_that_is_due(house: House) -> None:
    breach = breached(house)
    assert len(list(escalate(at(breach, 30)))) == 3
    other = Breach.objects.get()
    assert len(list(escalate(at(other, 500)))) == 1


def test_without_a_signed_agreement_nothing_is_paused_by_itself(house: House) -> None:
    breach = breached(house, signed=False)
    list(escalate(at(breach, 500)))
    assert Deployment.objects.get(pk=house.deployment.pk).state == State.LIVE
    assert len(told(breach)) == 4
    signed_agreement(house)
    list(escalate(at(breach, 500)))
    assert Deployment.objects.get(pk=house.deployment.pk).state == State.PAUSED


def test_who_has_it_silences_the_next_levels_until_the_deadline_and_no_pause(house: House) -> None:
    breach = breached(house)
    acknowledge(house.owner, breach, note="I call the vendor.", now=at(breach, 1))
    assert list(escalate(at(breach, 23.9))) == []
    assert len(list(escalate(at(breach, 24)))) == 3
    list(escalate(at(breach, 48)))
    assert Deployment.objects.get(pk=house.deployment.pk).state == State.PAUSED
    assert "oversight.acknowledged" in ledger_of(breach)


def test_a_snooze_silences_longer_and_stops_no_pause(house: House) -> None:
    breach = breached(house)
    with pytest.raises(Refused, match="Nobody has said that they have this breach"):
        snooze_breach(house.owner, breach, until=at(breach, 30), reason="The vendor is on it.", now=at(breach, 1))
    acknowledge(house.owner, breach, now=at(breach, 1))
    snooze_breach(house.owner, breach, until=at(breach, 40), reason="The vendor is on it.", now=at(breach, 2))
    assert list(escalate(at(breach, 39))) == []
    assert len(list(escalate(at(breach, 40)))) == 3
    assert len(list(escalate(at(breach, 48)))) == 1
    with pytest.raises(Refused, match="closed already"):
        snooze_breach(house.owner, breach, until=at(breach, 60), reason="Again.", now=at(breach, 49))


@pytest.mark.parametrize(
    ("hours", "reason", "said"),
    [(24 * 31, "Vendor.", "within 30 days"), (24, " ", "Write why"), (-1, "Vendor.", "ends in the future")],
)
def test_a_snooze_gives_a_reason_and_ends_within_a_month(house: House, hours: int, reason: str, said: str) -> None:
    breach = breached(house)
    acknowledge(house.owner, breach, now=at(breach, 1))
    with pytest.raises(Refused, match=said):
        snooze_breach(house.owner, breach, until=at(breach, 2 + hours), reason=reason, now=at(breach, 2))


def test_a_warning_is_snoozed_off_the_rounds(house: House) -> None:
    threshold = house.agree()
    with pytest.raises(Refused, match="Only a threshold whose newest reading is past its warning limit"):
        snooze_warning(house.owner, threshold, until=at_day(20), reason="Known.")
    house.measure(0.73)
    assert len(worklist.for_person(house.owner)) == 1
    snooze_warning(house.owner, threshold, until=at_day(20), reason="The flu season; it was so last year.")
    assert worklist.for_person(house.owner) == ()
    house.measure(0.62)
    assert len(worklist.for_person(house.owner)) == 1, "a breach shows all the same"


def at_day(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_only_who_was_told_or_may_pause_says_that_they_have_it_and_once(house: House) -> None:
    breach = breached(house)
    with pytest.raises(NotAllowed):
        acknowledge(house.nurse, breach)
    acknowledge(house.safety, breach)
    with pytest.raises(Refused, match="You said already"):
        acknowledge(house.safety, breach)
    acknowledge(house.owner, breach)
    sign(breach.proposal, house.owner, Seat.CLINICAL_OWNER, "pause")
    with pytest.raises(Refused, match="closed already"):
        acknowledge(house.cmio, breach)
    assert Acknowledgement.objects.count() == 2


def test_an_empty_seat_is_answered_for_by_the_cmio_and_then_the_administrator(house: House) -> None:
    breach = breached(house)
    for seat in (Seat.SAFETY_OFFICER, Seat.CMIO):
        vacate_seat(house.administrator, SeatHolding.objects.get(seat=seat, ended_on=None), reason="Left")
    list(escalate(at(breach, 25)))
    assert [people for *_, people in told(breach)[2:]] == [["Ada Admin"], ["Ada Admin"]]


def test_a_deployment_that_is_paused_already_is_not_escalated_and_its_breach_closes(house: House) -> None:
    breach = breached(house)
    house.agree(measure="brier", stop_low=None, warn_low=None, stop_high=0.2)
    house.measure(0.4, measure="brier")
    other = Breach.objects.exclude(pk=breach.pk).get()
    sign(other.proposal, house.owner, Seat.CLINICAL_OWNER, "pause")
    assert list(escalate(at(breach, 30))) == []
    [sentence] = escalate(at(breach, 48))
    assert sentence.endswith("closed, it is not running.")
    assert DeploymentStateChange.objects.filter(after=State.PAUSED).count() == 1


def test_those_whom_the_policy_told_find_it_on_their_rounds(house: House) -> None:
    breach = breached(house)
    list(escalate(at(breach, 13)))
    assert any("unanswered" in item.title for item in worklist.for_person(house.safety))
    acknowledge(house.owner, breach)
    assert not any("unanswered" in item.title for item in worklist.for_person(house.safety))


def test_both_tasks_are_run_by_the_clock() -> None:
    assert {"silence", "escalations"} <= {task.name for task in clock.tasks()}
