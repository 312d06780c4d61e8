"""A gate that several people ask for at once is one gate, with one question."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from attending.decisions.models import Proposal
from attending.governance.actions.gates import ask_gate
from attending.governance.models import Gate
from attending.ledger.queries import verify
from attending.program.actions import use_cases
from attending.program.models import RiskTier
from tests.integration.house import begin_with_house, outcome
from tests.integration.passing import except_missing

TOGETHER = 8


@pytest.mark.django_db(transaction=True)
def test_asked_by_many_at_once_it_is_one_gate() -> None:
    house = begin_with_house()
    use_cases.agree_outcome(house.owner, house.use_case, outcome())
    use_case = use_cases.assess_risk(house.owner, house.use_case, RiskTier.LOW, reason="No harm.")
    except_missing(house, use_case, "readiness")
    start = Barrier(TOGETHER)

    def attempt(number: int) -> int:
        person = (house.operations, house.platform, house.nurse)[number % 3]
        start.wait()
        try:
            return ask_gate(person, use_case, "readiness", f"Asked {number}.").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        found = set(pool.map(attempt, range(TOGETHER)))
    assert len(found) == 1
    assert Gate.objects.filter(closed_at=None).count() == 1
    assert Proposal.objects.filter(kind="gate.stage").count() == 1
    assert verify().ok
