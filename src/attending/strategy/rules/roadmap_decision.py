"""What may be decided about a roadmap, by whom, and what follows."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attending.decisions.rules.options import Option
from attending.program.models import Seat

KIND: Final = "roadmap.adopt"

SIGNING_SEATS: Final = (Seat.CMIO, Seat.COMMITTEE_MEMBER, Seat.BOARD_MEMBER)


class Outcome(StrEnum):
    """What a decision about a roadmap may end with."""

    ADOPT = "adopt"
    CONDITIONS = "adopt-with-conditions"
    SEND_BACK = "send-back"


ADOPTED: Final = frozenset({Outcome.ADOPT, Outcome.CONDITIONS})

OPTIONS: Final = (
    Option(
        Outcome.ADOPT,
        "Adopt the plan",
        "The plan is followed from its first quarter; an earlier decided plan is superseded.",
        reason_required=True,
        reasons=(
            "It serves our priorities within what our people can carry",
            "The trade-offs were shown and are right",
        ),
    ),
    Option(
        Outcome.CONDITIONS,
        "Adopt it with conditions",
        "The plan is followed under conditions, each with an owner and a date.",
        conditions_required=True,
    ),
    Option(
        Outcome.SEND_BACK,
        "Send it back",
        "The plan can be changed again, and is put to a decision anew.",
        reason_required=True,
        reasons=("A use case is missing or comes too late", "It asks too much of a unit", "The values are contested"),
    ),
)
