"""What a post-launch review may decide, and what its numbers speak for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from attending.decisions.models import Meaning
from attending.decisions.rules.options import Option
from attending.program.models import Seat
from attending.program.registries.limits import Standing
from attending.program.rules import LEADERS
from attending.review.rules.schedule import Freshness


class Outcome(StrEnum):
    """What a review may end with."""

    CONTINUE = "continue"
    CHANGE = "change"
    PAUSE = "pause"
    RETIRE = "retire"


LABELS: Final = {
    Outcome.CONTINUE: "Continue",
    Outcome.CHANGE: "Change, with conditions",
    Outcome.PAUSE: "Pause",
    Outcome.RETIRE: "Retire",
}

SIGNING_SEATS: Final = frozenset({*LEADERS, Seat.SAFETY_OFFICER})

_CONTINUE = Option(
    Outcome.CONTINUE,
    LABELS[Outcome.CONTINUE],
    "It keeps running as it is until the next review.",
    reason_required=True,
    reasons=("It works as agreed, for every group that can be judged", "The findings are explained and do no harm"),
)
_CHANGE = Option(
    Outcome.CHANGE,
    LABELS[Outcome.CHANGE],
    "It keeps running under conditions, each with an owner and a date.",
    conditions_required=True,
)
_PAUSE = Option(
    Outcome.PAUSE,
    LABELS[Outcome.PAUSE],
    "Staff stop using it now. Two people must sign before it runs again.",
    reason_required=True,
    reasons=(
        "It no longer works as agreed",
        "It does not work for a group of patients",
        "The promised value is absent",
    ),
    meaning=Meaning.RESPONSIBILITY,
)
_RETIRE = Option(
    Outcome.RETIRE,
    LABELS[Outcome.RETIRE],
    "It is taken out of use for good. A new deployment starts from the beginning.",
    reason_required=True,
    reasons=("The promised value is absent", "Something better takes its place", "It cannot be made to work here"),
)


def options(recommended: Outcome) -> tuple[Option, ...]:
    """What may be chosen. Retirement is asked only where it is recommended, because it takes more signatures."""
    return (_CONTINUE, _CHANGE, _PAUSE, *((_RETIRE,) if recommended is Outcome.RETIRE else ()))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the numbers speak for, and why; people decide."""

    outcome: Outcome
    why: str


def suggestion(
    standings: Sequence[Standing],
    freshness: Freshness,
    *,
    signals: int,
    worse_than_claimed: int,
    peers_found_more: bool = False,
) -> Suggestion:
    """What the agreed limits, the charts, the claims and the age of the numbers speak for; the gravest counts."""
    if Standing.STOP in standings:
        return Suggestion(Outcome.PAUSE, "A stop limit is passed.")
    if Standing.NO_DATA in standings or freshness is Freshness.STALE:
        return Suggestion(Outcome.CHANGE, "The newest data are older than was agreed: nobody knows how it works now.")
    if freshness is Freshness.NEVER:
        return Suggestion(Outcome.CHANGE, "It was never measured here; agree by when it will be.")
    if Standing.WARN in standings:
        return Suggestion(Outcome.CHANGE, "A warning limit is passed.")
    if peers_found_more:
        return Suggestion(Outcome.CHANGE, "The newest round of peer review found more failures than was agreed.")
    if signals:
        return Suggestion(Outcome.CHANGE, f"{signals} unanswered signal{'s' if signals > 1 else ''} on its charts.")
    if worse_than_claimed:
        many = "s are" if worse_than_claimed > 1 else " is"
        return Suggestion(Outcome.CHANGE, f"{worse_than_claimed} number{many} clearly worse than its maker claimed.")
    if not [each for each in standings if each is not Standing.NOTHING_AGREED]:
        return Suggestion(Outcome.CHANGE, "No limits are agreed: agree what would make you stop.")
    return Suggestion(Outcome.CONTINUE, "Every agreed limit that can be judged holds.")
