"""What in a text looks as if it told who a patient is. Pure, and deliberately coarse: it asks again rather than keeps.

It finds numbers and forms (45 CFR 164.514(b)(2) lists what identifies). It cannot find names, except after Mr or Mrs;
pages that use it say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Identifier(StrEnum):
    """What it looks like, as a page says it."""

    EMAIL = "an e-mail address"
    SSN = "a social security number"
    PHONE = "a phone number"
    BIRTH = "a date of birth"
    RECORD = "a record number"
    NAME = "a person's name"


@dataclass(frozen=True, slots=True)
class Suspect:
    """One place in a text."""

    kind: Identifier
    text: str

    def __str__(self) -> str:
        return f"“{self.text}” looks like {self.kind}"


_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMERIC: Final = (
    r"(?:\d{1,4}(?:\s?/\s?|-)\d{1,2}(?:\s?/\s?|-)\d{2,4}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{2}\.\d{2}\.\d{2}"
    r"|\d{4}\.\d{2}\.\d{2})"
)
_WRITTEN: Final = rf"(?:{_DAY}\s+(?:of\s+)?{_MONTH},?\s+\d{{2,4}}|{_MONTH}\s+{_DAY},?\s+\d{{2,4}})"
_DOSE: Final = (
    r"(?:[a-z]{1,3}/|%|units?\b|[iu]u?\b|mg|mcg|[µμu]g|ng|kg|g\b|ml|m?l\b|mmol|m?eq|mosm|cells|copies|bpm|mmhg|kcal|"
    r"x\s?10|/\s?[µμu]?l|per\b|steps|ms\b)"
)
_NOT_A_DOSE: Final = rf"(?!\s?{_DOSE})"

_EMAIL: Final = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_SSN: Final = re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])")
_PHONE: Final = re.compile(
    r"(?<!\w)\+\d[\d\s().-]{6,16}\d"
    r"|(?<!\d)(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?!\d)"
    r"|(?<![\d.,/-])\d{3}[-.]\d{4}(?![\d.,/-])",
)
_LABELLED_BIRTH: Final = re.compile(
    rf"\b(?:d\.?\s?o\.?\s?b\b\.?|date of birth|birth\s?date|birthday|born)\W{{0,4}}(?:is|was|on|in|the)?\s*"
    rf"(?:{_WRITTEN}|{_NUMERIC}|\d{{1,2}}[./-]\d{{1,2}}|\d{{4,8}}|{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+\d{{1,2}})",
    re.IGNORECASE,
)
_DATE: Final = re.compile(rf"(?<![\d./-])(?:{_NUMERIC}|{_WRITTEN})(?![\d/-]){_NOT_A_DOSE}", re.IGNORECASE)
_LABELLED_RECORD: Final = re.compile(
    r"\b(?:mrn|csn|medical record|p(?:atien)?t\.?\s?id"
    r"|(?:record|chart|account|acct|encounter|visit|patient|nhs)\s?(?:no\b|number|num\b|nr\b|#))"
    r"\s?(?:no\b|number|num\b|#)?\W{0,4}(?:is\s)?[a-z]{0,3}-?\d[\d -]{2,}\d",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(rf"(?<![\d.,])\d{{6,}}(?!\d){_NOT_A_DOSE}", re.IGNORECASE)
_GROUPED: Final = re.compile(rf"(?<![\d.,/-])\d{{2,6}}(?:-\d{{2,6}})+(?![\d/-]){_NOT_A_DOSE}", re.IGNORECASE)
_SPAN: Final = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d-(?:[01]\d|2[0-4])[0-5]\d|(?:19|20)\d\d-(?:19|20)\d\d")
_NAME: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mister)\b\.?\s?[A-Z][\w'\u2019-]+")

Finder = Callable[[str, date], list[str]]

_LEAST_GROUPED: Final = 7
_DIGIT: Final = re.compile(r"\d")
_YEARS_THAT_PASS: Final = 1
"""A whole date of this year or the last says when an alert came; an older one is more likely a birth."""


def plain(text: str) -> str:
    """The text with digits and letters in their common form, and without characters that cannot be seen."""
    folded = unicodedata.normalize("NFKC", text)
    seen = "".join(each for each in folded if unicodedata.category(each) != "Cf")
    dashed = "".join("-" if unicodedata.category(each) == "Pd" or each == "\N{MINUS SIGN}" else each for each in seen)
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in dashed)


def suspects(text: str, today: date) -> list[Suspect]:
    """What should be taken out of a text before it is kept, in the order of its kinds; empty where nothing is seen.

    Doses, times, vital signs, bed and extension numbers, scores and dates of this year or the last pass.
    """
    left, found = plain(text), []
    for kind, places in (
        (Identifier.EMAIL, _all(_EMAIL)),
        (Identifier.BIRTH, _all(_LABELLED_BIRTH)),
        (Identifier.RECORD, _all(_LABELLED_RECORD)),
        (Identifier.SSN, _all(_SSN)),
        (Identifier.BIRTH, _old_dates),
        (Identifier.PHONE, _all(_PHONE)),
        (Identifier.RECORD, _numbers),
        (Identifier.NAME, _all(_NAME)),
    ):
        for place in places(left, today):
            found.append(Suspect(kind, " ".join(place.split())))
            left = left.replace(place, " ", 1)  # said once, by the first kind that fits
    return found


def _all(pattern: re.Pattern[str]) -> Finder:
    """Every place that a pattern finds."""
    return lambda text, _today: [each[0] for each in pattern.finditer(text)]


def _old_dates(text: str, today: date) -> list[str]:
    """Whole dates that are older than last year, whichever way they are written."""
    return [each[0] for each in _DATE.finditer(text) if _is_old(each[0], today)]


def _is_old(written: str, today: date) -> bool:
    numbers = [int(each) for each in re.findall(r"\d+", written)]
    year = numbers[0] if numbers[0] > 31 else numbers[-1]
    if year < 100:
        year += 2000 if year <= today.year % 100 else 1900
    days = [each for each in numbers if each != numbers[0 if numbers[0] > 31 else -1]]
    possible = year >= 1900 - 20 and all(1 <= each <= 31 for each in days)
    return possible and year < today.year - _YEARS_THAT_PASS


def _numbers(text: str, _today: date) -> list[str]:
    """Long runs of digits, and numbers in groups that hold as many; whole dates were judged before."""
    dates = {each[0] for each in _DATE.finditer(text)}
    grouped = [each[0] for each in _GROUPED.finditer(text)]
    long = [
        each
        for each in grouped
        if each not in dates and not _SPAN.fullmatch(each) and len(_DIGIT.findall(each)) >= _LEAST_GROUPED
    ]
    return [*(each[0] for each in _DIGITS.finditer(text)), *long]
