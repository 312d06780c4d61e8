"""What was decided is what the database keeps as decided: no decision about something else stands in for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from attending.decisions.models import Proposal
from attending.workflow.models import HazardLogVersion, MapOffer, MapOutcome, WorkflowContract
from attending.workflow.rules.acceptance import Outcome
from tests.integration.house import House
from tests.integration.workflow.contract_world import World, build
from tests.integration.workflow.hazard_world import HazardWorld
from tests.integration.workflow.world import Ward


def refused(why: str, change: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        change()


def again(question: Proposal, **changes: object) -> Proposal:
    """The same question once more, open, under another key."""
    found = Proposal.objects.get(pk=question.pk)
    for name, value in {"pk": None, "key": f"{found.key}:again", "state": "open", **changes}.items():
        setattr(found, name, value)
    found.save(force_insert=True)
    return found


def test_a_version_is_signed_by_the_decision_about_it(ward: Ward) -> None:
    first = ward.signed(ward.drawn())
    ward.changed(first.care_map, "Look at", "See")
    second = ward.kept(first.care_map)
    decision = first.outcome.decision
    now = timezone.now()
    refused("question about it", lambda: MapOffer.objects.create(version=second, proposal=again(first.offer.proposal)))
    refused(
        "as its own question was decided",
        lambda: MapOutcome.objects.create(version=second, decision=decision, signed=True, at=now),
    )
    assert ward.offered(first.care_map).pk == second.pk


def test_a_question_asks_every_discipline_of_its_version(ward: Ward) -> None:
    first = ward.signed(ward.drawn())
    ward.changed(first.care_map, "Look at", "See")
    second = ward.kept(first.care_map)
    fewer = again(first.offer.proposal, key=f"workflow.map:{second.pk}", disciplines=["nursing"])
    refused("question about it", lambda: MapOffer.objects.create(version=second, proposal=fewer))


def test_a_contract_is_signed_by_the_decision_about_it(house: House) -> None:
    world: World = build(house)
    version = world.sign_map()
    draft = world.contract(world.study(), world.near(0.2))
    rows = WorkflowContract.objects.filter(pk=draft.pk)
    decision = version.outcome.decision
    refused("stands as it is", lambda: rows.update(state="signed", decision=decision))
    world.put(draft)
    refused("stands as it is", lambda: rows.update(state="signed", decision=decision))
    draft.pk, draft.state, draft.decision = None, "signed", decision
    refused("stands as it is", lambda: draft.save(force_insert=True))


def test_a_log_is_accepted_by_the_decision_about_it(world: HazardWorld) -> None:
    world.whole()
    first = world.accept(world.put(), Outcome.SEND_BACK)
    second = world.put()
    rows = HazardLogVersion.objects.filter(pk=second.pk)
    refused("stands as it is", lambda: rows.update(state="accepted", decision=first.decision))
    first.pk, first.number, first.state, first.proposal = None, 3, "accepted", again(second.proposal)
    refused("stands as it is", lambda: first.save(force_insert=True))
