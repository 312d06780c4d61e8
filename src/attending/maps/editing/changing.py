"""Add, move, rename and change what is in a map."""

from __future__ import annotations

from typing import Any, Final

from attending.maps.editing.document import Document, EditRefused, Fields
from attending.maps.editing.flows import join
from attending.maps.entry import Entry
from attending.maps.keys import key_for
from attending.maps.model import LaneKind, StepKind

_ADDED: Final = ("shift", "hazard", "rule")
_NAMED: Final = ("map", "lane", "step", "hazard", "rule")
_CHANGED: Final = ("map", "shift", "lane", "step", "hazard", "rule")


def add(document: Document, entry: Entry) -> None:
    """A shift, hazard or rule from its fields."""
    entry.only("do", "what", "key", "fields")
    what, fields = entry.choice("what", _ADDED, required=True), _fields(entry)
    if what:
        words = fields.get("name")
        key = _new_key(document, entry, what, words if isinstance(words, str) else what)
        document.section(what)[key] = {name: value for name, value in fields.items() if value is not None}


def add_lane(document: Document, entry: Entry) -> None:
    """A lane at the end, or before another."""
    entry.only("do", "key", "name", "kind", "discipline", "before")
    name, before = entry.text("name", required=True), entry.key("before")
    key = _new_key(document, entry, "lane", name)
    fields = {"name": name, "kind": entry.choice("kind", tuple(LaneKind)), "discipline": entry.text("discipline")}
    document.section("lane")[key] = {each: value for each, value in fields.items() if value}
    if before:
        _put_before(document, key, before)


def add_step(document: Document, entry: Entry) -> None:
    """A step in a lane, connected to the one that it comes after."""
    entry.only("do", "key", "lane", "kind", "name", "place", "after", "hand_off")
    name, after = entry.text("name", required=True), entry.key("after")
    key = _new_key(document, entry, "step", name)
    kind = entry.choice("kind", tuple(StepKind), required=True)
    fields: Fields = {"lane": entry.key("lane", required=True), "kind": kind, "name": name, "next": []}
    place = entry.whole("place", least=1, most=1_000)
    document.section("step")[key] = fields if place is None else {**fields, "place": place}
    if after:
        join(document, after, {"to": key, "hand_off": entry.text("hand_off")})


def move_lane(document: Document, entry: Entry) -> None:
    """Draw a lane before another, or last."""
    entry.only("do", "lane", "before")
    lane, before = entry.key("lane", required=True), entry.key("before")
    document.one("lane", lane)
    _put_before(document, lane, before)


def move_step(document: Document, entry: Entry) -> None:
    """Put a step into another lane, another column, or both."""
    entry.only("do", "step", "lane", "place")
    step = document.one("step", entry.key("step", required=True))
    if entry.has("lane"):
        step["lane"] = entry.key("lane")
    if entry.is_null("place"):
        step.pop("place", None)
    elif entry.has("place"):
        step["place"] = entry.whole("place", least=1, most=1_000)


def rename(document: Document, entry: Entry) -> None:
    """Give a new name; keys stay, so that what refers to them still does."""
    entry.only("do", "what", "key", "name")
    what, name = entry.choice("what", _NAMED, required=True), entry.text("name", required=True)
    if what == "map":
        document.fields["title"] = name
    elif what:
        document.one(what, entry.key("key", required=True))["name"] = name


def change(document: Document, entry: Entry) -> None:
    """Set fields as the text has them, and take out those that are null."""
    entry.only("do", "what", "key", "fields")
    what, fields = entry.choice("what", _CHANGED, required=True), _fields(entry)
    if what == "map":
        unknown = set(fields) - {"title", "about"}
        if unknown:
            raise EditRefused(
                f"Of the map itself only title and about are changed here, not {', '.join(sorted(unknown))}."
            )
        _set(document.fields, fields)
    elif what:
        _set(document.one(what, entry.key("key", required=True)), fields)


def _set(target: Fields, fields: Fields) -> None:
    for name, value in fields.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value


def _fields(entry: Entry) -> Fields:
    inside = entry.entry("fields")
    if inside is None:
        entry.refuse("fields", "is missing: the fields and their values")
        return {}
    return dict(inside.plain())


def _new_key(document: Document, entry: Entry, what: str, name: str) -> str:
    key = entry.key("key") or key_for(name, document.section(what))
    if key in document.section(what):
        raise EditRefused(f"There is a {what} with the key “{key}” already; choose another.")
    return key


def _put_before(document: Document, lane: str, before: str) -> None:
    lanes = document.section("lane")
    if before:
        document.one("lane", before)
    order = [key for key in lanes if key != lane]
    order.insert(order.index(before) if before and before != lane else len(order), lane)
    ordered: dict[str, Any] = {key: lanes[key] for key in order}
    lanes.clear()
    lanes.update(ordered)
