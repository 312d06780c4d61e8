"""How rooms speak: findings, waiting work, events, packet sections, pages, watched deployments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from attending.accounts import events as account_events
from attending.accounts.models import User
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.actions import clinical_input
from attending.program.models import Deployment, Person, Seat, UseCase
from attending.program.models.clinical_input import About
from attending.program.registries import events, evidence, oversight, packet, pages, worklist
from attending.program.registries.evidence import Finding, FindingState
from attending.program.registries.worklist import Urgency, WorkItem
from tests.integration.house import House


def finding(item: str) -> Finding:
    return Finding(item, item.title(), FindingState.MET, "Said.", None, "/")


def item(title: str, urgency: Urgency, days: int | None) -> WorkItem:
    now = timezone.now()
    due = None if days is None else now + timedelta(days)
    return WorkItem(title, "", "", "", "", due, now, urgency, "/", "Do", "")


class Given:
    """A provider that always says the same."""

    def __init__(self, *items: WorkItem) -> None:
        self.items = items

    def for_person(self, _person: Person) -> tuple[WorkItem, ...]:
        return self.items

    def for_deployment(self, _deployment: Deployment) -> tuple[WorkItem, ...]:
        return self.items


def test_findings_of_all_rooms_come_in_the_order_of_their_items(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_providers", {})
    for provider in (lambda _: [finding("b"), finding("c")], lambda _: [finding("a")]):
        assert evidence.register(evidence.register(provider)) is provider
    assert [each.item for each in evidence.findings(house.use_case)] == ["a", "b", "c"]


def test_work_comes_breaches_first_then_by_when_it_is_due(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "_providers", [])
    worklist.register(Given(item("asked soon", Urgency.ASKED, 1), item("asked some day", Urgency.ASKED, None)))
    worklist.register(Given(item("warned", Urgency.WARN, 9), item("stop", Urgency.STOP, 30)))
    worklist.register(Given(item("asked late", Urgency.ASKED, -1)))
    expected = ["stop", "warned", "asked late", "asked soon", "asked some day"]
    assert [each.title for each in worklist.for_person(house.owner)] == expected
    assert [each.title for each in worklist.for_deployment(house.deployment)] == expected


def test_work_of_some_seats_is_looked_up_for_who_holds_one_of_them_anywhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "_providers", [])
    worklist.register(Given(item("for the owner", Urgency.ASKED, 1)), only=[Seat.CLINICAL_OWNER])
    worklist.register(Given(item("for the chief", Urgency.ASKED, 2)), only=[Seat.CMIO, Seat.MODEL_STEWARD])
    worklist.register(Given(item("for all", Urgency.ASKED, 3)))
    assert [each.title for each in worklist.for_person(house.owner)] == ["for the owner", "for all"]
    assert [each.title for each in worklist.for_person(house.cmio)] == ["for the chief", "for all"]
    assert [each.title for each in worklist.for_person(house.nurse)] == ["for all"]
    assert len(worklist.for_deployment(house.deployment)) == 3


def test_nobody_misses_work_because_of_the_seats_a_room_names(house: House) -> None:
    clinical_input.give_input(house.nurse, house.use_case, About.RISK, "It alarms too often.")
    house.agree()
    house.measure(0.62)
    for person in house.use_case.organisation.people.all():
        found = worklist.for_person(person)
        assert sorted(
            each.title for provider, _ in worklist._providers for each in provider.for_person(person)
        ) == sorted(each.title for each in found)


def test_events_reach_who_listens_inside_the_transaction(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setitem(events._handlers, events.StageChanged, [])
    events.on(events.StageChanged, heard.append)
    handler = heard.append
    events.on(events.StageChanged, handler)
    event = events.StageChanged(house.use_case, "a", "b")
    with transaction.atomic():
        events.publish(event)
    assert set(map(id, heard)) == {id(event)}


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="atomic"):
        events.publish(events.SeatVacated(None))  # type: ignore[arg-type]


def test_packet_sections_stand_in_the_order_of_the_rooms(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packet, "_providers", [])
    packet.register(lambda _: [{"heading": "First"}])
    packet.register(lambda _: [{"heading": "Second"}])
    assert [section["heading"] for section in packet.sections(house.deployment)] == ["First", "Second"]


def test_pages_are_found_without_knowing_the_room(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_pages", {})
    assert pages.url_of(house.use_case) == ""
    pages.register(UseCase, lambda use_case: f"/{use_case.key}/")
    assert pages.url_of(house.use_case) == "/sepsis-alert/"


def test_a_deployment_is_watched_while_a_threshold_is_in_force(house: House) -> None:
    from attending.governance.actions.thresholds import retire_threshold

    organisation = house.cmio.organisation
    assert oversight.watched(organisation) == frozenset()
    threshold = house.agree()
    assert oversight.watched(organisation) == {house.deployment.pk}
    retire_threshold(house.owner, threshold, reason="Replaced")
    assert oversight.watched(organisation) == frozenset()


def test_what_happens_to_logins_is_in_the_ledger(house: House) -> None:
    administrator = User.objects.get(username="ada-admin")
    User.objects.filter(pk=administrator.pk).update(is_staff=True)
    administrator.refresh_from_db()
    before = Entry.objects.count()
    account_events.emit("login", administrator.pk, administrator.pk, factor="passkey")
    account_events.emit("login_failed", None)
    found = list(Entry.objects.order_by("seq")[before:])
    assert [entry.verb for entry in found] == ["account.login", "account.login_failed"]
    assert [entry.actor for entry in found] == [f"user:{administrator.pk}", "system"]
    assert [entry.object for entry in found] == [f"user:{administrator.pk}", "user:unknown"]
    assert verify().ok
