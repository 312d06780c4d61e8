"""The records of safety."""

from attending.safety.models.concerns import Concern, ConcernAnswer, ConcernCode, ConcernNaming, Outcome
from attending.safety.models.incidents import (
    DutyAnswer,
    DutyState,
    EventKind,
    Incident,
    IncidentAction,
    IncidentAssessment,
)

__all__ = [
    "Concern",
    "ConcernAnswer",
    "ConcernCode",
    "ConcernNaming",
    "DutyAnswer",
    "DutyState",
    "EventKind",
    "Incident",
    "IncidentAction",
    "IncidentAssessment",
    "Outcome",
]
