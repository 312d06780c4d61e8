"""A deployment is used once its use case has passed the gates before use, or by an exception that says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.governance.actions.gates import ask_gate
from attending.governance.evidence.stage import findings
from attending.governance.models import Approval, GateException
from attending.policies.default import default_policy
from attending.program.actions.use_cases import agree_outcome
from attending.program.models import Deployment
from attending.program.registries.evidence import Finding, FindingState
from attending.program.rules import Refused
from tests.integration.house import House, outcome
from tests.integration.passing import pass_gate


def said(house: House) -> Finding:
    (found,) = findings(Deployment.objects.get(pk=house.deployment.pk))
    return found


def test_the_default_policy_asks_it_before_every_use() -> None:
    for tier in default_policy().tiers.values():
        assert "stage-reached" in tier.gates["pilot"].evidence
        assert "stage-reached" in tier.gates["live"].evidence


def test_use_waits_for_the_gates_of_the_use_case(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(house).state is FindingState.MISSING
    assert (
        said(house).summary == "It is in value thesis, and has not passed its gates to readiness, controls, deployment."
    )
    GateException.objects.get(deployment=house.deployment, item="stage-reached")
    agree_outcome(house.owner, house.use_case, outcome())
    for gate in ("readiness", "controls"):
        pass_gate(house, house.use_case, gate)
    assert said(house).state is FindingState.MISSING
    approval = pass_gate(house, house.use_case, "deployment")
    assert said(house).state is FindingState.MET
    assert list(findings(house.use_case)) == []
    monkeypatch.setattr(timezone, "now", lambda: approval.ends_at + timedelta(hours=1))
    assert said(house).state is FindingState.STALE


def test_a_go_live_gate_is_not_asked_before(house: House) -> None:
    """The exception of the house has ended: what keeps its gate closed is named, and who can mend it."""
    later = timezone.now() + timedelta(days=91)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        with pytest.raises(Refused, match="Stage of the use case is missing: It is in value thesis"):
            ask_gate(house.operations, house.deployment, "live", "It is ready.")
    assert Approval.objects.filter(deployment=house.deployment).count() == 1
