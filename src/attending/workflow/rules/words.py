"""Figures of a study in words, with their intervals."""

from __future__ import annotations

from attending.analytics.alert_queue import Interval
from attending.ui import formats


def said(found: Interval, style: str = "decimal1") -> str:
    """Such as ``4.2 (3.9 to 4.5)``; a dash where there is nothing to take it from."""
    between = formats.interval(found.low, found.high, style)
    return f"{formats.styled(found.value, style)} ({between})" if between else formats.styled(found.value, style)


def plain(found: Interval, style: str = "decimal1") -> str:
    """The value alone."""
    return formats.styled(found.value, style)


def minutes(value: float | None) -> str:
    """Such as ``30 minutes``; a dash where there is none."""
    if value is None:
        return formats.EN_DASH
    return "1 minute" if value == 1 else f"{value:g} minutes"


def people(count: int) -> str:
    """Such as ``1 person`` or ``nobody``."""
    return {0: "nobody", 1: "1 person"}.get(count, f"{count} people")
