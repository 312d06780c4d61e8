"""A planning question from a TOML file, with its initiatives in it or in a CSV file beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attending.analytics.sequencing import (
    After,
    Capability,
    EitherOr,
    Initiative,
    Limits,
    Must,
    Never,
    Problem,
    StartIn,
    Together,
    Wish,
)
from attending.cli.sequence_entry import BadFile, Entry
from attending.cli.sequence_table import PLAIN_FIELDS, TABLE_FIELDS, rows_of

_LARGEST_BYTES = 20_000_000


def read_problem(path: Path) -> Problem:
    """The question in a file; raises BadFile, which says where and what to do."""
    text = _text(path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(
            f"{path.name} is not TOML: {error}. docs/how-to/sequence-a-plan.md shows a whole file."
        ) from error
    where = partial(_where, path.name, text)
    top = Entry(document, lambda field: where("", 0, field))
    top.only("quarters", "discount", "beyond", "limits", "capability", "initiative", "initiatives", "wish")
    quarters = top.names("quarters")
    if not quarters:
        raise top.refuse("quarters", 'give a list such as ["2027 Q1", "2027 Q2"]')
    discount, beyond = top.number("discount", default=0.98), top.whole("beyond", default=0, least=0)
    entries = {
        name: [Entry(each, partial(where, name, place)) for place, each in enumerate(_tables(document, name, top))]
        for name in ("capability", "initiative", "wish")
    }
    if top.has("initiatives"):
        entries["initiative"] += rows_of(path.parent / top.text("initiatives"))
    limits = _limits(document, where, top, len(quarters))
    try:
        return Problem(
            quarters,
            tuple(_initiative(each, quarters) for each in entries["initiative"]),
            tuple(_capability(each, quarters) for each in entries["capability"]),
            limits,
            tuple(_wish(each, quarters) for each in entries["wish"]),
            discount,
            beyond,
        )
    except BadFile:
        raise
    except ValueError as error:
        raise BadFile(f"{path.name}: {error}") from error


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise BadFile(f"{path} is a folder; name the TOML file of the plan in it.")
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadFile(f"{path} is larger than 20 MB; a plan of 1,000 initiatives takes less than 1 MB.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not UTF-8 text (byte {error.start:,}); save it as UTF-8.") from error
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror or error}.") from error


def _where(name: str, text: str, table: str, place: int, field: str) -> str:
    """Where a field stands: the file and, where it can be found, the line."""
    lines = text.splitlines()
    begins = [0] if not table else [at for at, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
    if place < len(begins):
        for at in range(begins[place], len(lines)):
            if at > begins[place] and table and lines[at].lstrip().startswith("[["):
                break
            if re.match(rf"\s*[\"']?{re.escape(field)}[\"']?\s*=|\s*\[\[?{re.escape(field)}[.\]]", lines[at]):
                return f"{name}, line {at + 1}"
        if table:
            return f"{name}, line {begins[place] + 1}, {table} {place + 1}"
    return f"{name}, {table} {place + 1}" if table else name


def _tables(document: Mapping[str, Any], name: str, top: Entry) -> Sequence[Mapping[str, Any]]:
    if not top.has(name):
        return []
    value = document[name]
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise top.refuse(name, f"write each as a table [[{name}]]")
    return value


def _limits(document: Mapping[str, Any], where: Any, top: Entry, count: int) -> Limits:
    if not top.has("limits"):
        return Limits()
    if not isinstance(document["limits"], dict):
        raise top.refuse("limits", "write tables such as [limits.resources]")
    entry = Entry(document["limits"], lambda field: where("", 0, f"limits.{field}"))
    kinds = ("resources", "change_load", "running", "live")
    entry.only(*kinds)
    return Limits(*(entry.limits(kind, count) for kind in kinds))


def _initiative(entry: Entry, quarters: tuple[str, ...]) -> Initiative:
    entry.only(*PLAIN_FIELDS, *TABLE_FIELDS)
    duration = entry.whole("duration", default=1, least=1)
    key = entry.text("key")
    started = entry.number("started", default=1.0)
    if started != int(started) or (entry.has("started") and started > 0):
        raise entry.refuse("started", "give 0 for the plan's first quarter, -1 for the quarter before it, and so on")
    found = (
        key,
        entry.text("title", default=key),
        entry.number("value"),
        duration,
        entry.place_in("earliest", quarters) or 0,
        entry.whole("gate", default=0, least=0),
        entry.amounts("demand", duration),
        entry.single("upkeep"),
        entry.amounts("change_load", duration),
        entry.text("tier", default=""),
        entry.names("needs"),
        entry.names("builds"),
        int(started) if started <= 0 else None,
    )
    try:
        return Initiative(*found)
    except ValueError as error:
        raise BadFile(f"{entry.where('key')}: {error}") from error


def _capability(entry: Entry, quarters: tuple[str, ...]) -> Capability:
    entry.only("key", "title", "kind", "available", "end_value")
    key = entry.text("key")
    found = (
        key,
        entry.text("title", default=key),
        entry.text("kind", default=""),
        entry.place_in("available", quarters),
        entry.number("end_value", default=0.0),
    )
    try:
        return Capability(*found)
    except ValueError as error:
        raise BadFile(f"{entry.where('key')}: {error}") from error


def _wish(entry: Entry, quarters: tuple[str, ...]) -> Wish:
    kinds = ("must", "never", "start", "together", "either_or", "after")
    entry.only(*kinds, "by", "in", "same_quarter", "then")
    made: list[Wish] = []
    if entry.has("must"):
        made.append(Must(entry.text("must"), entry.place_in("by", quarters)))
    if entry.has("never"):
        made.append(Never(entry.text("never")))
    if entry.has("start"):
        at = entry.place_in("in", quarters)
        if at is None:
            raise entry.refuse("in", f"give one of the quarters {', '.join(quarters)}")
        made.append(StartIn(entry.text("start"), at))
    if entry.has("together"):
        made.append(Together(entry.names("together"), entry.flag("same_quarter", default=True)))
    if entry.has("either_or"):
        made.append(EitherOr(entry.names("either_or")))
    if entry.has("after"):
        made.append(After(entry.text("then"), entry.text("after")))
    if len(made) != 1:
        raise BadFile(f"{entry.where('must')}: give each wish exactly one of {', '.join(kinds)}.")
    return made[0]
