"""The committee: one meeting that was held, with its minutes waiting for approval, one ahead, and intake reviews."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from attending.decisions.actions import recuse
from attending.demo.signing import sign_as
from attending.demo.use_cases import Cast
from attending.governance.actions.intake_reviews import answer_review, ask_reviewers, take_review
from attending.governance.actions.meetings import Call, call_meeting, close_meeting, open_meeting
from attending.governance.actions.minutes import offer_minutes, write_minutes
from attending.governance.actions.pausing import ask_to_resume
from attending.governance.actions.sessions import come, take_up
from attending.governance.models import AgendaItem, AgendaKind, Meeting, Presence, ReviewVerdict
from attending.governance.oversight_questions import RESUME, STAY_PAUSED
from attending.program.actions.people import seat_person
from attending.program.models import Deployment, Seat, UseCase
from attending.program.models.deployments import State

NURSING = "Chief Nursing Officer"
SAFETY = "Patient Safety Officer"
PRESENT = (
    (NURSING, Presence.ROOM),
    (SAFETY, Presence.ROOM),
    ("Chief Medical Officer", Presence.LINK),
)
REVIEWERS = (
    ("Compliance Officer", Seat.PRIVACY_REVIEWER),
    ("Compliance Officer", Seat.LEGAL_REVIEWER),
    ("Director of Clinical Data Platforms", Seat.SECURITY_REVIEWER),
    ("Director of Clinical Data Platforms", Seat.IT_REVIEWER),
    ("Chief Financial Officer", Seat.PROCUREMENT_REVIEWER),
)
ANSWERS = {
    Seat.PRIVACY_REVIEWER: (ReviewVerdict.CLEAR, "Vital signs and laboratory results stay inside. (Synthetic)"),
    Seat.SECURITY_REVIEWER: (
        ReviewVerdict.CONDITIONS,
        "The feed of vital signs goes over the encrypted interface only. (Synthetic)",
    ),
    Seat.PROCUREMENT_REVIEWER: (ReviewVerdict.CLEAR, "Built in-house, so nothing is bought. (Synthetic)"),
}
TAKEN = (Seat.LEGAL_REVIEWER,)
SAID = {
    AgendaKind.BREACH: "The owner answers within the day, and tells what cardiology says. (Synthetic)",
    AgendaKind.REVIEW: "Read, and left to those who answer for it. (Synthetic)",
}
RESUME_REASON = "The data feed is repaired"
PAUSED_REASON = "The feed has run for two days only; look again at the next meeting."


def gather_committee(cast: Cast, today: date) -> None:
    """Seat the reviewers and ask them; hold one meeting, and call the next."""
    _review(cast, today)
    _hold(cast)
    next_one = timezone.make_aware(datetime.combine(today + timedelta(days=14), time(9)))
    call_meeting(
        cast.cmio,
        Call(title="AI committee", starts_at=next_one, length=45, chair=cast.cmio, place="Board room"),
    )


def _review(cast: Cast, today: date) -> None:
    """Five reviewers look at one use case side by side: three have answered, one holds it, one has not taken it."""
    for name, seat in REVIEWERS:
        seat_person(cast.administrator, cast.people[name], seat)
    holders = {seat: cast.people[name] for name, seat in REVIEWERS}
    use_case = UseCase.objects.get(key="sepsis-early-warning-on-the-wards")
    asked = ask_reviewers(
        cast.cmio,
        use_case,
        [str(seat) for _, seat in REVIEWERS],
        due_on=today + timedelta(days=14),
        question="Is there anything in your field that stands against this use case?",
    )
    for request in asked:
        seat = Seat(request.seat)
        if seat in ANSWERS or seat in TAKEN:
            take_review(holders[seat], request)
        if seat in ANSWERS:
            verdict, text = ANSWERS[seat]
            answer_review(holders[seat], request, verdict, text=text)


def _hold(cast: Cast) -> Meeting:
    """A meeting in which nursing asks to resume, safety steps aside, and the owner keeps it paused."""
    nursing = cast.people[NURSING]
    deployment = Deployment.objects.select_related("use_case__organisation", "unit").get(state=State.PAUSED)
    proposal = ask_to_resume(nursing, deployment, reason=RESUME_REASON)
    sign_as(nursing, proposal, RESUME, reason=RESUME_REASON)
    meeting = open_meeting(
        cast.cmio,
        call_meeting(
            cast.cmio,
            Call(
                title="AI committee",
                starts_at=timezone.now(),
                length=60,
                chair=cast.cmio,
                place="Board room",
                link="https://meet.example.org/ai-committee",
            ),
        ),
    )
    come(cast.cmio, meeting, cast.cmio, Presence.ROOM)
    for name, presence in PRESENT:
        come(cast.people[name], meeting, cast.people[name], presence)
    for item in AgendaItem.objects.filter(meeting=meeting, kind__in=[str(kind) for kind in SAID]):
        take_up(cast.cmio, item)
        write_minutes(nursing, item, text=SAID[AgendaKind(item.kind)], used=8)
    item = AgendaItem.objects.get(meeting=meeting, proposal=proposal)
    take_up(cast.cmio, item)
    recuse(proposal, acting=cast.people[SAFETY], reason="I paused it and look into the falls since")
    sign_as(cast.cmio, proposal, STAY_PAUSED, reason=PAUSED_REASON)
    write_minutes(nursing, item, text="The feed was looked at together. (Synthetic)", used=14)
    held = close_meeting(cast.cmio, meeting)
    offer_minutes(nursing, held)
    return held
