"""What the database itself refuses about intake reviews: who proposed a use case reviews it never, answers stand."""

from __future__ import annotations

from attending.ledger.entry_guards import dated, entering
from attending.ledger.guards import append_only
from attending.ledger.step_guards import steps

REQUEST = "a review is asked once, taken by a holder of its seat who did not propose the use case, and answered once"
ANSWER = "a review is answered once, by the holder of its seat who took it and did not propose the use case"

_MAY_NOT = (
    "({person} IS NOT NULL AND (EXISTS (SELECT 1 FROM program_usecase u WHERE u.id = {use_case} "
    "AND u.proposed_by_id = {person}) OR NOT EXISTS (SELECT 1 FROM program_seatholding h "
    "JOIN program_person n ON n.id = h.person_id WHERE h.person_id = {person} AND h.seat = {seat} "
    "AND h.use_case_id IS NULL AND h.ended_on IS NULL AND n.active)))"
)
_TAKEN_BY = _MAY_NOT.format(person="NEW.taken_by_id", use_case="NEW.use_case_id", seat="NEW.seat")
_ANSWERED_BY = _MAY_NOT.format(person="NEW.answered_by_id", use_case="r.use_case_id", seat="r.seat")
_UNANSWERED = "(NEW.answered AND NOT EXISTS (SELECT 1 FROM governance_reviewanswer a WHERE a.request_id = NEW.id))"
_NOT_THEIRS = (
    "NOT EXISTS (SELECT 1 FROM governance_reviewrequest r WHERE r.id = NEW.request_id AND NOT r.answered "
    "AND r.taken_by_id = NEW.answered_by_id AND NOT <may not>)"
).replace("<may not>", _ANSWERED_BY)

GUARDS = (
    entering(
        steps(
            "governance_reviewrequest",
            REQUEST,
            first=None,
            kept=("use_case_id", "seat", "question", "asked_by_id", "asked_at", "due_on", "follows_id"),
            never=f"OLD.answered OR {_UNANSWERED} OR (NEW.taken_by_id {{differs}} OLD.taken_by_id AND {_TAKEN_BY})",
            unique=[("follows_id",)],
            alone=["o.use_case_id = NEW.use_case_id AND o.seat = NEW.seat AND NOT o.answered AND NOT NEW.answered"],
        ),
        "governance_reviewrequest_starts_untaken",
        "NEW.answered OR NEW.taken_by_id IS NOT NULL",
        REQUEST,
    ),
    entering(
        dated(append_only("governance_reviewanswer", unique=["request_id"]), "answered_at"),
        "governance_reviewanswer_by_another",
        _NOT_THEIRS,
        ANSWER,
    ),
)
