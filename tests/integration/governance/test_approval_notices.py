"""Those who answer for an AI are told that its approval lapsed, ends soon, and that it was paused; each once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from attending.governance.actions.approvals_clock import follow, pause_ended
from attending.governance.models import Approval
from attending.notices.models import Notice
from attending.program.actions.deployments import set_action_threshold
from attending.program.actions.people import deactivate_person
from attending.program.registries.clock import Failed
from tests.integration.house import House

ANSWER_FOR_IT = ["Cleo Cmio", "Olga Owner", "Omar Operations"]


@pytest.fixture
def approval(house: House) -> Approval:
    return Approval.objects.get(deployment=house.deployment, ends_at__gt=timezone.now())


def told(approval: Approval, part: str) -> list[Notice]:
    return list(
        Notice.objects.filter(key__startswith=f"approval:{approval.pk}:{part}:").order_by("person__printed_name")
    )


def names(notices: list[Notice]) -> list[str]:
    return [str(each.person) for each in notices]


def test_a_lapse_says_what_changed_and_until_when_and_the_pause_is_told(house: House, approval: Approval) -> None:
    set_action_threshold(house.owner, house.deployment, Decimal("0.6"), reason="Fewer alerts.")
    lapsed = told(approval, "lapsed")
    assert names(lapsed) == ANSWER_FOR_IT
    assert lapsed[0].subject == f"The approval lapsed: {house.deployment}"
    assert "It was: Staff act at a score of 0.5. It is: Staff act at a score of 0.6." in lapsed[0].body
    approval.refresh_from_db()
    for _ in range(2):
        assert not [each for each in pause_ended(approval.ends_at) if isinstance(each, Failed)]
    paused = told(approval, "paused")
    assert names(paused) == ANSWER_FOR_IT
    assert "the system paused it. Staff stop using it now." in paused[0].body


def test_its_end_is_told_when_its_gate_is_asked_again(house: House, approval: Approval) -> None:
    Approval.objects.filter(pk=approval.pk).update(ends_at=timezone.now() + timedelta(days=29))
    for _ in range(2):
        list(follow(timezone.now()))
    (first, *_) = ending = told(approval, "ending")
    assert names(ending) == ANSWER_FOR_IT
    assert "Without a new approval it is not used then." in first.body
    assert first.link == f"/governance/approvals/{approval.pk}/"


def test_who_has_left_is_not_told(house: House, approval: Approval) -> None:
    deactivate_person(house.administrator, house.owner, reason="Moved away.")
    assert names(told(approval, "lapsed")) == ["Cleo Cmio", "Omar Operations"]
