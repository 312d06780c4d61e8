"""Alerts against the event, the clinicians' own recognition and the intervention; how late labels come. As counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, Protocol

import ibis
import ibis.expr.types as ir

from attending.analytics.maturity import DelayCounts
from attending.analytics.maturity.delay import hours_edges
from attending.analytics.timeliness import DurationCounts, LeadTimeCounts, ResponseCounts
from attending.sources.clinical.declaration import Declaration, EventDeclaration
from attending.sources.clinical.doubt import could_follow
from attending.sources.clinical.outcome import (
    EVENT_AT,
    HIT,
    OBSERVED,
    STATE,
    WHEN,
    State,
    beside,
    hit,
    known_by,
    of_kind,
    window_of,
    with_outcome,
)
from attending.sources.clinical.standard import ARRIVED, AT, HOUR, SCORE, TYPE, hours, keys
from attending.sources.clinical.views import first_predictions

LEAD_EDGES: Final = (
    -168.0, -72.0, -48.0, -24.0, -12.0, -6.0, -4.0, -2.0, -1.0, 0.0,
    1.0, 2.0, 4.0, 6.0, 12.0, 24.0, 48.0, 72.0, 168.0, 336.0, 720.0,
)  # fmt: skip
"""Hours between which lead times are counted unless others are declared."""

DELAY_EDGES: Final = tuple(
    24.0 * days for days in (1 / 24, 1 / 8, 0.25, 0.5, 1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180)
)
"""Hours after the prediction between which events are counted, up to the horizon."""


_REPORTING_HOURS: Final = 168.0


class Fetches(Protocol):
    """Whatever runs an expression and gives an Arrow table."""

    def fetch(self, expression: ir.Table) -> Any:
        """The rows of the expression."""
        ...


def count_lead_times(
    engine: Fetches,
    labelled: ir.Table,
    events: ir.Table,
    declaration: Declaration,
    thresholds: Sequence[Decimal],
    edges: Sequence[float],
    as_of: int,
) -> tuple[LeadTimeCounts, ...]:
    """Lead times at each threshold, over units (encounters, else patients) with a mature event.

    `labelled` are the alert-level rows. A unit's event is the first that is the mature label of one of its predictions;
    its first crossing is sought from the horizon before that event on, so that a false alarm weeks earlier is no lead.
    """
    if not thresholds:
        return ()
    on = keys(declaration)
    target = window_of(declaration.outcome)
    with_event = labelled.filter(labelled[STATE] == State.EVENT.value)
    units = with_event.group_by(on).aggregate(event_when=with_event[EVENT_AT].min())
    near = labelled.select([*on, AT, SCORE]).inner_join(units, on)
    near = near.filter((near[AT] >= near.event_when - target.end) & near[SCORE].notnull())
    crossings: dict[str, ir.Value] = {}
    for i, threshold in enumerate(thresholds):
        crossed = near[SCORE] >= _edge(threshold)
        crossings[f"before_{i}"] = near[AT].min(where=crossed & (near[AT] < near.event_when))
        crossings[f"late_{i}"] = near[AT].min(where=crossed & (near[AT] >= near.event_when))
    timed = near.group_by([*on, "event_when"]).aggregate(**crossings)
    timed = _with_recognition(timed, known_by(events, as_of), declaration, on)
    return tuple(_lead_times(engine, timed, i, threshold, tuple(edges)) for i, threshold in enumerate(thresholds))


def count_responses(
    engine: Fetches,
    predictions: ir.Table,
    events: ir.Table,
    declaration: Declaration,
    thresholds: Sequence[Decimal],
    *,
    complete_until: int,
    as_of: int,
    aside: ir.Table | None = None,
) -> tuple[ResponseCounts, ...]:
    """For each threshold and declared intervention, the units it followed in time after the first crossing.

    A unit without it is unknown where an event among those set `aside` could have been it.
    """
    known, on = known_by(events, as_of), keys(declaration)
    return tuple(
        _responses(engine, predictions, known, on, threshold, event, complete_until, as_of, aside)
        for threshold in thresholds
        for event in declaration.used_as("intervention")
    )


def count_delays(
    engine: Fetches,
    predictions: ir.Table,
    events: ir.Table,
    declaration: Declaration,
    edges: Sequence[float],
    *,
    complete_until: int,
    as_of: int,
    doubtful: ir.Table | None = None,
) -> DelayCounts:
    """Hours from each unit's first prediction until its event was known, or until it was last followed without one.

    An event is known when it arrived, where arrivals are written, else when it happened; with arrivals the curve goes
    on after the horizon for the declared lag, or a week. One prediction for each unit, since the curve's intervals take
    rows as independent.
    """
    on, window = keys(declaration), window_of(declaration.outcome)
    known, first = known_by(events, as_of), first_predictions(predictions, on)
    rows = with_outcome(
        first, known, declaration,
        on=on, window=window, complete_until=complete_until, apart=None, doubtful=doubtful,
    )  # fmt: skip
    rows = rows.filter(~rows[STATE].isin([State.UNKNOWN.value, State.UNREADABLE.value]))
    last = window.end / HOUR
    followed = rows[OBSERVED]
    found = rows[EVENT_AT]
    if declaration.events.arrived is not None:
        last += declaration.cut_off.lag_hours or _REPORTING_HOURS
        target = known.filter(known[TYPE].isin(list(declaration.outcome.types)))
        target = target.filter(hit(target, declaration.outcome.positive) == 1)
        came = target.select([*on, ARRIVED], event_at=target[AT])
        came = came.group_by([*on, EVENT_AT]).aggregate(came_when=came[ARRIVED].min())
        rows = beside(rows, came, [*on, EVENT_AT])
        found = ibis.coalesce(rows.came_when, rows[EVENT_AT])
        cut_short = (rows[OBSERVED] < rows[AT] + window.end) & (rows[OBSERVED] < complete_until)
        followed = ibis.cases((cut_short, rows[OBSERVED]), else_=ibis.literal(as_of, "int64"))
    wanted = hours_edges(last, edges)
    until = ibis.cases((found.isnull(), followed), else_=found) - rows[AT]
    place: ir.Value = ibis.literal(0, "int64")
    for edge in wanted:
        place = place + (until > hours(edge)).ifelse(1, 0)
    whole = found.isnull() & (until >= hours(wanted[-1]))
    place = ibis.cases((whole, len(wanted)), else_=place)
    binned = rows.mutate(place=place, known=found.notnull())
    counted = engine.fetch(binned.group_by(["place", "known"]).aggregate(n=binned.count())).to_pylist()
    number = {(row["place"], row["known"]): int(row["n"]) for row in counted}
    bins = range(len(wanted))
    return DelayCounts(
        wanted,
        tuple(number.get((i, True), 0) for i in bins),
        tuple(number.get((i, False), 0) for i in bins),
        sum(n for (place, _), n in number.items() if place == len(wanted)),
    )


def _with_recognition(timed: ir.Table, events: ir.Table, declaration: Declaration, on: list[str]) -> ir.Table:
    """The units with `known_when`: the first recognition that belongs to the same episode as the event."""
    joined: ir.Table | None = None
    for event in declaration.used_as("recognition"):
        rows = of_kind(events, event, on)
        rows = rows.filter(rows[HIT] == 1)
        pairs = timed.select([*on, "event_when"]).inner_join(rows, on)
        near = pairs.filter((pairs[WHEN] - pairs.event_when).abs() <= hours(event.window_hours or 0.0))
        picked = near.select([*on], known_when=near[WHEN])
        joined = picked if joined is None else joined.union(picked)
    if joined is None:
        return timed.mutate(known_when=ibis.null("int64"))
    return beside(timed, joined.group_by(on).aggregate(known_when=joined.known_when.min()), on)


def _lead_times(
    engine: Fetches, timed: ir.Table, i: int, threshold: Decimal, edges: tuple[float, ...]
) -> LeadTimeCounts:
    before, late, known = timed[f"before_{i}"], timed[f"late_{i}"], timed.known_when
    crossed = ibis.coalesce(before, late)
    grouped = timed.mutate(
        kind=ibis.cases((before.notnull(), 2), (late.notnull(), 1), else_=0),
        recognised=known.notnull(),
        first=ibis.coalesce(crossed < known, ibis.literal(value=False)),
        event_bin=_bin(timed.event_when - before, edges),
        known_bin=_bin(known - crossed, edges),
    )
    names = ["kind", "recognised", "first", "event_bin", "known_bin"]
    rows = engine.fetch(grouped.group_by(names).aggregate(n=grouped.count())).to_pylist()

    def count(**wanted: object) -> int:
        return sum(int(row["n"]) for row in rows if all(row[name] == value for name, value in wanted.items()))

    both = [row for row in rows if row["recognised"] and row["kind"]]
    return LeadTimeCounts(
        threshold,
        count(),
        count(kind=2),
        count(kind=1),
        sum(int(row["n"]) for row in both),
        sum(int(row["n"]) for row in both if row["first"]),
        count(kind=0, recognised=True),
        _histogram(edges, [(row["event_bin"], row["n"]) for row in rows if row["kind"] == 2]),
        _histogram(edges, [(row["known_bin"], row["n"]) for row in both]),
    )


def _responses(
    engine: Fetches,
    predictions: ir.Table,
    events: ir.Table,
    on: list[str],
    threshold: Decimal,
    event: EventDeclaration,
    complete_until: int,
    as_of: int,
    aside: ir.Table | None,
) -> ResponseCounts:
    window = window_of(event)
    flagged = predictions.filter(predictions[SCORE] >= _edge(threshold))
    units = flagged.group_by(on).aggregate(crossed=flagged[AT].min())
    rows = of_kind(events, event, on)
    pairs = units.inner_join(rows.filter(rows[HIT] == 1), on)
    after = pairs[WHEN] - pairs.crossed
    done = pairs.filter((after >= window.start) & (after <= window.end)).select(on).distinct()
    joined = beside(units, done.mutate(done=ibis.literal(value=True)), on)
    joined = joined.mutate(
        ripe=joined.crossed + window.end <= complete_until, followed=joined.done.notnull(), perhaps=False
    )
    if aside is not None:
        span = window.start, window.end
        possible = could_follow(units, aside, event.types, on=on, at="crossed", window=span, as_of=as_of)
        joined = beside(joined.drop("perhaps"), possible.mutate(possible=ibis.literal(value=True)), on)
        joined = joined.mutate(perhaps=joined.possible.notnull() & ~joined.followed)
    names = ["ripe", "followed", "perhaps"]
    counted = engine.fetch(joined.group_by(names).aggregate(n=joined.count())).to_pylist()
    past = [row for row in counted if row["ripe"]]
    ripe = [row for row in past if not row["perhaps"]]
    return ResponseCounts(
        threshold,
        event.name,
        sum(int(row["n"]) for row in ripe),
        sum(int(row["n"]) for row in ripe if row["followed"]),
        sum(int(row["n"]) for row in counted if not row["ripe"]),
        sum(int(row["n"]) for row in past if row["perhaps"]),
    )


def _bin(duration: ir.Value, edges: tuple[float, ...]) -> ir.Value:
    """How many edges a duration reaches; null where there is none."""
    place: ir.Value = ibis.literal(0, "int64")
    for edge in edges:
        place = place + (duration >= hours(edge)).ifelse(1, 0)
    return place


def _histogram(edges: tuple[float, ...], binned: list[tuple[int, int]]) -> DurationCounts:
    number = [0] * (len(edges) + 1)
    for place, n in binned:
        number[place] += int(n)
    return DurationCounts(edges, tuple(number[1:-1]), number[0], number[-1])


def _edge(threshold: Decimal) -> ir.Value:
    return ibis.literal(repr(float(threshold))).cast("float64")
