"""The documents a sample is drawn from: references, units and users as handed over, never text."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from attending.analytics.peer_review import ReviewStratum
from attending.program.rules import Refused
from attending.review.rules.line_problems import csv_rows, refuse

COLUMNS: Final = ("reference", "unit", "user")
MOST_DOCUMENTS: Final = 40_000

_REFERENCE: Final = re.compile(r"[A-Za-z0-9._:/-]{1,100}")
_LOOKS_LIKE_A_DATE: Final = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_LOOKS_LIKE_A_PERSON: Final = re.compile(r"\d{3}-\d{2}-\d{4}")
_USER: Final = re.compile(r"[A-Za-z0-9._@+-]{0,80}")
_UNIT: Final = re.compile(r"[^\x00-\x1f]{1,80}")


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One document: how the record system finds it, where it was written, and whose draft it was."""

    reference: str
    unit: str
    user: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Every document of the period."""

    rows: tuple[FrameRow, ...]

    def strata(self, *, by_user: bool) -> tuple[ReviewStratum, ...]:
        """Units, or units and users, each with its number of documents."""
        counts = Counter((row.unit, row.user if by_user else "") for row in self.rows)
        return tuple(ReviewStratum(unit, user, counts[unit, user]) for unit, user in sorted(counts))

    def references(self, *, by_user: bool) -> Mapping[tuple[str, str], list[str]]:
        """The references of each stratum."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.rows:
            found.setdefault((row.unit, row.user if by_user else ""), []).append(row.reference)
        return found

    def users(self) -> Mapping[str, str]:
        """Whose draft each reference is."""
        return {row.reference: row.user for row in self.rows}


def pseudonyms(logins: Iterable[str], key: bytes) -> dict[str, str]:
    """What stands for each login in one round: HMAC-SHA256 under the round's key; an unknown user stays unknown.

    The key is drawn for the round and thrown away, so that nobody can try out logins, nor follow one person from
    round to round.
    """
    return {
        login: f"user-{hmac.new(key, login.encode(), hashlib.sha256).hexdigest()[:12]}" if login else ""
        for login in logins
    }


def stratum_name(unit: str, user: str) -> str:
    """A stratum in one piece of text."""
    return f"{unit} / {user}" if user else unit


def unit_of(stratum: str) -> str:
    """The unit alone of what ``stratum_name`` wrote."""
    return stratum.partition(" / ")[0]


def read_frame(text: str) -> Frame:
    """The frame that a CSV file with the columns reference, unit and user describes.

    References are not names, dates or text: letters, digits and . _ : / - only, at least one digit, each once. Raises
    Refused with the line numbers.
    """
    header, lines = csv_rows(text, most=MOST_DOCUMENTS)
    if sorted(header) != sorted(COLUMNS):
        told = ", ".join(header)[:120]
        raise Refused(f"The first line names the columns reference, unit and user and no other; it reads: {told}.")
    place = {name: header.index(name) for name in COLUMNS}
    rows: list[FrameRow] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        if len(cells) != len(COLUMNS):
            problems.append(f"Line {number}: {len(cells)} cells, not {len(COLUMNS)}.")
            continue
        row = FrameRow(*(cells[place[name]] for name in COLUMNS))
        problem = _problem(row)
        if not problem and row.reference in seen:
            problem = f"the reference of line {seen[row.reference]} again."
        if problem:
            problems.append(f"Line {number}: {problem}")
            continue
        seen[row.reference] = number
        rows.append(row)
    refuse(problems)
    return Frame(tuple(rows))


def _problem(row: FrameRow) -> str:
    """What is wrong with a row. The reference itself is not repeated: it may be what should not be here."""
    reference = row.reference
    if not _REFERENCE.fullmatch(reference):
        return "a reference is 1 to 100 letters, digits and . _ : / - without blanks."
    if not any(character.isdigit() for character in reference):
        return "a reference without a digit looks like a name; use the number of the document."
    if _LOOKS_LIKE_A_DATE.fullmatch(reference) or _LOOKS_LIKE_A_PERSON.fullmatch(reference):
        return "the reference looks like a date or a personal number; use the number of the document."
    if not _UNIT.fullmatch(row.unit) or " / " in row.unit:
        return "a unit is named in 1 to 80 characters, without “ / ”."
    if not _USER.fullmatch(row.user):
        return "a user is a login of at most 80 letters, digits and . _ @ + -, or empty."
    return ""
