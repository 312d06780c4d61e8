"""Write the minutes of a meeting, offer them for approval, and record what was decided."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.decisions.actions.proposing import propose, set_aside
from attending.decisions.in_force import policy_of
from attending.decisions.models import Decision, Proposal
from attending.decisions.rules.options import Option
from attending.decisions.rules.refusals import PutWithoutIts
from attending.governance.actions.meetings import held_open
from attending.governance.minutes_document import as_packet, minutes_of
from attending.governance.models import AgendaItem, Meeting, MeetingState, Minutes
from attending.governance.queries import meetings as queries
from attending.governance.rules.agenda import LONGEST
from attending.ledger.actions import append
from attending.program.actions.record import log, name_of
from attending.program.models import Person
from attending.program.rules import RIGHTS, Act, Refused

KIND = "governance.minutes"
APPROVE = "approve"
AMEND = "amend"
ANSWER_WITHIN = timedelta(days=14)
LONGEST_TEXT = 10_000

OPTIONS = (
    Option(APPROVE, "Approve the minutes", "They stand as they are, and nobody changes them any more."),
    Option(
        AMEND,
        "Have them amended",
        "They are opened again, mended, and offered once more.",
        reason_required=True,
        reasons=("Something that was said is missing.", "Something is not as it was said."),
    ),
)


@transaction.atomic
def write_minutes(acting: Person, item: AgendaItem, *, text: str, used: int | None) -> AgendaItem:
    """Write what was said about an item, and how many minutes it took, during the meeting or after it."""
    meeting = held_open(acting, item.meeting, MeetingState.OPEN, MeetingState.HELD)
    _require_unoffered(meeting)
    if len(text) > LONGEST_TEXT:
        raise Refused(f"The text of an item has at most {LONGEST_TEXT:,} characters; this has {len(text):,}.")
    if used is not None and not 0 <= used <= LONGEST:
        raise Refused(f"An item took 0 to {LONGEST} minutes; this says {used}.")
    standing = AgendaItem.objects.get(pk=item.pk)
    standing.said, standing.used = text.strip(), used
    standing.written_by, standing.written_at = acting, timezone.now()
    standing.save(update_fields=["said", "used", "written_by", "written_at"])
    log(acting, "minutes.written", standing, {"text": standing.said, "used": used})
    return standing


@transaction.atomic
def offer_minutes(acting: Person, meeting: Meeting) -> Minutes:
    """Offer the minutes for approval: to the chair, or, where the chair wrote of them, to the other members.

    Whoever wrote of them does not approve them, unless every other member did.
    """
    meeting = held_open(acting, meeting, MeetingState.HELD)
    _require_unoffered(meeting)
    others = [each for each in queries.members(meeting.organisation) if each != acting]
    wrote = AgendaItem.objects.filter(meeting=meeting).exclude(written_by=acting).values_list("written_by", flat=True)
    writers = [each for each in others if each.pk in set(wrote)]
    if len(writers) == len(others):
        writers = []
    free = [each for each in others if each not in writers]
    asked = [meeting.chair] if meeting.chair in free else free
    number = Minutes.objects.filter(meeting=meeting).count() + 1
    proposal = propose(
        KIND,
        subject=f"meeting:{meeting.pk}",
        subject_label=str(meeting),
        question=f"Are these the minutes of {meeting.title}, {timezone.localtime(meeting.starts_at):%-d %B %Y}?",
        options=OPTIONS,
        proposed_by=acting,
        answerable=asked,
        eligible_seats=[str(seat) for seat in sorted(RIGHTS[Act.HOLD_MEETING])],
        quorum=1,
        clinical_quorum=0,
        protective_choice="",
        due_at=timezone.now() + ANSWER_WITHIN,
        if_nothing="The minutes stay a draft, and come on the agenda of the next meeting.",
        key=f"minutes:{meeting.pk}:{number}",
        document=as_packet(minutes_of(queries.meeting(meeting.organisation, meeting.pk))),
        policy_version=policy_of(acting.organisation_id).version,
    )
    for person in writers:
        set_aside(proposal, person, reason="Wrote of these minutes, and nobody approves what they wrote.")
    minutes = Minutes.objects.create(
        meeting=meeting, number=number, offered_by=acting, offered_at=timezone.now(), proposal=proposal
    )
    log(acting, "minutes.offered", minutes, {"meeting": meeting.pk, "proposal": proposal.pk})
    return minutes


def carry_out(decision: Decision) -> None:
    """Record what was decided about offered minutes; runs in the transaction of the decision."""
    if decision.proposal.kind != KIND:
        return
    minutes = Minutes.objects.filter(proposal=decision.proposal_id).first()
    if minutes is None:
        raise PutWithoutIts("minutes", "the page of their meeting")
    minutes.decision, minutes.closed_at = decision, decision.decided_at
    minutes.approved = decision.outcome == APPROVE
    minutes.save(update_fields=["decision", "closed_at", "approved"])
    verb = "minutes.approved" if minutes.approved else "minutes.returned"
    append(verb, object=name_of(minutes), actor="system", payload={"decision": decision.pk})


def take_back(proposal: Proposal) -> None:
    """Open the minutes again whose proposal was taken back; runs in the transaction of that."""
    if proposal.kind != KIND:
        return
    minutes = Minutes.objects.filter(proposal=proposal).first()
    if minutes is None:
        return
    minutes.closed_at = timezone.now()
    minutes.save(update_fields=["closed_at"])
    append("minutes.taken_back", object=name_of(minutes), actor="system", payload={})


def _require_unoffered(meeting: Meeting) -> None:
    minutes = queries.standing_minutes(meeting)
    if minutes is None:
        return
    if minutes.approved:
        raise Refused("These minutes are approved, and nobody changes them any more.")
    raise Refused("These minutes wait for approval; whoever offered them can take them back to change them.")
