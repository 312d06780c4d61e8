"""What waits for people shows on their rounds, and no longer once it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from attending.decisions import actions, queries
from attending.decisions.models import Condition
from attending.decisions.worklist import Waiting
from attending.program.registries.worklist import Urgency
from tests.integration.decisions.world import World, sign


def test_a_proposal_waits_for_those_who_are_asked_by_name(world: World) -> None:
    proposal = world.propose(urgency="stop")
    (item,) = Waiting().for_person(world.owner)
    assert item.title == proposal.question
    assert item.if_nothing == proposal.if_nothing
    assert item.due == proposal.due_at
    assert item.urgency == Urgency.STOP
    assert item.why == "You sign as clinical owner."
    assert item.link == f"/decisions/{proposal.pk}/"
    assert list(Waiting().for_person(world.cmio)) == []
    (about,) = Waiting().for_deployment(world.deployment)
    assert about.waits_for == world.owner.printed_name
    sign(world, proposal, "owner", "pause")
    assert list(Waiting().for_person(world.owner)) == []
    assert list(Waiting().for_deployment(world.deployment)) == []


def test_a_new_packet_asks_again(world: World) -> None:
    proposal = world.propose()
    sign(world, proposal, "owner", "continue")
    assert list(Waiting().for_person(world.owner)) == []
    actions.seal(proposal, {"title": "T", "asked": "A", "sections": []})
    assert len(list(Waiting().for_person(world.owner))) == 1


def test_a_condition_waits_for_its_owner_until_it_is_closed(world: World) -> None:
    due = timezone.localdate() + timedelta(days=3)
    condition = {"text": "Recalibrate", "owner": world.operations.pk, "due_on": due.isoformat()}
    sign(world, world.propose(quorum=1), "owner", "change", conditions=[condition])
    (item,) = Waiting().for_person(world.operations)
    assert item.title == "Condition: Recalibrate"
    assert item.due is not None
    assert timezone.localdate(item.due) == due
    actions.close_condition(Condition.objects.get(), acting=world.owner, proof="Report")
    assert list(Waiting().for_person(world.operations)) == []


def test_a_list_of_waiting_work_takes_a_constant_number_of_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    for _ in range(6):
        world.propose()
    with django_assert_max_num_queries(9):
        assert len(list(Waiting().for_person(world.owner))) == 6


def test_an_overdue_condition_waits_for_its_owner_and_for_who_may_accept_its_proof(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(world, world.propose(quorum=1), "owner", "change", conditions=[world.condition()])
    assert [list(Waiting().for_person(world.people[who])) for who in ("owner", "cmio", "platform")] == [[], [], []]
    later = timezone.now() + timedelta(days=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    (own,) = Waiting().for_person(world.operations)
    assert (own.title, own.urgency) == ("Condition: Recalibrate the model", Urgency.WARN)
    for who in ("owner", "cmio", "nurse"):
        (item,) = Waiting().for_person(world.people[who])
        assert item.title == "Overdue condition: Recalibrate the model"
        assert item.waits_for == world.operations.printed_name
        assert world.operations.printed_name in item.asked
    assert list(Waiting().for_person(world.platform)) == []
    actions.close_condition(Condition.objects.get(), acting=world.nurse, proof="Report")
    assert list(Waiting().for_person(world.cmio)) == []


def test_an_overdue_condition_waits_for_nobody_who_could_not_accept_its_proof(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = world.propose(quorum=1)
    actions.recuse(proposal, acting=world.nurse, reason="Co-author")
    sign(world, proposal, "owner", "change", conditions=[world.condition()])
    later = timezone.now() + timedelta(days=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    world.delegate("operations", "cmio")
    assert list(Waiting().for_person(world.nurse)) == []
    assert [item.title for item in Waiting().for_person(world.cmio)] == []


def test_overdue_conditions_take_a_constant_number_of_queries(
    world: World, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    for _ in range(4):
        sign(world, world.propose(quorum=1), "owner", "change", conditions=[world.condition()])
    later = timezone.now() + timedelta(days=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with django_assert_num_queries(6):
        assert len(queries.overdue_to_accept(world.cmio, timezone.localdate())) == 4
