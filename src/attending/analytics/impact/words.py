"""Numbers in the sentences of an impact evaluation: a true minus, a space before the per cent sign, plural by count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_MINUS: Final = "\N{MINUS SIGN}"
_NBSP: Final = "\N{NO-BREAK SPACE}"


_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])")
_SPANS: Final = ("January to March", "April to June", "July to September", "October to December")


def quarter_name(code: str) -> str:
    """ "2025-Q4" -> "October to December 2025": people read months, files keep the code. Raises ValueError."""
    found = _QUARTER.fullmatch(code)
    if found is None:
        raise ValueError(f"{code!r} should be a quarter such as 2026-Q4.")
    return f"{_SPANS[int(found[2]) - 1]} {found[1]}"


def figure(value: float, digits: str = ".3g") -> str:
    """A number in Python's format ``digits``, with a true minus sign."""
    return f"{value:{digits}}".replace("-", _MINUS)


def percent(share: float) -> str:
    """A share in whole per cent; never a negative zero."""
    text = figure(share * 100, ".0f")
    return f"{text.removeprefix(_MINUS) if text == f'{_MINUS}0' else text}{_NBSP}%"


def adjusted(covariates: Sequence[str]) -> str:
    """What a method says of its covariates; nothing where there are none."""
    return f"; adjusted for {listed(covariates)}" if covariates else ""


def adjusting(covariates: Sequence[str]) -> tuple[str, ...]:
    """What adjusting for covariates takes for granted."""
    if not covariates:
        return ()
    names = listed(covariates)
    return (
        f"The tool does not itself change {names}: adjusting for what it changes would take away part of its effect.",
        f"The outcome follows {names} along a straight line (on the scale of the model), alike in every unit and "
        "period, with and without the tool.",
    )


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b"."""
    return " and ".join(names)


def counted(count: int, noun: str) -> str:
    """ "1 month", "3 months"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
