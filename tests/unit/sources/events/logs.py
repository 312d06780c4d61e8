"""Small event logs for the tests, as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attending.sources import LogRefused
from attending.sources.events import EventMapping, read_event_log

HEADER = "case_id,activity,timestamp"
MAPPING = EventMapping()


def csv(path: Path, rows: Sequence[str], header: str = HEADER) -> Path:
    """Write rows as a CSV log."""
    log = path / "events.csv"
    log.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return log


def refused(path: Path, mapping: EventMapping | None = None, **options: Any) -> LogRefused:
    """The refusal of a log that must be refused."""
    try:
        read_event_log(path, mapping, **options)
    except LogRefused as problem:
        return problem
    raise AssertionError("The log was read.")


def good(number: int, start: int = 0) -> list[str]:
    """So many good rows, two for each case."""
    return [f"c{start + i // 2},{'AB'[i % 2]},2026-01-01T10:{i % 60:02d}:00Z" for i in range(number)]


def xes(path: Path, body: str, *, name: str = "log.xes") -> Path:
    """Write a XES log."""
    log = path / name
    log.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n{body}\n</log>', encoding="utf-8")
    return log


def event(activity: str, at: str, more: str = "") -> str:
    """An event in XES."""
    return (
        f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{at}"/>{more}</event>'
    )


def trace(case: str, *events: str, more: str = "") -> str:
    """A trace in XES, one event a line."""
    inside = "\n".join(events)
    return f'<trace><string key="concept:name" value="{case}"/>{more}\n{inside}\n</trace>'


def ocel(path: Path, objects: list[dict[str, Any]], events: list[dict[str, Any]], **more: Any) -> Path:
    """Write an OCEL 2.0 log."""
    log = path / "log.json"
    log.write_text(json.dumps({"objectTypes": [], "eventTypes": [], "objects": objects, "events": events} | more))
    return log
