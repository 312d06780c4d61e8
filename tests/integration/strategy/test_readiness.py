"""Assessing readiness: opened, answered blind, handed in for good, closed with results, turned into capabilities."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from attending.ledger.models import Entry
from attending.program.actions import capabilities, people
from attending.program.models import Capability, CapabilityLink, Deployment, Seat
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.deployments import State
from attending.program.registries import evidence, worklist
from attending.program.rules import NotAllowed, Refused
from attending.strategy.actions.readiness import ask_also, close_assessment, open_assessment, withdraw
from attending.strategy.actions.readiness_gaps import name_gap, name_gap_anew
from attending.strategy.actions.readiness_sheet import Given, hand_in, save_grades, save_pull
from attending.strategy.models import (
    Barrier,
    ReadinessAssessment,
    ReadinessAssessor,
    ReadinessGap,
    ReadinessItem,
    ReadinessRating,
)
from attending.strategy.queries.readiness import found_in, newest_by_site, ready_to_close
from attending.strategy.rules.readiness import Level, barrier_of
from tests.integration.house import House, begin_with_house
from tests.integration.pages import stranger
from tests.integration.strategy.readiness_world import opened, says, site, two_items


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def asked_of(person: object) -> list[str]:
    return [item.title for item in worklist.for_person(person) if "Main" in item.title]


def finding(house: House) -> evidence.Finding:
    return next(each for each in evidence.findings(house.use_case) if each.item == "readiness")


def test_from_opening_to_a_capability(house: House) -> None:
    assert finding(house).state == "missing"
    assessment = opened(house)
    assert asked_of(house.nurse) == ["Say how ready Main is"]
    assert asked_of(house.owner) == []
    says(house.nurse, assessment, 1, 3, pull=5)
    says(house.platform, assessment, 4, 3, pull=4)
    assert asked_of(house.nurse) == []
    says(house.operations, assessment, None, 3)
    assert asked_of(house.owner) == ["Close the assessment of Main"]

    closed = close_assessment(house.owner, assessment)
    found = found_in(closed)
    assert (found.people, found.asked, found.pulls) == (3, 3, (5, 4))
    workflow = barrier_of(found, Barrier.WORKFLOW)
    assert (workflow.grade, workflow.level, workflow.n, workflow.divided, workflow.cannot_say) == (
        1,
        Level.NOT_READY,
        2,
        1,
        1,
    )
    assert barrier_of(found, Barrier.ADOPTION).level is Level.READY
    assert barrier_of(found, Barrier.STRATEGIC).level is Level.NOT_ASKED
    assert asked_of(house.owner) == []
    assert finding(house).state == "partial"

    item = assessment.items.get(barrier="workflow")
    gap = name_gap_anew(
        house.cmio, closed, item, name="Night cover", kind=CapabilityKind.CLINICAL_PRACTICE, description="A nurse."
    )
    assert gap.capability.state == CapabilityState.WISHED
    link = CapabilityLink.objects.get(use_case=house.use_case, capability=gap.capability)
    assert link.relation == Relation.NEEDS
    assert {"readiness.opened", "readiness.handed_in", "readiness.closed", "readiness.gap_named"} <= set(verbs())


def test_only_the_sites_where_it_is_to_be_used_have_to_be_ready(house: House) -> None:
    site(house, "Lakeside")
    assessment = opened(house, house.nurse, at=house.deployment.unit.site.name)
    says(house.nurse, assessment, 3, 3)
    close_assessment(house.owner, assessment)
    assert (finding(house).state, finding(house).summary) == ("met", "1 of 1 sites is ready.")
    Deployment.objects.update(state=State.RETIRED)
    assert (finding(house).state, finding(house).summary) == (
        "partial",
        "1 of 2 sites is ready. Never assessed: Lakeside.",
    )


def test_a_seat_and_a_discipline_are_kept_as_they_were_when_asked(house: House) -> None:
    assessment = opened(house, house.nurse, house.administrator)
    seats = dict(ReadinessAssessor.objects.filter(assessment=assessment).values_list("person_id", "seat"))
    assert seats == {house.nurse.pk: Seat.NURSING_LEAD, house.administrator.pk: ""}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"due_on": timezone.localdate() - timedelta(days=1)}, "which is past"),
        ({"people": []}, "Choose at least one person"),
    ],
)
def test_an_opening_that_cannot_be_answered_is_refused(house: House, change: dict[str, object], told: str) -> None:
    two_items(house)
    values = {"due_on": timezone.localdate(), "people": [house.nurse], **change}
    with pytest.raises(Refused, match=told):
        open_assessment(house.owner, house.use_case, site(house), **values)
    assert not ReadinessAssessment.objects.exists()


def test_there_must_be_something_to_grade_and_nobody_twice(house: House) -> None:
    due = timezone.localdate()
    with pytest.raises(Refused, match="There is no readiness item to grade"):
        open_assessment(house.owner, house.use_case, site(house), due_on=due, people=[house.nurse])
    two_items(house)
    with pytest.raises(Refused, match="Nia Nurse is asked already"):
        open_assessment(house.owner, house.use_case, site(house), due_on=due, people=[house.nurse, house.nurse])
    silent = people.add_person(house.administrator, printed_name="Lou Login", discipline="nursing")
    with pytest.raises(Refused, match="Lou Login cannot sign in"):
        open_assessment(house.owner, house.use_case, site(house), due_on=due, people=[silent])
    with pytest.raises(Refused, match="belongs to another organisation"):
        open_assessment(house.owner, house.use_case, site(house), due_on=due, people=[stranger()])
    assert not ReadinessAssessment.objects.exists()
    opened(house)
    with pytest.raises(Refused, match="Main is being asked about Sepsis alert already"):
        opened(house)


def test_only_owners_ask_and_only_who_is_asked_answers(house: House) -> None:
    two_items(house)
    with pytest.raises(NotAllowed, match="ask a site how ready it is"):
        open_assessment(house.safety, house.use_case, site(house), due_on=timezone.localdate(), people=[house.nurse])
    assessment = opened(house, house.nurse)
    for act in (
        lambda: save_grades(house.platform, assessment, {}),
        lambda: save_pull(house.platform, assessment, 3),
        lambda: hand_in(house.platform, assessment),
    ):
        with pytest.raises(NotAllowed, match="Only the people who are asked"):
            act()
    with pytest.raises(NotAllowed):
        close_assessment(house.safety, assessment)
    with pytest.raises(NotAllowed):
        close_assessment(stranger(), assessment)


def test_grades_outside_the_scale_and_strange_items_leave_nothing_behind(house: House) -> None:
    assessment = opened(house, house.nurse)
    first, second = assessment.items.order_by("position")
    with pytest.raises(Refused, match=r"Grade 5 of 'Everybody is trained.' is none of 0 to 4"):
        save_grades(house.nurse, assessment, {first.pk: Given(3), second.pk: Given(5)})
    with pytest.raises(Refused, match="has a grade and a cannot say"):
        save_grades(house.nurse, assessment, {first.pk: Given(3, cannot_say=True)})
    elsewhere = stranger()
    foreign = ReadinessItem.objects.create(
        organisation=elsewhere.organisation,
        barrier="workflow",
        key="foreign",
        statement="Elsewhere.",
        grades=["a", "b", "c", "d", "e"],
        position=1,
        adapted_by=elsewhere,
        adapted_at=timezone.now(),
    )
    with pytest.raises(Refused, match="is not asked in this assessment"):
        save_grades(house.nurse, assessment, {foreign.pk: Given(3)})
    with pytest.raises(Refused, match="a number from 1 to 5, not 6"):
        save_pull(house.nurse, assessment, 6)
    assert not ReadinessRating.objects.exists()


def test_a_sheet_is_resumed_and_blanks_are_confirmed_before_they_count_as_cannot_say(house: House) -> None:
    assessment = opened(house, house.nurse)
    first, second = assessment.items.order_by("position")
    save_grades(house.nurse, assessment, {first.pk: Given(2)})
    save_grades(house.nurse, assessment, {first.pk: Given(3), second.pk: Given(note="Ask the educator.")})
    with pytest.raises(Refused, match=r"1 of 2 items are blank\..*Everybody is trained"):
        hand_in(house.nurse, assessment)
    hand_in(house.nurse, assessment, blanks_cannot_say=True)
    said = {rating.item_id: rating for rating in ReadinessRating.objects.all()}
    assert (said[first.pk].grade, said[first.pk].cannot_say) == (3, False)
    assert (said[second.pk].grade, said[second.pk].cannot_say, said[second.pk].note) == (
        None,
        True,
        "Ask the educator.",
    )
    with pytest.raises(Refused, match="You have handed in"):
        hand_in(house.nurse, assessment)
    with pytest.raises(Refused, match="You have handed in"):
        save_grades(house.nurse, assessment, {first.pk: Given(0)})


def test_drafts_are_not_counted_and_nothing_is_taken_after_the_close(house: House) -> None:
    assessment = opened(house, house.nurse, house.platform)
    item = assessment.items.first()
    save_grades(house.platform, assessment, {item.pk: Given(0)})
    says(house.nurse, assessment, 3, 3)
    closed = close_assessment(house.owner, assessment)
    assert (found_in(closed).people, found_in(closed).asked, found_in(closed).grade) == (1, 2, 3)
    with pytest.raises(Refused, match="closed; nothing more is taken"):
        save_grades(house.platform, assessment, {item.pk: Given(1)})
    with pytest.raises(Refused, match="closed; open a new one"):
        close_assessment(house.owner, assessment)


def test_where_nobody_answered_the_reason_stands_and_there_is_no_result(house: House) -> None:
    assessment = opened(house, house.nurse)
    with pytest.raises(Refused, match="Nobody has handed in"):
        close_assessment(house.owner, assessment)
    closed = close_assessment(house.owner, assessment, reason="The ward moved house.")
    assert (closed.results, closed.ended_because) == (None, "The ward moved house.")
    assert newest_by_site(house.cmio.organisation) == []
    assert opened(house).pk != assessment.pk


def test_people_leave_and_are_asked_later(house: House) -> None:
    assessment = opened(house, house.nurse, house.platform, house.operations)
    platform = assessment.assessors.get(person=house.platform)
    with pytest.raises(NotAllowed):
        withdraw(house.safety, platform, reason="Too busy.")
    with pytest.raises(Refused, match="Say why"):
        withdraw(house.owner, platform, reason=" ")
    withdraw(house.platform, platform, reason="I never saw this site.")
    with pytest.raises(NotAllowed):
        save_grades(house.platform, assessment, {})
    with pytest.raises(Refused, match="left out already"):
        withdraw(house.owner, platform, reason="Again.")
    says(house.nurse, assessment, 3, 3)
    with pytest.raises(Refused, match="what they said stays"):
        withdraw(house.owner, assessment.assessors.get(person=house.nurse), reason="No.")
    assert ready_to_close(house.owner) == []
    people.deactivate_person(house.administrator, house.operations, reason="Retired")
    assert ready_to_close(house.owner) == [assessment]
    ask_also(house.owner, assessment, [house.platform, house.safety])
    assert ready_to_close(house.owner) == []
    with pytest.raises(Refused, match="Sue Safety is asked already"):
        ask_also(house.owner, assessment, [house.safety])
    with pytest.raises(Refused, match="Choose somebody"):
        ask_also(house.owner, assessment, [])
    says(house.platform, assessment, 3, 3)
    assert found_in(close_assessment(house.owner, assessment)).asked == 4


def test_who_opened_and_left_is_followed_by_whoever_may_close(house: House) -> None:
    assessment = opened(house, house.nurse)
    says(house.nurse, assessment, 3, 3)
    assert ready_to_close(house.cmio) == []
    people.deactivate_person(house.administrator, house.owner, reason="Left")
    assert ready_to_close(house.cmio) == [assessment]
    assert ready_to_close(house.safety) == []


def test_gaps_only_where_there_is_one_and_never_linked_twice(house: House) -> None:
    assessment = opened(house, house.nurse, house.platform)
    gap_item, there = assessment.items.order_by("position")
    feed = capabilities.name_capability(
        house.cmio, name="Log", kind=CapabilityKind.DATA_FEED, state=CapabilityState.AVAILABLE, description="Scores."
    )
    with pytest.raises(Refused, match="once the assessment is closed"):
        name_gap(house.owner, assessment, gap_item, feed)
    says(house.nurse, assessment, 1, 3)
    says(house.platform, assessment, 2, 4)
    closed = close_assessment(house.owner, assessment)
    capabilities.link_capability(house.owner, house.use_case, feed, Relation.BUILDS)
    name_gap(house.owner, closed, gap_item, feed)
    assert CapabilityLink.objects.get(capability=feed).relation == Relation.BUILDS
    with pytest.raises(Refused, match="named for this gap already"):
        name_gap(house.owner, closed, gap_item, feed)
    with pytest.raises(Refused, match="graded 3: it is there"):
        name_gap(house.owner, closed, there, feed)
    with pytest.raises(Refused, match="Name the capability"):
        name_gap_anew(house.cmio, closed, gap_item, name=" ", kind=CapabilityKind.DATA_FEED, description="x")
    with pytest.raises(NotAllowed, match="set enterprise priorities"):
        name_gap_anew(house.owner, closed, gap_item, name="New", kind=CapabilityKind.DATA_FEED, description="x")
    other = two_items(house)[0]
    with pytest.raises(Refused, match="not asked in this assessment"):
        name_gap(house.owner, closed, other, feed)
    assert (Capability.objects.count(), ReadinessGap.objects.count()) == (1, 1)


def test_the_newest_assessment_of_each_site_counts(house: House) -> None:
    for grade in (1, 4):
        assessment = opened(house, house.nurse)
        says(house.nurse, assessment, grade, grade)
        close_assessment(house.owner, assessment)
    north = opened(house, house.nurse, at="North")
    says(house.nurse, north, 3, 3)
    close_assessment(house.owner, north)
    newest = {each.site.name: found_in(each).grade for each in newest_by_site(house.cmio.organisation)}
    assert newest == {"Main": 4, "North": 3}
    assert newest_by_site(house.cmio.organisation, house.use_case) != []
    assert finding(house).state == "met"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_name_the_same_gap_at_once_the_second_is_told() -> None:
    house = begin_with_house()
    assessment = opened(house, house.nurse)
    says(house.nurse, assessment, 1, 3)
    closed = close_assessment(house.owner, assessment)
    gap_item = assessment.items.order_by("position")[0]
    feed = capabilities.name_capability(
        house.cmio, name="Log", kind=CapabilityKind.DATA_FEED, state=CapabilityState.AVAILABLE, description="Scores."
    )
    start = threading.Barrier(4)

    def name(_: int) -> str:
        start.wait()
        try:
            name_gap(house.owner, closed, gap_item, feed)
        except Refused as refusal:
            return str(refusal)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(name, range(4)))
    assert told == ["", *(["Log is named for this gap already."] * 3)]
