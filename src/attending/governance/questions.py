"""The questions this room puts, their possible answers, and which seats may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attending.analytics.catalogs import measures
from attending.governance.models import OversightThreshold, Reading, Verdict
from attending.program.models import Seat
from attending.program.rules import RIGHTS, Act

Option = Mapping[str, Any]

CONTINUE = "continue"
CHANGE = "change"
PAUSE = "pause"
RESUME = "resume"
STAY_PAUSED = "stay_paused"
KEEP_RUNNING = "keep_running"


def _option(key: str, label: str, effect: str, *, conditions_required: bool = False) -> Option:
    return {"key": key, "label": label, "effect": effect, "conditions_required": conditions_required}


_PAUSE = _option(PAUSE, "Pause", "Staff stop using it now. Two people must sign before it runs again.")

ANSWERS: Sequence[Option] = (
    _PAUSE,
    _option(
        CHANGE,
        "Change, with conditions",
        "It keeps running under conditions, each with an owner and a date.",
        conditions_required=True,
    ),
    _option(CONTINUE, "Continue", "It keeps running as it is; you answer for that."),
)
PAUSE_OR_NOT: Sequence[Option] = (_PAUSE, _option(KEEP_RUNNING, "Do not pause", "It keeps running."))
RESUME_OR_NOT: Sequence[Option] = (
    _option(RESUME, "Resume", "Once two people have signed, it runs again as it did before the pause."),
    _option(STAY_PAUSED, "Stay paused", "It stays paused."),
)


def answering_seats() -> list[Seat]:
    """The seats from which pausing and resuming may be signed."""
    return sorted(RIGHTS[Act.CHANGE_DEPLOYMENT])


def breach_question(threshold: OversightThreshold, reading: Reading) -> str:
    """One sentence that says what happened and asks what to do."""
    title = measures()[threshold.measure].title
    group = "" if threshold.attribute == "overall" else f" for {threshold.attribute} {threshold.level}"
    happened = "has no data" if reading.verdict == Verdict.NO_DATA else "passed its stop limit"
    return f"{title}{group} {happened}. Continue, change or pause?"
