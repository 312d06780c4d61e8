"""A drill tells the same people by the same steps, takes the time, and pauses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.governance.actions.acknowledging import acknowledge_drill
from attending.governance.actions.drilling import open_drill
from attending.governance.actions.escalating import escalate
from attending.governance.models import Drill
from attending.ledger.models import Entry, Payload
from attending.program.models import Deployment
from attending.program.models.deployments import State
from attending.program.registries import evidence, worklist
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House


def finding(house: House) -> evidence.Finding:
    return next(each for each in evidence.findings(house.deployment) if each.item == "escalation-drill")


def test_a_drill_that_somebody_answers_in_time_is_evidence_for_a_year(house: House) -> None:
    assert finding(house).state == evidence.FindingState.MISSING
    threshold, now = house.agree(), timezone.now()
    drill = open_drill(house.cmio, threshold, now=now)
    assert finding(house).state == evidence.FindingState.PARTIAL
    assert any("Drill" in item.title for item in worklist.for_person(house.owner))
    acknowledge_drill(house.owner, drill, now=now + timedelta(minutes=12))
    assert finding(house).state == evidence.FindingState.MET
    assert "Olga Owner answered after 12 minutes" in finding(house).summary
    entry = Entry.objects.get(verb="drill.acknowledged")
    assert '"seconds":720' in Payload.objects.get(entry=entry).body
    assert not any("Drill" in item.title for item in worklist.for_person(house.owner))


def test_an_old_drill_is_stale(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    drill = open_drill(house.cmio, house.agree())
    acknowledge_drill(house.owner, drill)
    later = timezone.now() + timedelta(days=370)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert finding(house).state == evidence.FindingState.STALE


def test_a_silent_drill_climbs_to_its_deadline_and_never_pauses(house: House) -> None:
    threshold, now = house.agree(deputy=house.operations), timezone.now()
    drill = open_drill(house.cmio, threshold, now=now)
    list(escalate(now + timedelta(hours=13)))
    assert [level.tell for level in drill.escalation.order_by("level")] == [
        "pause_authority",
        "deputy",
        "safety_officer",
    ]
    assert list(escalate(now + timedelta(hours=200))) == []
    assert Deployment.objects.get(pk=house.deployment.pk).state == State.LIVE
    with pytest.raises(Refused, match="time of this drill is over"):
        acknowledge_drill(house.owner, drill, now=now + timedelta(hours=200))


def test_who_opened_it_or_was_not_told_does_not_answer_it_and_one_runs_at_a_time(house: House) -> None:
    threshold = house.agree()
    drill = open_drill(house.owner, threshold)
    with pytest.raises(Refused, match="You opened this drill"):
        acknowledge_drill(house.owner, drill)
    with pytest.raises(NotAllowed):
        acknowledge_drill(house.nurse, drill)
    with pytest.raises(Refused, match="running already"):
        open_drill(house.cmio, threshold)
    with pytest.raises(NotAllowed):
        open_drill(house.nurse, threshold)
    acknowledge_drill(house.safety, drill)
    with pytest.raises(Refused, match="answered already"):
        acknowledge_drill(house.cmio, drill)
    assert Drill.objects.count() == 1
