"""The Record pages: what a signed-in person sees, and what nobody else does."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.urls import reverse

from attending.ledger import actions, guards, keys
from attending.ledger.models import CheckpointRecord, Delivery, Entry, Head, Node, Payload
from attending.ledger.receipts import Receipt
from attending.program.models import Organisation, Person


@pytest.fixture
def reader(client, db):
    user = get_user_model().objects.create_user("reader")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    organisation = Organisation.objects.create(name="Harbour Health")
    Person.objects.create(organisation=organisation, user=user, printed_name="Rita Reader", discipline="nursing")
    client.force_login(user)
    empty_record()  # of what the rooms above record about a login
    return client


def empty_record():
    guards.remove(connection)
    for model in (Delivery, CheckpointRecord, Payload, Node, Entry):
        model.objects.all().delete()
    Head.objects.update(size=0, frontier=b"", at=None)
    guards.install(connection)


def page(reader, name="record", *args, **query):
    response = reader.get(reverse(f"ledger:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["record", "export", "verifier"])
def test_nobody_else_gets_in(client, db, name):
    assert client.get(reverse(f"ledger:{name}")).status_code == 302


@pytest.mark.parametrize("active", [False, None])
def test_who_is_nobody_in_the_program_now_reads_nothing(reader, fill, active):
    fill(1)
    if active is None:
        Person.objects.all().delete()
    else:
        Person.objects.update(active=False)
    for name, args in (("record", []), ("entry", [0]), ("receipt", [0]), ("export", []), ("verifier", [])):
        assert reader.get(reverse(f"ledger:{name}", args=args)).status_code == 403
    for name in ("checkpoint", "verification"):
        assert reader.post(reverse(f"ledger:{name}")).status_code == 403
    assert not CheckpointRecord.objects.exists()


def test_an_empty_record_says_so(reader):
    text = page(reader)
    assert "No entries" in text
    assert "No checkpoint has left this machine" in text


def test_entries_are_listed_newest_first_and_page_by_page(reader, fill):
    fill(120)
    first = page(reader)
    assert first.index(">119<") < first.index(">70<")
    assert ">69<" not in first
    second = page(reader, before=70)
    assert second.index(">69<") < second.index(">20<")
    assert "before=20" in second


def test_the_list_costs_the_same_at_any_size(reader, fill, django_assert_max_num_queries):
    fill(120)
    with django_assert_max_num_queries(12):
        page(reader)


def test_entries_are_narrowed(reader, fill):
    fill(3)
    with transaction.atomic():
        actions.append("decision.signed", object="proposal:1", actor="person:2", payload={})
    text = page(reader, verb="decision.signed")
    assert "proposal:1" in text
    assert "thing:1" not in text
    assert "thing:1" in page(reader, about="thing")
    assert "No entries" in page(reader, actor="person:77")
    assert "thing:1" in page(reader, before="rubbish", verb="no.such")


def test_the_page_says_what_is_exposed(reader, fill, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.ATTENDING_CHECKPOINT_FILE = tmp_path / "kept.jsonl"
    fill(3)
    with django_capture_on_commit_callbacks(execute=True):
        actions.checkpoint(reason="test")
    assert "Every entry stands under a checkpoint that left this machine" in page(reader)
    fill(2)
    text = page(reader)
    assert "2 entries since a checkpoint left" in text
    assert "Entries 3 to 4 were made since then" in text
    assert keys.verifier().to_text() in text


def test_the_page_shows_what_could_not_be_sent(reader, fill, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.ATTENDING_CHECKPOINT_FILE = tmp_path / "absent" / "kept.jsonl"
    fill(3)
    with django_capture_on_commit_callbacks(execute=True):
        actions.checkpoint(reason="test")
    assert "Checkpoints that were not sent" in page(reader)


def test_an_entry_shows_its_text_payload_and_proof(reader, fill):
    entries = fill(3)
    text = page(reader, "entry", 1)
    assert "No checkpoint covers this entry yet" in text
    assert "&quot;number&quot;: 1" in text
    actions.checkpoint(reason="test")
    text = page(reader, "entry", 1)
    assert "Receipt" in text
    receipt = Receipt.from_text(page(reader, "receipt", 1))
    assert receipt.body == entries[1].body
    assert receipt.verify(keys.verifier()).size == 3


def test_an_entry_that_is_not_there_is_not_found(reader):
    assert reader.get(reverse("ledger:entry", args=[7])).status_code == 404
    assert reader.get(reverse("ledger:receipt", args=[7])).status_code == 404


def test_a_receipt_before_any_checkpoint_says_what_to_do(reader, fill):
    fill(1)
    response = reader.get(reverse("ledger:receipt", args=[0]), follow=True)
    assert "No checkpoint covers entry 0 yet" in response.content.decode()


def test_a_checkpoint_is_signed_at_the_press_of_a_button_only(reader, fill):
    fill(1)
    assert reader.get(reverse("ledger:checkpoint")).status_code == 405
    response = reader.post(reverse("ledger:checkpoint"), follow=True)
    assert "Checkpoint over 1 entries signed" in response.content.decode()
    assert CheckpointRecord.objects.get().size == 1


def test_verification_answers(reader, fill):
    fill(4)
    assert "nothing stored disagrees with the 4 entries" in reader.post(reverse("ledger:verification")).content.decode()


def test_the_record_and_its_verifier_are_taken_away(reader, fill):
    fill(2)
    assert "Nothing was signed yet" in reader.get(reverse("ledger:export"), follow=True).content.decode()
    actions.checkpoint(reason="test")
    lines = b"".join(reader.get(reverse("ledger:export")).streaming_content).decode().splitlines()
    assert len(lines) == 1 + 2 + 1
    script = b"".join(reader.get(reverse("ledger:verifier")).streaming_content)
    assert script.startswith(b"#!/usr/bin/env python3")
