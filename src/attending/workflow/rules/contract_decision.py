"""What may be decided about a workflow contract, by whom, and what follows."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attending.decisions.models import Meaning
from attending.decisions.rules.options import Option
from attending.program.models import Seat

KIND: Final = "workflow.contract"
SIGNING_SEATS: Final = (Seat.NURSING_LEAD, Seat.CLINICAL_OWNER, Seat.OPERATIONAL_OWNER)


class Outcome(StrEnum):
    """What a decision about a contract may end with."""

    SIGN = "sign"
    CONDITIONS = "sign-with-conditions"
    SEND_BACK = "send-back"


SIGNED: Final = frozenset({Outcome.SIGN, Outcome.CONDITIONS})

OPTIONS: Final = (
    Option(
        Outcome.SIGN,
        "Sign the contract",
        "The unit carries these alerts with these people. An earlier contract is superseded, and its threshold becomes "
        "the one on record for this deployment.",
        reason_required=True,
        reasons=(
            "Our people can carry this on every shift",
            "The figures were tried with those who work the shifts",
        ),
        meaning=Meaning.RESPONSIBILITY,
    ),
    Option(
        Outcome.CONDITIONS,
        "Sign it with conditions",
        "The same, under conditions, each with an owner and a date.",
        conditions_required=True,
        meaning=Meaning.RESPONSIBILITY,
    ),
    Option(
        Outcome.SEND_BACK,
        "Send it back",
        "The contract can be changed again and is put to the unit anew.",
        reason_required=True,
        reasons=(
            "Too many alerts for a shift",
            "The people are not there on every shift",
            "The time limit cannot be kept",
        ),
    ),
)
