"""A policy that is offered, signed or live is changed by none of many tries at once, and by no address of a page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from attending.decisions.in_force import policy_of
from attending.decisions.models import PolicyState, PolicyVersion
from attending.decisions.queries import newest_packet
from attending.governance.actions import policy as actions
from attending.ledger.queries import verify
from tests.integration.decisions.test_concurrency import at_once
from tests.integration.governance.policy_world import LATER, build_world
from tests.integration.house import House, begin_with_house
from tests.integration.pages import visitor

TRIES = 4


@pytest.mark.django_db(transaction=True)
def test_what_is_signed_is_the_text_that_was_offered_however_many_write() -> None:
    world = build_world(begin_with_house())
    seen = world.drafted().sha256
    other = LATER.replace("= 90", "= 80")
    results = at_once(
        [
            lambda: actions.offer(world.house.cmio, why="A nurse signs too.", seen=seen),
            *[lambda: actions.save(world.compliance, other, seen=seen)] * TRIES,
            *[lambda: PolicyVersion.objects.filter(state=PolicyState.OFFERED).update(text=other)] * TRIES,
        ]
    )
    version = PolicyVersion.objects.get()
    if version.state == PolicyState.OFFERED:
        assert results[0] == "done"
        assert version.text == LATER
        assert "90 days, before 100 days" in newest_packet(version.proposal).document
    else:
        assert (results[0], version.text) == ("refused", other)
    assert verify().ok


@pytest.mark.django_db(transaction=True)
def test_a_live_policy_is_edited_by_nobody_at_once() -> None:
    world = build_world(begin_with_house())
    live = world.adopted()
    rows = PolicyVersion.objects.filter(pk=live.pk)
    tries: list[Callable[[], object]] = [
        lambda: rows.update(text="x"),
        lambda: rows.update(state=PolicyState.DRAFT),
        lambda: actions.save(world.house.cmio, "x", seen=live.sha256),
    ]
    results = at_once(tries * TRIES)
    assert set(results[0::3] + results[1::3]) == {"impossible"}
    assert set(results[2::3]) == {"refused"}
    assert policy_of(world.house.cmio.organisation).version == "harbour-1"


@pytest.mark.one_database
@pytest.mark.usefixtures("demonstration")
def test_no_address_changes_a_live_policy(house: House) -> None:
    world = build_world(house)
    live = world.adopted()
    client, changed = visitor(house.cmio), {"text": "x", "seen": live.sha256, "why": "So.", "state": "draft"}
    addresses = [
        reverse("governance:policy"),
        reverse("governance:policy-file"),
        reverse("governance:policy-draft"),
        reverse("governance:policy-offer"),
        reverse("governance:policy-version", args=[live.number]),
        reverse("governance:policy-version-file", args=[live.number]),
    ]
    for address in addresses:
        assert client.post(address, changed).status_code in {404, 405}, address
        assert client.post(address, changed, content_type="application/json").status_code in {404, 405}, address
    assert PolicyVersion.objects.get().text == LATER
