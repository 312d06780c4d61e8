"""A meeting in session: attendance, quorum, votes in the room, and the minutes that come of it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone
from docx import Document

from attending.decisions.actions import recuse
from attending.decisions.models import Proposal
from attending.decisions.rules.refusals import Recused, SelfApproval
from attending.governance.actions import minutes as minutes_actions
from attending.governance.actions.meetings import close_meeting, open_meeting
from attending.governance.actions.sessions import come, finish_item, leave, take_up
from attending.governance.minutes_document import minutes_of
from attending.governance.minutes_papers import minutes_pdf, minutes_word
from attending.governance.models import AgendaItem, AgendaKind, Attendance, Meeting, MeetingState, Minutes, Presence
from attending.governance.presenters.session import quorum_of, session_items
from attending.governance.queries import meetings as queries
from attending.governance.queries.voting import ballots
from attending.ledger.models import Entry
from attending.program.models import Seat
from attending.program.rules import NotAllowed, Refused
from tests.integration.governance.committee import Committee
from tests.integration.house import sign

STATE = ("pending", "Draft", "They are not offered for approval yet.")


def opened(committee: Committee, *absent: object) -> tuple[Meeting, Proposal, AgendaItem]:
    """A meeting in session about one proposal of three votes."""
    proposal = committee.ask(quorum=2)
    meeting = open_meeting(committee.chair, committee.call())
    committee.gather(meeting, *absent)
    return meeting, proposal, AgendaItem.objects.get(meeting=meeting)


def held(committee: Committee) -> tuple[Meeting, Proposal]:
    """Two approve, one of them with a condition; one dissents, one steps aside."""
    meeting, proposal, item = opened(committee)
    take_up(committee.chair, item)
    recuse(proposal, acting=committee.chair, reason="I built the alert")
    sign(proposal, committee.noa, Seat.COMMITTEE_MEMBER, "decline", reason="Too many alerts")
    due = f"{timezone.localdate() + timedelta(days=30)}"
    conditions = [{"text": "Train the night shift", "owner": committee.house.nurse.pk, "due_on": due}]
    sign(proposal, committee.mia, Seat.COMMITTEE_MEMBER, "conditions", conditions=conditions)
    sign(proposal, committee.max, Seat.COMMITTEE_MEMBER, "conditions", conditions=conditions)
    minutes_actions.write_minutes(committee.mia, item, text="The night shift was spoken about.", used=12)
    return close_meeting(committee.chair, meeting), proposal


def test_who_is_there_is_recorded_by_themselves_or_by_whoever_holds_the_meeting(committee: Committee) -> None:
    meeting = open_meeting(committee.chair, committee.call())
    nurse = committee.house.nurse
    stay = come(nurse, meeting, nurse, Presence.LINK)
    assert not stay.member
    with pytest.raises(Refused, match="present already"):
        come(nurse, meeting, nurse, Presence.ROOM)
    with pytest.raises(NotAllowed):
        come(nurse, meeting, committee.mia, Presence.ROOM)
    assert come(committee.chair, meeting, committee.mia, Presence.ROOM).member
    leave(nurse, meeting, nurse)
    with pytest.raises(Refused, match="not recorded as present"):
        leave(nurse, meeting, nurse)
    come(nurse, meeting, nurse, Presence.ROOM)
    assert Attendance.objects.filter(person=nurse).count() == 2
    with pytest.raises(Refused, match="room or by link"):
        come(committee.max, meeting, committee.max, "by thought")
    with pytest.raises(Error, match="attendance is recorded"), transaction.atomic():
        Attendance.objects.filter(pk=stay.pk).update(left_at=timezone.now() + timedelta(hours=1))
    close_meeting(committee.chair, meeting)
    assert not Attendance.objects.filter(left_at=None).exists()
    with pytest.raises(Refused, match="in session"):
        come(committee.max, meeting, committee.max, Presence.ROOM)


def recorded(verb: str) -> list[str]:
    """What the entries of the record with this verb are about."""
    return list(Entry.objects.filter(verb=verb).order_by("seq").values_list("object", flat=True))


def test_an_item_is_taken_up_only_with_a_quorum_and_one_at_a_time(committee: Committee) -> None:
    committee.ask("First?")
    committee.ask("Second?")
    meeting = open_meeting(committee.chair, committee.call())
    first, second = AgendaItem.objects.filter(meeting=meeting)
    committee.gather(meeting, committee.max, committee.noa)
    with pytest.raises(Refused, match="2 of the 3 members"):
        take_up(committee.chair, first)
    come(committee.max, meeting, committee.max, Presence.LINK)
    take_up(committee.chair, first)
    with pytest.raises(Refused, match="already"):
        take_up(committee.chair, first)
    take_up(committee.chair, second)
    first.refresh_from_db()
    assert first.ended_at is not None
    assert first.used == 0
    assert recorded("agenda.finished") == [f"agendaitem:{first.pk}"], "the one before is ended on record too"
    with pytest.raises(Error), transaction.atomic():
        AgendaItem.objects.filter(pk=first.pk).update(ended_at=None)
    finish_item(committee.chair, meeting)
    assert recorded("agenda.finished") == [f"agendaitem:{first.pk}", f"agendaitem:{second.pk}"]
    with pytest.raises(Refused, match="No item"):
        finish_item(committee.chair, meeting)
    with pytest.raises(NotAllowed):
        take_up(committee.house.nurse, first)
    with pytest.raises(Refused, match="Another meeting"):
        open_meeting(committee.chair, committee.call())


def test_the_room_shows_who_signed_and_never_for_what_before_it_is_decided(committee: Committee) -> None:
    meeting, proposal, _ = opened(committee)
    sign(proposal, committee.mia, Seat.COMMITTEE_MEMBER, "approve")
    recuse(proposal, acting=committee.noa, reason="I sell it")
    found = queries.meeting(meeting.organisation, meeting.pk)
    items, people = list(found.items.all()), [each.person for each in found.attendances.all()]

    def shown() -> object:
        return session_items(items, ballots(items, people), people, committee.max)[0]

    one = shown()
    assert list(one.signed) == ["Mia Member"]
    assert one.choices == []
    assert "Approve" not in str(one)
    assert list(one.recusals) == ["Noa Member"]
    assert "1 signed; it takes 2 people who choose the same, one of them a clinician." in one.reach
    assert "Enough people who may sign are here." in one.reach
    assert one.sign_url
    sign(proposal, committee.max, Seat.COMMITTEE_MEMBER, "approve")
    decided = shown()
    assert decided.status.word == "Decided"
    assert [row.value for row in decided.choices] == ["Approve", "Approve"]
    stays = [each for each in found.attendances.all() if each.left_at is None]
    assert quorum_of(found, stays, 4).met
    assert "2 more are needed" in quorum_of(found, stays[:1], 4).sentence


def test_the_minutes_take_votes_dissent_recusals_and_conditions_from_the_record(committee: Committee) -> None:
    meeting, _ = held(committee)
    document = minutes_of(queries.meeting(meeting.organisation, meeting.pk))
    (item,) = document.items
    assert item.outcome.startswith("Approve with conditions, decided ")
    assert [(name, choice) for name, _, choice, _ in item.votes] == [
        ("Noa Member", "Decline"),
        ("Mia Member", "Approve with conditions"),
        ("Max Member", "Approve with conditions"),
    ]
    assert item.dissent == [("Noa Member (Decline)", "Too many alerts")]
    assert item.recusals == [("Cleo Cmio", "I built the alert")]
    assert item.conditions[0][:2] == ("Train the night shift", "Nia Nurse")
    assert item.minutes == "12 of 15 planned"
    pdf = minutes_pdf(document, subtitle="Harbour Health", state=STATE)
    assert pdf.startswith(b"%PDF-")
    word = Document(io.BytesIO(minutes_word(document, subtitle="Harbour Health", state=STATE)))
    headings = [each.text for each in word.paragraphs if each.style and each.style.name.startswith("Heading")]
    assert headings == ["Present", "Items", "1. May the sepsis alert go on?"]
    assert any(
        "Train the night shift" in cell.text for table in word.tables for row in table.rows for cell in row.cells
    )


def test_minutes_are_approved_by_somebody_else_and_then_stand(committee: Committee) -> None:
    meeting, _ = held(committee)
    item = AgendaItem.objects.get(meeting=meeting)
    with pytest.raises(NotAllowed):
        minutes_actions.offer_minutes(committee.house.nurse, meeting)
    offered = minutes_actions.offer_minutes(committee.mia, meeting)
    assert offered.proposal.answerable[0]["person"] == committee.chair.pk
    with pytest.raises(Refused, match="wait for approval"):
        minutes_actions.write_minutes(committee.mia, item, text="Otherwise", used=1)
    with pytest.raises(Refused, match="wait for approval"):
        minutes_actions.offer_minutes(committee.mia, meeting)
    with pytest.raises(Error, match="frozen"), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(said="Otherwise")
    with pytest.raises(SelfApproval):
        sign(offered.proposal, committee.mia, Seat.COMMITTEE_MEMBER, "approve", meaning="approval")
    sign(offered.proposal, committee.chair, Seat.CMIO, "amend", reason="A name is wrong")
    offered.refresh_from_db()
    assert not offered.approved
    minutes_actions.write_minutes(committee.mia, item, text="Mended.", used=12)
    again = minutes_actions.offer_minutes(committee.chair, meeting)
    assert {each["person"] for each in again.proposal.answerable} == {committee.max.pk, committee.noa.pk}
    with pytest.raises(Recused):
        sign(again.proposal, committee.mia, Seat.COMMITTEE_MEMBER, "approve")
    following = committee.call(starts_at=timezone.now() + timedelta(days=30))
    assert queries.items_on(following)[0].kind == AgendaKind.CONSENT, "the next meeting has them before it"
    with pytest.raises(Error), transaction.atomic():
        Minutes.objects.filter(pk=again.pk).update(approved=True, closed_at=timezone.now())
    sign(again.proposal, committee.max, Seat.COMMITTEE_MEMBER, "approve")
    again.refresh_from_db()
    assert again.approved
    with pytest.raises(Refused, match="nobody changes them"):
        minutes_actions.write_minutes(committee.mia, item, text="Otherwise", used=1)
    with pytest.raises(Error, match="stands as it was held"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.OPEN, closed_at=None)


@pytest.mark.parametrize(("used", "text", "says"), [(500, "x", "0 to 480 minutes"), (5, "x" * 10_001, "10,000")])
def test_minutes_that_cannot_be_are_refused(committee: Committee, used: int, text: str, says: str) -> None:
    _, _, item = opened(committee)
    with pytest.raises(Refused, match=says):
        minutes_actions.write_minutes(committee.chair, item, text=text, used=used)
    item.refresh_from_db()
    assert item.said == ""
