"""Signing through the actions: what is kept, what is refused, and when a proposal is decided."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from attending.accounts.reauthentication import AuthenticationEvidence
from attending.decisions import actions, queries
from attending.decisions.events import DecisionMade, ProposalWithdrawn
from attending.decisions.models import Condition, Decision, Meaning, ProposalState, Signature
from attending.decisions.rules.packets import sha256
from attending.decisions.rules.refusals import (
    AlreadyClosed,
    AlreadySigned,
    ConditionsMissing,
    ConditionsNotTaken,
    InvalidCondition,
    InvalidProposal,
    KeyReused,
    NotEligible,
    OwnCondition,
    PacketChanged,
    ProposalClosed,
    ReasonMissing,
    ReauthenticationFailed,
    Recused,
    SelfApproval,
    UnknownChoice,
)
from attending.ledger.queries import entries, verify
from attending.program.models import Seat, SeatHolding
from attending.program.registries import events
from tests.integration.decisions.world import DOCUMENT, SCREEN, World, ballot, evidence_for, sign


def test_a_signature_keeps_what_part_11_asks_for(world: World) -> None:
    proposal = world.propose()
    signature = sign(world, proposal, "owner", "continue").signature
    packet = queries.newest_packet(proposal)
    assert signature.printed_name == world.owner.printed_name
    assert signature.meaning == Meaning.RESPONSIBILITY
    assert signature.seat == Seat.CLINICAL_OWNER
    assert signature.clinical
    assert signature.statement == (
        f"I, {world.owner.printed_name}, in the seat of Clinical owner, decide: Continue. "
        f"I take responsibility for it, and I have read packet {packet.sha256} version 1. "
        "Meaning of my signature: responsibility."
    )
    assert signature.rendered == SCREEN
    assert signature.rendered_sha256 == sha256(SCREEN)
    intent = json.loads(signature.intent)
    assert intent["record_sha256"] == packet.sha256
    assert intent["rendered_sha256"] == signature.rendered_sha256
    assert intent["signer_printed_name"] == signature.printed_name
    evidence = AuthenticationEvidence.from_document(signature.authentication)
    assert evidence.components == ("password", "totp")
    entry = entries(about=f"proposal:{proposal.pk}", verb="decision.signed").get()
    assert entry.seq == signature.ledger_seq
    assert entry.at == signature.signed_at
    assert entry.actor == f"person:{world.owner.pk}"


def test_two_distinct_people_with_a_clinician_decide(world: World) -> None:
    proposal = world.propose()
    assert sign(world, proposal, "owner", "continue").decision is None
    decision = sign(world, proposal, "operations", "continue").decision
    assert decision is not None
    assert (decision.outcome, decision.quorum, decision.policy_version) == ("continue", 2, "2026-1")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.DECIDED
    assert verify().ok


def test_a_clinical_quorum_waits_for_clinicians(world: World) -> None:
    proposal = world.propose(clinical_quorum=2)
    sign(world, proposal, "owner", "continue")
    assert sign(world, proposal, "operations", "continue").decision is None
    assert sign(world, proposal, "nurse", "continue").decision is not None


def test_one_person_pauses_and_the_other_vote_is_kept_as_dissent(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "operations", "continue", reason="Staffing covers it")
    decision = sign(world, proposal, "owner", "pause").decision
    assert decision is not None
    assert (decision.outcome, decision.quorum) == ("pause", 1)
    assert [(each["choice"], each["text"]) for each in decision.dissent] == [("continue", "Staffing covers it")]


def test_who_proposed_may_pause_but_not_approve(world: World) -> None:
    proposal = world.propose(proposed_by=world.owner)
    with pytest.raises(SelfApproval):
        sign(world, proposal, "owner", "continue")
    assert sign(world, proposal, "owner", "pause").decision is not None


def test_who_proposed_signs_as_author_and_another_person_approves(world: World) -> None:
    proposal = world.propose(proposed_by=world.owner)
    result = sign(world, proposal, "owner", "continue", meaning=Meaning.AUTHORSHIP)
    assert result.decision is None
    assert "propose: Continue. I am the author of packet" in result.signature.statement
    decision = sign(world, proposal, "operations", "continue").decision
    assert decision is not None
    assert decision.quorum == 2


@pytest.mark.parametrize("choice", ["", "continue"])
def test_an_author_alone_decides_nothing(world: World, choice: str) -> None:
    proposal = world.propose(proposed_by=world.owner, quorum=1)
    assert sign(world, proposal, "owner", choice, meaning=Meaning.AUTHORSHIP).decision is None
    with pytest.raises(NotEligible):
        sign(world, proposal, "cmio", "continue", meaning=Meaning.AUTHORSHIP)
    assert sign(world, proposal, "cmio", "continue").decision is not None


def test_a_review_does_not_vote(world: World) -> None:
    proposal = world.propose(quorum=1)
    assert sign(world, proposal, "cmio", "", meaning=Meaning.REVIEW).decision is None
    with pytest.raises(UnknownChoice):
        sign(world, proposal, "nurse", "continue", meaning=Meaning.REVIEW)


def test_nobody_signs_twice(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "continue")
    with pytest.raises(AlreadySigned):
        sign(world, proposal, "owner", "continue")


def test_a_recused_person_does_not_sign(world: World) -> None:
    proposal = world.propose()
    actions.recuse(proposal, acting=world.owner, reason="I am a co-author of the model")
    with pytest.raises(Recused):
        sign(world, proposal, "owner", "continue")
    with pytest.raises(Recused):
        actions.recuse(proposal, acting=world.owner, reason="Again")


def test_who_has_signed_does_not_step_aside(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "continue")
    with pytest.raises(AlreadySigned):
        actions.recuse(proposal, acting=world.owner, reason="Too late")


def test_only_somebody_who_is_asked_steps_aside(world: World) -> None:
    with pytest.raises(NotEligible):
        actions.recuse(world.propose(), acting=world.platform, reason="Not mine")


def test_the_same_form_again_returns_the_first_result(world: World) -> None:
    proposal = world.propose()
    values = ballot(world, proposal, "owner", "pause")
    intent = actions.prepare(proposal, **values)
    evidence = evidence_for(world.owner, intent)
    first = actions.sign(proposal, **values, evidence=evidence, intent=intent, idempotency_key="form")
    again = actions.sign(proposal, **values, evidence=evidence, intent=intent, idempotency_key="form")
    assert again.repeated
    assert (again.signature, again.decision) == (first.signature, first.decision)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("change", [{"choice": "continue"}, {"reason": "Other words"}, {"dissent": "But"}])
def test_the_same_form_with_other_content_is_refused(world: World, change: dict[str, str]) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "pause", key="form")
    other = {**ballot(world, proposal, "owner", "pause"), **change}
    with pytest.raises(KeyReused):
        actions.sign(proposal, **other, evidence=evidence_for(world.owner, {}), intent={}, idempotency_key="form")


def test_a_form_of_another_proposal_is_refused(world: World) -> None:
    sign(world, world.propose(), "owner", "pause", key="form")
    with pytest.raises(KeyReused):
        sign(world, world.propose(), "owner", "pause", key="form")


def test_a_packet_that_changed_since_it_was_shown_is_refused(world: World) -> None:
    proposal = world.propose()
    shown = queries.newest_packet(proposal).sha256
    actions.seal(proposal, {**DOCUMENT, "asked": "With the newest month: continue?"})
    with pytest.raises(PacketChanged):
        sign(world, proposal, "owner", "continue", packet_sha256=shown)


def test_signatures_on_an_older_packet_do_not_decide_and_are_given_again(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "continue")
    packet = actions.seal(proposal, {**DOCUMENT, "asked": "With the newest month: continue?"})
    assert packet.version == 2
    assert sign(world, proposal, "operations", "continue").decision is None
    decision = sign(world, proposal, "owner", "continue").decision
    assert decision is not None
    assert decision.packet == packet
    assert Signature.objects.filter(proposal=proposal).count() == 3


def test_unchanged_evidence_is_not_sealed_again(world: World) -> None:
    proposal = world.propose()
    assert actions.seal(proposal, DOCUMENT).version == 1


def test_a_lapsed_seat_does_not_sign(world: World) -> None:
    proposal = world.propose()
    SeatHolding.objects.filter(person=world.owner).update(ended_on=timezone.localdate())
    with pytest.raises(NotEligible, match="no longer hold"):
        sign(world, proposal, "owner", "continue")


def test_who_holds_no_seat_that_is_asked_does_not_sign(world: World) -> None:
    with pytest.raises(NotEligible, match="none of the seats"):
        sign(world, world.propose(), "platform", "continue")


def test_nobody_signs_from_a_seat_of_somebody_else(world: World) -> None:
    with pytest.raises(NotEligible):
        sign(world, world.propose(), "owner", "continue", seat=Seat.CMIO)


def test_a_login_with_another_name_does_not_sign(world: World) -> None:
    world.owner.user.printed_name = "Somebody else"
    with pytest.raises(NotEligible, match="printed name"):
        sign(world, world.propose(), "owner", "continue")


def test_a_closed_proposal_takes_nothing_more(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "pause")
    with pytest.raises(ProposalClosed):
        sign(world, proposal, "cmio", "pause")
    with pytest.raises(ProposalClosed):
        actions.seal(proposal, {**DOCUMENT, "asked": "Again?"})
    with pytest.raises(ProposalClosed):
        actions.recuse(proposal, acting=world.cmio, reason="Late")


def test_reasons_conditions_and_choices_are_checked(world: World) -> None:
    proposal = world.propose()
    with pytest.raises(ReasonMissing):
        sign(world, proposal, "owner", "pause", reason=" ")
    with pytest.raises(ConditionsMissing):
        sign(world, proposal, "owner", "change", conditions=[])
    with pytest.raises(ConditionsNotTaken):
        sign(world, proposal, "owner", "continue", conditions=[world.condition()])
    with pytest.raises(UnknownChoice):
        sign(world, proposal, "owner", "explode")
    with pytest.raises(InvalidCondition, match="before today"):
        sign(world, proposal, "owner", "change", conditions=[{**world.condition(), "due_on": "2020-01-01"}])
    with pytest.raises(InvalidCondition, match="active person"):
        sign(world, proposal, "owner", "change", conditions=[{**world.condition(), "owner": 10**9}])


def test_authentication_for_something_else_is_refused(world: World) -> None:
    proposal = world.propose()
    values = ballot(world, proposal, "owner", "continue")
    intent = actions.prepare(proposal, **values)
    pause = {**values, **{key: ballot(world, proposal, "owner", "pause")[key] for key in ("choice", "meaning")}}
    for changed, evidence in [
        (pause, evidence_for(world.owner, intent)),
        (values, evidence_for(world.cmio, intent)),
        (values, evidence_for(world.owner, {**intent, "reason": "x"})),
        (values, evidence_for(world.owner, intent, at=timezone.now() - timedelta(minutes=6))),
        (values, evidence_for(world.owner, intent, at=timezone.now() + timedelta(minutes=2))),
    ]:
        with pytest.raises(ReauthenticationFailed):
            actions.sign(proposal, **changed, evidence=evidence, intent=intent, idempotency_key="form")
    assert not Signature.objects.exists()


def test_a_demonstration_signs_nothing_elsewhere(world: World, settings: pytest.FixtureRequest) -> None:
    proposal = world.propose()
    values = ballot(world, proposal, "owner", "continue")
    intent = actions.prepare(proposal, **values)
    proven = evidence_for(world.owner, intent)
    evidence = AuthenticationEvidence(proven.user_id, ("demonstration",), proven.at, proven.challenge)
    arguments = {**values, "evidence": evidence, "intent": intent, "idempotency_key": "form"}
    with pytest.raises(ReauthenticationFailed):
        actions.sign(proposal, **arguments)
    settings.ATTENDING_DEMO = True
    assert actions.sign(proposal, **arguments).signature.authentication["components"] == ["demonstration"]


def test_conditions_are_kept_and_closed_by_somebody_else(world: World) -> None:
    proposal = world.propose(quorum=1)
    decision = sign(world, proposal, "owner", "change").decision
    condition = Condition.objects.get(decision=decision)
    assert (condition.text, condition.owner) == ("Recalibrate the model", world.operations)
    with pytest.raises(OwnCondition):
        actions.close_condition(condition, acting=world.operations, proof="Done")
    with pytest.raises(NotEligible):
        actions.close_condition(condition, acting=world.platform, proof="Done")
    with pytest.raises(ReasonMissing):
        actions.close_condition(condition, acting=world.owner, proof=" ")
    closure = actions.close_condition(condition, acting=world.owner, proof="Report 12 shows O:E 1.03")
    assert closure.ledger_seq == entries(verb="condition.closed").get().seq
    with pytest.raises(AlreadyClosed):
        actions.close_condition(condition, acting=world.owner, proof="Again")


def test_two_who_name_the_same_condition_make_one_with_the_earlier_date(world: World) -> None:
    proposal = world.propose()
    sooner = (timezone.localdate() + timedelta(days=3)).isoformat()
    sign(world, proposal, "owner", "change")
    sign(world, proposal, "cmio", "change", conditions=[{**world.condition(), "due_on": sooner}])
    assert Condition.objects.get().due_on.isoformat() == sooner


def test_a_withdrawn_proposal_is_closed(world: World) -> None:
    proposal = world.propose(proposed_by=world.cmio)
    with pytest.raises(NotEligible):
        actions.withdraw(proposal, acting=world.owner, reason="I would rather not")
    with pytest.raises(NotEligible):
        actions.withdraw(proposal, acting=None, reason="The system would rather not")
    heard: list[ProposalWithdrawn] = []
    events.on(ProposalWithdrawn, heard.append)
    assert actions.withdraw(proposal, acting=world.cmio, reason="Asked in error").state == ProposalState.WITHDRAWN
    assert [event.proposal for event in heard] == [proposal]
    with pytest.raises(ProposalClosed):
        sign(world, proposal, "owner", "pause")


def test_rooms_hear_of_a_decision_and_undo_the_signature_when_they_cannot_act(world: World, monkeypatch) -> None:
    heard: list[str] = []

    def refuse(event: DecisionMade) -> None:
        heard.append(event.decision.outcome)
        raise RuntimeError("The deployment cannot be paused.")

    monkeypatch.setitem(events._handlers, DecisionMade, [refuse])
    proposal = world.propose()
    with pytest.raises(RuntimeError):
        sign(world, proposal, "owner", "pause")
    assert heard == ["pause"]
    assert not Signature.objects.exists()
    assert not Decision.objects.exists()


def test_the_same_key_proposes_once(world: World) -> None:
    first = world.propose(key="breach:5")
    assert world.propose(key="breach:5", question="Asked again?") == first
    with pytest.raises(InvalidProposal):
        world.propose(key="breach:5", kind="deployment.resume")


def test_a_proposal_that_nobody_could_decide_is_refused(world: World) -> None:
    for wrong in (
        {"answerable": [], "eligible_seats": []},
        {"quorum": 0, "clinical_quorum": 0},
        {"clinical_quorum": 3},
        {"protective_choice": "explode"},
        {"eligible_seats": ["janitor"]},
        {"options": []},
    ):
        with pytest.raises(InvalidProposal):
            world.propose(**wrong)


def test_a_decision_expires_and_supersedes(world: World) -> None:
    options = [{"key": "resume", "label": "Resume", "effect": "Live again.", "expires_after_days": 90}]
    pause = sign(world, world.propose(), "owner", "pause").decision
    proposal = world.propose(options=options, protective_choice="", supersedes=pause, quorum=1)
    decision = sign(world, proposal, "cmio", "resume").decision
    assert decision is not None
    assert decision.supersedes == pause
    assert decision.expires_at == decision.decided_at + timedelta(days=90)


def test_what_waits_for_a_person(world: World) -> None:
    proposal = world.propose()
    (asked,) = queries.waiting_for(world.owner)
    assert (asked.proposal, asked.voice.seat) == (proposal, Seat.CLINICAL_OWNER)
    assert queries.waiting_for(world.cmio) == [], "who may sign and was not asked by name is not held up by it"
    assert queries.waiting_for(world.platform) == []
    sign(world, proposal, "owner", "continue")
    assert queries.waiting_for(world.owner) == []


def test_who_stepped_aside_does_not_accept_the_proof_of_a_condition(world: World) -> None:
    proposal = world.propose(quorum=1)
    actions.recuse(proposal, acting=world.cmio, reason="I am a co-author of the model")
    sign(world, proposal, "owner", "change")
    with pytest.raises(Recused):
        actions.close_condition(Condition.objects.get(), acting=world.cmio, proof="Report")
