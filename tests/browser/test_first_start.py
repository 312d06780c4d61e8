"""A new installation, from the terminal's link to the first use case, as its first two people live it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from attending.accounts import actions
from attending.ledger.queries import verify
from attending.program.models import Person, Seat, SeatHolding, Unit, UseCase
from attending.program.queries.people import beginnings

pytestmark = pytest.mark.usefixtures("transactional_db")

PASSWORD = "correct horse battery staple"


def choose_password(page: Page, authenticator: Callable[[Page], object]) -> None:
    """From the page of a one-time link to a login with a passkey."""
    authenticator(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def open_menu(page: Page, item: str) -> None:
    page.locator(".who summary").click()
    page.locator(".who-menu").get_by_role("link", name=item).click()


def propose(page: Page) -> None:
    """The seven steps, each with what has to be said."""
    page.get_by_role("button", name="Begin").click()
    for written in (
        {"Which problem is it": "Sepsis is recognised late on the wards."},
        {"How could it be solved without AI?": "Rounds every two hours."},
        {"Whose burden does it lift?": "Patients who wait.", "Whose burden does it add?": "The ward's nurses."},
    ):
        for label, text in written.items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("Predictive model").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What is it called").fill("Sepsis alert")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Recognise sepsis early").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send").click()


def test_from_the_terminals_link_to_the_first_use_case(
    new_page: Callable[..., Page], authenticator: Callable, axe: Callable[..., None], live_server
) -> None:
    administrator = new_page()
    link = actions.first_administrator_link(live_server.url)
    assert link is not None
    administrator.goto(link)
    administrator.get_by_label("User name").fill("ada")
    administrator.get_by_label("Full name").fill("Ada Admin")
    choose_password(administrator, authenticator)

    for address in ("/", "/use-cases/portfolio/", "/program/people/"):
        administrator.goto(address)
        expect(administrator.get_by_role("heading", name="Welcome to Attending")).to_be_visible()
    expect(administrator.get_by_role("navigation", name="Main")).to_have_count(0)
    axe(administrator)
    administrator.get_by_label("Name of the health system").fill("Harbour Health")
    administrator.get_by_label("Your own discipline").select_option(label="Information technology")
    administrator.get_by_role("button", name="Begin").click()

    administrator.get_by_role("link", name="Add the first site").click()
    axe(administrator)
    administrator.get_by_label("Name of the site").fill("Harbour General")
    administrator.get_by_label("Its units, one a line").fill("4 West\nEmergency Department\n\n4 West")
    administrator.get_by_role("button", name="Add").click()
    expect(administrator.get_by_role("listitem").filter(has_text=re.compile("^4 West$"))).to_have_count(1)
    axe(administrator)

    open_menu(administrator, "Logins")
    administrator.get_by_role("link", name="Invite somebody").click()
    administrator.get_by_label("User name").fill("cleo")
    administrator.get_by_label("Full name").fill("Cleo Chief")
    administrator.get_by_role("button", name="Make the invitation").click()
    invitation = administrator.get_by_label("Link").input_value()

    open_menu(administrator, "People and places")
    administrator.get_by_role("link", name="Add Cleo Chief").click()
    axe(administrator)
    administrator.get_by_label("Discipline").select_option(label="Clinical informatics")
    administrator.get_by_label("Enterprise seat").select_option(label="Chief medical information officer")
    administrator.get_by_role("button", name="Add").click()
    expect(administrator.get_by_role("heading", name="Cleo Chief")).to_be_visible()
    axe(administrator)

    chief = new_page("phone")
    chief.goto(invitation)
    choose_password(chief, authenticator)
    chief.goto("/")
    expect(chief.get_by_role("heading", name="My rounds")).to_be_visible()
    axe(chief)
    chief.get_by_role("link", name="Set the first enterprise priority").click()
    chief.get_by_label("Enterprise priority").fill("Recognise sepsis early")
    chief.get_by_label("What is to become true").fill("No patient waits more than an hour for antibiotics.")
    chief.get_by_role("button", name="Set").click()
    chief.goto("/")
    chief.get_by_role("link", name="Propose the first use case").click()
    axe(chief)
    propose(chief)
    expect(chief.get_by_role("heading", name="Sepsis alert")).to_be_visible()
    expect(chief.get_by_text("Nobody is executive sponsor, clinical owner")).to_be_visible()
    axe(chief)
    chief.get_by_role("link", name="Name who answers").click()
    chief.get_by_label("Seat").select_option(label="Clinical owner")
    chief.get_by_label("Person").select_option(label="Cleo Chief")
    chief.get_by_role("button", name="Seat this person").click()
    expect(chief.get_by_text("Nobody is executive sponsor, operational owner or platform owner")).to_be_visible()
    chief.goto("/")
    expect(chief.get_by_text("For the program to begin")).to_have_count(0)

    assert Unit.objects.count() == 2
    assert UseCase.objects.get().priority is not None
    assert SeatHolding.objects.filter(seat=Seat.CMIO, person__printed_name="Cleo Chief").exists()
    assert beginnings(Person.objects.earliest("pk").organisation).complete
    assert verify().ok
