"""Every rule of a decision once more, against the database itself: rows written past the actions are refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from attending.decisions import actions, guards, queries
from attending.decisions.models import (
    Condition,
    ConditionClosure,
    Decision,
    Delegation,
    DelegationEnd,
    Meaning,
    Packet,
    Proposal,
    Recusal,
    Signature,
    Withdrawal,
)
from attending.ledger import guards as ledger_guards
from attending.program.models import Discipline, SeatHolding
from tests.integration.decisions.world import DOCUMENT, SEATS, World, sign

SEQ = 10_000


def signature_row(world: World, proposal: Proposal, who: str, choice: str, **changes: Any) -> dict[str, Any]:
    """A signature that is right in all but what ``changes`` says."""
    person = world.people[who]
    values = {
        "proposal": proposal,
        "packet": queries.newest_packet(proposal),
        "signer": person,
        "choice": choice,
        "meaning": "approval",
        "statement": "I decide.",
        "printed_name": person.printed_name,
        "seat": SEATS.get(who, ""),
        "discipline": person.discipline,
        "clinical": Discipline(person.discipline).clinical,
        "conditions": [],
        "rendered": "Screen",
        "rendered_sha256": "0" * 64,
        "intent": "{}",
        "authentication": {},
        "idempotency_key": f"raw-{who}-{proposal.pk}-{changes.get('packet', '')}",
        "signed_at": timezone.now(),
        "ledger_seq": SEQ + person.pk,
    }
    return {**values, **changes}


def decision_row(proposal: Proposal, outcome: str, quorum: int, **changes: Any) -> dict[str, Any]:
    now = timezone.now()
    values = {
        "proposal": proposal,
        "packet": queries.newest_packet(proposal),
        "outcome": outcome,
        "quorum": quorum,
        "decided_at": now,
        "effective_at": now,
        "policy_version": "1",
        "ledger_seq": SEQ,
    }
    return {**values, **changes}


def refused(model: Any, row: dict[str, Any], why: str) -> None:
    with pytest.raises(Error, match=why), transaction.atomic():
        model.objects.create(**row)


def test_a_right_signature_is_taken(world: World) -> None:
    Signature.objects.create(**signature_row(world, world.propose(), "owner", "continue"))


def test_self_approval(world: World) -> None:
    proposal = world.propose(proposed_by=world.owner)
    refused(Signature, signature_row(world, proposal, "owner", "continue"), "nobody approves what they proposed")
    review = signature_row(world, proposal, "owner", "", meaning=Meaning.REVIEW)
    refused(Signature, review, "nobody approves what they proposed")
    Signature.objects.create(**signature_row(world, proposal, "owner", "continue", meaning=Meaning.AUTHORSHIP))
    other = signature_row(world, proposal, "cmio", "continue", meaning=Meaning.AUTHORSHIP)
    refused(Signature, other, "only the proposer signs as author")


def test_the_proposer_may_protect(world: World) -> None:
    proposal = world.propose(proposed_by=world.owner)
    Signature.objects.create(**signature_row(world, proposal, "owner", "pause"))


def test_a_second_signature_of_the_same_person(world: World) -> None:
    proposal = world.propose()
    Signature.objects.create(**signature_row(world, proposal, "owner", "continue"))
    again = signature_row(world, proposal, "owner", "pause", idempotency_key="other", ledger_seq=SEQ * 2)
    refused(Signature, again, "(?i)unique|append-only")


def test_a_used_form(world: World) -> None:
    Signature.objects.create(**signature_row(world, world.propose(), "owner", "continue", idempotency_key="form"))
    again = signature_row(world, world.propose(), "owner", "continue", idempotency_key="form", ledger_seq=SEQ * 2)
    refused(Signature, again, "(?i)unique|append-only")


def test_a_recused_signer(world: World) -> None:
    proposal = world.propose()
    actions.recuse(proposal, acting=world.owner, reason="Mine")
    refused(Signature, signature_row(world, proposal, "owner", "continue"), "recused")


def test_a_recusal_after_signing(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "continue")
    row = {"proposal": proposal, "person": world.owner, "reason": "x", "at": timezone.now(), "ledger_seq": SEQ}
    refused(Recusal, row, "does not step aside")


def test_an_older_packet_and_one_of_another_proposal(world: World) -> None:
    proposal = world.propose()
    old = queries.newest_packet(proposal)
    actions.seal(proposal, {**DOCUMENT, "asked": "Again?"})
    refused(Signature, signature_row(world, proposal, "owner", "continue", packet=old), "not the newest packet")
    foreign = queries.newest_packet(world.propose())
    refused(Signature, signature_row(world, proposal, "owner", "continue", packet=foreign), "not the newest packet")


def test_a_lapsed_seat_and_one_that_is_not_asked(world: World) -> None:
    proposal = world.propose()
    refused(Signature, signature_row(world, proposal, "platform", "continue"), "not asked")
    refused(Signature, signature_row(world, proposal, "owner", "continue", seat=SEATS["cmio"]), "does not hold")
    SeatHolding.objects.filter(person=world.owner).update(ended_on=timezone.localdate())
    refused(Signature, signature_row(world, proposal, "owner", "continue"), "does not hold")


def test_a_closed_proposal(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "pause")
    refused(Signature, signature_row(world, proposal, "cmio", "pause"), "not open")
    packet = {"proposal": proposal, "version": 2, "document": "{}", "sha256": "0" * 64, "sealed_at": timezone.now()}
    refused(Packet, packet, "not open")
    withdrawal = {"proposal": proposal, "person": None, "reason": "x", "at": timezone.now(), "ledger_seq": SEQ}
    refused(Withdrawal, withdrawal, "not open")


def test_another_name_discipline_choice_or_meaning(world: World) -> None:
    proposal = world.propose()
    for changes, why in (
        ({"printed_name": "Somebody else"}, "name and discipline"),
        ({"discipline": "nursing"}, "name and discipline"),
        ({"clinical": False}, "signature_clinical_by_discipline"),
        ({"choice": "explode"}, "not an option"),
        ({"choice": "change"}, "conditions are missing"),
        ({"choice": ""}, "signature_votes_if_it_means_to"),
        ({"meaning": "review"}, "signature_votes_if_it_means_to"),
        ({"rendered": ""}, "signature_is_whole"),
    ):
        refused(Signature, {**signature_row(world, proposal, "owner", "continue"), **changes}, why)


def test_a_decision_without_signatures(world: World) -> None:
    proposal = world.propose()
    for outcome, quorum in (("continue", 2), ("pause", 1)):
        refused(Decision, decision_row(proposal, outcome, quorum), "too few|author alone")


def test_a_decision_below_its_quorum(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "continue")
    refused(Decision, decision_row(proposal, "continue", 2), "too few distinct people")
    refused(Decision, decision_row(proposal, "continue", 1), "needs the quorum of its proposal")


def test_a_decision_without_clinicians(world: World) -> None:
    proposal = world.propose(quorum=1, clinical_quorum=1)
    sign(world, proposal, "operations", "continue")
    refused(Decision, decision_row(proposal, "continue", 1), "too few clinicians")


def test_a_signature_without_a_seat(world: World) -> None:
    proposal = world.by_discipline()
    bedside = {"seat": ""}
    Signature.objects.create(**signature_row(world, proposal, "owner", "continue"))
    refused(Signature, signature_row(world, proposal, "nurse", "continue", **bedside), "asked by name")
    refused(Signature, signature_row(world, proposal, "platform", "continue", **bedside), "asked by name")
    refused(Signature, signature_row(world, proposal, "nurse", "continue"), "not asked")
    Signature.objects.create(**signature_row(world, proposal, "bedside", "continue", **bedside))
    plain = world.propose(answerable=[world.owner, world.bedside])
    refused(Signature, signature_row(world, plain, "bedside", "continue", **bedside), "asked by name")


def test_an_author_without_a_seat(world: World) -> None:
    world.add("author", Discipline.NURSING)
    proposal = world.by_discipline(proposed_by=world.author)
    row = signature_row(world, proposal, "author", "continue", seat="", meaning=Meaning.AUTHORSHIP)
    refused(Signature, row, "asked by name")


def test_a_decision_without_a_discipline(world: World) -> None:
    proposal = world.by_discipline(proposed_by=world.nurse, eligible_seats=["cmio"])
    Signature.objects.create(**signature_row(world, proposal, "owner", "continue"))
    Signature.objects.create(**signature_row(world, proposal, "nurse", "continue", meaning=Meaning.AUTHORSHIP))
    Signature.objects.create(**signature_row(world, proposal, "cmio", "continue"))
    refused(Decision, decision_row(proposal, "continue", 2), "a discipline that has to sign")
    Signature.objects.create(**signature_row(world, proposal, "bedside", "continue", seat=""))
    Decision.objects.create(**decision_row(proposal, "continue", 2))


def test_a_protective_decision_needs_no_discipline(world: World) -> None:
    proposal = world.by_discipline()
    Signature.objects.create(**signature_row(world, proposal, "bedside", "pause", seat=""))
    Decision.objects.create(**decision_row(proposal, "pause", 1))


def test_a_discipline_that_is_none(world: World) -> None:
    proposal = world.propose()
    row = {field.attname: getattr(proposal, field.attname) for field in Proposal._meta.concrete_fields}
    refused(Proposal, {**row, "id": None, "key": "other", "disciplines": ["astrology"]}, "those of the program")


def test_a_decision_by_its_author_alone(world: World) -> None:
    proposal = world.propose(proposed_by=world.owner, quorum=1)
    sign(world, proposal, "owner", "continue", meaning=Meaning.AUTHORSHIP)
    refused(Decision, decision_row(proposal, "continue", 1), "author alone")


def test_a_decision_on_signatures_of_an_older_packet(world: World) -> None:
    proposal = world.propose(
        quorum=1, clinical_quorum=0, options=[{"key": "go", "label": "Go", "effect": "It goes."}], protective_choice=""
    )
    Signature.objects.create(**signature_row(world, proposal, "owner", "go"))
    actions.seal(proposal, {**DOCUMENT, "asked": "Again?"})
    refused(Decision, decision_row(proposal, "go", 1), "too few|author alone")
    old = Packet.objects.get(proposal=proposal, version=1)
    refused(Decision, decision_row(proposal, "go", 1, packet=old), "not the newest packet")


def test_a_second_decision(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "pause")
    refused(Decision, decision_row(proposal, "pause", 1), "not open|append-only")


def test_a_condition_that_nobody_signed_and_closing_ones_own(world: World) -> None:
    proposal = world.propose(quorum=1)
    decision = sign(world, proposal, "owner", "change").decision
    row = {"decision": decision, "text": "Invented", "owner": world.owner, "due_on": timezone.localdate()}
    refused(Condition, row, "one that was signed")
    condition = Condition.objects.get()
    closure = {"condition": condition, "proof": "x", "at": timezone.now(), "ledger_seq": SEQ}
    refused(ConditionClosure, {**closure, "closed_by": world.operations}, "of their own")


def test_a_proposal_that_does_not_start_open_or_skips_a_packet_version(world: World) -> None:
    proposal = world.propose()
    row = {field.attname: getattr(proposal, field.attname) for field in Proposal._meta.concrete_fields}
    refused(Proposal, {**row, "id": None, "key": "other", "state": "decided"}, "starts open")
    packet = {"proposal": proposal, "version": 3, "document": "{}", "sha256": "0" * 64, "sealed_at": timezone.now()}
    refused(Packet, packet, "next version")


def execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_proposal_changes_its_state_only_and_only_with_its_reason(world: World) -> None:
    proposal = world.propose()
    for change in (
        "quorum = 1",
        "disciplines = '[1]'",
        "question = 'Other?'",
        "proposed_by_id = NULL, kind = 'x'",
        "options = '[]'",
    ):
        with pytest.raises(Error, match="fixed once it is made"):
            execute(f"UPDATE decisions_proposal SET {change}")
    for state in ("decided", "withdrawn"):
        with pytest.raises(Error, match="leaves open once"):
            execute(f"UPDATE decisions_proposal SET state = '{state}'")
    sign(world, proposal, "owner", "pause")
    with pytest.raises(Error, match="leaves open once"):
        execute("UPDATE decisions_proposal SET state = 'open'")


def test_the_guard_of_a_proposal_names_every_column() -> None:
    columns = {field.column for field in Proposal._meta.concrete_fields}
    assert columns - set(guards._PROPOSAL_COLUMNS) == {"state"}


@pytest.fixture
def decided(world: World) -> World:
    """Every table has a row."""
    proposal = world.propose(quorum=1)
    actions.recuse(proposal, acting=world.nurse, reason="Mine")
    sign(world, proposal, "owner", "change")
    actions.close_condition(Condition.objects.get(), acting=world.owner, proof="Report")
    actions.withdraw(world.propose(proposed_by=world.cmio), acting=world.cmio, reason="Error")
    actions.end_delegation(world.delegate("owner", "cmio"), acting=world.owner, reason="Back early")
    return world


RECORDS = [
    Packet,
    Withdrawal,
    Delegation,
    DelegationEnd,
    Signature,
    Recusal,
    Decision,
    Condition,
    ConditionClosure,
]


@pytest.mark.parametrize("model", RECORDS)
def test_records_are_never_changed_deleted_or_replaced(decided: World, model: Any) -> None:
    table = model._meta.db_table
    assert model.objects.exists()
    with pytest.raises(Error):
        execute(f"UPDATE {table} SET id = id + 1")
    with pytest.raises(Error, match="append-only"):
        execute(f"UPDATE {table} SET id = id")
    with pytest.raises(Error, match="append-only"):
        execute(f"DELETE FROM {table}")
    if connection.vendor == "sqlite":
        with pytest.raises(Error):
            execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        with pytest.raises(Error):
            execute(f"TRUNCATE {table} CASCADE")


def test_proposals_are_never_deleted_or_replaced(decided: World) -> None:
    decided.propose()
    with pytest.raises(Error):
        execute("DELETE FROM decisions_proposal")
    replace = "INSERT OR REPLACE INTO decisions_proposal SELECT * FROM decisions_proposal WHERE state = 'open'"
    sqlite = connection.vendor == "sqlite"
    with pytest.raises(Error, match="append-only" if sqlite else None):
        execute(replace if sqlite else "TRUNCATE decisions_proposal CASCADE")


def test_every_guard_stands(db: None) -> None:
    assert not ledger_guards.missing(connection)
    assert {guard.table for guard in guards.GUARDS} == {model._meta.db_table for model in (*RECORDS, Proposal)}
