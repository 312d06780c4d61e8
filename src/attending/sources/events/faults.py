"""What can be wrong with an event, in words that say how to mend it."""

from __future__ import annotations

from typing import Final, Literal

from attending.sources.rules import Fault

Part = Literal["case", "activity", "time", "order", "level"]

CASE_CHARACTERS: Final = 500
"""The longest case id."""

_TEXT: Final = {
    Fault.CONTROL: ("The text holds a line break or a tab", "Write it on one line, without them"),
    Fault.TOO_LONG: (
        "The text is too long for the name of an activity or a level",
        "Map a short code; free text does not belong here",
    ),
}
_WORDS: Final[dict[Part, dict[Fault, tuple[str, str]]]] = {
    "case": _TEXT
    | {
        Fault.EMPTY: ("The case is empty", "Fill in the id of whom the event belongs to"),
        Fault.TOO_LONG: (f"The case is longer than {CASE_CHARACTERS} characters", "Map the column of the case's id"),
    },
    "activity": _TEXT | {Fault.EMPTY: ("The activity is empty", "Fill in what happened")},
    "level": _TEXT,
    "time": {
        Fault.EMPTY: ("The time is empty", "Give the time of the event"),
        Fault.NOT_A_TIME: (
            "The time is not an ISO 8601 date or timestamp",
            "Write 2026-03-31T14:05:00+02:00, or 2026-03-31T14:05:00 and declare the time zone",
        ),
        Fault.FAR_TIME: ("The year lies outside 1900 to 2199", "Correct the time, or its unit"),
    },
    "order": {
        Fault.EMPTY: ("The order is empty", "Give every event its number"),
        Fault.NOT_A_NUMBER: ("The order is not a whole number", "Write 1, 2, 3 and so on"),
    },
}
_CUT: Final = (
    "The last line of the file does not end, so its last value may be cut short",
    "End the line if the row is complete, or give a manifest with the SHA-256",
)


def words(part: Part | None, fault: Fault) -> tuple[str, str]:
    """The rule and the fix for a fault of one value, or of the whole row when `part` is None."""
    return _CUT if part is None else _WORDS[part][fault]
