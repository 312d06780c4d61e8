"""Meetings and intake reviews wait for their turn at the record before they lock any other row."""

from __future__ import annotations

import pytest
from django.utils import timezone

from attending.governance.actions import agenda, calendar_feeds, meetings, minutes, sessions
from attending.governance.actions.intake_reviews import answer_review, ask_again, hand_back, take_review
from attending.governance.models import AgendaItem
from attending.program.models import Discipline, Seat
from tests.integration.governance.committee import Committee, review_asked, seat
from tests.integration.turns import in_turn

pytestmark = pytest.mark.postgres


def test_a_meeting_locks_the_record_first(committee: Committee) -> None:
    committee.ask("First?")
    committee.ask("Second?")
    meeting = in_turn(committee.call)
    item = AgendaItem.objects.filter(meeting=meeting).earliest("pk")
    in_turn(lambda: agenda.move_item(committee.chair, item, up=False))
    in_turn(lambda: agenda.plan_minutes(committee.chair, item, minutes=5))
    in_turn(lambda: agenda.take_off(committee.chair, item, reason="Later"))
    in_turn(lambda: agenda.put_back(committee.chair, item))
    in_turn(lambda: agenda.refresh_agenda(meeting))
    in_turn(lambda: meetings.open_meeting(committee.chair, meeting))
    committee.gather(meeting)
    in_turn(lambda: sessions.leave(committee.noa, meeting, committee.noa))
    in_turn(lambda: sessions.come(committee.noa, meeting, committee.noa, "link"))
    in_turn(lambda: sessions.take_up(committee.chair, item))
    in_turn(lambda: minutes.write_minutes(committee.chair, item, text="Said.", used=3))
    in_turn(lambda: meetings.close_meeting(committee.chair, meeting))
    in_turn(lambda: minutes.offer_minutes(committee.mia, meeting))
    in_turn(lambda: calendar_feeds.make_feed(committee.mia))
    in_turn(lambda: calendar_feeds.end_feed(committee.mia))


def test_a_review_locks_the_record_first(committee: Committee) -> None:
    pia = seat(committee.house, "Pia Privacy", Discipline.COMPLIANCE, Seat.PRIVACY_REVIEWER)
    request = in_turn(lambda: review_asked(committee.house))
    in_turn(lambda: take_review(pia, request))
    in_turn(lambda: hand_back(pia, request, reason="On leave"))
    take_review(pia, request)
    in_turn(lambda: answer_review(pia, request, "clear", text=""))
    in_turn(lambda: ask_again(committee.chair, request, reason="Again", due_on=timezone.localdate()))
