"""Numbers in the sentences of an impact evaluation: a true minus, a space before the per cent sign, plural by count."""

from __future__ import annotations

from typing import Final

_MINUS: Final = "\N{MINUS SIGN}"
_NBSP: Final = "\N{NO-BREAK SPACE}"


def figure(value: float, digits: str = ".3g") -> str:
    """A number in Python's format ``digits``, with a true minus sign."""
    return f"{value:{digits}}".replace("-", _MINUS)


def percent(share: float) -> str:
    """A share in whole per cent; never a negative zero."""
    text = figure(share * 100, ".0f")
    return f"{text.removeprefix(_MINUS) if text == f'{_MINUS}0' else text}{_NBSP}%"


def counted(count: int, noun: str) -> str:
    """ "1 month", "3 months"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
