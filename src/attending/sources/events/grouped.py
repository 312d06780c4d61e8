"""What a reality check counts, as grouped queries that any warehouse answers; only counts and sums come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np

from attending.analytics.event_log.disclosure import SMALLEST
from attending.analytics.event_log.log import MILLISECONDS, MOST_ACTIVITIES
from attending.analytics.event_log.results import (
    ActivityCount,
    DirectlyFollows,
    Edge,
    Throughput,
    Variant,
    Variants,
)
from attending.analytics.event_log.throughput import QUANTILES
from attending.sources.engines.warehouse import Warehouse
from attending.sources.events.table import ACTIVITY, AT, CASE, NUMBER
from attending.sources.report import refusal

_NEXT, _NEXT_AT, _GAP, _RANK, _SIZE = "next_activity", "next_at", "gap", "rank_in_group", "size_of_group"
_APART: Final = "\x1f"
"""Stands between the activities of a variant while the engine counts them."""


def fetched(engine: Warehouse, expression: ir.Table) -> list[dict[str, Any]]:
    """The rows of a grouped query."""
    rows: list[dict[str, Any]] = engine.fetch(expression).to_pylist()
    return rows


def total(number: object) -> int:
    """A count or a sum as a whole number; engines give sums of none as null, and some as decimals."""
    return 0 if number is None else int(str(number).partition(".")[0])


def middle(table: ir.Table, value: str, by: Sequence[str]) -> ir.Table:
    """The median of `value` in each group `by`, exactly: the mean of the one or two rows in the middle."""
    order = ibis.window(group_by=list(by), order_by=value)
    ranked = table.mutate(**{_RANK: ibis.row_number().over(order), _SIZE: table[value].count().over(group_by=list(by))})
    twice = 2 * ranked[_RANK]
    central = ranked.filter((twice >= ranked[_SIZE] - 2) & (twice <= ranked[_SIZE]))
    return central.group_by(list(by)).aggregate(median=central[value].cast("float64").mean())


def graph(engine: Warehouse, events: ir.Table) -> tuple[DirectlyFollows, int, int]:
    """The directly-follows graph, and the numbers of events and cases; raises LogRefused for too many activities."""
    window = ibis.window(group_by=CASE, order_by=NUMBER)
    followed = events.mutate(**{_NEXT: events[ACTIVITY].lead().over(window), _NEXT_AT: events[AT].lead().over(window)})
    followed = engine.keep("followed_events", followed.drop(*(c for c in events.columns if c.startswith("attribute"))))
    counted = followed.group_by(ACTIVITY).aggregate(
        events=followed.count(),
        cases=followed[CASE].nunique(),
        first=ibis.ifelse(followed[NUMBER] == 0, 1, 0).sum(),
        last=ibis.ifelse(followed[_NEXT].isnull(), 1, 0).sum(),
    )
    activities = fetched(engine, counted.limit(MOST_ACTIVITIES + 1))
    if len(activities) > MOST_ACTIVITIES:
        raise refusal(
            f"The column has more than {MOST_ACTIVITIES:,} different activities",
            "Map a column that names kinds of event, not single ones",
        )
    pairs = followed.filter(followed[_NEXT].notnull())
    pairs = pairs.mutate(**{_GAP: pairs[_NEXT_AT] - pairs[AT]})
    by = [ACTIVITY, _NEXT]
    sums = fetched(
        engine, pairs.group_by(by).aggregate(n=pairs.count(), cases=pairs[CASE].nunique(), time=pairs[_GAP].sum())
    )
    medians = {(row[ACTIVITY], row[_NEXT]): row["median"] for row in fetched(engine, middle(pairs, _GAP, by))}
    edges = [
        Edge(
            row[ACTIVITY],
            row[_NEXT],
            total(row["n"]),
            total(row["cases"]),
            total(row["time"]) / total(row["n"]) / MILLISECONDS,
            float(medians[row[ACTIVITY], row[_NEXT]]) / MILLISECONDS,
        )
        for row in sums
    ]
    listed = [
        ActivityCount(row[ACTIVITY], *(total(row[name]) for name in ("events", "cases", "first", "last")))
        for row in activities
    ]
    found = DirectlyFollows(
        tuple(sorted(listed, key=lambda each: (-each.events, each.name))),
        tuple(sorted(edges, key=lambda each: (-each.count, each.source, each.target))),
        sum(edge.count for edge in edges),
    )
    return found, sum(each.events for each in listed), sum(each.first or 0 for each in listed)


def variants(engine: Warehouse, events: ir.Table, cases: int, top: int) -> Variants:
    """As `analytics.event_log.variants`, but that only those of at least 11 cases are listed: no others are fetched."""
    paths = events.group_by(CASE).aggregate(path=events[ACTIVITY].group_concat(_APART, order_by=events[NUMBER]))
    counted = engine.keep("variants", paths.group_by("path").aggregate(n=paths.count()))
    told = fetched(engine, counted.aggregate(n=counted.count(), single=ibis.ifelse(counted["n"] == 1, 1, 0).sum()))[0]
    frequent = fetched(engine, counted.filter(counted["n"] >= SMALLEST))
    ranked = sorted((-total(row["n"]), tuple(row["path"].split(_APART))) for row in frequent)
    listed = tuple(Variant(activities, -number, -number / cases) for number, activities in ranked[:top])
    return Variants(total(told["n"]), cases, total(told["single"]), listed)


def throughput(engine: Warehouse, events: ir.Table, cases: int) -> Throughput:
    """As `analytics.event_log.throughput`: the quantiles are those of the cases at their ranks."""
    spans = events.group_by(CASE).aggregate(events=events.count(), span=events[AT].max() - events[AT].min())
    spans = engine.keep("spans", spans)
    sums = fetched(
        engine, spans.aggregate(single=ibis.ifelse(spans["events"] == 1, 1, 0).sum(), time=spans["span"].sum())
    )[0]
    at = [(cases - 1) * quantile for quantile in QUANTILES]
    ranks = sorted({int(np.floor(place)) for place in at} | {int(np.ceil(place)) for place in at})
    ranked = spans.mutate(**{_RANK: ibis.row_number().over(ibis.window(order_by="span"))})
    wanted = ranked.filter(ranked[_RANK].isin(ranks))
    found = {total(row[_RANK]): total(row["span"]) for row in fetched(engine, wanted.select(_RANK, "span"))}
    quantiles = np.interp(at, ranks, [found[rank] for rank in ranks]) / MILLISECONDS
    mean = total(sums["time"]) / cases / MILLISECONDS
    return Throughput(cases, total(sums["single"]), mean, *map(float, quantiles))
