"""My rounds: what is asked, by when, what happens otherwise; and how a new program begins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from attending.program.actions import clinical_input, use_cases
from attending.program.models import Seat
from attending.program.models.clinical_input import About
from attending.program.queries.people import Beginnings
from attending.program.registries.worklist import Urgency, WorkItem
from attending.rounds.presenters import beginning_tasks, summary_of, work_cards
from attending.rounds.views import CARDS
from attending.ui.parts import Status
from tests.integration.house import House
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = pytest.mark.usefixtures("demonstration")


def item(hours: int | None) -> WorkItem:
    now = timezone.now()
    due = None if hours is None else now + timedelta(hours=hours)
    return WorkItem("T", "S", "A", "W", "I", due, now, Urgency.ASKED, "/do/", "Do it", "")


def test_the_page_is_for_whoever_is_in_the_program(house: House) -> None:
    try_page(Page(name="rounds:my-rounds", may="nurse"), house)


def test_a_breach_says_what_is_asked_by_when_and_what_happens_otherwise(house: House) -> None:
    house.agree()
    house.measure(0.62)
    html = visitor(house.owner).get("/").content.decode()
    assert "1 thing waits for you." in html
    assert "Continue, change or pause?" in html
    assert html.index("By when:") < html.index("If you do nothing:") < html.index('class="button primary"')
    assert "Nothing waits for you today." in visitor(house.sponsor).get("/").content.decode()


def test_the_breach_comes_before_what_can_wait(house: House) -> None:
    clinical_input.give_input(house.nurse, house.use_case, About.RISK, "It alarms too often.")
    house.agree()
    house.measure(0.62)
    html = visitor(house.owner).get("/").content.decode()
    assert "2 things wait for you, the most urgent first." in html
    assert html.index("passed its stop limit") < html.index("Nursing spoke about risk")


@pytest.mark.parametrize(("hours", "overdue"), [(-1, True), (-49, True), (1, False), (None, False)])
def test_a_deadline_that_has_passed_is_marked(hours: int | None, overdue: bool) -> None:
    [card] = work_cards([item(hours)])
    assert isinstance(card.rows[0].value, Status) is overdue


def test_the_sentence_on_top_counts_what_is_overdue() -> None:
    assert summary_of([]) == "Nothing waits for you today."
    assert summary_of([item(1)]) == "1 thing waits for you."
    assert summary_of([item(-49), item(1)]).endswith("the most urgent first; 1 overdue.")


def test_how_long_it_is_overdue_is_said_in_days() -> None:
    [card] = work_cards([item(-49)])
    assert str(card.rows[0].value).endswith("days late")


def test_a_new_program_says_what_it_still_needs_to_those_who_can_give_it(house: House) -> None:
    assert "Set the first enterprise priority" in visitor(house.cmio).get("/").content.decode()
    assert "For the program to begin" not in visitor(house.nurse).get("/").content.decode()
    use_cases.set_priority(house.cmio, title="Sepsis", statement="In time.")
    assert "For the program to begin" not in visitor(house.cmio).get("/").content.decode()


def test_places_and_people_are_asked_of_administrators_only() -> None:
    nothing = Beginnings(units=False, people=False, chief=False, priority=False, use_case=False)
    assert len(beginning_tasks(nothing, {Seat.ADMINISTRATOR})) == 5
    assert len(beginning_tasks(nothing, {Seat.CMIO})) == 2
    begun = Beginnings(units=True, people=True, chief=True, priority=True, use_case=False)
    assert [task.status.word for task in beginning_tasks(begun, {Seat.ADMINISTRATOR})] == ["Done"] * 4 + ["To do"]


def test_the_page_takes_the_same_number_of_queries_however_much_waits(house: House) -> None:
    clinical_input.give_input(house.nurse, house.use_case, About.RISK, "Once.")
    before = queries_of(house.owner, "/")
    for number in range(30):
        clinical_input.give_input(house.nurse, house.use_case, About.RISK, f"{number} times.")
    assert queries_of(house.owner, "/") == before


def test_more_than_one_page_of_work_is_paged_and_counted_whole(house: House) -> None:
    for number in range(CARDS + 2):
        clinical_input.give_input(house.nurse, house.use_case, About.RISK, f"It alarms too often in bed {number}.")
    owner = visitor(house.owner)
    first, last = owner.get("/").content.decode(), owner.get("/", {"page": 2}).content.decode()
    assert "27 things wait for you, the most urgent first." in first
    assert "27 things wait for you, the most urgent first." in last
    assert (first.count("By when:"), last.count("By when:")) == (CARDS, 2)
    assert 'href="?page=2"' in first
    assert "Page 2 of 2" in last
    assert owner.get("/", {"page": "x"}).content.decode().count("By when:") == CARDS, "a wrong page is the first"
