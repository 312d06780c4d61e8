"""A cell of a grid as papers set it: the value, and its interval smaller beside or below it."""

from __future__ import annotations

from typing import Final

SENTENCE: Final = 26
"""A cell longer than this is a reason in words, set as text even in a column of numbers."""


def value_and_interval(text: str) -> tuple[str, str]:
    """ "0.81 (0.80 to 0.82)" as value and interval; a cell of another form is all value."""
    value, bracket, interval = text.partition(" (")
    if bracket and interval.endswith(")") and len(text) <= 2 * SENTENCE:
        return value, interval.removesuffix(")")
    return text, ""
