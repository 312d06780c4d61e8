"""The pages of meetings, minutes, calendars, reviewers and measures."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from attending.decisions.models import Decision, Proposal
from attending.governance.actions.agenda import add_item
from attending.governance.actions.calendar_feeds import end_feed, make_feed
from attending.governance.actions.intake_reviews import answer_review, take_review
from attending.governance.actions.meetings import cancel_meeting, close_meeting, open_meeting
from attending.governance.actions.sessions import take_up
from attending.governance.models import AgendaItem, Meeting, ReviewRequest
from attending.governance.rules.agenda import in_order
from attending.program.actions import people
from attending.program.actions.use_cases import propose_use_case
from attending.program.models import Discipline, Seat
from attending.program.registries.worklist import for_person
from attending.program.rules import Refused
from tests.integration.governance.committee import Committee, build_committee, review_asked, seat
from tests.integration.house import House, sign, thesis
from tests.integration.pages import Page, queries_of, try_page, visitor

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("demonstration")]


def called(house: House) -> tuple[int]:
    known = Meeting.objects.first()
    return ((known or build_committee(house).call()).pk,)


def item(house: House) -> tuple[int]:
    meeting = Meeting.objects.get(pk=called(house)[0])
    known = AgendaItem.objects.filter(meeting=meeting).first()
    return ((known or add_item(house.cmio, meeting, title="The charter", why="It is new", planned=10)).pk,)


def asked(house: House) -> tuple[int]:
    return ((ReviewRequest.objects.first() or review_asked(house)).pk,)


def key(house: House) -> tuple[str]:
    return (house.use_case.key,)


def meeting_form(house: House) -> dict[str, object]:
    begins = timezone.localtime(timezone.now() + timedelta(days=3))
    return {"title": "AI committee", "starts_at": f"{begins:%Y-%m-%dT%H:%M}", "length": "60", "chair": house.cmio.pk}


def ask_form(_house: House) -> dict[str, object]:
    due = timezone.localdate() + timedelta(days=10)
    return {"seats": ["legal_reviewer", "it_reviewer"], "question": "Anything?", "due_on": f"{due}"}


PAGES = (
    Page(name="governance:meetings", may="nurse"),
    Page(name="governance:calendar", may="nurse"),
    Page(name="governance:measured", may="nurse"),
    Page(name="governance:intake-reviews", may="nurse"),
    Page(name="governance:use-case-reviews", args=key, may="nurse"),
    Page(name="governance:meeting", args=called, may="nurse"),
    Page(name="governance:agenda-item", args=item, may="nurse"),
    Page(
        name="governance:change-meeting",
        args=called,
        may="cmio",
        may_not="nurse",
        valid=meeting_form,
        invalid={"title": "", "length": "1"},
    ),
    Page(
        name="governance:cancel-meeting",
        args=called,
        may="cmio",
        may_not="nurse",
        valid=lambda _house: {"reason": "Snow"},
        invalid={"reason": ""},
    ),
    Page(
        name="governance:add-item",
        args=called,
        may="cmio",
        may_not="nurse",
        valid=lambda _house: {"title": "The charter", "why": "It is new", "planned": "5"},
        invalid={"title": "", "planned": "900"},
    ),
    Page(
        name="governance:take-off-item",
        args=item,
        may="cmio",
        may_not="nurse",
        valid=lambda _house: {"reason": "Not ready"},
        invalid={"reason": ""},
    ),
    Page(
        name="governance:plan-item",
        args=item,
        may="cmio",
        may_not="nurse",
        valid=lambda _house: {"minutes": "25"},
        invalid={"minutes": "0"},
    ),
    Page(
        name="governance:ask-reviewers",
        args=key,
        may="cmio",
        may_not="nurse",
        valid=ask_form,
        invalid={"seats": [], "question": ""},
    ),
    Page(name="governance:review-request", args=asked, may="nurse", invalid={"verdict": "perhaps"}),
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page(house: House, page: Page) -> None:
    try_page(page, house)


def post(client: Client, name: str, *args: object, **data: object) -> str:
    """What the page says that a button leads to."""
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_meeting_goes_from_the_call_to_the_minutes_by_its_buttons(committee: Committee) -> None:
    chair, mia = visitor(committee.chair), visitor(committee.mia)
    committee.ask()
    form = meeting_form(committee.house)
    assert (
        "The meeting is called." in chair.post(reverse("governance:call-meeting"), form, follow=True).content.decode()
    )
    meeting = Meeting.objects.get()
    later = committee.ask("And this?")
    page = chair.get(reverse("governance:meeting", args=[meeting.pk])).content.decode()
    assert "Since the agenda was built: 1 to add." in page
    assert "up to date" in post(chair, "governance:meeting-step", meeting.pk, "refresh")
    first, second = in_order(list(AgendaItem.objects.filter(meeting=meeting)))
    post(chair, "governance:item-step", second.pk, "up")
    assert in_order(list(AgendaItem.objects.filter(meeting=meeting)))[0].proposal_id == later.pk
    assert "hold a committee meeting" in post(
        visitor(committee.house.nurse), "governance:meeting-step", meeting.pk, "open"
    )
    assert "its agenda is frozen" in post(chair, "governance:meeting-step", meeting.pk, "open")
    post(mia, "governance:meeting-step", meeting.pk, "come-link")
    assert "2 of the 3" not in post(chair, "governance:item-step", first.pk, "take-up")
    for person in (committee.max, committee.noa):
        data = {"person": person.pk, "presence": "room"}
        chair.post(reverse("governance:record-attendance", args=[meeting.pk]), data)
    post(chair, "governance:item-step", first.pk, "take-up")
    live = mia.get(reverse("governance:meeting-live", args=[meeting.pk])).content.decode()
    assert "3 of 4 members present" in live
    assert "Being spoken about" in live
    assert "Back to the meeting" in mia.get(reverse("decisions:proposal", args=[first.proposal_id])).content.decode()
    post(chair, "governance:record-leaving", meeting.pk, committee.noa.pk)
    chair.post(reverse("governance:write-minutes", args=[first.pk]), {"text": "Much was said.", "used": "7"})
    assert "Complete the minutes" in post(chair, "governance:meeting-step", meeting.pk, "close")
    assert mia.get(reverse("governance:meeting-live", args=[meeting.pk]))["HX-Refresh"] == "true"
    page = chair.get(reverse("governance:minutes", args=[meeting.pk])).content.decode()
    assert "Much was said." in page
    assert "7 of 15 planned" in page
    assert any(each.title.startswith("Minutes are to be offered") for each in for_person(committee.chair))
    assert "approves them by signature" in post(mia, "governance:offer-minutes", meeting.pk)
    assert "wait for approval" in post(mia, "governance:offer-minutes", meeting.pk)
    asked = {each["person"] for each in Proposal.objects.get(kind="governance.minutes").answerable}
    assert asked == {committee.max.pk, committee.noa.pk}, "the chair wrote them"
    for name, kind in (("pdf", "application/pdf"), ("docx", "application/vnd.openxmlformats")):
        file = mia.get(reverse(f"governance:minutes-{name}", args=[meeting.pk]))
        assert file["Content-Type"].startswith(kind)
    assert chair.post(reverse("governance:meeting-step", args=[meeting.pk, "dance"])).status_code == 404


def test_calendars_read_meetings_from_a_file_or_a_private_address(committee: Committee) -> None:
    meeting, gone = committee.call(), committee.call(title="Extra meeting")
    cancel_meeting(committee.chair, gone, reason="Snow")
    mia = visitor(committee.mia)
    one = Calendar.from_ical(mia.get(reverse("governance:meeting-ics", args=[meeting.pk])).content)
    (event,) = one.walk("VEVENT")
    assert str(event["summary"]) == "AI committee"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=60)
    every = Calendar.from_ical(mia.get(reverse("governance:meetings-ics")).content)
    assert [str(each["status"]) for each in every.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    uids = [str(each["uid"]) for each in every.walk("VEVENT")]
    assert str(event["uid"]) == uids[0] == str(uuid.UUID(uids[0])), "a calendar knows the meeting again"
    assert uids[0] != uids[1]
    page = mia.post(reverse("governance:make-calendar"), follow=True).content.decode()
    address = page.split('<pre tabindex="0">')[1].split("</pre>")[0]
    assert "<pre" not in mia.get(reverse("governance:calendar")).content.decode(), "it is shown once"
    nobody = Client()
    feed = nobody.get(address)
    assert feed.status_code == 200
    assert len(Calendar.from_ical(feed.content).walk("VEVENT")) == 2
    make_feed(committee.mia)
    assert nobody.get(address).status_code == 404, "another address ends the earlier one"
    token = make_feed(committee.mia)
    assert nobody.get(reverse("governance:calendar-feed", args=[token])).status_code == 200
    mia.post(reverse("governance:end-calendar"))
    assert nobody.get(reverse("governance:calendar-feed", args=[token])).status_code == 404
    with pytest.raises(Refused, match="no private address"):
        end_feed(committee.mia)
    token = make_feed(committee.max)
    people.deactivate_person(committee.house.administrator, committee.max, reason="Left")
    assert nobody.get(reverse("governance:calendar-feed", args=[token])).status_code == 404


def test_a_reviewer_takes_answers_and_hands_back_on_the_page(house: House) -> None:
    pia = seat(house, "Pia Privacy", Discipline.COMPLIANCE, Seat.PRIVACY_REVIEWER)
    pav = seat(house, "Pav Privacy", Discipline.COMPLIANCE, Seat.PRIVACY_REVIEWER)
    request = review_asked(house)
    client, other = visitor(pia), visitor(pav)
    here = reverse("governance:review-request", args=[request.pk])
    assert "Take this review" in client.get(here).content.decode()
    assert "You hold this review now" in post(client, "governance:take-review", request.pk)
    assert "Take it over from Pia Privacy" in other.get(here).content.decode()
    assert "Held by Pia Privacy" in other.get(reverse("governance:use-case-reviews", args=key(house))).content.decode()
    response = client.post(reverse("governance:hand-back-review", args=[request.pk]), {"reason": "On leave"})
    assert response.status_code == 302
    post(other, "governance:take-review", request.pk)
    assert client.post(here, {"verdict": "clear"}).status_code == 422, "it is held by somebody else"
    assert other.post(here, {"verdict": "objection", "text": "No agreement."}).status_code == 302
    page = other.get(reverse("governance:use-case-reviews", args=key(house))).content.decode()
    assert "No agreement." in page
    due = timezone.localdate() + timedelta(days=3)
    cmio = visitor(house.cmio)
    response = cmio.post(
        reverse("governance:ask-review-again", args=[request.pk]), {"reason": "There is one now.", "due_on": f"{due}"}
    )
    assert response.status_code == 302
    assert "nobody reviews what they proposed" not in page


def test_the_number_of_queries_does_not_grow_with_what_is_decided(committee: Committee) -> None:
    house = committee.house
    pia = seat(house, "Pia Privacy", Discipline.COMPLIANCE, Seat.PRIVACY_REVIEWER)
    review_asked(house)
    sign(committee.ask("Done?", quorum=1), committee.mia, Seat.COMMITTEE_MEMBER, "approve")
    committee.ask()
    meeting = committee.call()
    items = AgendaItem.objects.filter(meeting=meeting)
    names = ("governance:meetings", "governance:measured", "governance:intake-reviews")
    urls = [*(reverse(name) for name in names), reverse("governance:meeting", args=[meeting.pk])]
    before = [queries_of(committee.mia, url) for url in urls]
    for at in range(4):
        proposal = committee.ask(f"Question {at}?")
        if at % 2:
            sign(proposal, committee.mia, Seat.COMMITTEE_MEMBER, "approve")
            sign(proposal, committee.max, Seat.COMMITTEE_MEMBER, "approve")
        use_case = propose_use_case(house.nurse, thesis(f"Use case {at}"))
        take_review(pia, review_asked(House(**{**vars(house), "use_case": use_case})))
        answer_review(pia, use_case.review_requests.get(), "clear", text="")
    assert [queries_of(committee.mia, url) for url in urls] == before
    open_meeting(committee.chair, meeting)
    committee.gather(meeting)
    live = reverse("governance:meeting-live", args=[meeting.pk])
    assert items.filter(taken_off_at=None).count() == 3
    assert queries_of(committee.mia, live) <= 20
    take_up(committee.chair, items.filter(taken_off_at=None)[0])
    close_meeting(committee.chair, meeting)
    page = visitor(committee.mia).get(reverse("governance:measured")).content.decode()
    assert f"median; too few for 9 of 10, n {Decision.objects.count()}; what still waits is not counted" in page
