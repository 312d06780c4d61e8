"""A map held against what really happens: every figure of an event log in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attending.analytics.event_log.attributes import check_attributes
from attending.analytics.event_log.directly_follows import directly_follows
from attending.analytics.event_log.drawn import DrawnStep, Shift, TimeRule
from attending.analytics.event_log.log import EventLog
from attending.analytics.event_log.results import RealityCheck
from attending.analytics.event_log.steps import check_steps
from attending.analytics.event_log.throughput import throughput
from attending.analytics.event_log.time_rules import check_rule
from attending.analytics.event_log.variants import TOP, variants
from attending.analytics.event_log.wall_time import day


def check_reality(
    log: EventLog,
    *,
    steps: Sequence[DrawnStep] = (),
    flows: Iterable[tuple[str, str]] = (),
    rules: Sequence[TimeRule] = (),
    by: Sequence[str] = (),
    shifts: Sequence[Shift] = (),
    top: int = TOP,
) -> RealityCheck:
    """Hold `log` against drawn `steps`, the `flows` between them (pairs of keys) and time `rules`.

    Rules are also told by the attributes `by`: those of the log, "weekday", and "shift" where the log records it or
    `shifts` are given. The `top` most frequent variants are listed. Counts are exact, and not yet fit to leave: see
    `disclosed`. Raises ValueError for an attribute that is not there.
    """
    check_attributes(by, tuple(log.attributes), shifts)
    graph = directly_follows(log)
    coverage, order = check_steps(log, graph, steps, flows) if steps else (None, None)
    return RealityCheck(
        log.cases,
        log.events,
        day(int(log.at.min()), log.time_zone) if log.events else None,
        day(int(log.at.max()), log.time_zone) if log.events else None,
        log.time_zone,
        graph,
        variants(log, top=top),
        throughput(log),
        coverage,
        order,
        tuple(check_rule(log, rule, by=by, shifts=shifts) for rule in rules),
    )
