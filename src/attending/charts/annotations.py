"""What a reader needs to know about a series besides its numbers: agreed limits and known events."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from attending.charts.numbers import month_name

NOTE_HEIGHT: Final = 18
"""Pixels between two lines of notes below a plot."""

_NOTE_CHARACTER: Final = 5.9

Status: TypeAlias = Literal["within", "warn", "stop"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Agreed limits of a measure in its own unit; None where none is set. A value on a limit is within."""

    warn_low: float | None = None
    warn_high: float | None = None
    stop_low: float | None = None
    stop_high: float | None = None

    def status(self, value: float) -> Status:
        """Which limit `value` is beyond."""
        if _beyond(value, self.stop_low, self.stop_high):
            return "stop"
        return "warn" if _beyond(value, self.warn_low, self.warn_high) else "within"

    def crossed(self, value: float) -> float | None:
        """The limit that `value` is beyond, the stop limit first; None within."""
        for low, high in ((self.stop_low, self.stop_high), (self.warn_low, self.warn_high)):
            if low is not None and value < low:
                return low
            if high is not None and value > high:
                return high
        return None

    def lines(self) -> tuple[tuple[Status, float], ...]:
        """Every limit that is set."""
        pairs: tuple[tuple[Status, float | None], ...] = (
            ("stop", self.stop_low),
            ("warn", self.warn_low),
            ("warn", self.warn_high),
            ("stop", self.stop_high),
        )
        return tuple((status, value) for status, value in pairs if value is not None)


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """Something that happened in a month and may explain a change, such as a new model version."""

    month: str
    label: str


def note_lines(events: Sequence[KnownEvent], width: int) -> list[str]:
    """The numbered notes below a plot of `width` pixels, broken into lines: "(1) Aug 2026: Upgrade of the record"."""
    return [
        line
        for number, event in enumerate(events, start=1)
        for line in textwrap.wrap(f"({number}) {month_name(event.month)}: {event.label}", int(width / _NOTE_CHARACTER))
    ]


def _beyond(value: float, low: float | None, high: float | None) -> bool:
    return (low is not None and value < low) or (high is not None and value > high)
