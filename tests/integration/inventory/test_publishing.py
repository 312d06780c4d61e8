"""The public register tells what a person published, to everybody, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from attending.inventory.actions.entries import add_entry, set_status
from attending.inventory.actions.publishing import publish, take_back
from attending.inventory.models import EntryStatus, InventoryEntry, Publication, PublicationEnd
from attending.inventory.rules.entries import EntryFacts
from attending.inventory.rules.publications import PublicText
from attending.ledger.models import Entry
from attending.ledger.queries import verify
from attending.program.rules import NotAllowed, Refused
from attending.ui import formats
from tests.integration.house import House
from tests.integration.pages import stranger

TEXT = PublicText(
    name="Note writer",
    vendor="Quill",
    purpose="Writes a draft of the visit; the clinician reads and signs it.",
    place="Clinic 2",
    used_since="March 2026",
    answers="Clinical owner",
    overseen="Reviewed each quarter; staff can stop it at once.",
    contact="Patient desk, 555 0100",
    decided_on=date(2026, 3, 1),
)


@pytest.fixture
def entry(house: House) -> InventoryEntry:
    return add_entry(house.cmio, EntryFacts(name="Note writer", vendor="Quill", place="Clinic 2"))


def test_everybody_reads_what_was_published_and_no_name_of_a_person(house: House, entry: InventoryEntry) -> None:
    add_entry(house.cmio, EntryFacts(name="Secret tool"))
    assert "No AI was published yet" in Client().get("/register/").content.decode()
    publish(house.cmio, entry, TEXT)
    html = Client().get("/register/").content.decode()
    assert TEXT.purpose in html
    assert formats.date(date(2026, 3, 1)) in html
    assert "Secret tool" not in html
    assert house.cmio.printed_name not in html
    document = Client().get(reverse("register:json")).json()
    assert [each["name"] for each in document["entries"]] == ["Note writer"]
    assert document["entries"][0]["organisation"] == "Harbour Health"
    assert document["entries"][0]["last_decision_on"] == "2026-03-01"
    assert "Cleo" not in str(document)
    assert verify().ok


def test_new_words_replace_the_old_ones_and_both_stay_on_record(house: House, entry: InventoryEntry) -> None:
    first = publish(house.cmio, entry, TEXT)
    second = publish(house.cmio, entry, replace(TEXT, purpose="Writes drafts."))
    assert [each.pk for each in Publication.objects.filter(end=None)] == [second.pk]
    assert PublicationEnd.objects.get().publication == first
    take_back(house.cmio, entry, reason="It is not used any more.")
    assert not Publication.objects.filter(end=None).exists()
    assert Publication.objects.count() == 2
    verbs = [each.verb for each in Entry.objects.filter(verb__startswith="register.").order_by("seq")]
    assert verbs == ["register.published", "register.taken_back", "register.published", "register.taken_back"]
    with pytest.raises(Refused, match="not on the public register"):
        take_back(house.cmio, entry, reason="Again.")


@pytest.mark.parametrize("field", ["purpose", "place", "used_since", "answers", "overseen", "contact"])
def test_the_public_is_told_all_it_asks(house: House, entry: InventoryEntry, field: str) -> None:
    with pytest.raises(Refused, match="Still to be said: "):
        publish(house.cmio, entry, replace(TEXT, **{field: " "}))
    assert not Publication.objects.exists()


def test_what_else_is_refused(house: House, entry: InventoryEntry) -> None:
    for person in (house.owner, house.administrator, stranger()):
        with pytest.raises(NotAllowed):
            publish(person, entry, TEXT)
        with pytest.raises(NotAllowed):
            take_back(person, entry, reason="Because.")
    with pytest.raises(Refused, match="yet to come"):
        publish(house.cmio, entry, replace(TEXT, decided_on=timezone.localdate() + timedelta(days=1)))
    publish(house.cmio, entry, TEXT)
    with pytest.raises(Refused, match="Write why"):
        take_back(house.cmio, entry, reason=" ")
    set_status(house.cmio, entry, EntryStatus.RETIRED, reason="Replaced.")
    with pytest.raises(Refused, match="the register tells what is used"):
        publish(house.cmio, entry, TEXT)


def test_the_database_keeps_what_was_told_and_tells_it_once(house: House, entry: InventoryEntry) -> None:
    told = publish(house.cmio, entry, TEXT)
    with pytest.raises(IntegrityError, match="stands on the public register once"), transaction.atomic():
        Publication.objects.create(
            entry=entry,
            name="x",
            purpose="x",
            place="x",
            used_since="x",
            answers="x",
            overseen="x",
            contact="x",
            published_by=house.cmio,
            published_at=timezone.now(),
        )
    ended = take_back(house.cmio, entry, reason="Replaced.")
    for record in (told, ended):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {record._meta.db_table}")
