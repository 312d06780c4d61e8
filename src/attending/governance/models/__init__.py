"""The records of governance, a file for each subject."""

from attending.governance.models.agreements import OversightAgreement
from attending.governance.models.approvals import Approval, Comparison, Lapse
from attending.governance.models.escalation import Acknowledgement, Drill, EscalationLevel, Snooze
from attending.governance.models.gates import Gate, GateException, GateKind, Route
from attending.governance.models.intake_reviews import ReviewAnswer, ReviewRequest, ReviewVerdict
from attending.governance.models.meetings import (
    AgendaItem,
    AgendaKind,
    Attendance,
    CalendarFeed,
    Meeting,
    MeetingState,
    Minutes,
    Presence,
)
from attending.governance.models.oversight import BREACHES, Breach, OversightThreshold, Reading, Verdict
from attending.governance.models.tiering import TierAssessment

__all__ = [
    "BREACHES",
    "Acknowledgement",
    "AgendaItem",
    "AgendaKind",
    "Approval",
    "Attendance",
    "Breach",
    "CalendarFeed",
    "Comparison",
    "Drill",
    "EscalationLevel",
    "Gate",
    "GateException",
    "GateKind",
    "Lapse",
    "Meeting",
    "MeetingState",
    "Minutes",
    "OversightAgreement",
    "OversightThreshold",
    "Presence",
    "Reading",
    "ReviewAnswer",
    "ReviewRequest",
    "ReviewVerdict",
    "Route",
    "Snooze",
    "TierAssessment",
    "Verdict",
]
