"""What may be decided about a version of the policy, by whom, and what follows."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attending.decisions import policy_guards
from attending.decisions.rules.options import Option
from attending.program.models import Seat

KIND: Final = policy_guards.KIND

SIGNING_SEATS: Final = (Seat.CMIO, Seat.COMPLIANCE_OFFICER, Seat.COMMITTEE_MEMBER, Seat.BOARD_MEMBER)


class Outcome(StrEnum):
    """What a decision about a version may end with."""

    ADOPT = policy_guards.ADOPT
    SEND_BACK = "send-back"


OPTIONS: Final = (
    Option(
        Outcome.ADOPT,
        "Adopt this policy",
        "It is in force at once for every use case; what was decided before keeps the policy it was decided under.",
        reason_required=True,
        reasons=("It protects patients better than the one before", "It asks the same with less work"),
    ),
    Option(
        Outcome.SEND_BACK,
        "Send it back",
        "The policy in force stays as it is; another version may be written.",
        reason_required=True,
        reasons=("It asks too little somewhere", "It asks more than people can carry", "It is not clear enough"),
    ),
)
