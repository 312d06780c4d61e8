"""What somebody might try who wants a decision that nobody took: each by the page, the action and raw SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.decisions import actions, queries
from attending.decisions.models import (
    Condition,
    ConditionClosure,
    Decision,
    Packet,
    Proposal,
    Recusal,
    Signature,
    Withdrawal,
)
from attending.decisions.rules.refusals import (
    ClockWentBack,
    InvalidCondition,
    NotEligible,
    OwnCondition,
    PacketChanged,
    Recused,
)
from attending.program.models import Person, SeatHolding
from tests.integration.decisions.test_database_rules import SEQ, decision_row, refused, signature_row
from tests.integration.decisions.test_pages import Visitor, fields
from tests.integration.decisions.world import DOCUMENT, World, build, sign

pytestmark = pytest.mark.usefixtures("demonstration")

AN_HOUR = timedelta(hours=1)


def conditioned(world: World) -> Condition:
    """A decision on one condition, which operations owns; the CMIO could accept its proof, platform could not."""
    sign(world, world.propose(quorum=1), "owner", "change", conditions=[world.condition(world.operations)])
    return Condition.objects.get()


def closure_row(condition: Condition, person: Person, **changes: Any) -> dict[str, Any]:
    row = {"condition": condition, "closed_by": person, "proof": "Report", "at": timezone.now(), "ledger_seq": SEQ}
    return {**row, **changes}


def accept(world: World, who: str, condition: Condition) -> int:
    """What the page answers to somebody's proof."""
    url = reverse("decisions:condition", args=[condition.pk])
    return Visitor(world, who).client.post(url, {"proof": "Report"}).status_code


def test_nobody_closes_their_own_condition(world: World) -> None:
    condition = conditioned(world)
    assert accept(world, "operations", condition) == 422
    with pytest.raises(OwnCondition):
        actions.close_condition(condition, acting=world.operations, proof="Report")
    refused(ConditionClosure, closure_row(condition, world.operations), "of their own")


def test_nobody_without_a_say_in_the_decision_closes_its_condition(world: World) -> None:
    condition = conditioned(world)
    assert accept(world, "platform", condition) == 422
    with pytest.raises(NotEligible):
        actions.close_condition(condition, acting=world.platform, proof="Report")
    SeatHolding.objects.filter(person=world.nurse).update(ended_on=timezone.localdate())
    with pytest.raises(NotEligible):
        actions.close_condition(condition, acting=world.nurse, proof="Report")
    for person in (world.platform, world.nurse, build().cmio):
        refused(ConditionClosure, closure_row(condition, person), "somebody who signed this decision")
    ConditionClosure.objects.create(**closure_row(condition, world.cmio))


def test_who_stepped_aside_closes_no_condition_of_it(world: World) -> None:
    proposal = world.propose(quorum=1)
    actions.recuse(proposal, acting=world.cmio, reason="Co-author")
    sign(world, proposal, "owner", "change")
    condition = Condition.objects.get()
    assert accept(world, "cmio", condition) == 422
    with pytest.raises(Recused):
        actions.close_condition(condition, acting=world.cmio, proof="Report")
    refused(ConditionClosure, closure_row(condition, world.cmio), "somebody who signed this decision")


def test_a_decision_on_a_packet_that_changed_since_it_was_shown(world: World) -> None:
    proposal = world.propose(quorum=1)
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "continue", reason="Read").content.decode()
    old = queries.newest_packet(proposal)
    actions.seal(proposal, {**DOCUMENT, "asked": "Again?"})
    response = visitor.sign(proposal, sheet)
    assert response.status_code == 422
    assert "changed since you opened this page" in response.content.decode()
    with pytest.raises(PacketChanged):
        sign(world, proposal, "owner", "continue", packet_sha256=old.sha256)
    refused(Signature, signature_row(world, proposal, "owner", "continue", packet=old), "not the newest packet")
    refused(Decision, decision_row(proposal, "continue", 1, packet=old), "not the newest packet|too few")


def test_a_form_that_was_signed_by_somebody_else(world: World) -> None:
    """The sheet carries its reader's intent: another login signs nothing with it."""
    proposal = world.propose()
    sheet = Visitor(world, "owner").choose(proposal, "continue", reason="Read").content.decode()
    assert Visitor(world, "cmio").sign(proposal, sheet).status_code == 422
    forged = Visitor(world, "cmio").sign(proposal, sheet, seat="cmio")
    assert forged.status_code == 422
    assert not Signature.objects.exists()


