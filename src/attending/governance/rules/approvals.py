"""When an approval is near its end, and in which words it stands. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from attending.governance.rules.gates import CLOSE
from attending.program.models.deployments import State
from attending.program.models.use_cases import Stage

ASK_AGAIN = timedelta(days=30)
"""So long before its end an approval is asked for again, and stands on My rounds."""
SOON = timedelta(days=7)
"""From here on it is marked as urgent."""


class Standing(StrEnum):
    """How an approval stands, the most pressing first. A lapsed one may be used until its end."""

    ENDS_SOON = "ends soon"
    LAPSED = "lapsed"
    ENDING = "ending"
    STANDS = "stands"
    ENDED = "ended"


def standing(ends_at: datetime, now: datetime, *, lapsed: bool) -> Standing:
    """How an approval stands at a time."""
    if ends_at <= now:
        return Standing.ENDED
    if ends_at - now <= SOON:
        return Standing.ENDS_SOON
    if lapsed:
        return Standing.LAPSED
    return Standing.ENDING if ends_at - now <= ASK_AGAIN else Standing.STANDS


def asked_again(ends_at: datetime, asked: datetime) -> bool:
    """Whether a gate that was asked at a time already asks for an approval to go on beyond its end."""
    return asked >= ends_at - ASK_AGAIN


def covered(covers: str) -> str:
    """What an approval allows, inside a sentence: a stage, a state of a deployment, or the end of a cycle."""
    if covers == CLOSE:
        return "the end of a cycle"
    if covers == State.LIVE:
        return "live use"
    return (State(covers).label if covers in State.values else Stage(covers).label).lower()
