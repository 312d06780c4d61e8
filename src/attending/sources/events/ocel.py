"""Object-centric event logs (OCEL 2.0, Berti et al. 2024) in JSON, flattened by the type of object that is the case.

An event of several such objects belongs to each, and one of none to no case; both are counted and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attending.sources.events.json_stream import JsonStream
from attending.sources.events.mapping import EventMapping
from attending.sources.events.packed import DocumentLimits
from attending.sources.events.streamed import Event
from attending.sources.events.xes import OF_TRACE
from attending.sources.locate import LogFile
from attending.sources.report import refusal

DEFAULTS: Final = EventMapping("object", "type", "time", tell_apart=("id",))
"""What the parts of a flattened event are called here; further columns are attributes of the event or its object."""

_OWN: Final = ("object", "type", "time", "id")


class OcelReader:
    """The flattened events of one file, and what is to be said of the flattening, once they are read."""

    def __init__(self, file: LogFile, mapping: EventMapping, limits: DocumentLimits) -> None:
        self._file = file
        self._limits = limits
        self._mapping = mapping
        self._of_object = {c: c.removeprefix(OF_TRACE) for c in mapping.columns if c.startswith(OF_TRACE)}
        self._cases: dict[str, Mapping[str, str]] = {}
        self._others: set[str] = set()
        self._found = {"object", "type", "time", "id"}
        self._events = self._rows = self._shared = self._without = self._unknown = 0

    def events(self) -> Iterator[Event]:
        """Each event once for each of its objects, with its number in the file. Raises LogRefused."""
        self._read_objects()
        stream = JsonStream(self._file, self._limits)
        for name, elements in stream.members():
            if name != "events":
                continue
            for event in elements:
                self._events += 1
                yield from self._flattened(event, stream)
        if self._rows:
            self._check_columns()

    @property
    def told(self) -> tuple[str, ...]:
        """Sentences on what became of the events in the flattening."""
        kind = self._mapping.object_type
        said = [
            f"The {self._events:,} events of the file are read as {self._rows:,} events of {len(self._cases):,} "
            f"objects of type {kind}. Events that belong to several of them count in each: {self._shared:,}. Events "
            f"that belong to none do not count: {self._without:,}."
        ]
        if self._unknown:
            said.append(f"Relations that name an object which the file does not hold: {self._unknown:,}.")
        return tuple(said)

    def _read_objects(self) -> None:
        stream = JsonStream(self._file, self._limits)
        types: dict[str, int] = {}
        names = []
        for name, elements in stream.members():
            names.append(name)
            if name != "objects":
                continue
            for each in elements:
                if not isinstance(each, dict) or not isinstance(each.get("id"), str):
                    raise stream.refused("An object has no id", "Give every object an id and a type, as OCEL 2.0 asks")
                kind = str(each.get("type"))
                types[kind] = types.get(kind, 0) + 1
                if kind == self._mapping.object_type:
                    self._cases[each["id"]] = self._attributes(each, stream)
                else:
                    self._others.add(each["id"])
        if "ocel:events" in names or "ocel:global-log" in names:
            raise refusal("The file is OCEL 1.0", "Convert it to OCEL 2.0 JSON", file=self._file.name)
        if "objects" not in names or "events" not in names:
            raise refusal(
                "The file is JSON and no OCEL 2.0: it lacks objects or events",
                "Give an OCEL 2.0 JSON file",
                file=self._file.name,
            )
        if not self._cases:
            there = ", ".join(f"{kind} ({number:,})" for kind, number in sorted(types.items())) or "none"
            asked = self._mapping.object_type
            raise refusal(
                f"No object is of type {asked!r}" if asked else "It is not said which type of object is the case",
                f"Map object_type to one of: {there}",
                file=self._file.name,
            )

    def _attributes(self, each: dict[str, Any], stream: JsonStream) -> Mapping[str, str]:
        """The first value of each mapped attribute of an object; later ones are changes."""
        if not self._of_object:
            return {}
        found: dict[str, str] = {}
        for name, value in _pairs(each, stream):
            found.setdefault(name, value)
        return found

    def _flattened(self, event: Any, stream: JsonStream) -> Iterator[Event]:
        if not isinstance(event, dict):
            raise stream.refused("An event is no JSON object", "Write events as OCEL 2.0 asks")
        related = event.get("relationships") or []
        if not isinstance(related, list) or not all(isinstance(each, dict) for each in related):
            raise stream.refused("The relationships of an event are no list of objects", "Write them as OCEL 2.0 asks")
        ids = list(dict.fromkeys(str(each.get("objectId")) for each in related))
        cases = [each for each in ids if each in self._cases]
        self._unknown += sum(each not in self._cases and each not in self._others for each in ids)
        self._shared += len(cases) > 1
        self._without += not cases
        self._rows += len(cases)
        if not cases:
            return
        values = dict(_pairs(event, stream)) | {name: _text(event.get(name)) for name in _OWN[1:]}
        self._found.update(name for name, value in values.items() if value is not None)
        for case in cases:
            of_object = self._cases[case]
            texts: list[str | None] = []
            for column in self._mapping.columns:
                if column == "object":
                    texts.append(case)
                elif column in self._of_object:
                    texts.append(of_object.get(self._of_object[column]))
                else:
                    texts.append(values.get(column))
            yield self._events, texts

    def _check_columns(self) -> None:
        known = {OF_TRACE + name for attributes in self._cases.values() for name in attributes}
        for column in self._mapping.columns:
            if column not in self._found and column not in known:
                raise refusal(
                    f"No event of the log has an attribute {column!r}",
                    f"Map one of: {', '.join(sorted(self._found))}; attributes of the object begin with {OF_TRACE}",
                    file=self._file.name,
                    column=column,
                )


def _pairs(each: dict[str, Any], stream: JsonStream) -> Iterator[tuple[str, str]]:
    attributes = each.get("attributes") or []
    if not isinstance(attributes, list) or not all(isinstance(one, dict) for one in attributes):
        raise stream.refused("Attributes are no list of names and values", "Write them as OCEL 2.0 asks")
    for one in attributes:
        value = _text(one.get("value"))
        if value is not None:
            yield str(one.get("name")), value


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
