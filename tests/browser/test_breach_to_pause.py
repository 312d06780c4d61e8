"""The journey of a breach on real data: by phone from My rounds to a signed pause, and two people to resume."""

import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone
from playwright.sync_api import Page, expect

from attending.accounts.models import User
from attending.demo.support import MAPPING, write_log
from attending.governance.actions.pausing import ask_to_resume
from attending.ledger import verifier
from attending.ledger.queries import verify
from attending.program.models import Deployment, Person, Seat
from attending.review.actions.record import record_review
from attending.review.compute import run_review
from tests.integration.house import House, begin_with_house, sign

PASSWORD = "correct horse battery staple"
MOST_TAPS = 6
MOST_SECONDS = 60


class Phone:
    """A page that counts what a thumb does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.tap()
        self.page.wait_for_load_state()
        self.taps += 1


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> House:
    """One live deployment, reviewed on the SUPPORT data; discrimination in heart failure is below its stop limit."""
    found = begin_with_house()
    found.agree(attribute="diagnosis", level="heart failure", window_months=12, minimum_n=300, stop_low=0.72)
    log = write_log(tmp_path / "support.parquet", timezone.localdate())
    record_review(found.platform, found.deployment, run_review(log, MAPPING, thresholds=[Decimal("0.5")]))
    return found


def log_in_with_a_passkey(page: Page, person: Person, authenticator: Callable) -> None:
    """The person's first day: password, then a passkey."""
    user = User.objects.get(person=person)
    user.set_password(PASSWORD)
    user.save()
    authenticator(page)
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_from_my_rounds_to_a_signed_pause_by_phone(
    house: House,
    new_page: Callable[..., Page],
    authenticator: Callable,
    axe: Callable[..., None],
    live_server,
    tmp_path: Path,
) -> None:
    page = new_page(device="phone")
    log_in_with_a_passkey(page, house.owner, authenticator)
    page.goto("/")
    axe(page)
    started = time.monotonic()
    page.goto("/")
    phone = Phone(page)
    expect(page.get_by_role("heading", name="heart failure passed its stop limit").first).to_be_visible()
    phone.tap("link", "Read the review")
    phone.tap("link", "Decide")
    page.locator("summary", has_text="Pause").first.tap()
    page.get_by_text("It no longer works as agreed").first.tap()
    phone.taps += 2
    phone.tap("button", "Continue to sign: Pause")
    phone.tap("button", "with your passkey")
    expect(page.get_by_role("heading", name="Signed")).to_be_visible()
    seconds = time.monotonic() - started
    assert phone.taps <= MOST_TAPS
    assert seconds < MOST_SECONDS
    axe(page)
    assert Deployment.objects.get(pk=house.deployment.pk).state == "paused"
    assert verify().ok

    with page.expect_download() as download:
        page.get_by_role("link", name="Receipt", exact=True).click()
    receipt = tmp_path / "receipt.tlog-proof"
    download.value.save_as(receipt)
    command = page.locator("pre", has_text="--vkey").inner_text()
    vkey = command.partition("--vkey '")[2].rstrip("'")
    checked = subprocess.run(
        [sys.executable, "-I", verifier.__file__, str(receipt), "--vkey", vkey], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr

    page.goto("/")
    expect(page.get_by_text("heart failure passed its stop limit")).to_have_count(0)


def test_the_same_person_is_not_offered_the_second_signature(
    house: House, new_page: Callable[..., Page], sign_in: Callable[..., None], axe: Callable[..., None]
) -> None:
    owner = User.objects.get(person=house.owner)
    TOTP.activate(owner, generate_totp_secret())
    breach = house.deployment.oversight_thresholds.get().breaches.get()
    sign(breach.proposal, house.owner, Seat.CLINICAL_OWNER, "pause")
    proposal = ask_to_resume(house.owner, house.deployment, reason="The cause was found and mended")
    sign(proposal, house.owner, Seat.CLINICAL_OWNER, "resume")
    page = new_page(device="tablet", scheme="dark")
    sign_in(page, owner)
    page.goto(f"/decisions/{proposal.pk}/")
    expect(page.get_by_text("You do not sign this now")).to_be_visible()
    assert page.get_by_role("button", name="Continue to sign").count() == 0
    axe(page)
    assert sign(proposal, house.sponsor, Seat.EXECUTIVE_SPONSOR, "resume").decision is not None
    page.reload()
    expect(page.get_by_text("What was decided")).to_be_visible()
    assert Deployment.objects.get(pk=house.deployment.pk).state == "live"
