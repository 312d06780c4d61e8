"""Which column of an event log plays which part, and how a small document states it."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from attending.analytics.event_log.attributes import SHIFT, WEEKDAY

SITE: Final = "site"
LARGEST: Final = 2**20
"""Bytes of the largest mapping that is read."""

Repeated = Literal["once", "each"]


class MappingRefused(ValueError):
    """A mapping that cannot be used; the message names file, key, value and what is expected."""


@dataclass(frozen=True, slots=True)
class EventMapping:
    """The columns of an event log that are read; every other column is left alone.

    `case` identifies whom the events belong to, and never leaves; `activity` names what happened; `timestamp` says
    when. `order` tells events of one time apart, where the order of the rows does not (a warehouse has none).
    `lifecycle` holds transitions such as start and complete, of which `transitions` count (none given: all).
    `resource` only tells two events apart. `site`, `shift` and `subgroups` are what results are told by. `tell_apart`
    are further columns, such as an event's own number: two rows that agree in every mapped column say the same, and
    count `repeated` "once", or "each". Stamps without an offset from UTC are times on the wall in `time_zone`, and
    weekdays and shifts are those of that zone. `object_type` is the type of object that is the case, in OCEL.

    Raises MappingRefused for a column in two parts, an empty name, or a zone there is none of.
    """

    case: str = "case_id"
    activity: str = "activity"
    timestamp: str = "timestamp"
    order: str | None = None
    lifecycle: str | None = None
    transitions: tuple[str, ...] = ()
    resource: str | None = None
    site: str | None = None
    shift: str | None = None
    subgroups: tuple[str, ...] = ()
    tell_apart: tuple[str, ...] = ()
    repeated: Repeated = "once"
    time_zone: str | None = None
    object_type: str | None = None

    def __post_init__(self) -> None:
        told = (self.case, self.activity, self.timestamp, *self.subgroups)
        for name in (*told, *(self.order, self.lifecycle, self.resource, self.site, self.shift), *self.tell_apart):
            if name is not None and not name.strip():
                raise MappingRefused("A column name in the mapping is empty: write it as the log's header does.")
        parts = [name for name in (*told, self.site, self.shift) if name is not None]
        for name in parts:
            if parts.count(name) > 1:
                raise MappingRefused(f"Column {name!r} is mapped twice: each part needs a column of its own.")
        for name in self.subgroups:
            if name in (WEEKDAY, SHIFT, SITE):
                raise MappingRefused(
                    f"A subgroup cannot be called {name!r}, which has a meaning of its own: rename it."
                )
        if self.transitions and self.lifecycle is None:
            raise MappingRefused("transitions are given and no lifecycle column that holds them: map lifecycle too.")
        if self.repeated not in ("once", "each"):
            raise MappingRefused(f"repeated is {self.repeated!r}: write once, or each.")
        if self.time_zone is not None and not _is_zone(self.time_zone):
            raise MappingRefused(
                f"time_zone {self.time_zone!r} is not the name of a time zone: write one such as Europe/Amsterdam."
            )

    @property
    def attributes(self) -> dict[str, str]:
        """The column of each attribute that results are told by, by the attribute's name."""
        named = {SITE: self.site, SHIFT: self.shift} | {name: name for name in self.subgroups}
        return {name: column for name, column in named.items() if column is not None}

    @property
    def texts(self) -> tuple[str, ...]:
        """Every column that is read as text, once; the case first, the activity second."""
        further = (self.lifecycle, self.resource, self.site, self.shift, *self.subgroups, *self.tell_apart)
        return tuple(dict.fromkeys(name for name in (self.case, self.activity, *further) if name is not None))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every mapped column once."""
        further = () if self.order is None else (self.order,)
        return tuple(dict.fromkeys((self.case, self.activity, self.timestamp, *further, *self.texts)))

    @property
    def key(self) -> tuple[str, ...]:
        """What a row says: rows that agree in it say the same."""
        return (*self.texts, self.timestamp)

    @property
    def numbers(self) -> frozenset[str]:
        """No column is a number: case 1 and case 1.0 are two."""
        return frozenset()

    def to_document(self) -> dict[str, Any]:
        """The mapping as plain data, without what is not given."""
        stated = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in stated.items()
            if value not in (None, ())
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any], *, name: str = "The mapping") -> EventMapping:
        """The mapping of plain data, whose defaults hold where it says nothing; raises MappingRefused."""
        return EventMapping().with_document(document, name=name)

    def with_document(self, document: Mapping[str, Any], *, name: str = "The mapping") -> EventMapping:
        """This mapping with what plain data says; raises MappingRefused."""
        stated: dict[str, Any] = {}
        several = {each.name for each in fields(EventMapping) if str(each.type).startswith("tuple")}
        known = [each.name for each in fields(EventMapping)]
        for key, value in document.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
                raise MappingRefused(f"{name}, key {key}: there is no such key; the nearest is {near}.")
            if key in several:
                if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                    raise MappingRefused(
                        f"{name}, key {key}: {str(value)[:80]!r} is there; expected is a list of names."
                    )
                stated[key] = tuple(value)
            elif isinstance(value, str):
                stated[key] = value
            else:
                raise MappingRefused(f"{name}, key {key}: {str(value)[:80]!r} is there; expected is a text.")
        try:
            return replace(self, **stated)
        except MappingRefused as problem:
            raise MappingRefused(f"{name}: {problem}") from None


def read_mapping(path: Path, defaults: EventMapping | None = None) -> EventMapping:
    """The mapping a TOML or JSON file states; raises MappingRefused, naming the file."""
    try:
        if path.stat().st_size > LARGEST:
            raise MappingRefused(f"{path.name}: expected is a mapping of at most {LARGEST:,} bytes.")
        text = path.read_text(encoding="utf-8-sig")
        document = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except OSError as problem:
        raise MappingRefused(f"{path} cannot be read ({problem.strerror}): name a TOML or JSON file.") from None
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise MappingRefused(
            f"{path.name} is no valid {path.suffix.lstrip('.').upper() or 'JSON'}: {problem}."
        ) from None
    if not isinstance(document, dict):
        raise MappingRefused(f"{path.name}: expected is a table of keys and column names.")
    return (defaults or EventMapping()).with_document(document, name=path.name)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
