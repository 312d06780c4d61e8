"""Event logs in XES (IEEE 1849-2016), read as a stream: no document type, no entity, no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attending.documents.xml import DocumentTypeRefused, XmlLimits, XmlRefused, XmlStream
from attending.sources.events.mapping import EventMapping
from attending.sources.events.packed import DocumentLimits, unpacked
from attending.sources.events.streamed import Event
from attending.sources.locate import LogFile
from attending.sources.report import refusal

OF_TRACE: Final = "case:"
"""Begins the name of a trace's attribute, so that it is not taken for an event's."""

DEFAULTS: Final = EventMapping("case:concept:name", "concept:name", "time:timestamp")
"""What the standard extensions call the parts."""

_ATTRIBUTES: Final = {"string", "date", "int", "float", "boolean", "id"}
_LISTED: Final = 40


class XesReader:
    """The events of one file, and what is to be said of it beside them, once they are read."""

    def __init__(self, file: LogFile, mapping: EventMapping, limits: DocumentLimits) -> None:
        self._file = file
        self._limits = limits
        self._place = {column: i for i, column in enumerate(mapping.columns)}
        self._columns = len(mapping.columns)
        self._open: list[str] = []
        self._trace: list[str | None] = []
        self._event: list[str | None] = []
        self._events_of_trace: list[tuple[int, list[str | None]]] = []
        self._ready: list[Event] = []
        self._seen: dict[str, None] = {}
        self._found: set[str] = set()
        self._traces = self._empty = 0
        # Elements are bounded by the bytes they take.
        bounds = XmlLimits(limits.unpacked_bytes, limits.depth, limits.unpacked_bytes)
        self._xml = XmlStream(self._start, self._end, bounds, longest_tag=limits.element_bytes)

    def events(self) -> Iterator[Event]:
        """Every event with its line. Raises LogRefused for what is no sound XES, or lacks a mapped attribute."""
        try:
            for block in unpacked(self._file, self._limits):
                self._xml.feed(block)
                yield from self._ready
                self._ready = []
            self._xml.close()
        except DocumentTypeRefused as problem:
            raise refusal(
                "The file declares a document type, which could define entities and name other files",
                "Export the log as XES without one",
                file=self._file.name,
                line=problem.line,
            ) from None
        except XmlRefused as problem:
            raise refusal(
                f"The file is refused: {problem}",
                "Export the log again as XES",
                file=self._file.name,
                line=problem.line,
            ) from None
        yield from self._ready
        if self._traces > self._empty:
            self._check_attributes()

    @property
    def told(self) -> tuple[str, ...]:
        """A sentence on traces without an event; they are no cases of the log."""
        if not self._empty:
            return ()
        return (f"{self._empty:,} of {self._traces:,} traces have no event and do not count as cases.",)

    def _check_attributes(self) -> None:
        for column in self._place:
            if column not in self._found:
                raise refusal(
                    f"No event of the log has an attribute {column!r}",
                    f"Map one of: {', '.join(sorted(self._seen)[:_LISTED])}",
                    file=self._file.name,
                    column=column,
                )

    def _start(self, _namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        parent = self._open[-1] if self._open else ""
        if not self._open and name != "log":
            raise self._refused(
                f"The file is XML and begins with <{name[:40]}>", "Give an XES file, which begins <log>"
            )
        self._open.append(name)
        if name == "trace":
            self._trace = [None] * self._columns
        elif name == "event":
            if parent != "trace":
                raise self._refused(
                    "An event stands outside of every trace", "Put each event into the trace of its case"
                )
            self._event = [None] * self._columns
            self._events_of_trace.append((self._xml.line, self._event))
        elif parent in ("event", "trace") and name in _ATTRIBUTES:
            self._attribute(parent, attributes)

    def _attribute(self, parent: str, attributes: Mapping[str, str]) -> None:
        key = attributes.get("key", "")
        column = key if parent == "event" else OF_TRACE + key
        if len(self._seen) < _LISTED:
            self._seen[column] = None
        place = self._place.get(column)
        if place is None:
            return
        self._found.add(column)
        (self._event if parent == "event" else self._trace)[place] = attributes.get("value")

    def _end(self) -> None:
        if self._open.pop() != "trace":
            return
        # A trace's attributes may stand after its events.
        of_trace = [(place, value) for place, value in enumerate(self._trace) if value is not None]
        for line, event in self._events_of_trace:
            for place, value in of_trace:
                event[place] = value
            self._ready.append((line, event))
        self._traces += 1
        self._empty += not self._events_of_trace
        self._events_of_trace = []

    def _refused(self, rule: str, fix: str) -> Exception:
        return refusal(rule, fix, file=self._file.name, line=self._xml.line)