def test_a_form_that_was_sent_before_makes_no_second_signature(world: World) -> None:
    proposal = world.propose(quorum=3)
    visitor = Visitor(world, "owner")
    sheet = visitor.choose(proposal, "continue", reason="Read").content.decode()
    first = visitor.sign(proposal, sheet)
    assert visitor.sign(proposal, sheet)["Location"] == first["Location"]
    other = world.propose()
    assert visitor.sign(other, sheet).status_code == 422
    again = signature_row(world, other, "owner", "continue", idempotency_key=fields(sheet)["idempotency_key"])
    refused(Signature, again, "(?i)unique|append-only")
    assert Signature.objects.count() == 1


def test_conditions_of_the_past(world: World) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    due = {**world.condition(), "due_on": yesterday}
    with pytest.raises(InvalidCondition):
        sign(world, world.propose(), "owner", "change", conditions=[due])


def test_who_did_not_propose_takes_nothing_back(world: World) -> None:
    proposal = world.propose(proposed_by=world.cmio)
    by_system = world.propose()
    response = Visitor(world, "owner").client.post(reverse("decisions:withdraw", args=[proposal.pk]), {"reason": "x"})
    assert response.status_code == 422
    row = {"proposal": proposal, "person": world.owner, "reason": "x", "at": timezone.now(), "ledger_seq": SEQ}
    refused(Withdrawal, row, "only whoever proposed it")
    refused(Withdrawal, {**row, "person": None}, "only whoever proposed it")
    refused(Withdrawal, {**row, "proposal": by_system}, "only whoever proposed it")
    Withdrawal.objects.create(**{**row, "person": world.cmio})
    Withdrawal.objects.create(**{**row, "proposal": by_system, "person": None, "ledger_seq": SEQ + 1})


def test_nobody_is_made_to_step_aside_by_somebody_elsewhere(world: World) -> None:
    row = {"proposal": world.propose(), "person": build().cmio, "reason": "x", "at": timezone.now(), "ledger_seq": SEQ}
    refused(Recusal, row, "an active person of the organisation")


def test_nothing_is_dated_back_in_the_database(world: World) -> None:
    before = timezone.now() - AN_HOUR
    proposal = world.propose(proposed_by=world.platform)
    refused(Signature, signature_row(world, proposal, "owner", "continue", signed_at=before), "dated back")
    packet = {"proposal": proposal, "version": 2, "document": "{}", "sha256": "0" * 64, "sealed_at": before}
    refused(Packet, packet, "dated back|dated by its first packet")
    took_back = {"proposal": proposal, "person": world.platform, "reason": "x", "at": before, "ledger_seq": SEQ}
    refused(Withdrawal, took_back, "dated back")
    aside = {"proposal": proposal, "person": world.owner, "reason": "x", "at": before, "ledger_seq": SEQ}
    refused(Recusal, aside, "dated back")
    sign(world, proposal, "owner", "continue")
    Signature.objects.create(**signature_row(world, proposal, "cmio", "continue"))
    row = decision_row(proposal, "continue", 2)
    refused(Decision, {**row, "decided_at": before}, "dated back")
    refused(Decision, {**row, "effective_at": before}, "decision_takes_effect_once_decided")
    Decision.objects.create(**row)


def test_a_closure_is_not_dated_back(world: World) -> None:
    condition = conditioned(world)
    early = closure_row(condition, world.cmio, at=timezone.now() - AN_HOUR)
    refused(ConditionClosure, early, "dated back")


def test_a_proposal_is_not_dated_back(world: World) -> None:
    """Its first packet, which nobody signs without, has to be sealed within a minute of it."""
    proposal = world.propose()
    row = {field.attname: getattr(proposal, field.attname) for field in Proposal._meta.concrete_fields}
    for moved in (-AN_HOUR, AN_HOUR):
        old = Proposal.objects.create(
            **{**row, "id": None, "key": f"moved {moved}", "proposed_at": timezone.now() + moved}
        )
        packet = {"proposal": old, "version": 1, "document": "{}", "sha256": "0" * 64, "sealed_at": timezone.now()}
        refused(Packet, packet, "dated by its first packet")


def test_a_clock_that_went_back_signs_seals_and_closes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    condition, proposal = conditioned(world), world.propose()
    earlier = timezone.now() - AN_HOUR
    monkeypatch.setattr(timezone, "now", lambda: earlier)
    for act in (
        lambda: sign(world, proposal, "owner", "continue"),
        lambda: actions.seal(proposal, {**DOCUMENT, "asked": "Again?"}),
        lambda: actions.close_condition(condition, acting=world.cmio, proof="Report"),
    ):
        with pytest.raises(ClockWentBack, match="Nothing is dated back"):
            act()
    assert not ConditionClosure.objects.exists()
