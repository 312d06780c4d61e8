"""A gate is asked on evidence, decided by the signatures that the policy asks, and moves what it is of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.decisions.actions import withdraw
from attending.decisions.models import Condition, Decision, Proposal
from attending.decisions.queries import newest_packet
from attending.decisions.rules.refusals import PacketChanged, SelfApproval
from attending.governance.actions import gates
from attending.governance.actions.gates import ask_gate
from attending.governance.actions.pausing import ask_to_pause
from attending.governance.models import Approval, Gate
from attending.governance.queries.gates import standing_approval
from attending.governance.rules.gates import CLOSE
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions import use_cases
from attending.program.actions.deployments import change_state
from attending.program.models import Deployment, RiskTier, Seat, Stage, UseCase
from attending.program.models.deployments import State
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.committee import Committee
from tests.integration.house import House, outcome, sign
from tests.integration.passing import except_missing, lend_seats, pass_gate

OWNER = Seat.CLINICAL_OWNER


@pytest.fixture
def low(house: House) -> House:
    """A use case of low risk with a measurable outcome: its stage gates take the clinical owner's signature."""
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    house.use_case = use_cases.assess_risk(house.owner, house.use_case, RiskTier.LOW, reason="No harm.")
    return house


def asked(house: House, target: str = "readiness") -> Gate:
    """The gate, put to signatures with exceptions for what is missing."""
    except_missing(house, house.use_case, target)
    return ask_gate(house.operations, house.use_case, target, "It is worth getting ready.")


def stage(house: House) -> str:
    return UseCase.objects.get(pk=house.use_case.pk).stage


def test_an_approval_moves_the_use_case_and_says_how_long_it_stands(low: House) -> None:
    gate = asked(low)
    assert gate.proposal is not None
    decision = sign(gate.proposal, low.owner, OWNER, "approve").decision
    assert decision is not None
    approval = Approval.objects.get(use_case=low.use_case, deployment=None)
    assert (stage(low), approval.covers, approval.decision) == ("readiness", "readiness", decision)
    assert approval.starts_at == decision.decided_at
    gate.refresh_from_db()
    assert (gate.decision, gate.closed_at, gate.tier, gate.route) == (
        decision,
        decision.decided_at,
        "low",
        "registration",
    )
    assert verify().ok


def test_it_ends_with_the_first_exception_that_it_rests_on(low: House) -> None:
    pass_gate(low, low.use_case, "readiness")
    last = timezone.localdate() + timedelta(days=90)
    assert timezone.localdate(Approval.objects.get(use_case=low.use_case, deployment=None).ends_at) == last + timedelta(
        days=1
    )


def test_required_evidence_that_is_missing_is_named_with_who_brings_it(low: House) -> None:
    with pytest.raises(Refused, match=r"Risk tier is partial: .* Turn to Olga Owner \(clinical owner\)"):
        ask_gate(low.operations, low.use_case, "readiness", "Now.")
    assert not Gate.objects.filter(closed_at=None).exists()


def test_without_a_measurable_outcome_no_exception_helps(house: House) -> None:
    except_missing(house, house.use_case, "readiness")
    with pytest.raises(Refused, match="Without a measurable outcome"):
        ask_gate(house.operations, house.use_case, "readiness", "Now.")


@pytest.mark.parametrize("choice", ["return", "decline"])
def test_a_return_and_a_decline_move_nothing(low: House, choice: str) -> None:
    gate = asked(low)
    assert gate.proposal is not None
    assert sign(gate.proposal, low.owner, OWNER, choice).decision is not None
    gate.refresh_from_db()
    assert (stage(low), gate.closed_at is not None) == ("value_thesis", True)
    assert not Approval.objects.filter(deployment=None).exists()


def test_conditions_are_kept_with_the_approval(low: House) -> None:
    gate = asked(low)
    assert gate.proposal is not None
    due = (timezone.localdate() + timedelta(days=30)).isoformat()
    condition = {"text": "Name a nursing lead", "owner": low.operations.pk, "due_on": due}
    sign(gate.proposal, low.owner, OWNER, "approve_with_conditions", conditions=[condition])
    assert Condition.objects.get().decision == Approval.objects.get(deployment=None).decision
    assert stage(low) == "readiness"


