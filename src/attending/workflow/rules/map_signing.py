"""What may be decided about a version of a map, and what each signature says."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from attending.decisions.rules.options import Option
from attending.maps.lint import Finding, Weight, lint
from attending.maps.model import CareMap
from attending.workflow.models import MapKind

KIND: Final = "workflow.map"


class Outcome(StrEnum):
    """What a question about a version may end with."""

    SIGN = "sign"
    SEND_BACK = "send-back"


_SIGNED_AS: Final = {
    MapKind.AS_IS: "This is how the work is done",
    MapKind.TO_BE: "This is how the work will be done",
}
_SEND_BACK: Final = Option(
    Outcome.SEND_BACK,
    "Send it back",
    "This version is not signed. The map is changed and offered anew.",
    reason_required=True,
    reasons=(
        "A step is missing, or is not as it is drawn",
        "It cannot be done with the people there are on a shift",
        "It is not clear what happens when the AI is down",
    ),
)


def options(kind: MapKind) -> tuple[Option, ...]:
    """Sign or send back; the second takes one signature, because a map that one of them does not know is no map."""
    return (
        Option(
            Outcome.SIGN,
            _SIGNED_AS[kind],
            "Once every discipline that appears in it has signed, this version stands, and an earlier one no longer.",
        ),
        _SEND_BACK,
    )


def musts(care_map: CareMap) -> tuple[Finding, ...]:
    """What keeps a map from being signed."""
    return tuple(each for each in lint(care_map) if each.weight is Weight.MUST)


def in_words(findings: Sequence[Finding]) -> str:
    """Each finding and what to do about it, in one sentence after the other."""
    return " ".join(f"{each.words} {each.mend}" for each in findings)
