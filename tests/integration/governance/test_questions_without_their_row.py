"""A question that was put past the action of its room, without the row it is about, decides nothing and says so."""

from __future__ import annotations

import pytest

from attending.decisions.actions.proposing import propose, withdraw
from attending.decisions.models import Decision, Proposal, ProposalState
from attending.decisions.rules.refusals import PutWithoutIts
from attending.program.models import Seat
from tests.integration.house import House, sign

NEEDS_A_ROW = [
    "governance.minutes",
    "governance.policy",
    "review.outcome",
    "roadmap.adopt",
    "workflow.contract",
    "workflow.map",
    "workflow.residual-risk",
]


def put(house: House, kind: str) -> Proposal:
    return propose(
        kind,
        subject=f"deployment:{house.deployment.pk}",
        subject_label="x",
        question="Approve?",
        options=[{"key": "approve", "label": "Approve", "effect": "It is."}],
        proposed_by=house.cmio,
        answerable=[house.owner],
        eligible_seats=[],
        quorum=1,
        clinical_quorum=0,
        protective_choice="",
        due_at=None,
        if_nothing="Nothing.",
        key=f"put past its action: {kind}",
        document={"title": "x", "asked": "x", "summary": [], "sections": []},
        policy_version="1",
    )


@pytest.mark.parametrize("kind", NEEDS_A_ROW)
def test_the_last_signature_is_refused_and_it_can_be_taken_back(house: House, kind: str) -> None:
    decided, proposal = Decision.objects.count(), put(house, kind)
    with pytest.raises(PutWithoutIts, match="Have it taken back, and ask from the page of"):
        sign(proposal, house.owner, Seat.CLINICAL_OWNER, "approve")
    assert Decision.objects.count() == decided
    withdraw(proposal, acting=house.cmio, reason="Put by mistake")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
