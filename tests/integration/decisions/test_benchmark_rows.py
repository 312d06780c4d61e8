"""What the pages are measured on is a health system like any: its record verifies and its guards stand."""

from __future__ import annotations

import pytest
from django.db import connection

from attending.decisions import queries
from attending.decisions.models import Condition, Decision, Proposal, Signature
from attending.ledger import guards
from attending.ledger.queries import verify
from benchmarks.decision_rows import Size, build

pytestmark = pytest.mark.one_database


def test_a_small_one_verifies_and_asks_its_people(db: None) -> None:
    place = build(Size(use_cases=8, decisions=60, entries=320, waiting=5))
    assert (Proposal.objects.count(), Decision.objects.count(), Signature.objects.count()) == (60, 55, 110)
    assert verify().ok
    assert not guards.missing(connection)
    assert sum(len(queries.waiting_for(person)) for person in place.people) == 5
    assert Condition.objects.count() == 5
    assert queries.proposals(place.organisation).count() == 60
