"""An event log that is a warehouse's table, held against a map where it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from attending.analytics.event_log.attributes import check_attributes
from attending.analytics.event_log.drawn import DrawnStep, Shift, TimeRule
from attending.analytics.event_log.results import RealityCheck, RuleResult
from attending.analytics.event_log.variants import TOP
from attending.analytics.event_log.wall_time import day
from attending.sources.deadline import within_deadline
from attending.sources.engines.connection import Connection
from attending.sources.engines.warehouse import open_warehouse
from attending.sources.events import grouped, grouped_map
from attending.sources.events.account import EventAccount, LogCheck, told
from attending.sources.events.mapping import EventMapping
from attending.sources.events.table import AT, table_events
from attending.sources.limits import Limits
from attending.sources.progress import Progress, silent
from attending.sources.report import refusal


def check_table(
    connection: Connection,
    table: str,
    mapping: EventMapping,
    *,
    steps: Sequence[DrawnStep] = (),
    flows: Iterable[tuple[str, str]] = (),
    rules: Sequence[TimeRule] = (),
    by: Sequence[str] = (),
    shifts: Sequence[Shift] = (),
    top: int = TOP,
    all_or_nothing: bool = False,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] = silent,
) -> LogCheck:
    """Hold a warehouse's table (`table`, `schema.table`) against a map, as `check_reality` does a log of files.

    Rows stay where they are; counts, sums and medians come back, and of variants those of at least 11 cases. A table
    has no order of rows: events of one case and millisecond are in that of the mapped `order`, and without one in that
    of their activities' names. Nothing is written to the warehouse but temporary tables that end with the session.

    Raises LogRefused, with the report, when nothing was counted; SourceUnreachable when the warehouse cannot be opened;
    ValueError for an attribute that is not there.
    """
    recorded = tuple(mapping.attributes)
    check_attributes(by, recorded, shifts)
    zone = mapping.time_zone or "UTC"
    progress(Progress("opening the warehouse", 0, 1))
    with open_warehouse(connection) as engine:
        progress(Progress("checking the rows", 0, 1))
        read = table_events(engine, connection, table, mapping, limits or Limits(), all_or_nothing=all_or_nothing)
        events = read.events
        asked = 4 + len(rules)
        progress(Progress("counting", 0, asked))
        graph, number, cases = grouped.graph(engine, events)
        if not number:
            raise refusal("No event is left to count", "Ask for the transitions that the table has", file=table)
        ends = grouped.fetched(engine, events.aggregate(first=events[AT].min(), last=events[AT].max()))[0]
        span = grouped.total(ends["first"]), grouped.total(ends["last"])
        variants = grouped.variants(engine, events, cases, top)
        progress(Progress("counting", 2, asked))
        spans = grouped.throughput(engine, events, cases)
        coverage, order = (
            grouped_map.check_steps(engine, events, graph, steps, flows, (number, cases)) if steps else (None, None)
        )
        results: list[RuleResult] = []
        for rule in rules:
            progress(Progress("counting", 4 + len(results), asked))
            results.append(grouped_map.check_rule(engine, events, graph, rule, by, recorded, shifts, span, zone))
        read.checked.check_unchanged()
        progress(Progress("counting", asked, asked))
    account = EventAccount(number, read.passed_over, read.repeated, 0)
    check = RealityCheck(
        cases, number, day(span[0], zone), day(span[1], zone), zone, graph, variants, spans, coverage, order,
        tuple(results),
    )  # fmt: skip
    intake = replace(read.intake, warnings=(*read.intake.warnings, *told(account, mapping)))
    return LogCheck(check, intake, account)


def check_table_within_deadline(
    connection: Connection,
    table: str,
    mapping: EventMapping,
    *,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] | None = None,
    **options: Any,
) -> LogCheck:
    """`check_table` in a worker that is ended after the connection's `deadline_seconds`; `options` are its others.

    Raises what `check_table` and `within_deadline` raise.
    """
    return within_deadline(
        connection.deadline_seconds, _checked, connection, table, mapping, options,
        progress=progress, cancelled=cancelled,
    )  # fmt: skip


def _checked(
    connection: Connection,
    table: str,
    mapping: EventMapping,
    options: dict[str, Any],
    *,
    progress: Callable[[Progress], None],
) -> LogCheck:
    return check_table(connection, table, mapping, progress=progress, **options)
