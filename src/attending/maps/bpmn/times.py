"""Durations as BPMN writes them (ISO 8601): minutes in, minutes out."""

from __future__ import annotations

import re
from typing import Final

_DURATION: Final = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W|(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,8})M)?(?:(?P<seconds>\d{1,9}(?:\.\d{1,9})?)S)?)?)"
)
_MINUTES: Final = {"weeks": 10_080.0, "days": 1_440.0, "hours": 60.0, "minutes": 1.0, "seconds": 1 / 60}


def iso_duration(minutes: float) -> str:
    """Minutes as an ISO 8601 duration, in which only seconds may have decimals."""
    whole, rest = divmod(minutes, 1)
    seconds = f"{rest * 60:.6f}".rstrip("0").rstrip(".") if rest else ""
    return f"PT{int(whole)}M{seconds}S" if seconds and seconds != "0" else f"PT{int(whole)}M"


def minutes_of(text: str) -> float | None:
    """The minutes of an ISO 8601 duration; None for what is none, is nothing, or counts months and years."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        return None
    total = sum(float(value) * _MINUTES[unit] for unit, value in found.groupdict().items() if value)
    return round(total, 6) or None
