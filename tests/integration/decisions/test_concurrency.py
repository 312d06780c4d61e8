"""Many at once: one signature, one decision, nothing half-done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import Error, connection

from attending.decisions import actions, queries
from attending.decisions.models import Condition, ConditionClosure, Decision, Delegation, Signature
from attending.decisions.rules.refusals import AlreadySigned, ProposalClosed
from attending.ledger.queries import verify
from attending.program.rules import Refused
from tests.integration.decisions.test_database_rules import SEQ, signature_row
from tests.integration.decisions.test_delegation import row_of
from tests.integration.decisions.world import DOCUMENT, ballot, build, evidence_for, sign

TOGETHER = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_form", [False, True])
def test_twenty_signatures_of_one_person_at_once_are_one(same_form: bool) -> None:
    world = build()
    proposal = world.propose()
    values = ballot(world, proposal, "owner", "continue")
    intent = actions.prepare(proposal, **values)
    evidence = evidence_for(world.owner, intent)
    start = Barrier(TOGETHER)

    def attempt(number: int) -> object:
        key = "form" if same_form else f"form-{number}"
        start.wait()
        try:
            return actions.sign(proposal, **values, evidence=evidence, intent=intent, idempotency_key=key).signature.pk
        except AlreadySigned:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        results = list(pool.map(attempt, range(TOGETHER)))
    signature = Signature.objects.get()
    assert [result for result in results if result is not None] == [signature.pk] * (TOGETHER if same_form else 1)
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_everybody_pausing_at_once_decides_once() -> None:
    world = build()
    proposal = world.propose()
    people = ["owner", "cmio", "operations", "nurse"]
    start = Barrier(len(people))

    def attempt(who: str) -> bool:
        start.wait()
        try:
            return sign(world, proposal, who, "pause", key=f"form-{who}").decision is not None
        except ProposalClosed:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        results = list(pool.map(attempt, people))
    assert sorted(results) == [False, False, False, True]
    assert Decision.objects.count() == Signature.objects.count() == 1
    assert verify().ok


def at_once(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Begin all together; for each what became of it: done, refused by the action, or refused by the database."""
    start = Barrier(len(acts))

    def attempt(act: Callable[[], Any]) -> str:
        start.wait()
        try:
            act()
        except Refused:
            return "refused"
        except Error:
            return "impossible"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(attempt, acts))


@pytest.mark.django_db(transaction=True)
def test_delegator_and_delegate_signing_at_once_are_heard_once() -> None:
    """By the actions, and on another proposal past them: the trigger counts whoever committed first."""
    world = build()
    delegation = world.delegate("owner", "platform")
    behalf = {"seat": "clinical_owner", "on_behalf_of": delegation.pk}
    proposal, other = world.propose(), world.propose()
    results = at_once(
        [
            lambda: sign(world, proposal, "owner", "continue"),
            lambda: sign(world, proposal, "platform", "continue", **behalf),
        ]
    )
    assert sorted(results) == ["done", "refused"]
    for_them = {"seat": "clinical_owner", "on_behalf_of": delegation}
    rows = [
        signature_row(world, other, "owner", "continue"),
        signature_row(world, other, "platform", "continue", **for_them),
    ]
    results = at_once([lambda row=row: Signature.objects.create(**row) for row in rows])
    assert sorted(results) == ["done", "impossible"]
    assert Signature.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_seat_delegated_to_several_at_once_is_delegated_to_one() -> None:
    world = build()
    others = ["platform", "cmio", "nurse"]
    results = at_once([lambda who=who: world.delegate("owner", who) for who in others])
    assert sorted(results) == ["done", "refused", "refused"]
    delegation = Delegation.objects.get()
    actions.end_delegation(delegation, acting=world.owner, reason="Once more, past the action")
    rows = [row_of(delegation, delegate=world.people[who], ledger_seq=SEQ + at) for at, who in enumerate(others)]
    results = at_once([lambda row=row: Delegation.objects.create(**row) for row in rows])
    assert sorted(results) == ["done", "impossible", "impossible"]


@pytest.mark.django_db(transaction=True)
def test_a_condition_is_closed_once_however_many_accept_its_proof() -> None:
    world = build()
    sign(world, world.propose(quorum=1), "owner", "change")
    condition = Condition.objects.get()
    who = [world.owner, world.cmio, world.nurse, world.operations]
    results = at_once([lambda by=by: actions.close_condition(condition, acting=by, proof="Report") for by in who])
    assert sorted(results) == ["done", "refused", "refused", "refused"]
    assert ConditionClosure.objects.get().closed_by != condition.owner
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_evidence_sealed_while_people_sign_leaves_no_decision_on_the_old_packet() -> None:
    world = build()
    proposal = world.propose()
    sign(world, proposal, "nurse", "continue")
    old = queries.newest_packet(proposal).sha256
    results = at_once(
        [
            lambda: actions.seal(proposal, {**DOCUMENT, "asked": "Again?"}),
            lambda: sign(world, proposal, "cmio", "continue", packet_sha256=old),
        ]
    )
    decision = Decision.objects.filter(proposal=proposal).first()
    assert results.count("done") == 1
    assert (decision is not None) == (results[1] == "done")
    assert decision is None or decision.packet == queries.newest_packet(proposal)