def test_nobody_approves_the_gate_that_they_asked(low: House) -> None:
    except_missing(low, low.use_case, "readiness")
    with pytest.raises(Refused, match="nobody but the proposer could"):
        ask_gate(low.owner, low.use_case, "readiness", "Mine.")
    gate = asked(low)
    assert gate.proposal is not None
    with pytest.raises(SelfApproval):
        sign(gate.proposal, low.operations, Seat.OPERATIONAL_OWNER, "approve", meaning="approval")


@pytest.mark.parametrize("kind", ["gate.stage", "gate.go-live", "gate.exception"])
def test_a_question_that_was_put_without_its_gate_is_refused_and_keeps_no_decision(
    committee: Committee, kind: str
) -> None:
    proposal = committee.ask(kind=kind)
    sign(proposal, committee.mia, Seat.COMMITTEE_MEMBER, "approve")
    before = Entry.objects.count()
    with pytest.raises(Refused, match="put without its gate, so it decides nothing"):
        sign(proposal, committee.max, Seat.COMMITTEE_MEMBER, "approve")
    assert (proposal.signatures.count(), Entry.objects.count()) == (1, before)
    assert not Decision.objects.filter(proposal=proposal).exists()


def test_asked_twice_it_is_one_gate_and_another_target_waits(low: House) -> None:
    gate = asked(low)
    assert ask_gate(low.owner, low.use_case, "readiness", "Again.") == gate
    assert Proposal.objects.filter(kind="gate.stage").count() == 1
    pilot = low.deployment
    with pytest.raises(Refused, match="can be asked through these gates: live"):
        ask_gate(low.owner, pilot, "pilot", "Back.")


def test_only_who_leads_the_use_case_asks(low: House) -> None:
    with pytest.raises(NotAllowed):
        ask_gate(low.administrator, low.use_case, "readiness", "Please.")
    with pytest.raises(Refused, match="Write why"):
        ask_gate(low.owner, low.use_case, "readiness", "  ")


def test_a_tier_that_changed_since_it_was_asked_refuses_the_last_signature(low: House) -> None:
    gate = asked(low)
    assert gate.proposal is not None
    use_cases.assess_risk(low.owner, low.use_case, RiskTier.MODERATE, reason="Harm is possible.")
    with pytest.raises(Refused, match="risk tier changed"):
        sign(gate.proposal, low.owner, OWNER, "approve")
    assert not Decision.objects.filter(proposal=gate.proposal).exists()
    assert stage(low) == "value_thesis"


def test_evidence_that_went_missing_refuses_the_last_signature_until_it_is_taken_back(low: House) -> None:
    gate = asked(low)
    assert gate.proposal is not None
    gate.proposal.use_case.outcome_measures.all().delete()
    with pytest.raises(Refused, match="can no longer be approved"):
        sign(gate.proposal, low.owner, OWNER, "approve")
    gates.withdraw_gate(low.operations, gate, reason="The outcome was taken off.")
    gate.refresh_from_db()
    assert (gate.closed_at is not None, gate.decision) == (True, None)


def test_sealed_anew_the_changed_evidence_is_signed_again(low: House) -> None:
    gate = asked(low)
    assert gate.proposal is not None
    first = newest_packet(gate.proposal)
    assert gates.seal_anew(low.owner, gate) == first
    use_cases.answer_question(low.owner, low.use_case, "problem", "The one of the wards.")
    assert gates.seal_anew(low.owner, gate).version == first.version + 1
    with pytest.raises(PacketChanged):
        sign(gate.proposal, low.owner, OWNER, "approve", packet_sha256=first.sha256)
    assert sign(gate.proposal, low.owner, OWNER, "approve").decision is not None


def test_taken_back_on_its_own_page_the_gate_is_closed(low: House) -> None:
    gate = asked(low)
    assert gate.proposal is not None
    withdraw(gate.proposal, acting=low.operations, reason="Too early.")
    assert not Gate.objects.filter(closed_at=None).exists()


def test_the_system_opens_a_gate_that_waits_for_evidence_and_a_person_puts_it_to_signatures(low: House) -> None:
    gate = ask_gate(None, low.use_case, "readiness", "Its approval lapsed.")
    assert (gate.proposal, gate.asked_by) == (None, None)
    assert ask_gate(None, low.use_case, "readiness", "Again.") == gate
    assert asked(low) == gate
    gate.refresh_from_db()
    assert gate.proposal is not None
    assert gate.proposal.proposed_by == low.operations


