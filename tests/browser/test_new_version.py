"""The journey of a vendor's new version: it is registered, the approval lapses in words, and it is decided again."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page, expect

from attending.accounts.models import User
from attending.governance.models import Approval
from attending.governance.rules.gates import Outcome
from attending.program.actions.people import seat_person
from attending.program.models import Person, Seat
from tests.integration.house import House, begin_with_house
from tests.integration.passing import sign_gate

SEALED = "The newest registered version of Sepsis model is 2.1."
NOW = "The newest registered version of Sepsis model is 3.0."


@pytest.fixture
def house(transactional_db: None) -> House:
    found = begin_with_house()
    seat_person(found.administrator, found.administrator, Seat.COMPLIANCE_OFFICER)
    return found


def user_of(person: Person) -> User:
    user = User.objects.get(person=person)
    TOTP.activate(user, generate_totp_secret())
    return user


def test_a_new_version_reopens_an_approval(
    house: House, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    first = Approval.objects.get(deployment=house.deployment)

    chief = new_page()
    sign_in(chief, user_of(house.cmio))
    chief.goto(f"/use-cases/case/{house.use_case.key}/versions/add/")
    for label, value in {
        "Model": "Sepsis model",
        "Made by": "In-house",
        "Version": "3.0",
        "Released on": "2026-06-01",
    }.items():
        chief.get_by_label(label, exact=True).fill(value)
    chief.get_by_role("button", name="Register").click()

    owner = new_page("phone")
    sign_in(owner, user_of(house.owner))
    owner.goto("/")
    expect(owner.get_by_text("The approval for live use lapsed").first).to_be_visible()
    owner.get_by_role("link", name="See what changed").first.click()
    expect(owner.get_by_role("rowheader", name=SEALED)).to_be_visible()
    expect(owner.get_by_role("cell", name=NOW)).to_be_visible()
    expect(owner.get_by_text("No longer holds", exact=True)).to_be_visible()
    expect(owner.get_by_text("The system pauses it.")).to_be_visible()
    axe(owner)
    page = owner.url
    owner.get_by_role("link", name="Open the gate").click()
    expect(owner.get_by_role("link", name="Read and sign")).to_be_visible()

    chief.goto("/governance/approvals/")
    expect(chief.get_by_text("1 sentence")).to_be_visible()
    axe(chief)
    chief.get_by_role("link", name="Being decided again").click()
    expect(chief.get_by_role("rowheader", name=NOW)).to_be_visible()

    gate = first.lapse.gate
    assert gate is not None
    sign_gate(house, gate, Outcome.APPROVE)
    owner.goto(page)
    expect(owner.get_by_text("In its place")).to_be_visible()
    owner.get_by_role("link", name="The decision and its signatures").click()
    expect(owner.get_by_text("1 sentence no longer holds")).to_be_visible()
    axe(owner)
    assert Approval.objects.filter(deployment=house.deployment).latest("starts_at").gate == gate
