"""What a map claims, as a reality check takes it, and what a check keeps: counts with their denominators only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from attending.analytics.event_log import SMALLEST, Shift
from attending.analytics.event_log.results import RealityCheck as Found
from attending.analytics.records import from_record, to_record
from attending.maps.claims import Claims, claims
from attending.maps.drawing import Mark, Tone
from attending.maps.model import CareMap
from attending.program.rules import Refused
from attending.ui import formats

GOOD_FOR: Final = timedelta(days=365)
"""A check is stale after a year: the work changes, and so do those who do it."""


def claims_of(care_map: CareMap) -> Claims:
    """What can be held against a log. Raises Refused for a map of which nothing can."""
    found = claims(care_map)
    if not any(step.activities for step in found.steps):
        raise Refused("No step of this map names an event that shows it in a log. Add events to its steps first.")
    return found


@dataclass(frozen=True)
class Kept:
    """A check as it is kept: small counts withheld; ``notes`` say what a reader would not expect of the log."""

    check: Found
    unchecked: tuple[str, ...]
    notes: tuple[str, ...]
    duplicate: int
    quarantined: int


def to_document(kept: Kept) -> dict[str, Any]:
    """The check as plain JSON."""
    document: dict[str, Any] = to_record(kept)
    return document


def from_document(document: Mapping[str, Any]) -> Kept:
    """The check as it was kept."""
    return from_record(Kept, document)


def require_enough(found: Found) -> None:
    """Raise Refused for a log of so few cases that their counts could single somebody out."""
    if found.cases < SMALLEST:
        raise Refused(
            f"The log has {found.cases} cases. Fewer than {SMALLEST} are not told, because counts could single "
            "somebody out; take a longer period."
        )


def is_stale(checked_on: date, today: date) -> bool:
    """Whether a check is older than a year."""
    return today - checked_on > GOOD_FOR


def marks_of(found: Found) -> dict[str, Mark]:
    """What was seen of each step, for the map's drawing."""
    steps = found.coverage.steps if found.coverage else ()
    return {step.key: _mark(step.cases, mapped=step.mapped, seen=step.seen, of=found.cases) for step in steps}


def _mark(cases: int | None, *, mapped: bool, seen: bool, of: int) -> Mark:
    if not mapped:
        return Mark(Tone.NEUTRAL, "No event")
    if not seen:
        return Mark(Tone.BREACH, "Not seen")
    return Mark(Tone.OK, "Seen; cases not told" if cases is None else f"{cases:,} of {of:,}")


def headline(found: Found) -> str:
    """In one sentence: how much of what is drawn is seen, and how often in the drawn order."""
    coverage, order = found.coverage, found.order
    if coverage is None:
        return f"{found.cases:,} cases."
    mapped = coverage.seen + coverage.not_seen
    said = f"Of {mapped} drawn steps that a log can show, {coverage.seen} are seen, in {found.cases:,} cases"
    if order is None or not order.compared:
        return f"{said}."
    kept = order.compared - order.reversed
    share = formats.percent(kept / order.compared, 0)
    return f"{said}. {kept:,} of {order.compared:,} cases keep the drawn order ({share})."


def groups_asked(attributes: Sequence[str], shifts: Sequence[Shift]) -> tuple[str, ...]:
    """What time rules are told by: what the log records, the weekday, and the shift where the map has shifts."""
    clock = ["shift"] if shifts and "shift" not in attributes else []
    return (*attributes, *clock, "weekday")
