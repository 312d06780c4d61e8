"""By what a result can be told apart: attributes of the log, and those that the clock gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attending.analytics.event_log.drawn import Shift

WEEKDAY: Final = "weekday"
SHIFT: Final = "shift"
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_SHIFT: Final = "outside every shift"


def check_attributes(by: Sequence[str], recorded: Sequence[str], shifts: Sequence[Shift]) -> None:
    """Raise ValueError for an attribute that neither the log has nor the clock gives."""
    given = [*recorded, WEEKDAY, *([SHIFT] if shifts and SHIFT not in recorded else [])]
    for name in by:
        if name not in given:
            raise ValueError(
                f"The log has no attribute {name!r} to tell cases apart by: take one of {', '.join(given)}."
            )
