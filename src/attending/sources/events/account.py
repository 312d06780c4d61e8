"""What became of the events of a log, in numbers and in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.event_log.results import RealityCheck
from attending.sources.events.mapping import EventMapping
from attending.sources.report import IntakeReport


@dataclass(frozen=True)
class EventAccount:
    """What became of the loaded rows: no event is dropped in silence.

    `events` are counted; `passed_over` are of a lifecycle transition that was not asked for. `repeated` rows said the
    same as another (they are in the report's duplicates where each counts once). `moved` rows stood before an earlier
    one of their case.
    """

    events: int
    passed_over: int
    repeated: int
    moved: int


@dataclass(frozen=True)
class LogCheck:
    """What leaves a log: a reality check, the report of its rows, and the account of its events. No event is in it."""

    check: RealityCheck
    intake: IntakeReport
    account: EventAccount


def told(account: EventAccount, mapping: EventMapping) -> tuple[str, ...]:
    """Sentences on what a reader would not expect; none where every row is an event in its place."""
    said = []
    if account.passed_over:
        said.append(
            f"{account.passed_over:,} rows are of other transitions than {', '.join(mapping.transitions)}, as mapped, "
            "and do not count as events."
        )
    if account.repeated:
        counts = "count once" if mapping.repeated == "once" else "count each, as mapped"
        said.append(
            f"{account.repeated:,} rows say the same as another, in every mapped column, and {counts}. If they are "
            "events of their own, map a column that tells them apart."
        )
    if account.moved:
        said.append(
            f"{account.moved:,} events stood after a later one of their case; they are put in the order of time."
        )
    return tuple(said)
