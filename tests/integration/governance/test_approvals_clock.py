"""What time does to approvals: asked again before the end, paused at the end, compared once a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from attending.governance.actions.approvals_clock import follow, pause_ended
from attending.governance.actions.gates import ask_gate, withdraw_gate
from attending.governance.actions.lapsing import check_approvals
from attending.governance.models import Approval, Gate, Lapse
from attending.governance.queries.approvals import used_without_approval
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions.deployments import change_state, plan_deployment, set_action_threshold
from attending.program.actions.people import seat_person
from attending.program.actions.use_cases import agree_outcome
from attending.program.models import DeploymentStateChange, Seat, Stage
from attending.program.models.deployments import State
from attending.program.registries import events
from attending.program.registries.clock import Failed, tasks
from attending.program.registries.events import DeploymentStateChanged
from attending.program.registries.requirements import unmet_before_stage
from attending.program.rules import Refused
from tests.integration.house import House, outcome
from tests.integration.passing import pass_gate


@pytest.fixture
def approval(house: House) -> Approval:
    return Approval.objects.get(deployment=house.deployment, ends_at__gt=timezone.now())


def test_they_are_tasks_of_the_clock() -> None:
    mine = {task.name: task.tick for task in tasks() if task.name.startswith("approvals")}
    assert mine == {"approvals that ended": pause_ended, "approvals": follow}


def tick(now: datetime) -> list[str]:
    """Both tasks."""
    return [*pause_ended(now), *follow(now)]


def test_nothing_is_due_while_an_approval_stands(house: House, approval: Approval) -> None:
    check_approvals(house.use_case)
    entries = Entry.objects.count()
    assert tick(timezone.now()) == []
    assert Entry.objects.count() == entries


def test_what_is_used_beyond_its_approval_is_paused_by_the_system(house: House, approval: Approval) -> None:
    said = list(tick(approval.ends_at))
    assert "was paused: its approval ended on" in said[0]
    house.deployment.refresh_from_db()
    assert house.deployment.state == State.PAUSED
    change = DeploymentStateChange.objects.latest("pk")
    assert (change.acting, change.decision) == (None, f"decision:{approval.decision_id}")
    assert Entry.objects.get(
        verb="deployment.state_changed", object=f"deployment:{house.deployment.pk}", actor="system"
    )
    assert list(tick(approval.ends_at)) == []
    assert not used_without_approval(approval.ends_at).exists()
    assert verify().ok


def test_one_that_cannot_be_paused_keeps_no_other_from_being_paused(
    house: House, approval: Approval, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = house.deployment.model_version
    newer = version.ai_model.versions.create(version="3", released_on=date(2026, 5, 1))
    other = plan_deployment(house.cmio, house.use_case, unit=house.deployment.unit, model_version=newer)
    pass_gate(house, other, State.PILOT)
    ends = max(Approval.objects.values_list("ends_at", flat=True))

    def breaks(event: DeploymentStateChanged) -> None:
        if event.deployment == house.deployment:
            raise ValueError("a room that listens is broken")

    monkeypatch.setitem(events._handlers, DeploymentStateChanged, [breaks])
    said = list(pause_ended(ends))
    assert [isinstance(each, Failed) for each in said] == [True, False]
    assert "a room that listens is broken" in said[0]
    other.refresh_from_db()
    house.deployment.refresh_from_db()
    assert (house.deployment.state, other.state) == (State.LIVE, State.PAUSED)
    assert Entry.objects.filter(verb="deployment.state_changed", actor="system").count() == 1
    monkeypatch.undo()
    assert len(list(pause_ended(ends))) == 1
    assert verify().ok


def test_the_system_does_nothing_but_pause_as_decided(house: House) -> None:
    for state, decision in ((State.PAUSED, ""), (State.RETIRED, "decision:1"), (State.SILENT, "decision:1")):
        with pytest.raises(Refused, match="The system only pauses"):
            change_state(None, house.deployment, state, reason="Late.", decision=decision)
    assert DeploymentStateChange.objects.filter(acting=None).count() == 0


def test_thirty_days_before_its_end_an_approval_is_asked_for_again_once(house: House, approval: Approval) -> None:
    check_approvals(house.use_case, approval.ends_at - timedelta(days=31))
    assert list(tick(approval.ends_at - timedelta(days=31))) == []
    soon = timezone.now() + timedelta(days=29)
    Approval.objects.filter(pk=approval.pk).update(ends_at=soon)
    said = list(tick(timezone.now()))
    assert len(said) == 1
    assert "is asked for again" in said[0]
    gate = Gate.objects.get(deployment=house.deployment, closed_at=None)
    assert (gate.asked_by, gate.target) == (None, "live")
    assert list(tick(timezone.now())) == []
    withdraw_gate(house.owner, gate, reason="Not yet.")
    assert list(tick(timezone.now())) == []
    assert not Lapse.objects.exists()


def test_a_gate_that_is_open_already_is_the_one_that_decides_again(house: House, approval: Approval) -> None:
    asked = ask_gate(None, house.deployment, "live", "Before its time.")
    set_action_threshold(house.owner, house.deployment, Decimal("0.6"), reason="Fewer alerts.")
    assert Lapse.objects.get(approval=approval).gate == asked


def test_a_decision_that_could_not_be_asked_anew_is_asked_once_the_way_is_clear(house: House) -> None:
    agree_outcome(house.owner, house.use_case, outcome())
    stage = pass_gate(house, house.use_case, "readiness")
    in_the_way = ask_gate(None, house.use_case, "controls", "It is ready.")
    seat_person(house.administrator, house.nurse, Seat.CLINICAL_OWNER, house.use_case)
    assert Lapse.objects.get(approval=stage).gate is None
    assert not [said for said in tick(timezone.now()) if "opened again" in said]
    withdraw_gate(house.cmio, in_the_way, reason="Later.")
    assert list(tick(timezone.now())) == ["The decision on Sepsis alert was opened again."]
    gate = Lapse.objects.get(approval=stage).gate
    assert gate is not None
    assert (gate.use_case, gate.target, gate.asked_by) == (house.use_case, "readiness", None)


def test_the_stage_stays_and_goes_no_further(house: House) -> None:
    agree_outcome(house.owner, house.use_case, outcome())
    stage = pass_gate(house, house.use_case, "readiness")
    house.use_case.refresh_from_db()
    wanted = "Have readiness approved again at its gate first."
    assert not [each for each in unmet_before_stage(house.use_case, Stage.CONTROLS) if wanted in each]
    Approval.objects.filter(pk=stage.pk).update(ends_at=stage.starts_at)
    assert [each for each in unmet_before_stage(house.use_case, Stage.CONTROLS) if wanted in each]
    list(tick(timezone.now()))
    house.use_case.refresh_from_db()
    assert house.use_case.stage == Stage.READINESS
    pass_gate(house, house.use_case, "readiness")
    assert not [each for each in unmet_before_stage(house.use_case, Stage.CONTROLS) if wanted in each]


def test_what_changed_without_telling_is_found_by_the_comparison(house: House, approval: Approval) -> None:
    type(house.deployment).objects.filter(pk=house.deployment.pk).update(action_threshold=Decimal("0.7"))
    said = list(tick(timezone.now()))
    assert said == [f"The approval of {house.deployment} lapsed: Staff act at a score of 0.5."]
    assert Lapse.objects.get().approval == approval
