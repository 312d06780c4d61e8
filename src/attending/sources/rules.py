"""The rules a row must keep, with the words that tell a person how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Literal

from attending.sources.mapping import ColumnMapping

Part = Literal[
    "score", "outcome", "time", "comparator", "by", "key", "patient", "input", "category", "hours", "case", "activity",
    "order",
]  # fmt: skip


class Fault(IntEnum):
    """What is wrong with one value of a row; the engine answers with these numbers."""

    NONE = 0
    EMPTY = 1
    NOT_A_NUMBER = 2
    OUTSIDE = 3
    NOT_BINARY = 4
    NOT_A_TIME = 5
    FAR_TIME = 6
    TOO_LONG = 7
    CONTROL = 8
    CUT = 9
    CONFLICT = 10
    UNDECLARED = 11
    NEGATIVE = 12


_PROBABILITY: dict[Fault, tuple[str, str]] = {
    Fault.EMPTY: ("The score is empty", "Give the probability, or leave the row out of the log"),
    Fault.NOT_A_NUMBER: ("The value is not a number", "Write a probability with a decimal point, such as 0.25"),
    Fault.OUTSIDE: ("The value lies outside 0 to 1", "Give the probability itself: 25 % is 0.25"),
}
_TEXT: dict[Fault, tuple[str, str]] = {
    Fault.EMPTY: ("The key is empty", "Fill in the key that identifies the row"),
    Fault.TOO_LONG: ("The text is too long for a level or a key", "Map a short code; free text does not belong here"),
    Fault.CONTROL: ("The text holds a line break or a tab", "Write it on one line, without them"),
}
_RULES: Final[dict[Part, dict[Fault, tuple[str, str]]]] = {
    "score": _PROBABILITY,
    "comparator": _PROBABILITY,
    "outcome": {
        Fault.NOT_BINARY: (
            "The outcome is neither 0 nor 1",
            "Write 0 or 1 (or false, true); leave it empty while the outcome is not known",
        )
    },
    "time": {
        Fault.EMPTY: ("The time is empty", "Give the date or time"),
        Fault.NOT_A_TIME: (
            "The time is not an ISO 8601 date or timestamp",
            "Write 2026-03-31 or 2026-03-31T14:05:00+02:00",
        ),
        Fault.FAR_TIME: ("The year lies outside 1900 to 2199", "Correct the time, or its unit"),
    },
    "category": _TEXT
    | {
        Fault.UNDECLARED: (
            "The category is not one of those declared",
            "Write a declared category, or declare this one as well; leave it empty where nobody read the case",
        )
    },
    "hours": {
        Fault.NOT_A_NUMBER: ("The value is not a number of hours", "Write hours with a decimal point, such as 2.5"),
        Fault.NEGATIVE: ("The time taken is below 0", "Check which time is the earlier one; half an hour is 0.5"),
        Fault.TOO_LONG: ("The text is too long for a number of hours", "Write hours with a decimal point, such as 2.5"),
        Fault.CONTROL: ("The text holds a line break or a tab", "Write it on one line, without them"),
    },
    "by": _TEXT,
    "key": _TEXT,
    "patient": _TEXT | {Fault.EMPTY: ("The patient is empty", "Fill in whom the prediction is about")},
    "input": {},
    "case": _TEXT | {Fault.EMPTY: ("The case is empty", "Fill in the id of whom the event belongs to")},
    "activity": _TEXT | {Fault.EMPTY: ("The activity is empty", "Fill in what happened")},
    "order": {
        Fault.EMPTY: ("The order is empty", "Give every event its number"),
        Fault.NOT_A_NUMBER: ("The order is not a whole number", "Write 1, 2, 3 and so on"),
    },
}
_ROW: Final[dict[Fault, tuple[str, str]]] = {
    Fault.CUT: (
        "The last line of the file does not end, so its last value may be cut short",
        "End the line if the row is complete, or give a manifest with the SHA-256",
    ),
    Fault.CONFLICT: (
        "The same key comes again with other content",
        "Keep the row that is true, or correct the key",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A mapped column in the part it plays; `index` numbers the engine's columns for it."""

    index: int
    part: Part
    column: str

    @property
    def raw(self) -> str:
        """The engine's column with the value as text."""
        return f"raw_{self.index}"

    @property
    def fault(self) -> str:
        """The engine's column with the fault of the value."""
        return f"fault_{self.index}"

    @property
    def value(self) -> str:
        """The engine's column with the value as a review uses it."""
        return f"value_{self.index}"

    @property
    def private(self) -> bool:
        """Whether the value could identify a patient and is therefore not printed."""
        return self.part in ("key", "patient", "case")


def places(mapping: ColumnMapping) -> tuple[Place, ...]:
    """Every mapped column, once for each part it plays."""
    single: list[tuple[Part, str | None]] = [
        ("score", mapping.score),
        ("outcome", mapping.outcome),
        ("time", mapping.time),
        ("comparator", mapping.comparator),
    ]
    played = [(part, column) for part, column in single if column is not None]
    played += [("by", column) for column in mapping.by]
    played += [("key", column) for column in mapping.key]
    played += [("patient", mapping.patient)] if mapping.patient is not None else []
    played += [("input", column) for column in mapping.inputs]
    return tuple(Place(index, part, column) for index, (part, column) in enumerate(played))


def words(place: Place | None, fault: Fault) -> tuple[str, str]:
    """The rule and the fix for a fault of one value, or of the whole row when `place` is None."""
    return _ROW[fault] if place is None else _RULES[place.part][fault]
