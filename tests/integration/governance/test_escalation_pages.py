"""The pages of a breach and its clock, of drills, and where thresholds are offered for signature."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.governance.actions.acknowledging import acknowledge
from attending.governance.actions.drilling import open_drill
from attending.governance.actions.escalating import escalate
from attending.governance.actions.pausing import ask_to_pause
from attending.governance.models import Acknowledgement, Breach, Drill, OversightThreshold, Snooze
from attending.program.models import Seat
from tests.integration.governance.agreed import signed_agreement
from tests.integration.house import House, sign
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]
"""Pages over records that other tests try on both databases."""


def here(house: House) -> tuple[int]:
    house.agree()
    return (house.deployment.pk,)


def breached(house: House) -> tuple[int]:
    if not Breach.objects.exists():
        house.agree()
        house.measure(0.62)
    return (Breach.objects.get().pk,)


def owned(house: House) -> tuple[int]:
    """A breach that the safety officer has."""
    pk = breached(house)
    if not Acknowledgement.objects.exists():
        acknowledge(house.safety, Breach.objects.get())
    return pk


def warned(house: House) -> tuple[int]:
    threshold = house.agree()
    house.measure(0.73)
    return (threshold.pk,)


def agreed(house: House) -> tuple[int]:
    return (house.agree().pk,)


def drilled(house: House) -> tuple[int]:
    return (open_drill(house.cmio, house.agree()).pk,)


def soon(_house: House) -> dict[str, str]:
    return {"until": (timezone.localdate() + timedelta(days=7)).isoformat(), "reason": "The vendor is on it."}


PAGES = (
    Page(name="governance:breach", args=breached, may="nurse"),
    Page(
        name="governance:acknowledge",
        args=breached,
        may="owner",
        may_not="nurse",
        valid=lambda _: {"note": "I call the vendor."},
        invalid={"note": "x" * 501},
    ),
    Page(name="governance:snooze", args=owned, may="owner", may_not="nurse", valid=soon, invalid={"reason": "No end."}),
    Page(name="governance:snooze-warning", args=warned, may="owner", may_not="nurse", valid=soon, invalid={}),
    Page(name="governance:start-drill", args=agreed, may="cmio", may_not="nurse", valid=lambda _: {}),
    Page(name="governance:drills", may="nurse"),
    Page(name="governance:drill", args=drilled, may="nurse"),
    Page(name="governance:answer-drill", args=drilled, may="owner", may_not="nurse", valid=lambda _: {}),
    Page(name="governance:offer-agreement", args=here, may="safety", may_not="nurse", valid=lambda _: {}),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_whom_it_is(house: House, page: Page) -> None:
    try_page(page, house)


def text(house: House, address: str, who: str = "owner") -> str:
    html = visitor(getattr(house, who)).get(address).content.decode()
    return html.replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_of_a_breach_shows_its_clock_from_opening_to_pause(house: House) -> None:
    house.agree(deputy=house.operations)
    signed_agreement(house)
    house.measure(0.62)
    breach = Breach.objects.get()
    address = reverse("governance:breach", args=[breach.pk])
    page = text(house, address)
    assert "Nobody has it yet" in page
    assert "You; deputy: Omar Operations" in page
    assert "It is paused by itself on " in page
    assert "in 1 day 23 hours" in page
    assert "Omar Operations, the deputy, " in page
    assert "Read and decide" in page
    assert "On the pages only" in page
    asked = text(house, reverse("governance:acknowledge", args=[breach.pk]))
    assert "Sepsis alert" in asked
    assert "The next levels are not told until" in asked
    acknowledge(house.owner, breach, note="I call the vendor.")
    assert "It is paused by itself all the same, on " in text(house, reverse("governance:snooze", args=[breach.pk]))
    page = text(house, address)
    assert "I call the vendor." in page
    assert "later than planned, because somebody has it" in page
    assert "Olga Owner has it; nobody has decided" in page
    page = text(house, address, "nurse")
    assert "Olga Owner; deputy: Omar Operations" in page
    assert "Read and decide" not in page
    assert "Read the packet" in page
    assert "Olga Owner has it" in text(house, reverse("governance:breaches"))
    list(escalate(breach.opened_at + timedelta(hours=49)))
    page = text(house, address)
    assert "Paused by the system, as the signed agreement says" in page
    assert "I have it" not in page
    assert "Paused by the system" in text(house, reverse("governance:breaches"))
    assert "The system" in text(house, reverse("governance:deployment", args=[house.deployment.pk]))


def test_a_snoozed_warning_says_until_when_and_why(house: House) -> None:
    (pk,) = warned(house)
    visitor(house.owner).post(reverse("governance:snooze-warning", args=[pk]), soon(house))
    page = text(house, reverse("governance:deployment", args=[house.deployment.pk]))
    assert "Warning snoozed" in page
    assert "by Olga Owner: The vendor is on it." in page


def test_a_decided_breach_leads_to_its_decision(house: House) -> None:
    breached(house)
    breach = Breach.objects.get()
    sign(breach.proposal, house.owner, Seat.CLINICAL_OWNER, "pause")
    page = text(house, reverse("governance:breach", args=[breach.pk]))
    assert reverse("decisions:proposal", args=[breach.proposal_id]) in page
    assert "Decided: Pause" in page
    assert "If nobody decides" not in page


def test_a_breach_of_what_stood_still_already_is_not_told_as_a_pause(house: House) -> None:
    """Paused by a question of its own before: the clock only closes the breach."""
    house.agree()
    signed_agreement(house)
    house.measure(0.62)
    breach = Breach.objects.get()
    pause = ask_to_pause(house.owner, house.deployment, reason="The feed is broken.")
    sign(pause, house.owner, Seat.CLINICAL_OWNER, "pause")
    address = reverse("governance:breach", args=[breach.pk])
    page = text(house, address)
    assert "It is not running now" in page
    assert "It stays as it is: it is not running" in page
    list(escalate(breach.opened_at + timedelta(hours=49)))
    page = text(house, address)
    assert "Closed by the system: it was not running any more" in page
    assert "Paused by the system" not in page
    assert "Was not running" in text(house, reverse("governance:breaches"))


def test_the_oversight_page_shows_drafts_agreements_and_drills(house: House) -> None:
    threshold = house.agree()
    address = reverse("governance:deployment", args=[house.deployment.pk])
    page = text(house, address)
    assert "Not signed: 1 of 1" in page
    assert "Have the thresholds signed" in page
    signed_agreement(house)
    open_drill(house.cmio, threshold)
    page = text(house, address)
    assert "Not signed" not in page
    assert "Olga Owner, " in page
    assert "Cleo Cmio, " in page
    assert reverse("governance:drill", args=[Drill.objects.get().pk]) in page


def test_pages_take_the_same_number_of_queries_however_many_levels_and_drills(house: House) -> None:
    threshold = house.agree(deputy=house.operations)
    house.measure(0.62)
    breach = Breach.objects.get()
    now = timezone.now()
    open_drill(house.cmio, threshold)
    acknowledge(house.owner, breach)
    addresses = [
        reverse("governance:breach", args=[breach.pk]),
        reverse("governance:breaches"),
        reverse("governance:drills"),
        reverse("governance:deployment", args=[house.deployment.pk]),
    ]
    before = [queries_of(house.owner, address) for address in addresses]
    list(escalate(breach.opened_at + timedelta(hours=30)))
    acknowledge(house.safety, breach)
    acknowledge(house.cmio, breach)
    for days in (3, 6, 9):
        open_drill(house.cmio, threshold, now=now + timedelta(days=days))
    house.agree(measure="brier", stop_low=None, warn_low=None, stop_high=0.2)
    house.measure(0.5, measure="brier")
    assert [queries_of(house.owner, address) for address in addresses] == before
    assert OversightThreshold.objects.count() == 2


def test_a_snooze_may_end_on_the_thirtieth_day_and_not_on_the_next(house: House) -> None:
    (pk,) = warned(house)
    last = timezone.localdate() + timedelta(days=30)
    address = reverse("governance:snooze-warning", args=[pk])
    past = visitor(house.owner).post(address, {"until": last + timedelta(days=1), "reason": "It is on its way."})
    assert "A snooze ends within 30 days" in past.content.decode()
    assert not Snooze.objects.exists()
    visitor(house.owner).post(address, {"until": last.isoformat(), "reason": "It is on its way."})
    assert timezone.localdate(Snooze.objects.get().until) == last
