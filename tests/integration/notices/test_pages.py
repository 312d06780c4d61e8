"""What administrators see of notices, and the address notices go to."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from attending.cli import doctor_notices
from attending.cli.doctor import State
from attending.cli.notices import app
from attending.ledger.models import Entry
from attending.notices.actions import notify
from attending.notices.models import Notice, NoticeState
from attending.notices.settings import Security, Smtp
from attending.program.registries.worklist import for_person
from tests.integration.house import House
from tests.integration.notices.mail_server import Mailbox, text_of
from tests.integration.pages import Page, try_page, visitor

pytestmark = pytest.mark.one_database
"""Pages and papers over records that other tests try on both databases."""


def undelivered(house: House) -> tuple[int]:
    notice = notify(house.owner, subject="A breach", body="4 West.", link="/oversight/", key="breach:1")
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.OFF, next_at=None)
    return (notice.pk,)


PAGES = (
    Page(name="notices:notices", may="administrator", may_not="owner", closed=True),
    Page(
        name="notices:try-again",
        args=undelivered,
        may="administrator",
        may_not="owner",
        closed=True,
        valid=lambda _: {},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_each_page(page: Page, house: House, mailbox: Mailbox) -> None:
    try_page(page, house)


def test_the_administrator_sees_what_did_not_leave_and_tries_again(house: House, mailbox: Mailbox) -> None:
    notice = notify(house.owner, subject="A breach", body="4 West.", link="/oversight/", key="breach:1")
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.UNDELIVERED, next_at=None, error="550 no such user")
    [item] = [each for each in for_person(house.administrator) if "did not leave" in each.title]
    assert "550 no such user" in item.asked
    assert item.title not in [each.title for each in for_person(house.owner)]
    client = visitor(house.administrator)
    page = client.get(item.link).content.decode()
    assert "A breach" in page
    assert "Never ran" in page
    client.post(reverse("notices:try-again", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.state == NoticeState.WAITING
    assert Entry.objects.get(verb="notice.tried_again").object == f"notice:{notice.pk}"
    assert visitor(house.owner).get(reverse("notices:notices")).status_code == 403


def test_the_doctor_says_how_notices_leave(house: House, mailbox: Mailbox, settings: Any) -> None:
    found = [str(line) for line in doctor_notices.lines(settings.ATTENDING_SMTP, ())]
    assert found[0].startswith("ok       E-mail: by 127.0.0.1:")
    assert "Clock: never ran" in found[1]
    assert doctor_notices.mail_server(None).state is State.WARNING
    assert doctor_notices.mail_server(Smtp("127.0.0.1", 9, Security.NONE, "a@b.example")).state is State.FAULT


def test_a_trial_e_mail_says_what_the_server_answered(house: House, mailbox: Mailbox, settings: Any) -> None:
    done = CliRunner().invoke(app, ["test", "--to", "you@hospital.example"])
    assert done.exit_code == 0
    assert done.output.endswith("accepted a trial e-mail to you@hospital.example.\n")
    assert "This is a trial" in text_of(mailbox.messages[0])
    mailbox.refuses["you@hospital.example"] = "550 not here"
    refused = CliRunner().invoke(app, ["test", "--to", "you@hospital.example"])
    assert (refused.exit_code, "550 not here" in refused.output) == (1, True)
    settings.ATTENDING_SMTP = None
    assert CliRunner().invoke(app, ["test", "--to", "you@hospital.example"]).exit_code == 2
