"""Compute a review again from what it kept of itself, and hold every number against it. No database."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from attending.analytics import from_document, to_document
from attending.review.compute import ReviewResult, run_review
from attending.review.provenance import describe
from attending.sources import ColumnMapping, Progress, silent

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
    """A review computed again: how many numbers were compared, which differ, and which versions do."""

    result: ReviewResult
    compared: int
    differing: tuple[Differing, ...]
    versions: tuple[Differing, ...]


def rerun(record: Mapping[str, Any], log: str, *, progress: Callable[[Progress], None] = silent) -> Rerun:
    """Review `log` as `record` says it was reviewed.

    `record` is a review as JSON, as ``attending review run --json`` prints it and as a recorded review keeps it.
    Raises CannotRerun, ``sources.LogRefused``.
    """
    missing = [name for name in NEEDED if name not in record]
    if missing:
        raise CannotRerun(f"The record has no {missing[0]!r}; give the JSON of a review, as --json writes it.")
    told = record["mapping"]
    result = run_review(
        log,
        ColumnMapping(
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
        ),
        thresholds=[Decimal(text) for text in told["thresholds"]],
        conditional_on=told.get("control"),
        progress=progress,
    )
    digest = describe(result.intake.files)[1]
    if digest != record["source_sha256"]:
        raise CannotRerun(
            f"This is another log: its SHA-256 is {digest}, and the review was made of {record['source_sha256']}."
        )
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
    return Rerun(result, len(places), tuple(differing), tuple(versions))


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
