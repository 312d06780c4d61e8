"""Notices by e-mail: written with what they tell, sent after it, tried again, and given up where it is no use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from attending.accounts.models import User
from attending.ledger.errors import OutsideTransactionError
from attending.notices.actions import notify
from attending.notices.actions.retrying import try_again
from attending.notices.models import Notice, NoticeState
from attending.notices.rules.retries import LEASE, WAITS
from attending.notices.sending import send_due
from attending.notices.settings import Security, Smtp
from attending.program.models import Person
from attending.program.rules import NotAllowed, Refused
from tests.integration.house import House
from tests.integration.notices.mail_server import Mailbox, text_of

NOW = timezone.now().replace(microsecond=0)


def tell(person: Person, key: str = "breach:1:level:0", **changes: str) -> Notice:
    said = {"subject": "AUROC passed its stop limit", "body": "Sepsis alert, 4 West.", "link": "/oversight/breaches/1/"}
    with transaction.atomic():
        # Read anew: the house was built before anybody had an address.
        return notify(Person.objects.get(pk=person.pk), key=key, now=NOW, **{**said, **changes})


def test_a_notice_arrives_as_text_and_html_with_its_link_and_is_not_sent_twice(house: House, mailbox: Mailbox) -> None:
    notice = tell(house.owner)
    assert tell(house.owner) == notice
    assert send_due(NOW) == (1, 0, 0)
    assert send_due(NOW) == (0, 0, 0)
    [message] = mailbox.messages
    assert message["To"].addresses[0].display_name == "Olga Owner"
    assert message["Subject"] == "AUROC passed its stop limit"
    assert message["Message-ID"] == f"<{notice.uid}@hospital.example>"
    assert "https://attending.hospital.example/oversight/breaches/1/" in text_of(message)
    assert 'href="https://attending.hospital.example/oversight/breaches/1/"' in text_of(message, "html")
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.sent_at) == (NoticeState.SENT, 1, NOW)


def test_two_people_are_told_under_one_key(house: House, mailbox: Mailbox) -> None:
    tell(house.owner)
    tell(house.safety)
    send_due(NOW)
    assert mailbox.recipients == ["olga-owner@hospital.example", "sue-safety@hospital.example"]


def test_a_subject_stays_one_line_and_html_is_escaped(house: House, mailbox: Mailbox) -> None:
    tell(house.owner, subject="One\r\nBcc: all@hospital.example", body="PPV < 0.1 & falling")
    send_due(NOW)
    assert mailbox.messages[0]["Subject"] == "One Bcc: all@hospital.example"
    assert mailbox.messages[0]["Bcc"] is None
    assert "PPV &lt; 0.1 &amp; falling" in text_of(mailbox.messages[0], "html")
    assert "PPV < 0.1 & falling" in text_of(mailbox.messages[0])


def test_an_address_that_no_message_can_go_to_is_given_up_and_holds_up_nobody(house: House, mailbox: Mailbox) -> None:
    """Nor does it smuggle in a header."""
    User.objects.filter(person=house.owner).update(email="olga@hospital.example\r\nBcc: all@hospital.example")
    bad = tell(house.owner)
    tell(house.safety)
    assert send_due(NOW) == (1, 0, 1)
    assert mailbox.recipients == ["sue-safety@hospital.example"]
    bad.refresh_from_db()
    assert bad.state == NoticeState.UNDELIVERED
    assert bad.error.startswith("No message can be made of it: ")


def test_a_server_that_is_down_is_tried_again_with_the_same_message_id_until_it_is_given_up(
    house: House, mailbox: Mailbox
) -> None:
    notice, now = tell(house.owner), NOW
    mailbox.down = True
    for wait in WAITS:
        assert send_due(now) == (0, 1, 0)
        assert send_due(now + wait - timedelta(seconds=1)) == (0, 0, 0)
        now += wait
    assert send_due(now) == (0, 0, 1)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (NoticeState.UNDELIVERED, len(WAITS) + 1)
    assert "451 try later" in notice.error
    mailbox.down = False
    try_again(house.administrator, notice, now=now)
    assert send_due(now) == (1, 0, 0)
    assert mailbox.messages[0]["Message-ID"] == f"<{notice.uid}@hospital.example>"


def test_an_unknown_address_is_given_up_at_once_and_the_others_are_sent(house: House, mailbox: Mailbox) -> None:
    mailbox.refuses["olga-owner@hospital.example"] = "550 no such user"
    notice = tell(house.owner)
    tell(house.safety)
    assert send_due(NOW) == (1, 0, 1)
    notice.refresh_from_db()
    assert notice.error == "The mail server refused the address: 550 no such user"


def test_no_server_at_the_address_is_a_failed_attempt_of_each(house: House, mailbox: Mailbox, settings: Any) -> None:
    settings.ATTENDING_SMTP = Smtp("127.0.0.1", 9, Security.NONE, "a@hospital.example")
    tell(house.owner)
    tell(house.safety)
    assert send_due(NOW) == (0, 2, 0)
    assert {notice.next_at for notice in Notice.objects.all()} == {NOW + WAITS[0]}


def test_what_another_process_took_is_left_to_it_for_as_long_as_its_lease(house: House, mailbox: Mailbox) -> None:
    notice = tell(house.owner)
    Notice.objects.filter(pk=notice.pk).update(next_at=NOW + LEASE, attempts=1)  # as that process wrote it, and died
    assert send_due(NOW) == (0, 0, 0)
    assert send_due(NOW + LEASE) == (1, 0, 0)


def test_without_a_mail_server_it_stands_on_the_pages_only(house: House, settings: Any) -> None:
    settings.ATTENDING_SMTP = None
    notice = tell(house.owner)
    assert (notice.state, notice.next_at) == (NoticeState.OFF, None)
    assert send_due(NOW) == (0, 0, 0)


def test_somebody_without_an_address_is_shown_as_not_told(house: House, mailbox: Mailbox) -> None:
    User.objects.filter(person=house.owner).update(email="")
    house.owner.refresh_from_db()
    notice = tell(Person.objects.get(pk=house.owner.pk))
    assert notice.state == NoticeState.UNDELIVERED
    with pytest.raises(Refused, match="has no e-mail address; record one under Logins first"):
        try_again(house.administrator, notice)


def test_only_administrators_try_again_and_only_what_failed(house: House, mailbox: Mailbox) -> None:
    notice = tell(house.owner)
    with pytest.raises(NotAllowed):
        try_again(house.owner, notice)
    with pytest.raises(Refused, match="not to be tried again: waits to be sent"):
        try_again(house.administrator, notice)


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_written_with_what_it_tells_or_not_at_all(house: House) -> None:
    with pytest.raises(OutsideTransactionError):
        notify(house.owner, subject="s", body="b", link="/", key="k")
    assert not Notice.objects.exists()
