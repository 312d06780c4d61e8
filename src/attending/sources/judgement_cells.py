"""The cells of a file of judgements: names, scores, conflicts and points, each read or refused with its reason."""

from __future__ import annotations

import re
from typing import Final

from attending.analytics.preference import HIGHEST, LOWEST
from attending.analytics.preference.swing_weights import TOP

_SCORE: Final = re.compile(r"([1-9])(?:\.0+)?")
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d+)?")
_FORMULA: Final = ("=", "+", "-", "@")
_LONGEST: Final = 200
_YES: Final = frozenset({"yes", "true", "1", "x"})
_NO: Final = frozenset({"no", "false", "0", ""})


class Fault(Exception):
    """Why a cell cannot be read, and how to mend it."""

    def __init__(self, rule: str, fix: str) -> None:
        super().__init__(f"{rule}. {fix}.")
        self.rule = rule
        self.fix = fix


def name_of(text: str) -> str:
    """A name, without outer blanks; raises Fault."""
    name = text.strip()
    if not name:
        raise Fault(
            "The name is missing", "Write it in every row; a merged cell of a spreadsheet leaves the rows below empty"
        )
    if name.startswith(_FORMULA):
        raise Fault("The name begins like a formula of a spreadsheet", f"Write it without the {name[0]!r} in front")
    if not name.isprintable():
        raise Fault("The name holds characters that cannot be printed", "Write it on one line, as plain text")
    if len(name) > _LONGEST:
        raise Fault(f"The name has {len(name):,} characters; at most {_LONGEST} are read", "Give it a short name")
    return name


def spelling(name: str) -> str:
    """What two spellings of the same name have in common: neither case nor blanks."""
    return " ".join(name.casefold().split())


def score_of(text: str) -> int | None:
    """A score, None where left blank; raises Fault."""
    written = text.strip()
    if not written:
        return None
    found = _SCORE.fullmatch(written)
    if found is None:
        raise Fault(
            f"A score is a whole number from {LOWEST} to {HIGHEST}", "Correct it, or leave it empty if it was not given"
        )
    return int(found[1])


def conflict_of(text: str) -> bool:
    """Whether a conflict of interest is declared; raises Fault."""
    written = text.strip().casefold()
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise Fault("A conflict of interest is yes or no", "Write yes, no, or nothing")


def points_of(text: str) -> float:
    """Swing points; raises Fault."""
    written = text.strip()
    if not _NUMBER.fullmatch(written) or float(written) > TOP:
        raise Fault(
            f"Points are a number from 0 to {TOP:g}", f"Correct it; the criterion that matters most has {TOP:g}"
        )
    return float(written)
