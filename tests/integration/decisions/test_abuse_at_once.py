"""What one person must not do is not done by many tries at once either: lapsed seats, own conditions, earlier times."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.decisions import actions
from attending.decisions.models import Condition, ConditionClosure, Signature
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions.people import vacate_seat
from attending.program.models import Discipline, Seat, SeatHolding
from tests.integration.decisions.test_abuse import closure_row
from tests.integration.decisions.test_concurrency import at_once
from tests.integration.decisions.test_database_rules import SEQ, signature_row
from tests.integration.decisions.test_pages import Visitor
from tests.integration.decisions.world import build, sign

TRIES = 6

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_signature_follows_the_end_of_its_seat() -> None:
    world = build()
    administrator = world.add("administrator", Discipline.TECHNOLOGY, Seat.ADMINISTRATOR, on_use_case=False)
    proposals = [world.propose() for _ in range(TRIES)]
    holding = SeatHolding.objects.get(person=world.owner)
    tries = [lambda each=each: sign(world, each, "owner", "continue") for each in proposals]
    results = at_once([*tries, lambda: vacate_seat(administrator, holding, reason="Moved away.")])
    assert results[-1] == "done"
    assert "impossible" not in results
    left = Entry.objects.get(verb="seat.vacated").seq
    assert all(seq < left for seq in Signature.objects.values_list("ledger_seq", flat=True))
    assert Signature.objects.count() == results.count("done") - 1
    assert set(at_once([lambda: sign(world, world.propose(), "owner", "continue")])) == {"refused"}


def test_an_owner_closes_their_condition_in_none_of_many_tries(settings: Any) -> None:
    settings.ATTENDING_DEMO = True
    world = build()
    sign(world, world.propose(quorum=1), "owner", "change", conditions=[world.condition(world.operations)])
    condition = Condition.objects.get()
    address = reverse("decisions:condition", args=[condition.pk])
    visitors = [Visitor(world, "operations") for _ in range(TRIES)]
    rows = [closure_row(condition, world.operations, ledger_seq=SEQ + at) for at in range(TRIES)]
    pages: list[int] = []
    results = at_once(
        [
            *(
                lambda each=each: pages.append(each.client.post(address, {"proof": "x"}).status_code)
                for each in visitors
            ),
            *[lambda: actions.close_condition(condition, acting=world.operations, proof="x")] * TRIES,
            *(lambda row=row: ConditionClosure.objects.create(**row) for row in rows),
        ]
    )
    assert pages == [422] * TRIES
    assert results == ["done"] * TRIES + ["refused"] * TRIES + ["impossible"] * TRIES
    assert not ConditionClosure.objects.exists()


def test_rows_of_an_earlier_time_do_not_slip_in_between_others() -> None:
    world = build()
    proposal, early = world.propose(quorum=5), timezone.now() - timedelta(minutes=1)
    rows = [
        signature_row(world, proposal, who, "continue", signed_at=early, ledger_seq=SEQ + at)
        for at, who in enumerate(("cmio", "operations", "nurse"))
    ]
    results = at_once(
        [
            lambda: sign(world, proposal, "owner", "continue"),
            *(lambda row=row: Signature.objects.create(**row) for row in rows),
        ]
    )
    assert results == ["done", "impossible", "impossible", "impossible"]
    assert Signature.objects.get().signer == world.owner
    assert verify().ok
