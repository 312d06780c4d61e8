"""Read a method of rating hazards from its TOML text, and refuse what nobody could rate by."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from attending.analytics.catalogs.hazards.method import Band, Level, Method, Question, Standing
from attending.analytics.catalogs.hazards.tree import ENDS

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_TEXTS: Final = ("name", "title", "rating_name", "source", "verification", "acceptance_source")
_FIELDS: Final = {*_TEXTS, "key", "version", "since", "verified", "adapted", "table", "bands", "tree"}
_SCALES: Final = ("severities", "likelihoods")
_LARGEST: Final = 1_000


class MethodRefused(ValueError):
    """A file does not hold a method that can be used; the message names the place, the value and what is expected."""


def read(text: str, name: str, *, seats: Sequence[str]) -> Method:
    """The method that a TOML text describes, as ``dcb0160.toml`` beside this module shows.

    ``name`` stands before each message; ``seats`` are those that may be named under ``accepted_by``. Raises
    MethodRefused.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MethodRefused(f"{name} is not TOML: {error}") from error
    return from_plain(data, name, seats=seats)


def from_plain(data: Mapping[str, Any], name: str, *, seats: Sequence[str]) -> Method:
    """The method that plain data describe; the rest as for ``read``."""

    def expect(holds: bool, place: str, value: object, wanted: str) -> None:
        if not holds:
            raise MethodRefused(f"{name}: {place} is {value!r}; expected {wanted}.")

    unknown = sorted(set(data) - _FIELDS - set(_SCALES))
    expect(not unknown, "a field", ", ".join(unknown), f"only {', '.join(sorted(_FIELDS | set(_SCALES)))}")
    for field in _TEXTS:
        expect(_is_text(data.get(field)), field, data.get(field), "a text")
    for field, pattern in (("key", _KEY), ("version", _VERSION)):
        value = data.get(field)
        expect(isinstance(value, str) and bool(pattern.fullmatch(value)), field, value, f"the form {pattern.pattern}")
    expect(type(data.get("since")) is date, "since", data.get("since"), "a date such as 2026-01-31")
    expect(isinstance(data.get("verified"), bool), "verified", data.get("verified"), "true or false")
    adapted = data.get("adapted", "")
    expect(isinstance(adapted, str), "adapted", adapted, "a text that says why the published table was changed")
    scales = {scale: _levels(data.get(scale), scale, expect) for scale in _SCALES}
    table = _table(data.get("table"), scales, expect)
    bands = _bands(data.get("bands"), sorted(set(table.values())), seats, expect)
    return Method(
        **{field: data[field] for field in (*_TEXTS, "key", "version", "since", "verified")},
        adapted=adapted,
        severities=scales["severities"],
        likelihoods=scales["likelihoods"],
        table=MappingProxyType(table),
        bands=bands,
        tree=_tree(data.get("tree", []), expect),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _entries(value: object, place: str, fields: set[str], optional: set[str], expect: Any) -> list[Mapping[str, Any]]:
    expect(isinstance(value, list), place, value, "a list of entries")
    found: list[Mapping[str, Any]] = list(value) if isinstance(value, list) else []
    for at, entry in enumerate(found, 1):
        held = set(entry) if isinstance(entry, dict) else set()
        right = fields <= held <= fields | optional
        expect(right, f"{place} {at}", ", ".join(sorted(held)), f"the fields {', '.join(sorted(fields))}")
    return found


def _levels(value: object, scale: str, expect: Any) -> tuple[Level, ...]:
    entries = _entries(value, scale, {"key", "name", "means"}, set(), expect)
    for at, entry in enumerate(entries, 1):
        key = entry["key"]
        expect(isinstance(key, str) and bool(_KEY.fullmatch(key)), f"{scale} {at} key", key, "small letters and _")
        for field in ("name", "means"):
            expect(_is_text(entry[field]), f"{scale} {at} {field}", entry[field], "a text")
    keys = [entry["key"] for entry in entries]
    expect(len(keys) >= 2, scale, keys, "at least two levels, the worst first")
    expect(len(set(keys)) == len(keys), scale, keys, "each key once")
    return tuple(Level(**entry) for entry in entries)


def _table(value: object, scales: Mapping[str, tuple[Level, ...]], expect: Any) -> dict[tuple[str, str], int]:
    severities = [level.key for level in scales["severities"]]
    likelihoods = [level.key for level in scales["likelihoods"]]
    rows: Mapping[str, Any] = value if isinstance(value, dict) else {}
    expect(set(rows) == set(likelihoods), "table", sorted(rows), f"a row for each of {', '.join(likelihoods)}")
    table: dict[tuple[str, str], int] = {}
    for likelihood in likelihoods:
        row = rows[likelihood]
        whole = isinstance(row, list) and len(row) == len(severities)
        expect(whole, f"table {likelihood}", row, f"{len(severities)} ratings, for {', '.join(severities)}")
        for severity, rating in zip(severities, row, strict=True):
            right = type(rating) is int and 1 <= rating <= _LARGEST
            expect(right, f"table {likelihood}, {severity}", rating, f"a whole number from 1 to {_LARGEST}")
            table[likelihood, severity] = rating
    _check_order(table, severities, likelihoods, expect)
    return table


def _check_order(
    table: Mapping[tuple[str, str], int], severities: Sequence[str], likelihoods: Sequence[str], expect: Any
) -> None:
    """A worse or likelier harm never rates lower; the usual slip is a row or a column the wrong way round."""
    for row, likelihood in enumerate(likelihoods):
        for column, severity in enumerate(severities):
            rating, place = table[likelihood, severity], f"table {likelihood}, {severity}"
            if column:
                most = table[likelihood, severities[column - 1]]
                expect(rating <= most, place, rating, f"at most {most}, which the worse severity beside it has")
            if row:
                most = table[likelihoods[row - 1], severity]
                expect(rating <= most, place, rating, f"at most {most}, which the higher likelihood above it has")


def _bands(value: object, ratings: Sequence[int], seats: Sequence[str], expect: Any) -> tuple[Band, ...]:
    fields = {"lowest", "highest", "name", "means", "standing", "accepted_by"}
    entries = _entries(value, "bands", fields, set(), expect)
    for at, entry in enumerate(entries, 1):
        for field in ("name", "means"):
            expect(_is_text(entry[field]), f"bands {at} {field}", entry[field], "a text")
        for field in ("lowest", "highest"):
            expect(type(entry[field]) is int, f"bands {at} {field}", entry[field], "a whole number")
        standing, accepted_by = entry["standing"], entry["accepted_by"]
        expect(standing in list(Standing), f"bands {at} standing", standing, f"one of {', '.join(Standing)}")
        known = isinstance(accepted_by, list) and all(each in seats for each in accepted_by)
        expect(known, f"bands {at} accepted_by", accepted_by, f"seats out of {', '.join(seats)}")
        nobody = standing == Standing.UNACCEPTABLE
        wanted = "no seat, because it is unacceptable" if nobody else "at least one seat"
        expect(nobody != bool(accepted_by), f"bands {at} accepted_by", accepted_by, wanted)
    for rating in ratings:
        holds = [entry["name"] for entry in entries if entry["lowest"] <= rating <= entry["highest"]]
        expect(len(holds) == 1, f"bands of rating {rating}", holds, "exactly one band that holds it")
    return tuple(
        Band(**{**entry, "standing": Standing(entry["standing"]), "accepted_by": tuple(entry["accepted_by"])})
        for entry in entries
    )


def _tree(value: object, expect: Any) -> tuple[Question, ...]:
    """Questions in an order in which each leads only to later ones, so that every walk ends."""
    entries = _entries(value, "tree", {"key", "question", "yes", "no"}, {"rating_from"}, expect)
    keys = [entry["key"] for entry in entries]
    expect(len(set(map(str, keys))) == len(keys), "tree", keys, "each question once")
    for at, entry in enumerate(entries, 1):
        for field in ("key", "question"):
            expect(_is_text(entry[field]), f"tree {at} {field}", entry[field], "a text")
        number = entry.get("rating_from")
        expect(number is None or type(number) is int, f"tree {at} rating_from", number, "a whole number, or nothing")
        later = [*keys[at:], *ENDS]
        for way in ("yes", "no"):
            expect(entry[way] in later, f"tree {at} {way}", entry[way], f"one of {', '.join(map(str, later))}")
    return tuple(Question(**{"rating_from": None, **entry}) for entry in entries)
