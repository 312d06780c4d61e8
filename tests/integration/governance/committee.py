"""A committee of four with a meeting to hold, and proposals to decide in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from attending.accounts.models import User
from attending.decisions.actions.proposing import propose
from attending.decisions.models import Proposal
from attending.governance.actions.agenda import add_item
from attending.governance.actions.intake_reviews import ask_reviewers
from attending.governance.actions.meetings import Call, call_meeting, open_meeting
from attending.governance.actions.sessions import come
from attending.governance.models import AgendaItem, Meeting, Presence, ReviewRequest
from attending.program.actions import people
from attending.program.models import Discipline, Person, Seat
from tests.integration.house import House

APPROVE = {"key": "approve", "label": "Approve", "effect": "It goes on."}
CONDITIONS = {
    "key": "conditions",
    "label": "Approve with conditions",
    "effect": "It goes on while they are met.",
    "conditions_required": True,
}
DECLINE = {"key": "decline", "label": "Decline", "effect": "It ends here.", "reason_required": True, "reasons": ["No."]}
DOCUMENT: dict[str, Any] = {
    "title": "Sepsis alert: may it go on?",
    "asked": "Approve or decline?",
    "summary": [["Patients", "4,301"], ["Sensitivity", "0.81 (0.78 to 0.84), n 412"]],
    "sections": [{"heading": "Evidence", "text": "All that is asked is met."}],
}


@dataclass
class Committee:
    """Cleo takes the chair; Mia (nursing), Max (medicine) and Noa (operations) are members."""

    house: House
    chair: Person
    mia: Person
    max: Person
    noa: Person

    def call(self, **changes: Any) -> Meeting:
        """A meeting of an hour in a week, unless told otherwise."""
        values: dict[str, Any] = {
            "title": "AI committee",
            "starts_at": timezone.now() + timedelta(days=7),
            "length": 60,
            "chair": self.chair,
            "place": "Room 4",
            "link": "https://meet.example.org/ai",
        }
        return call_meeting(self.chair, Call(**{**values, **changes}))

    def ask(self, question: str = "May the sepsis alert go on?", **changes: Any) -> Proposal:
        """A proposal of the owner that two members decide, one of them a clinician, unless told otherwise."""
        values: dict[str, Any] = {
            "kind": "committee.question",
            "subject": f"use_case:{self.house.use_case.pk}",
            "subject_label": self.house.use_case.title,
            "question": question,
            "options": [APPROVE, CONDITIONS, DECLINE],
            "proposed_by": self.house.owner,
            "answerable": [],
            "eligible_seats": [Seat.CMIO, Seat.COMMITTEE_MEMBER],
            "quorum": 2,
            "clinical_quorum": 1,
            "protective_choice": "",
            "due_at": timezone.now() + timedelta(days=10),
            "if_nothing": "It waits.",
            "key": uuid.uuid4().hex,
            "document": DOCUMENT,
            "policy_version": "test",
        }
        return propose(**{**values, **changes})

    def gather(self, meeting: Meeting, *absent: Person) -> None:
        """Everybody but the absent is in the room."""
        for person in (self.chair, self.mia, self.max, self.noa):
            if person not in absent:
                come(person, meeting, person, Presence.ROOM)


def seat(house: House, name: str, discipline: Discipline, *seats: Seat) -> Person:
    """Somebody new in enterprise seats."""
    user = User.objects.create_user(name.lower().replace(" ", "-"), password=None, printed_name=name)
    person = people.add_person(house.administrator, printed_name=name, discipline=discipline, user_id=user.pk)
    for each in seats:
        people.seat_person(house.administrator, person, each)
    return person


def build_committee(house: House) -> Committee:
    """Seat the committee."""
    member = Seat.COMMITTEE_MEMBER
    return Committee(
        house,
        house.cmio,
        seat(house, "Mia Member", Discipline.NURSING, member),
        seat(house, "Max Member", Discipline.MEDICINE, member),
        seat(house, "Noa Member", Discipline.OPERATIONS, member),
    )


def in_session(house: House) -> AgendaItem:
    """The first item of a meeting in session, for a house whose CMIO is the whole committee."""
    starts_at = timezone.now() + timedelta(hours=1)
    meeting = call_meeting(house.cmio, Call(title="AI committee", starts_at=starts_at, length=60, chair=house.cmio))
    add_item(house.cmio, meeting, title="The new charter", why="It is new", planned=10)
    open_meeting(house.cmio, meeting)
    return AgendaItem.objects.filter(meeting=meeting).earliest("pk")


def review_asked(house: House, seat: Seat = Seat.PRIVACY_REVIEWER) -> ReviewRequest:
    """One intake review that waits."""
    (request,) = ask_reviewers(
        house.cmio, house.use_case, [str(seat)], due_on=timezone.localdate() + timedelta(days=14), question="Anything?"
    )
    return request