def test_where_nobody_asked_nobody_approves_alone(low: House) -> None:
    """Else the owner assesses a lower tier, the approval lapses, and the owner alone approves under the laxer rule."""
    except_missing(low, low.use_case, "readiness")
    gate = ask_gate(None, low.use_case, "readiness", "What was approved no longer holds.")
    assert gate.proposal is not None
    assert (gate.proposal.proposed_by, gate.proposal.quorum) == (None, 2)
    assert '"2 people, ' in newest_packet(gate.proposal).document
    assert sign(gate.proposal, low.owner, OWNER, "approve").decision is None
    assert stage(low) == "value_thesis"
    assert sign(gate.proposal, low.sponsor, Seat.EXECUTIVE_SPONSOR, "approve").decision is not None
    assert stage(low) == "readiness"


def test_going_back_ends_the_approval_and_forward_takes_a_new_gate(low: House) -> None:
    pass_gate(low, low.use_case, "readiness")
    use_case = UseCase.objects.get(pk=low.use_case.pk)
    use_cases.move_stage(low.cmio, use_case, Stage.VALUE_THESIS, reason="The problem is another.")
    assert standing_approval(use_case, "readiness", timezone.now()) is None
    with pytest.raises(Refused, match="by the signed decision of its gate"):
        use_cases.move_stage(low.cmio, use_case, Stage.READINESS, reason="Back again.")
    with pytest.raises(Refused, match="No approval for readiness stands"):
        use_cases.move_stage(low.cmio, use_case, Stage.READINESS, reason="Back again.", decision="decision:1")


def test_a_deployment_goes_into_use_only_as_decided(low: House) -> None:
    other = Deployment.objects.create(
        use_case=low.use_case,
        unit=low.deployment.unit,
        model_version=low.deployment.model_version.ai_model.versions.create(version="3", released_on="2026-05-01"),
        state_since=timezone.now(),
    )
    for decision in ("", "decision:1"):
        with pytest.raises(Refused):
            change_state(low.cmio, other, State.PILOT, reason="Go", decision=decision)
    pilot = pass_gate(low, other, "pilot")
    other.refresh_from_db()
    assert (other.state, pilot.covers) == ("pilot", "pilot")
    change_state(low.cmio, other, State.SILENT, reason="The feed is being mended.")
    with pytest.raises(Refused, match="No approval for live"):
        gates.put_into_use(low.cmio, other, State.LIVE, reason="It is mended.")
    gates.put_into_use(low.cmio, other, State.PILOT, reason="It is mended.")
    live = pass_gate(low, other, "live")
    pilot.refresh_from_db()
    other.refresh_from_db()
    assert (other.state, pilot.ends_at) == ("live", live.starts_at)
    change_state(low.cmio, other, State.RETIRED, reason="Something better takes its place.")
    live.refresh_from_db()
    assert live.ends_at <= timezone.now()


def test_what_is_paused_is_resumed_and_not_put_into_use_by_one(low: House) -> None:
    sign(ask_to_pause(low.cmio, low.deployment, reason="Seen on the ward."), low.cmio, Seat.CMIO, "pause")
    with pytest.raises(Refused, match="Ask to resume it"):
        gates.put_into_use(low.cmio, low.deployment, State.LIVE, reason="It is mended.")
    low.deployment.refresh_from_db()
    assert low.deployment.state == State.PAUSED


def test_the_strictest_tier_takes_every_seat_and_the_quorum(house: House) -> None:
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    lend_seats(house, house.use_case, "readiness")
    gate = asked(house)
    assert gate.proposal is not None
    for person, seat in (
        (house.owner, OWNER),
        (house.cmio, Seat.CMIO),
        (house.safety, Seat.SAFETY_OFFICER),
        (house.sponsor, Seat.EXECUTIVE_SPONSOR),
    ):
        assert sign(gate.proposal, person, seat, "approve").decision is None
    assert sign(gate.proposal, house.administrator, Seat.COMPLIANCE_OFFICER, "approve").decision is not None
    assert stage(house) == "readiness"


def test_the_cycle_of_learning_is_closed_where_it_stands(low: House) -> None:
    UseCase.objects.filter(pk=low.use_case.pk).update(stage=Stage.LEARNING)
    low.use_case.refresh_from_db()
    approval = pass_gate(low, low.use_case, CLOSE)
    assert (stage(low), approval.covers) == ("learning", CLOSE)
