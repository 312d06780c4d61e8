"""The pages of approvals, what stands beside the decision, and whose work they are."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Approval, Gate
from attending.program.actions.deployments import set_action_threshold
from attending.program.actions.use_cases import agree_outcome, assess_risk
from attending.program.models import Person, RiskTier
from attending.program.registries import worklist
from tests.integration.house import House, outcome
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.passing import pass_gate

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


def of_house(house: House) -> tuple[int]:
    return (Approval.objects.get(deployment=house.deployment).pk,)


def lapsed(house: House) -> Approval:
    set_action_threshold(house.owner, house.deployment, Decimal("0.6"), reason="Fewer alerts.")
    return Approval.objects.get(deployment=house.deployment)


def text_of(person: Person, url: str) -> str:
    return " ".join(visitor(person).get(url).content.decode().split())


@pytest.mark.parametrize(
    "page",
    [Page(name="governance:approvals", may="nurse"), Page(name="governance:approval", args=of_house, may="nurse")],
    ids=str,
)
def test_every_page(house: House, page: Page) -> None:
    try_page(page, house)


def test_an_approval_that_stands_says_what_it_rests_on_and_what_happens_at_its_end(house: House) -> None:
    html = text_of(house.nurse, reverse("governance:approval", args=of_house(house)))
    for said in ("Olga Owner answers for it clinically.", "Stands", "The system pauses it.", "Asked by itself 30 days"):
        assert said in html
    assert "No longer holds" not in html


def test_the_list_asks_nobody_to_decide_what_a_later_approval_took_the_place_of(house: House) -> None:
    assess_risk(house.owner, house.use_case, RiskTier.LOW, reason="It only informs.")
    agree_outcome(house.owner, house.use_case, outcome())
    house.use_case.refresh_from_db()
    pass_gate(house, house.use_case, "readiness")
    assert "A later approval took its place" not in text_of(house.nurse, reverse("governance:approvals"))
    house.use_case.refresh_from_db()
    pass_gate(house, house.use_case, "controls")
    html = text_of(house.nurse, reverse("governance:approvals"))
    assert html.count("A later approval took its place") == 1
    assert "Ask for its gate" not in html


def test_a_lapsed_one_sets_what_was_signed_beside_what_is(house: House) -> None:
    approval = lapsed(house)
    html = text_of(house.nurse, reverse("governance:approval", args=[approval.pk]))
    assert "It lapsed on" in html
    assert "It was: Staff act at a score of 0.5." in html
    assert html.count("Staff act at a score of 0.6.") == 2
    assert html.count("No longer holds") == 1
    set_action_threshold(house.owner, house.deployment, Decimal("0.5"), reason="As it was.")
    html = text_of(house.nurse, reverse("governance:approval", args=[approval.pk]))
    assert "Holds again" in html
    assert "No longer holds" not in html
    decision = text_of(house.nurse, reverse("decisions:proposal", args=[approval.decision.proposal_id]))
    assert "1 sentence no longer holds" in decision


def test_the_list_is_narrowed_to_what_lapsed(house: House) -> None:
    url = reverse("governance:approvals")
    assert "Sepsis alert, 4 West" not in text_of(house.nurse, f"{url}?stands=lapsed")
    lapsed(house)
    assert "1 sentence" in text_of(house.nurse, f"{url}?stands=lapsed&of=go_live")
    assert "Nothing" not in text_of(house.nurse, f"{url}?stands=stands")


def test_the_list_takes_as_many_queries_whatever_it_shows(house: House) -> None:
    url = reverse("governance:approvals")
    before = queries_of(house.nurse, url)
    lapsed(house)
    assert queries_of(house.nurse, url) <= before + 1


def cards(house: House) -> list[str]:
    """What the owner is asked about approvals and gates."""
    return [each.title for each in worklist.for_person(house.owner) if "pproval" in each.title or "gate" in each.title]


def test_it_is_the_work_of_the_clinical_owner_and_the_chief(house: House) -> None:
    def titles(person: Person) -> list[str]:
        return [item.title for item in worklist.for_person(person) if item.title.startswith("The approval")]

    assert titles(house.owner) == []
    approval = lapsed(house)
    assert Gate.objects.get(deployment=house.deployment, closed_at=None).proposal is None, "it waits for evidence"
    wanted = ["The approval for live use lapsed"]
    assert cards(house) == wanted, "one lapse is one card"
    assert [titles(each) for each in (house.owner, house.cmio, house.nurse)] == [wanted, wanted, []]
    assert [item.waits_for for item in worklist.for_deployment(house.deployment) if item.title in wanted] == [
        "Olga Owner"
    ]
    Approval.objects.filter(pk=approval.pk).update(ends_at=approval.starts_at)
    assert titles(house.owner) == ["The approval for live use has ended"]
    assert cards(house) == ["The approval for live use has ended"]


def test_an_approval_that_ends_soon_is_said_from_thirty_days_before_and_urgent_in_the_last_week(house: House) -> None:
    approval = Approval.objects.get(deployment=house.deployment)
    for days, urgency in ((29, "asked"), (6, "warn")):
        Approval.objects.filter(pk=approval.pk).update(ends_at=timezone.now() + timedelta(days=days, minutes=1))
        item = next(item for item in worklist.for_person(house.owner) if item.title.startswith("The approval"))
        assert item.title == f"The approval for live use ends in {days} days"
        assert item.urgency == urgency
