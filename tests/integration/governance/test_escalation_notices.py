"""The same escalation as people hear of it: e-mails in a real mail server, webhooks in a real HTTP server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from attending.governance.actions.drilling import open_drill
from attending.governance.models import Breach
from attending.notices.clock import run
from attending.notices.models import NoticeState
from attending.notices.queries import notices_by_key
from tests.integration.governance.agreed import addressed, signed_agreement
from tests.integration.house import House
from tests.integration.notices.hook_server import Hooked, hook_server
from tests.integration.notices.mail_server import Mailbox, mail_server, subject_of, text_of
from tests.integration.pages import visitor

HOUR = timedelta(hours=1)


@pytest.fixture
def mailbox(house: House, settings: Any) -> Iterator[Mailbox]:
    addressed(house)
    with mail_server() as (smtp, box):
        settings.ATTENDING_SMTP, settings.ATTENDING_URL = smtp, "https://attending.hospital.example"
        yield box


@pytest.fixture
def hooked(settings: Any) -> Iterator[Hooked]:
    with hook_server() as server:
        settings.ATTENDING_WEBHOOKS = (server.webhook,)
        yield server


def test_each_level_hears_of_it_once_and_everybody_of_the_pause(
    house: House, mailbox: Mailbox, hooked: Hooked, settings: Any
) -> None:
    settings.ATTENDING_DEMO = True
    house.agree(deputy=house.operations)
    signed_agreement(house)
    house.measure(0.62)
    breach = Breach.objects.get()
    for hours in (0, 5, 13, 25, 49, 49, 60):
        list(run(breach.opened_at + hours * HOUR))
    assert mailbox.recipients == [
        "olga-owner@hospital.example",
        "omar-operations@hospital.example",
        "sue-safety@hospital.example",
        "cleo-cmio@hospital.example",
        *(f"{name}@hospital.example" for name in ("olga-owner", "omar-operations", "sue-safety", "cleo-cmio")),
    ]
    first, second = mailbox.messages[:2]
    assert subject_of(first).startswith("Breach of Area under the ROC curve, Sepsis alert, 4 West")
    assert subject_of(second).startswith("Still unanswered: breach of")
    text = text_of(first)
    assert "0.62" in text
    assert "their deputy is told on" in text
    assert "it is paused by itself on" in text
    assert f"https://attending.hospital.example/governance/oversight/breaches/{breach.pk}/" in text
    assert subject_of(mailbox.messages[-1]).startswith("Paused by the system:")
    assert len({message["Message-ID"] for message in mailbox.messages}) == 8
    told = [json.loads(body)["data"]["subject"] for _, body in hooked.requests]
    assert len(told) == 5
    assert told[-1].startswith("Paused by the system")
    html = visitor(house.nurse).get(f"/governance/oversight/breaches/{breach.pk}/").content.decode()
    assert html.count("Sent ") >= 9


def test_a_webhook_that_fails_holds_up_no_pause_and_is_tried_again(
    house: House, mailbox: Mailbox, hooked: Hooked
) -> None:
    hooked.answers = [500, 204]
    house.agree()
    house.measure(0.62)
    breach = Breach.objects.get()
    list(run(breach.opened_at))
    [hook] = notices_by_key(f"breach:{breach.pk}:level:0:webhook")
    assert (hook.state, hook.error) == (NoticeState.WAITING, f"{hook.host} answered 500.")
    list(run(breach.opened_at + timedelta(minutes=1)))
    hook.refresh_from_db()
    assert (hook.state, hook.attempts) == (NoticeState.SENT, 2)


def test_a_drill_says_so_in_its_first_word(house: House, mailbox: Mailbox) -> None:
    drill = open_drill(house.cmio, house.agree())
    list(run(drill.opened_at))
    assert subject_of(mailbox.messages[0]).startswith("DRILL: breach of Area under the ROC curve")
    assert "Nothing happened" in text_of(mailbox.messages[0])
