"""The pages of readiness and gates: who may open them, what is blind until when, and what the map says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from attending.ledger import guards
from attending.program.actions import organisation
from attending.program.models import Person, Site
from attending.program.models.capabilities import CapabilityKind
from attending.strategy.actions.readiness import close_assessment
from attending.strategy.actions.readiness_gaps import name_gap_anew
from attending.strategy.models import ReadinessAssessment, ReadinessItem
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor
from tests.integration.strategy.readiness_world import grades, opened, says, site, two_items

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.one_database]

WORDS = {f"grade_{grade}": text for grade, text in enumerate(grades("Trained"))}


def item(house: House) -> tuple[int]:
    first = ReadinessItem.objects.filter(retired_at=None).first()
    return ((first or two_items(house)[0]).pk,)


def assessment(house: House) -> tuple[int]:
    found = ReadinessAssessment.objects.first() or opened(house)
    return (found.pk,)


def assessor(house: House) -> tuple[int, int]:
    [pk] = assessment(house)
    return pk, ReadinessAssessment.objects.get(pk=pk).assessors.get(person=house.platform).pk


def gap(house: House) -> tuple[int, int]:
    found = ReadinessAssessment.objects.first()
    if found is None:
        found = opened(house)
        says(house.nurse, found, 1, 1)
        close_assessment(house.owner, found)
    return found.pk, found.items.first().pk


def opening(house: House) -> dict[str, object]:
    two_items(house)
    return {
        "site": site(house).pk,
        "due_on": timezone.localdate().isoformat(),
        "seats": [house.nurse.pk],
        "others": [house.cmio.pk],
    }


def sheet(_house: House) -> dict[str, object]:
    pk = ReadinessItem.objects.get(barrier="workflow").pk
    return {f"grade_{pk}": "3", f"note_{pk}": "By day.", "then": "next"}


PAGES = (
    Page(name="strategy:readiness", may="nurse"),
    Page(name="strategy:readiness-items", may="nurse"),
    Page(name="strategy:take-over-readiness-items", may="cmio", may_not="owner", valid=lambda h: {}),
    Page(
        name="strategy:add-readiness-item",
        may="cmio",
        may_not="owner",
        valid=lambda h: {"barrier": "adoption", "statement": "Trained.", "source": "", **WORDS},
        invalid={"barrier": "weather", "statement": ""},
    ),
    Page(
        name="strategy:change-readiness-item",
        args=item,
        may="cmio",
        may_not="owner",
        valid=lambda h: {"statement": "Trained well.", "source": "", **WORDS},
        invalid={"statement": "Trained well.", **WORDS, "grade_4": WORDS["grade_0"]},
    ),
    Page(name="strategy:retire-readiness-item", args=item, may="administrator", may_not="owner", valid=lambda h: {}),
    Page(
        name="strategy:open-readiness",
        args=lambda h: ("sepsis-alert",),
        may="owner",
        may_not="safety",
        valid=opening,
        invalid={"site": "0", "due_on": "soon", "others": ["x"]},
    ),
    Page(name="strategy:readiness-assessment", args=assessment, may="safety"),
    Page(
        name="strategy:ask-readiness",
        args=assessment,
        may="owner",
        may_not="safety",
        valid=lambda h: {"others": [h.cmio.pk]},
        invalid={"others": []},
    ),
    Page(
        name="strategy:withdraw-readiness",
        args=assessor,
        may="owner",
        may_not="safety",
        valid=lambda h: {"reason": "On leave."},
        invalid={"reason": ""},
    ),
    Page(
        name="strategy:close-readiness",
        args=assessment,
        may="owner",
        may_not="safety",
        valid=lambda h: {"reason": "Nobody came."},
        invalid={"reason": ""},
    ),
    Page(
        name="strategy:readiness-gap",
        args=gap,
        may="cmio",
        may_not="safety",
        valid=lambda h: {"name": "Night cover", "kind": "clinical_practice", "description": "A nurse."},
        invalid={"name": "Night cover", "kind": "clinical_practice", "description": ""},
    ),
    Page(name="strategy:readiness-sheet", args=assessment, may="nurse", may_not="owner", closed=True),
    Page(
        name="strategy:readiness-part",
        args=lambda h: (*assessment(h), "workflow"),
        may="nurse",
        may_not="owner",
        closed=True,
        valid=sheet,
    ),
    Page(
        name="strategy:readiness-wanted",
        args=assessment,
        may="nurse",
        may_not="owner",
        closed=True,
        valid=lambda h: {"pull": "4"},
        invalid={"pull": "6"},
    ),
    Page(
        name="strategy:hand-in-readiness",
        args=assessment,
        may="nurse",
        may_not="owner",
        closed=True,
        valid=lambda h: {"blanks": "on"},
        invalid={},
    ),
    Page(
        name="strategy:answer-gate",
        args=lambda h: ("sepsis-alert", "data-right"),
        may="cmio",
        may_not="owner",
        valid=lambda h: {"verdict": "met", "reason": "Our own records."},
        invalid={"verdict": "perhaps", "reason": ""},
    ),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_is_for_whom_it_is(house: House, page: Page) -> None:
    try_page(page, house)


def text(person: Person, name: str, *args: object, query: str = "") -> str:
    return visitor(person).get(reverse(f"strategy:{name}", args=args) + query).content.decode()


def test_grades_are_blind_until_one_has_handed_in_or_it_is_closed(house: House) -> None:
    found = opened(house)
    says(house.nurse, found, 1, 3)
    assert "Seats disagree" not in text(house.nurse, "readiness-assessment", found.pk)
    blind = text(house.platform, "readiness-assessment", found.pk)
    assert "Each on their own" in blind
    assert "Nursing lead, nursing</span>" not in blind
    assert "Turn the gap" not in text(house.owner, "readiness-assessment", found.pk)
    says(house.platform, found, 4, 3)
    seen = text(house.platform, "readiness-assessment", found.pk)
    assert "The nursing lead (nursing) says 1, the platform owner (information technology) says 4." in seen
    assert "Each on their own" in text(house.owner, "readiness-assessment", found.pk)
    close_assessment(house.owner, found)
    assert "says 4." in text(house.safety, "readiness-assessment", found.pk)
    assert "Turn the gap" in text(house.owner, "readiness-assessment", found.pk)
    assert "Turn the gap" not in text(house.safety, "readiness-assessment", found.pk)


def test_one_person_alone_is_said_to_be_alone(house: House) -> None:
    found = opened(house, house.nurse)
    says(house.nurse, found, 3, 3)
    assert "With one person alone" in text(house.owner, "close-readiness", found.pk)
    close_assessment(house.owner, found)
    assert "No disagreement can be seen" in text(house.owner, "readiness-assessment", found.pk)


def test_every_answer_is_kept_at_once_and_nonsense_is_not(house: House) -> None:
    found = opened(house)
    first = found.items.get(barrier="workflow")
    url = reverse("strategy:readiness-part", args=[found.pk, "workflow"])
    client = visitor(house.nurse)
    told = client.post(url, {f"grade_{first.pk}": "cannot"}, headers={"hx-request": "true"})
    assert told.content.decode().startswith("Kept at ")
    assert "1 of 2" in client.get(reverse("strategy:readiness-sheet", args=[found.pk])).content.decode()
    told = client.post(url, {f"grade_{first.pk}": "7"}, headers={"hx-request": "true"})
    assert told.status_code == 422
    assert "7 is no grade; choose 0 to 4" in told.content.decode()
    then = client.post(url, {f"grade_{first.pk}": "2", "then": "next"}, headers={"hx-request": "true"})
    assert then["HX-Redirect"] == reverse("strategy:readiness-part", args=[found.pk, "adoption"])
    last = reverse("strategy:readiness-part", args=[found.pk, "adoption"])
    assert client.post(last, {"then": "next"})["Location"] == reverse("strategy:readiness-wanted", args=[found.pk])
    assert client.get(reverse("strategy:readiness-part", args=[found.pk, "strategic"])).status_code == 404
    says(house.nurse, found, 3, 3)
    for name, more in (("sheet", ()), ("part", ("workflow",)), ("wanted", ())):
        assert client.get(reverse(f"strategy:readiness-{name}", args=[found.pk, *more])).status_code == 302
    assert client.get(reverse("strategy:hand-in-readiness", args=[found.pk])).status_code == 302


def test_the_map_shows_every_site_and_what_the_enterprise_may_claim(house: House) -> None:
    html = text(house.nurse, "readiness")
    assert "None of 1 sites was assessed" in html
    assert "No site was asked yet" in html
    for name, grade, pull in (("Main", 3, 3), ("North", 1, 5)):
        found = opened(house, house.nurse, at=name)
        says(house.nurse, found, grade, grade, pull=pull)
        close_assessment(house.owner, found)
    organisation.add_site(house.administrator, "South")
    html = text(house.nurse, "readiness")
    assert "North wants it most (pull 5.0 of 5) and is ready least." in html
    assert "1 of 3 sites is ready." in html
    assert "Never assessed: South." in html
    assert html.count("Never assessed</span>") == 6
    assert "Sepsis alert" in text(house.nurse, "readiness", query="?use_case=sepsis-alert")
    assert visitor(house.nurse).get(reverse("strategy:readiness") + "?use_case=none").status_code == 404


def test_items_that_nobody_could_grade_are_not_counted_as_graded(house: House) -> None:
    found = opened(house, house.nurse)
    says(house.nurse, found, 3, None)
    close_assessment(house.owner, found)
    assert "of 1 graded" in text(house.nurse, "readiness")


def test_an_old_assessment_is_out_of_date(house: House) -> None:
    found = opened(house, house.nurse)
    says(house.nurse, found, 4, 4)
    close_assessment(house.owner, found)
    guards.remove(connection, tables=["strategy_readinessassessment"])
    ReadinessAssessment.objects.update(closed_at=timezone.now() - timedelta(days=400))
    guards.install(connection, tables=["strategy_readinessassessment"])
    assert "Older than 12 months: Sepsis alert. Ask again." in text(house.nurse, "readiness")
    assert "Ready then, now out of date" in text(house.nurse, "readiness-assessment", found.pk)
    page = text(house.nurse, "use-case", "sepsis-alert")
    assert "Stale" in page


def test_a_gap_is_seen_on_the_use_case_and_in_the_library(house: House) -> None:
    pk, item_pk = gap(house)
    name_gap_anew(
        house.cmio,
        ReadinessAssessment.objects.get(pk=pk),
        ReadinessItem.objects.get(pk=item_pk),
        name="Night cover",
        kind=CapabilityKind.CLINICAL_PRACTICE,
        description="A nurse.",
    )
    assert "Clinical practice. Main: Somebody acts." in text(house.nurse, "use-case", "sepsis-alert")
    assert "Missing at" in text(house.nurse, "library")
    assert "Night cover" in text(house.nurse, "readiness-assessment", pk)


def test_items_are_moved_with_a_button_and_only_by_who_may(house: House) -> None:
    first, _ = two_items(house)
    url = reverse("strategy:move-readiness-item", args=[first.pk])
    assert visitor(house.cmio).get(url).status_code == 405
    for person in (house.cmio, house.owner):
        response = visitor(person).post(url, {"direction": "up"}, follow=True)
        told = response.content.decode()
        assert "first of its barrier" in told or "one of these seats is needed" in told
    assert "Nothing is asked" in text(house.cmio, "readiness-items")


def test_a_gate_read_from_the_record_is_not_answered(house: House) -> None:
    client = visitor(house.cmio)
    for gate in ("burden", "luck"):
        assert client.get(reverse("strategy:answer-gate", args=["sepsis-alert", gate])).status_code == 404
    assert "Not before" in text(house.nurse, "use-case", "sepsis-alert")


def test_the_map_and_an_assessment_take_the_same_number_of_queries_however_much_they_hold(house: House) -> None:
    def finished(name: str) -> ReadinessAssessment:
        found = opened(house, house.nurse, at=name)
        says(house.nurse, found, 1, 1)
        return close_assessment(house.owner, found)

    finished("Main")
    before = queries_of(house.nurse, reverse("strategy:readiness"))
    page = queries_of(house.nurse, reverse("strategy:use-case", args=["sepsis-alert"]))
    for number in range(4):
        finished(f"Site {number}")
    assert queries_of(house.nurse, reverse("strategy:readiness")) == before
    assert queries_of(house.nurse, reverse("strategy:use-case", args=["sepsis-alert"])) == page
    assert Site.objects.count() == 5
