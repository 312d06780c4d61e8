"""Signing on somebody's behalf: what it takes, what it says, and where it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from attending.decisions import actions, kinds, queries
from attending.decisions.models import Condition, Decision, Delegation, DelegationEnd, Meaning, Signature
from attending.decisions.rules.refusals import (
    AlreadySigned,
    DelegationEnded,
    InvalidDelegation,
    KeyReused,
    NotEligible,
    OwnersDelegate,
    ReasonMissing,
    Recused,
)
from attending.decisions.worklist import Waiting
from attending.ledger.queries import entries, verify
from attending.program.actions.people import deactivate_person, seat_person, vacate_seat
from attending.program.models import Discipline, Organisation, Person, Seat, SeatHolding
from tests.integration.decisions.test_database_rules import (
    SEQ,
    decision_row,
    execute,
    refused,
    signature_row,
)
from tests.integration.decisions.world import World, ballot, build, evidence_for, sign

TODAY = timezone.localdate


def behalf(delegation: Delegation) -> dict[str, Any]:
    """What a signature made under a delegation is signed from."""
    return {"seat": delegation.seat, "on_behalf_of": delegation.pk}


@pytest.fixture
def administrator(world: World) -> Person:
    return world.add("administrator", Discipline.OPERATIONS, Seat.ADMINISTRATOR, on_use_case=False)


def test_a_delegate_signs_from_the_seat_under_their_own_name(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    result = sign(world, world.propose(quorum=1, clinical_quorum=0), "platform", "continue", **behalf(delegation))
    signature = result.signature
    assert result.decision is not None
    assert (signature.signer, signature.seat, signature.on_behalf_of) == (world.platform, "clinical_owner", delegation)
    assert (signature.discipline, signature.clinical) == ("technology", False)
    assert signature.statement.startswith(
        f"I, {world.platform.printed_name}, on behalf of {world.owner.printed_name}, in the seat of Clinical owner, "
    )
    assert f'"delegation":{delegation.pk},"person":{world.owner.pk}' in signature.intent
    assert verify().ok


def test_it_is_recorded_with_its_days(world: World) -> None:
    delegation = world.delegate("cmio", "nurse", kinds=["review.outcome"], use_case=world.use_case)
    entry = entries(verb="delegation.given").get()
    assert (entry.seq, entry.at) == (delegation.ledger_seq, delegation.given_at)
    assert delegation.starts_at == delegation.given_at
    assert timezone.localdate(delegation.ends_at) == TODAY() + timedelta(days=7)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"seat": Seat.CMIO}, "a seat that you hold now, and Chief medical information officer is none"),
        ({"first_day": timedelta(days=-1)}, "begins today"),
        ({"first_day": timedelta(days=5), "last_day": timedelta(days=4)}, "first or a later"),
        ({"last_day": timedelta(days=90)}, "at most 90 days"),
        ({"kinds": ["astrology.chart"]}, "Nothing is decided that is called astrology.chart"),
        ({"reason": " "}, "Give a reason"),
    ],
)
def test_what_cannot_be_delegated_is_refused(world: World, changes: dict[str, Any], why: str) -> None:
    days = {name: TODAY() + value for name, value in changes.items() if isinstance(value, timedelta)}
    with pytest.raises((InvalidDelegation, NotEligible, ReasonMissing), match=why):
        world.delegate("owner", "platform", **{"seat": Seat.CLINICAL_OWNER, **changes, **days})
    assert not Delegation.objects.exists()


def test_ninety_days_are_the_most(world: World) -> None:
    assert world.delegate("owner", "platform", last_day=TODAY() + timedelta(days=89))


def test_to_whom(world: World) -> None:
    world.people["stranger"] = Person.objects.create(
        organisation=Organisation.objects.create(name="Elsewhere"), printed_name="X", discipline=Discipline.MEDICINE
    )
    world.people["without"] = Person.objects.create(
        organisation=world.organisation, printed_name="No login", discipline=Discipline.MEDICINE
    )
    Person.objects.filter(pk=world.nurse.pk).update(active=False)
    world.nurse.refresh_from_db()
    for who, why in (("owner", "somebody else"), ("stranger", "login"), ("without", "login"), ("nurse", "active")):
        with pytest.raises(InvalidDelegation, match=why):
            world.delegate("owner", who)


def test_what_was_received_is_not_passed_on(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    with pytest.raises(NotEligible, match="not passed on"):
        world.delegate("platform", "cmio", Seat.CLINICAL_OWNER)
    row = {**row_of(delegation), "delegator": world.platform, "delegate": world.cmio}
    refused(Delegation, row, "not passed on")


def test_a_seat_is_delegated_once_for_the_same_days_and_questions(world: World) -> None:
    world.delegate("owner", "platform", kinds=["review.outcome"])
    with pytest.raises(InvalidDelegation, match="in these days already"):
        world.delegate("owner", "cmio")
    assert world.delegate("owner", "cmio", kinds=["workflow.map"])
    later = {"first_day": TODAY() + timedelta(days=7), "last_day": TODAY() + timedelta(days=9)}
    assert world.delegate("owner", "nurse", **later)
    other = Delegation.objects.earliest("pk")
    refused(Delegation, row_of(other, delegate=world.cmio), "delegated for these days already")
    actions.end_delegation(other, acting=world.owner, reason="Another comes")
    assert world.delegate("owner", "cmio", kinds=["review.outcome"])


def row_of(delegation: Delegation, **changes: Any) -> dict[str, Any]:
    """The delegation again, as a row that is right now."""
    fields = ("delegator", "delegate", "seat", "use_case", "kinds", "ends_at", "reason")
    now = timezone.now()
    values = {name: getattr(delegation, name) for name in fields}
    return {**values, "starts_at": now, "given_at": now, "ledger_seq": SEQ * 3, **changes}


def test_the_database_holds_what_a_delegation_may_be(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    actions.end_delegation(delegation, acting=world.owner, reason="For the test")
    now = timezone.now()
    elsewhere = build().cmio
    for changes, why in (
        ({"delegate": world.owner}, "delegation_to_somebody_else|two active people"),
        ({"delegate": elsewhere}, "two active people of one organisation"),
        ({"seat": Seat.CMIO}, "by whoever holds it"),
        ({"ends_at": now + timedelta(days=91)}, "at most 90 days"),
        ({"ends_at": now - timedelta(days=1)}, "delegation_ends_later"),
        ({"starts_at": now - timedelta(days=1)}, "delegation_never_reaches_back"),
        ({"given_at": now - timedelta(days=1)}, "dated back"),
        ({"reason": ""}, "delegation_gives_a_reason"),
    ):
        refused(Delegation, row_of(delegation, **changes), why)
    assert Delegation.objects.create(**row_of(delegation))
    with pytest.raises(Exception, match="append-only"):
        execute("UPDATE decisions_delegation SET ends_at = starts_at")


def test_nobody_signs_on_behalf_of_the_proposer(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose(proposed_by=world.owner)
    for choice in ("continue", "pause"):
        with pytest.raises(NotEligible, match="nobody approves on behalf of the proposer"):
            sign(world, proposal, "platform", choice, **behalf(delegation))
        row = signature_row(world, proposal, "platform", choice, seat="clinical_owner", on_behalf_of=delegation)
        refused(Signature, row, "on behalf of the proposer")


def test_a_proposer_signs_in_their_own_name_only(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose(proposed_by=world.platform)
    for choice, meaning in (("continue", "authorship"), ("pause", "approval")):
        with pytest.raises(NotEligible):
            sign(world, proposal, "platform", choice, meaning=meaning, **behalf(delegation))
    row = signature_row(world, proposal, "platform", "pause", seat="clinical_owner", on_behalf_of=delegation)
    refused(Signature, row, "nor the proposer for somebody else")
    with pytest.raises(NotEligible, match="own name"):
        sign(world, world.propose(), "platform", "", meaning=Meaning.REVIEW, **behalf(delegation))


def test_delegator_and_delegate_count_once(world: World) -> None:
    delegation = world.delegate("owner", "cmio")
    proposal = world.propose()
    sign(world, proposal, "owner", "continue")
    with pytest.raises(NotEligible, match="counts once"):
        sign(world, proposal, "cmio", "continue", **behalf(delegation))
    row = {"seat": "clinical_owner", "on_behalf_of": delegation}
    refused(Signature, signature_row(world, proposal, "cmio", "continue", **row), "count once")
    assert sign(world, proposal, "cmio", "continue").decision is not None

    proposal = world.propose()
    assert sign(world, proposal, "cmio", "continue", **behalf(delegation)).decision is None
    with pytest.raises(AlreadySigned, match=f"{world.cmio.printed_name} has signed this packet on your behalf"):
        sign(world, proposal, "owner", "continue")
    refused(Signature, signature_row(world, proposal, "owner", "continue"), "count once")
    with pytest.raises(AlreadySigned):
        sign(world, proposal, "cmio", "continue")
    refused(Decision, decision_row(proposal, "continue", 2), "too few distinct people")


def test_who_signed_for_another_is_not_heard_again_through_a_third(world: World) -> None:
    ring = [world.delegate("owner", "cmio"), world.delegate("cmio", "nurse"), world.delegate("nurse", "owner")]
    proposal = world.propose(quorum=3)
    sign(world, proposal, "cmio", "continue", **behalf(ring[0]))
    for who, delegation in (("nurse", ring[1]), ("owner", ring[2])):
        with pytest.raises((NotEligible, AlreadySigned)):
            sign(world, proposal, who, "continue", **behalf(delegation))
        row = signature_row(world, proposal, who, "continue", seat=delegation.seat, on_behalf_of=delegation)
        refused(Signature, row, "count once")
    assert sign(world, proposal, "nurse", "continue").decision is None


def test_nobody_signs_for_who_stepped_aside(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose()
    actions.recuse(proposal, acting=world.owner, reason="Co-author of the model")
    with pytest.raises(NotEligible, match="has stepped aside"):
        sign(world, proposal, "platform", "continue", **behalf(delegation))
    row = signature_row(world, proposal, "platform", "continue", seat="clinical_owner", on_behalf_of=delegation)
    refused(Signature, row, "recused")
    proposal = world.propose()
    actions.recuse(proposal, acting=world.platform, reason="Mine")
    with pytest.raises(Recused):
        sign(world, proposal, "platform", "continue", **behalf(delegation))


@pytest.mark.parametrize("way", ["ended", "not_yet", "over", "lost_seat", "other_kind", "other_seat", "other_use_case"])
def test_a_delegation_that_does_not_reach_here_signs_nothing(world: World, way: str) -> None:
    first = TODAY() + timedelta(days=3)
    differs: dict[str, dict[str, Any]] = {"not_yet": {"first_day": first}, "other_kind": {"kinds": ["review.outcome"]}}
    changes = differs.get(way, {})
    if way == "other_use_case":
        changes = {"use_case": world.also_owns("owner")}
    delegation = world.delegate("owner", "platform", **changes)
    seat = "clinical_owner"
    if way == "ended":
        actions.end_delegation(delegation, acting=world.platform, reason="Handed back")
    elif way == "lost_seat":
        SeatHolding.objects.filter(person=world.owner).update(ended_on=TODAY())
    elif way == "other_seat":
        seat = Seat.NURSING_LEAD
    elif way == "over":
        actions.end_delegation(delegation, acting=world.owner, reason="To be written anew")
        delegation = Delegation.objects.create(**row_of(delegation, ends_at=timezone.now() + timedelta(milliseconds=1)))
    proposal = world.propose()
    with pytest.raises(NotEligible):
        sign(world, proposal, "platform", "continue", seat=seat, on_behalf_of=delegation.pk)
    row = signature_row(world, proposal, "platform", "continue", seat=seat, on_behalf_of=delegation)
    refused(Signature, row, "covers this signature|does not hold this seat|not asked")


def test_a_delegation_for_one_use_case_and_kind_reaches_its_decisions(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds._labels, "test.question", "Questions of the tests")
    delegation = world.delegate("cmio", "platform", use_case=world.use_case, kinds=["test.question"])
    proposal = world.propose(quorum=1, clinical_quorum=0)
    assert sign(world, proposal, "platform", "continue", **behalf(delegation)).decision is not None


def test_someone_elses_delegation_is_of_no_use(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose()
    with pytest.raises(NotEligible, match="No delegation lets you"):
        sign(world, proposal, "nurse", "continue", **behalf(delegation))
    row = signature_row(world, proposal, "nurse", "continue", seat="clinical_owner", on_behalf_of=delegation)
    refused(Signature, row, "covers this signature")


def test_the_same_form_in_ones_own_name_is_another_form(world: World) -> None:
    delegation = world.delegate("owner", "cmio")
    proposal = world.propose(quorum=3)
    sign(world, proposal, "cmio", "continue", key="form", **behalf(delegation))
    own = {**ballot(world, proposal, "cmio", "continue", seat="clinical_owner"), "on_behalf_of": None}
    with pytest.raises(KeyReused):
        actions.sign(proposal, **own, evidence=evidence_for(world.cmio, {}), intent={}, idempotency_key="form")


def test_it_ends_when_either_leaves_or_the_seat_is_lost(world: World, administrator: Person) -> None:
    lost = world.delegate("owner", "platform")
    seat_person(administrator, world.cmio, Seat.CLINICAL_OWNER, world.use_case)
    assert DelegationEnd.objects.get(delegation=lost).reason.endswith("no longer holds the seat.")
    left = world.delegate("nurse", "platform")
    deactivate_person(administrator, world.platform, reason="Moved away")
    assert DelegationEnd.objects.get(delegation=left).reason == f"{world.platform.printed_name} has left."
    enterprise = world.delegate("cmio", "operations")
    vacate_seat(administrator, SeatHolding.objects.get(person=world.cmio, seat=Seat.CMIO), reason="Rotates")
    assert DelegationEnd.objects.get(delegation=enterprise).person is None
    assert entries(verb="delegation.ended").count() == 3


def test_a_seat_held_elsewhere_too_keeps_the_delegation(world: World, administrator: Person) -> None:
    world.also_owns("owner")
    everywhere = world.delegate("owner", "platform")
    seat_person(administrator, world.cmio, Seat.CLINICAL_OWNER, world.use_case)
    assert not DelegationEnd.objects.filter(delegation=everywhere).exists()


def test_who_may_end_it(world: World) -> None:
    world.add("officer", Discipline.COMPLIANCE, Seat.COMPLIANCE_OFFICER, on_use_case=False)
    delegation = world.delegate("owner", "platform")
    with pytest.raises(NotEligible):
        actions.end_delegation(delegation, acting=world.nurse, reason="No")
    with pytest.raises(NotEligible):
        actions.end_delegation(delegation, acting=build().cmio, reason="No")
    with pytest.raises(ReasonMissing):
        actions.end_delegation(delegation, acting=world.officer, reason=" ")
    end = actions.end_delegation(delegation, acting=world.officer, reason="Audit finding")
    assert end.ledger_seq == entries(verb="delegation.ended").get().seq
    with pytest.raises(DelegationEnded):
        actions.end_delegation(delegation, acting=world.owner, reason="Again")


def test_a_delegate_fills_a_seat_that_has_to_sign_for_one_person(world: World) -> None:
    options = [{"key": "go", "label": "Go", "effect": "On.", "seats": ["clinical_owner", "nursing_lead"]}]
    proposal = world.propose(options=options, protective_choice="")
    delegation = world.delegate("owner", "nurse")
    assert sign(world, proposal, "nurse", "go", **behalf(delegation)).decision is None
    with pytest.raises(AlreadySigned):
        sign(world, proposal, "nurse", "go")
    assert sign(world, proposal, "cmio", "go").decision is None
    refused(Decision, decision_row(proposal, "go", 2), "a seat that has to sign")


def test_it_waits_on_the_delegates_rounds_on_whose_behalf(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose()
    (item,) = Waiting().for_person(world.platform)
    assert item.why == f"You sign on behalf of {world.owner.printed_name}, who is clinical owner."
    (asked,) = queries.waiting_for(world.platform)
    assert asked.voice.delegation == delegation.pk
    sign(world, proposal, "owner", "continue")
    assert list(Waiting().for_person(world.platform)) == []


def test_what_the_delegate_signed_no_longer_waits_for_the_delegator(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose()
    sign(world, proposal, "platform", "continue", **behalf(delegation))
    assert list(Waiting().for_person(world.owner)) == []


def test_dissent_names_both(world: World) -> None:
    delegation = world.delegate("owner", "platform")
    proposal = world.propose()
    sign(world, proposal, "platform", "continue", **behalf(delegation), dissent="Too soon")
    decision = sign(world, proposal, "cmio", "pause").decision
    assert decision is not None
    assert decision.dissent[0]["on_behalf_of"] == world.owner.printed_name


def test_a_delegate_does_not_accept_the_proof_of_whoever_they_sign_for(world: World) -> None:
    sign(world, world.propose(quorum=1), "owner", "change", conditions=[world.condition(world.operations)])
    condition = Condition.objects.get()
    delegation = world.delegate("operations", "cmio")
    closure = {"condition": condition, "closed_by": world.cmio, "proof": "x", "ledger_seq": SEQ}
    with pytest.raises(OwnersDelegate, match="a third person accepts the proof"):
        actions.close_condition(condition, acting=world.cmio, proof="Report")
    refused(Condition.closure.related.related_model, {**closure, "at": timezone.now()}, "of whoever they sign for")
    actions.end_delegation(delegation, acting=world.operations, reason="Back")
    assert actions.close_condition(condition, acting=world.cmio, proof="Report").closed_by == world.cmio


def test_who_signed_the_decision_for_the_owner_does_not_accept_their_proof_either(world: World) -> None:
    delegation = world.delegate("operations", "cmio")
    proposal = world.propose(quorum=1)
    sign(world, proposal, "cmio", "change", conditions=[world.condition(world.operations)], **behalf(delegation))
    actions.end_delegation(delegation, acting=world.operations, reason="Back")
    condition = Condition.objects.get()
    with pytest.raises(OwnersDelegate):
        actions.close_condition(condition, acting=world.cmio, proof="Report")
    row = {"condition": condition, "closed_by": world.cmio, "proof": "x", "at": timezone.now(), "ledger_seq": SEQ}
    refused(Condition.closure.related.related_model, row, "of whoever they sign for")
    assert actions.close_condition(condition, acting=world.owner, proof="Report")


def test_waiting_for_takes_a_constant_number_of_queries(world: World, django_assert_num_queries: Any) -> None:
    world.delegate("owner", "platform")
    world.delegate("cmio", "platform")
    for _ in range(5):
        world.propose()
    with django_assert_num_queries(6):
        assert len(queries.waiting_for(world.platform)) == 5
