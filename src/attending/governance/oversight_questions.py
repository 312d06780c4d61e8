"""The questions this room puts, their possible answers, and which seats may answer."""

from __future__ import annotations

from collections.abc import Sequence

from attending.decisions.models import Meaning
from attending.decisions.rules.options import Option
from attending.governance.models import OversightThreshold, Reading, Verdict
from attending.governance.oversight_packet import watched_title
from attending.program.models import Seat
from attending.program.rules import RIGHTS, Act

CONTINUE = "continue"
CHANGE = "change"
PAUSE = "pause"
RESUME = "resume"
STAY_PAUSED = "stay_paused"
KEEP_RUNNING = "keep_running"

PAUSE_REASONS = (
    "It no longer works as agreed",
    "Harm to a patient is suspected",
    "Too many alerts for the unit to answer",
    "The data feed is wrong or missing",
)
RESUME_REASONS = (
    "The cause was found and mended",
    "A new review shows that it works as agreed",
)
CONTINUE_REASONS = (
    "The cause is known and does not touch patients",
    "The finding is explained by chance or by the case mix",
)

_PAUSE = Option(
    PAUSE,
    "Pause",
    "Staff stop using it now. Two people must sign before it runs again.",
    reason_required=True,
    reasons=PAUSE_REASONS,
    meaning=Meaning.RESPONSIBILITY,
)

ANSWERS: Sequence[Option] = (
    _PAUSE,
    Option(
        CHANGE,
        "Change, with conditions",
        "It keeps running under conditions, each with an owner and a date.",
        conditions_required=True,
        meaning=Meaning.RESPONSIBILITY,
    ),
    Option(
        CONTINUE,
        "Continue",
        "It keeps running as it is, and you answer for that.",
        reason_required=True,
        reasons=CONTINUE_REASONS,
        meaning=Meaning.RESPONSIBILITY,
    ),
)
PAUSE_OR_NOT: Sequence[Option] = (_PAUSE, Option(KEEP_RUNNING, "Do not pause", "It keeps running."))
RESUME_OR_NOT: Sequence[Option] = (
    Option(
        RESUME,
        "Resume",
        "It runs again as it did before the pause.",
        reason_required=True,
        reasons=RESUME_REASONS,
    ),
    Option(STAY_PAUSED, "Stay paused", "It stays paused."),
)


def answering_seats() -> list[Seat]:
    """The seats from which pausing and resuming may be signed."""
    return sorted(RIGHTS[Act.CHANGE_DEPLOYMENT])


def breach_question(threshold: OversightThreshold, reading: Reading) -> str:
    """One sentence that says what happened and asks what to do."""
    title = watched_title(threshold)
    group = "" if threshold.attribute == "overall" else f" for {threshold.attribute} {threshold.level}"
    stopped = "shows a signal" if threshold.chart else "passed its stop limit"
    happened = "has no data" if reading.verdict == Verdict.NO_DATA else stopped
    return f"{title}{group} {happened}. Continue, change or pause?"
