"""A breach escalates past a silent owner to the pause that was signed for, with e-mails in a real mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from attending.accounts.models import User
from attending.governance.models import Breach
from attending.ledger.queries import verify
from attending.notices.clock import run
from attending.program.models import Deployment, Person, Seat
from attending.program.models.deployments import State
from tests.browser.conftest import DEVICES
from tests.integration.governance.agreed import addressed, longer_ago
from tests.integration.house import House, begin_with_house, sign
from tests.integration.notices.mail_server import Mailbox, mail_server, subject_of, text_of

LOOKS = [("phone", "light"), ("tablet", "dark"), ("desktop", "light")]


@pytest.fixture
def house(transactional_db: None, settings: Any) -> House:
    settings.ATTENDING_DEMO = True
    return begin_with_house()


@pytest.fixture
def mailbox(house: House, settings: Any, site_url: str) -> Iterator[Mailbox]:
    addressed(house)
    with mail_server() as (smtp, box):
        settings.ATTENDING_SMTP, settings.ATTENDING_URL = smtp, site_url
        yield box


def address_in(box: Mailbox, number: int) -> str:
    """The address that an e-mail leads to."""
    return next(line for line in text_of(box.messages[number]).splitlines() if line.startswith("http"))


def test_a_breach_escalates_past_a_silent_owner_to_the_agreed_pause(
    house: House,
    mailbox: Mailbox,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    threshold = house.agree(deputy=house.operations)
    oversight = f"/governance/oversight/deployments/{house.deployment.pk}/"

    def as_(person: Person, device: str = "desktop") -> Page:
        page = new_page(device)
        assert person.user is not None
        sign_in(page, User.objects.get(pk=person.user.pk))
        return page

    # The thresholds are offered on the page, and signed by whoever may pause and one more.
    page = as_(house.safety)
    page.goto(oversight)
    expect(page.get_by_text("Not signed: 1 of 1")).to_be_visible()
    page.get_by_role("link", name="Have the thresholds signed").click()
    page.get_by_role("button", name="Go on to the packet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Agree the oversight thresholds of Sepsis alert")
    threshold.refresh_from_db()
    assert threshold.agreement is not None
    sign(threshold.agreement.proposal, house.owner, Seat.CLINICAL_OWNER, "agree")
    sign(threshold.agreement.proposal, house.cmio, Seat.CMIO, "agree")

    # A review finds the breach; the owner gets an e-mail and stays silent.
    house.measure(0.62)
    breach = Breach.objects.get()
    list(run(breach.opened_at))
    assert mailbox.recipients == ["olga-owner@hospital.example"]

    # Five hours later the deputy is told, and finds the clock behind the link in the e-mail.
    longer_ago(timedelta(hours=5))
    breach.refresh_from_db()
    list(run(breach.opened_at + timedelta(hours=5)))
    assert mailbox.recipients[1:] == ["omar-operations@hospital.example"]
    assert subject_of(mailbox.messages[1]).startswith("Still unanswered: breach of")
    phone = as_(house.operations, "phone")
    phone.goto(address_in(mailbox, 1))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Breach: Area under the ROC curve")
    expect(phone.get_by_role("heading", name="Nobody has it yet")).to_be_visible()
    axe(phone)

    # He is silent too: the seats follow, then the pause that the agreement says, and everybody is told.
    for hours in (13, 25, 49):
        list(run(breach.opened_at + timedelta(hours=hours)))
    assert mailbox.recipients[2:4] == ["sue-safety@hospital.example", "cleo-cmio@hospital.example"]
    assert len(mailbox.to("olga-owner")) == 2
    assert subject_of(mailbox.messages[-1]).startswith("Paused by the system:")
    assert Deployment.objects.get(pk=house.deployment.pk).state == State.PAUSED
    assert verify().ok

    page = as_(house.cmio)
    page.goto(address_in(mailbox, -1))
    expect(page.get_by_text("Paused by the system, as the signed agreement says")).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Cleo Cmio")
    axe(page)
    page.goto(oversight)
    expect(page.get_by_role("heading", name="This deployment is paused")).to_be_visible()
    expect(page.get_by_role("link", name="Ask to resume")).to_be_visible()
    axe(page)


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_who_has_it_a_snooze_and_a_drill_read_well_everywhere(
    house: House,
    mailbox: Mailbox,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    device: str,
    scheme: str,
) -> None:
    threshold = house.agree(deputy=house.operations)
    house.measure(0.62)
    breach = Breach.objects.get()
    list(run(breach.opened_at))
    page = new_page(device, scheme)
    sign_in(page, house.safety.user)
    page.goto(f"/governance/oversight/breaches/{breach.pk}/")
    page.get_by_role("link", name="I have it").click()
    page.get_by_label("A word to the others").fill("I look at the data feed first.")
    axe(page)
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_text("I look at the data feed first.")).to_be_visible()
    page.get_by_role("link", name="Snooze").click()
    axe(page)
    page.goto("/governance/oversight/")
    expect(page.get_by_text("Sue Safety has it")).to_be_visible()
    axe(page)
    page.goto(f"/governance/oversight/thresholds/{threshold.pk}/drill/")
    page.get_by_role("button", name="Start the drill").click()
    expect(page.get_by_text("The drill runs.")).to_be_visible()
    axe(page)
    page.goto("/governance/oversight/drills/")
    axe(page)


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_the_administrator_reads_what_left_everywhere(
    house: House,
    mailbox: Mailbox,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    axe: Callable[..., None],
    device: str,
    scheme: str,
) -> None:
    mailbox.refuses["olga-owner@hospital.example"] = "550 no such user"
    house.agree()
    house.measure(0.62)
    list(run(Breach.objects.get().opened_at))
    page = new_page(device, scheme)
    sign_in(page, house.administrator.user)
    page.goto("/notices/")
    expect(page.get_by_role("heading", name="Some notices did not leave")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= DEVICES[device]["viewport"]["width"]
    axe(page)
    page.get_by_role("link", name="Try again").click()
    axe(page)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("It is sent within a minute")).to_be_visible()
