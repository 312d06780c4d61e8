"""What the database itself refuses about meetings: an agenda that changes once it is frozen, minutes once approved."""

from __future__ import annotations

from attending.ledger.entry_guards import entering
from attending.ledger.step_guards import steps

MEETING = "a meeting is planned, opened and closed in this order, and stands as it was held"
AGENDA = "an agenda is frozen when its meeting opens, and its minutes when they are offered"
ATTENDANCE = "attendance is recorded while the meeting is in session, and only that somebody left is added"
MINUTES = "minutes are closed once, as their proposal was decided"
FEED = "an address of a calendar is ended, never changed"


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in columns)


_MEETING_IS = "EXISTS (SELECT 1 FROM governance_meeting m WHERE m.id = NEW.meeting_id AND m.state IN (<states>))"


def _meeting_is(*states: str) -> str:
    return _MEETING_IS.replace("<states>", ", ".join(f"'{state}'" for state in states))


_CALLED = _changed("title", "starts_at", "length", "place", "link", "chair_id", "quorum", "cancelled_because")
_PLACED = _changed("position", "planned", "taken_off_at", "taken_off_by_id", "taken_off_because", "packet_sha256")
_SPOKEN = _changed("started_at", "ended_at")
_SAID = _changed("said", "used", "written_by_id", "written_at")
_OFFERED = (
    "EXISTS (SELECT 1 FROM governance_minutes k WHERE k.meeting_id = NEW.meeting_id "
    "AND (k.closed_at IS NULL OR k.approved))"
)
_NOT_APPROVED = (
    "(NEW.approved AND NOT EXISTS (SELECT 1 FROM decisions_decision d WHERE d.id = NEW.decision_id "
    "AND d.proposal_id = NEW.proposal_id AND d.outcome = 'approve'))"
)

GUARDS = (
    entering(
        steps(
            "governance_meeting",
            MEETING,
            first=None,
            kept=("organisation_id", "called_by_id", "called_at"),
            never="OLD.state IN ('held', 'cancelled') OR (OLD.state = 'planned' AND NEW.state = 'held') "
            "OR (OLD.state = 'open' AND (NEW.state NOT IN ('open', 'held') OR NEW.opened_at <> OLD.opened_at "
            f"OR {_CALLED}))",
            unique=[],
        ),
        "governance_meeting_starts_planned",
        "NEW.state <> 'planned'",
        MEETING,
    ),
    entering(
        steps(
            "governance_agendaitem",
            AGENDA,
            first=None,
            kept=(
                "meeting_id",
                "kind",
                "key",
                "title",
                "subject",
                "why",
                "link",
                "route",
                "due_at",
                "use_case_id",
                "proposal_id",
                "added_by_id",
                "added_at",
            ),
            never=f"(NOT {_meeting_is('planned')} AND ({_PLACED})) OR (NOT {_meeting_is('open')} AND ({_SPOKEN})) "
            f"OR (({_OFFERED} OR NOT {_meeting_is('open', 'held')}) AND ({_SAID}))",
            unique=[("meeting_id", "key")],
            alone=[
                "o.meeting_id = NEW.meeting_id AND o.started_at IS NOT NULL AND o.ended_at IS NULL "
                "AND NEW.started_at IS NOT NULL AND NEW.ended_at IS NULL"
            ],
        ),
        "governance_agendaitem_before_it_opens",
        f"NOT {_meeting_is('planned')}",
        AGENDA,
    ),
    entering(
        steps(
            "governance_attendance",
            ATTENDANCE,
            first=None,
            kept=("meeting_id", "person_id", "presence", "member", "came_at", "recorded_by_id"),
            never="OLD.left_at IS NOT NULL",
            unique=[],
            alone=[
                "o.meeting_id = NEW.meeting_id AND o.person_id = NEW.person_id "
                "AND o.left_at IS NULL AND NEW.left_at IS NULL"
            ],
        ),
        "governance_attendance_in_session",
        f"NOT {_meeting_is('open')}",
        ATTENDANCE,
    ),
    entering(
        steps(
            "governance_minutes",
            MINUTES,
            first=None,
            kept=("meeting_id", "number", "offered_by_id", "offered_at", "proposal_id"),
            never=f"OLD.closed_at IS NOT NULL OR {_NOT_APPROVED}",
            unique=[("meeting_id", "number"), ("proposal_id",), ("decision_id",)],
            alone=[
                "o.meeting_id = NEW.meeting_id AND (o.closed_at IS NULL OR o.approved) "
                "AND (NEW.closed_at IS NULL OR NEW.approved)"
            ],
        ),
        "governance_minutes_of_a_held_meeting",
        f"NEW.closed_at IS NOT NULL OR NOT {_meeting_is('held')}",
        MINUTES,
    ),
    steps(
        "governance_calendarfeed",
        FEED,
        first=None,
        kept=("person_id", "token_sha256", "made_at"),
        never="OLD.ended_at IS NOT NULL",
        unique=[("token_sha256",)],
        alone=["o.person_id = NEW.person_id AND o.ended_at IS NULL AND NEW.ended_at IS NULL"],
    ),
)
