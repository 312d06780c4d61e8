"""Words that several pages of safety share."""

from __future__ import annotations

from attending.analytics.catalogs.safety.concerns import happened, roles
from attending.program.models import Deployment, Unit
from attending.safety.models import Concern, Outcome
from attending.safety.queries.concerns import about
from attending.safety.rules.concerns import ConcernState, Standing
from attending.ui.parts import Status

UNKNOWN_AI = "AI not known"

STATES = {
    ConcernState.WAITING: Status("pending", "Waits for an answer"),
    ConcernState.OVERDUE: Status("breach", "Overdue"),
    ConcernState.LOOKED_AT: Status("info", "Being looked at"),
    ConcernState.LATE_FOLLOW_UP: Status("breach", "What came of it is overdue"),
    ConcernState.ANSWERED: Status("ok", "Answered"),
}
OUTCOMES = {
    Outcome.NOTHING: Status("neutral", "Nothing is changed"),
    Outcome.LOOKING: Status("info", "Being looked at"),
    Outcome.CHANGED: Status("ok", "Changed"),
}


def state_of(standing: Standing) -> Status:
    """How a concern stands, as a word and a mark."""
    return STATES[standing.state]


def what_happened(concern: Concern) -> str:
    """What was tapped."""
    found = happened().get(concern.happened)
    return found.label if found else concern.happened


def role_of(concern: Concern) -> str:
    """Who spoke, if they said."""
    found = roles().get(concern.role)
    return found.label if found else ""


def ai_name(deployment: Deployment | None) -> str:
    """An AI as those inside call it."""
    return deployment.use_case.title if deployment else UNKNOWN_AI


def ai_of(concern: Concern) -> str:
    """The AI a concern is about."""
    return ai_name(about(concern))


def place(unit: Unit) -> str:
    """A unit and its site."""
    return f"{unit.name}, {unit.site.name}"
