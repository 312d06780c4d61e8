"""Compute a review again from what it kept of itself, and hold every number against it. No database."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from attending.analytics import from_document, to_document
from attending.review.clinical import EVENTS, review_clinical
from attending.review.compute import ReviewResult, run_review
from attending.review.provenance import describe
from attending.review.request import ReviewRequest, compute
from attending.sources import ColumnMapping, Progress, silent, within_deadline
from attending.sources.clinical import Declaration
from attending.sources.engines.connection import configured

# A sum's last digits depend on the order in which the engine's threads add.
RELATIVE: Final = 1e-9
ABSOLUTE: Final = 1e-12
NEEDED: Final = ("review", "mapping", "source_sha256", "versions")


class CannotRerun(ValueError):
    """The record does not say enough, or the log is another one; the message says what is needed."""


@dataclass(frozen=True, slots=True)
class Differing:
    """One number that came out otherwise: where it stands in the review, what it was and what it is."""

    place: str
    before: object
    now: object


@dataclass(frozen=True)
class Rerun:
    """A review computed again: how many numbers were compared, which differ, and which versions do.

    ``data`` says how a warehouse's table differs from the one that was reviewed, beginning with its hash; nothing when
    it is the same. Of files, others are refused.
    """

    result: ReviewResult
    compared: int
    differing: tuple[Differing, ...]
    versions: tuple[Differing, ...]
    data: tuple[Differing, ...] = ()


def rerun(
    record: Mapping[str, Any], log: str = "", events: str = "", *, progress: Callable[[Progress], None] = silent
) -> Rerun:
    """Review `log`, with `events` where outcomes came from them, as `record` says it was reviewed.

    `record` is a review as JSON, as ``--json`` prints it and as a recorded review keeps it. A log in a warehouse is
    read there again, through the connection of the same name, and needs neither. Raises CannotRerun, ValueError where
    the connection is not configured, ``sources.LogRefused``, ``SourceUnreachable`` and ``DeadlinePassed``.
    """
    missing = [name for name in NEEDED if name not in record]
    if missing:
        raise CannotRerun(f"The record has no {missing[0]!r}; give the JSON of a review, as --json writes it.")
    told = record["mapping"]
    joined = record.get("supplements", {}).get(EVENTS)
    if told.get("table"):
        result = _table_again(told, joined, progress)
    elif not log or (joined is not None and not events):
        what = "the predictions and the events" if joined is not None else "the log"
        raise CannotRerun(f"Name {what} that the review was made of, after the record.")
    elif joined is not None:
        result = _joined_again(told, joined, log, events, progress)
    else:
        result = _files_again(told, log, progress)
    data = _same_data(record, result, in_warehouse=bool(told.get("table")))
    if told.get("table") and joined is not None:
        data += _same_events(joined, result)
    before = dict(_leaves(to_document(from_document(record["review"])), "review"))
    now = dict(_leaves(to_document(result.review), "review"))
    places = [*before, *(place for place in now if place not in before)]
    differing = [
        Differing(place, before.get(place), now.get(place))
        for place in places
        if not _same(before.get(place), now.get(place))
    ]
    versions = [
        Differing(name, version, result.versions.get(name))
        for name, version in record["versions"].items()
        if result.versions.get(name) != version
    ]
    return Rerun(result, len(places), tuple(differing), tuple(versions), data)


def _columns(told: Mapping[str, Any]) -> ColumnMapping:
    return ColumnMapping(
        told["score"],
        told["outcome"],
        told["time"],
        tuple(told["by"]),
        tuple(told["key"]),
        told["comparator"],
        crossed=tuple(tuple(names) for names in told.get("crossed", ())),
        patient=told.get("patient"),
        inputs=tuple(told.get("inputs", ())),
        numeric=tuple(told.get("numeric", ())),
        categorical=tuple(told.get("categorical", ())),
    )


def _thresholds(told: Mapping[str, Any]) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in told["thresholds"])


def _files_again(told: Mapping[str, Any], log: str, progress: Callable[[Progress], None]) -> ReviewResult:
    return run_review(
        log, _columns(told), thresholds=_thresholds(told), conditional_on=told.get("control"), progress=progress
    )


def _table_again(
    told: Mapping[str, Any], joined: Mapping[str, Any] | None, progress: Callable[[Progress], None]
) -> ReviewResult:
    """The table as it is now, and its events, read by a process that ends at the connection's deadline."""
    connection = configured(told["connection"])
    request = ReviewRequest(
        "",
        _columns(told),
        _thresholds(told),
        connection.deadline_seconds,
        told.get("control"),
        connection=connection,
        table=told["table"],
        events=told.get("events", ""),
        declaration=None if joined is None else Declaration.from_document(joined["declaration"]),
        as_of=None if joined is None else datetime.fromisoformat(joined["as_of"]),
    )
    return within_deadline(request.seconds, compute, request, progress=progress)


def _joined_again(
    told: Mapping[str, Any], joined: Mapping[str, Any], log: str, events: str, progress: Callable[[Progress], None]
) -> ReviewResult:
    result = review_clinical(
        log,
        events,
        Declaration.from_document(joined["declaration"]),
        as_of=datetime.fromisoformat(joined["as_of"]),
        thresholds=_thresholds(told),
        progress=progress,
    )
    before, now = (_hashes(each["intake"]["files"]) for each in (joined, result.supplements[EVENTS]))
    if before != now:
        raise CannotRerun(
            f"These are other events: their SHA-256 is {', '.join(now)}, and those of the review {', '.join(before)}."
        )
    return result


def _hashes(files: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted(file["sha256"] for file in files)


def _same_data(record: Mapping[str, Any], result: ReviewResult, *, in_warehouse: bool) -> tuple[Differing, ...]:
    """How the data differ from those that were reviewed; other files are refused."""
    digest = describe(result.intake.files)[1]
    if digest == record["source_sha256"]:
        return ()
    if not in_warehouse:
        raise CannotRerun(
            f"This is another log: its SHA-256 is {digest}, and the review was made of {record['source_sha256']}."
        )
    before, now = record.get("intake", {}), result.intake.to_document()
    counts = [
        Differing(f"rows {name}", before[name], now[name])
        for name in ("read", "loaded", "duplicate", "quarantined")
        if name in before and before[name] != now[name]
    ]
    return Differing("hash of the table's counts", record["source_sha256"], digest), *counts


def _same_events(joined: Mapping[str, Any], result: ReviewResult) -> tuple[Differing, ...]:
    """How the events in a warehouse differ from those of the review."""
    before, now = (_hashes(each["intake"]["files"]) for each in (joined, result.supplements[EVENTS]))
    return () if before == now else (Differing("hash of the events' counts", *before, *now),)


def _same(before: object, now: object) -> bool:
    if isinstance(before, float) and isinstance(now, float):
        return math.isclose(before, now, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    return before == now


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _leaves(each, f"{place}.{key}")
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _leaves(each, f"{place}[{at}]")
    else:
        yield place, value
