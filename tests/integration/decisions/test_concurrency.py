"""Many at once: one signature, one decision, nothing half-done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from attending.decisions import actions
from attending.decisions.models import Decision, Signature
from attending.decisions.rules.refusals import AlreadySigned, ProposalClosed
from attending.ledger.queries import verify
from tests.integration.decisions.world import ballot, build, evidence_for, sign

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
