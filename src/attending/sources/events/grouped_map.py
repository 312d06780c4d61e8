"""A map held against a warehouse's events: steps, their order and time rules as grouped queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import ibis
import ibis.expr.types as ir
import numpy as np

from attending.analytics.event_log.attributes import NO_SHIFT, WEEKDAY, WEEKDAYS
from attending.analytics.event_log.drawn import DrawnStep, Shift, TimeRule, precedes
from attending.analytics.event_log.results import (
    Coverage,
    DirectlyFollows,
    OrderCheck,
    RuleGroup,
    RuleResult,
)
from attending.analytics.event_log.steps import covered, reversals
from attending.analytics.event_log.time_rules import BEFORE, IN_TIME, LATE, MISSING, counted
from attending.analytics.event_log.wall_time import DAY, MINUTE, MONDAY, offsets
from attending.analytics.stratum import NOT_RECORDED
from attending.sources.engines.warehouse import Warehouse
from attending.sources.events.grouped import fetched, middle, total
from attending.sources.events.table import ACTIVITY, AT, CASE, NUMBER, any_of, attribute
from attending.sources.report import refusal

MOST_STEPS: Final = 60
"""More mapped steps than an engine compares pair by pair in one query."""

_PAIRS: Final = 100
_AHEAD_OF_1970: Final = 7 * DAY * 5_300
"""Whole weeks, so that moments since 1900 are above zero, where every engine divides alike."""

_START, _OUTCOME, _DELAY = "start_at", "outcome", "delay"


def check_steps(
    engine: Warehouse,
    events: ir.Table,
    graph: DirectlyFollows,
    steps: Sequence[DrawnStep],
    flows: Iterable[tuple[str, str]],
    totals: tuple[int, int],
) -> tuple[Coverage, OrderCheck]:
    """As `analytics.event_log.steps`; `totals` are the numbers of events and cases. LogRefused for too many steps."""
    mapped = [step for step in steps if step.activities]
    if len(mapped) > MOST_STEPS:
        raise refusal(
            f"The map has {len(mapped):,} steps with events; in a warehouse at most {MOST_STEPS} are compared",
            "Export the log as Parquet, where any number is",
        )
    number_of_events, cases = totals
    if not mapped:
        return covered(steps, graph, {}, number_of_events, cases), OrderCheck(cases, 0, 0, ())
    before = precedes([step.key for step in mapped], flows)
    sums: dict[str, ir.Value] = {}
    for i, step in enumerate(mapped):
        belongs = events[ACTIVITY].isin(step.activities)
        sums[f"first_{i}"] = ibis.cases((belongs, events[AT])).min()
        sums[f"events_{i}"] = ibis.ifelse(belongs, 1, 0).sum()
    firsts = engine.keep("first_steps", events.group_by(CASE).aggregate(**sums))
    asked: dict[str, ir.Value] = {}
    for i in range(len(mapped)):
        asked |= {f"e_{i}": firsts[f"events_{i}"].sum(), f"c_{i}": firsts[f"first_{i}"].count()}
    pairs = [(int(i), int(j)) for i, j in zip(*np.nonzero(before), strict=True)]
    turned = {(i, j): firsts[f"first_{j}"] < firsts[f"first_{i}"] for i, j in pairs}
    with_both = {(i, j): firsts[f"first_{i}"].notnull() & firsts[f"first_{j}"].notnull() for i, j in pairs}
    if pairs:
        asked |= {
            "turned": _number(any_of(list(turned.values()))),
            "compared": _number(any_of(list(with_both.values()))),
        }
    found = fetched(engine, firsts.aggregate(**asked))[0]
    counts = np.zeros((2, len(mapped), len(mapped)), dtype=np.int64)
    for begin in range(0, len(pairs), _PAIRS):
        part = pairs[begin : begin + _PAIRS]
        both = {f"b_{i}_{j}": _number(with_both[i, j]) for i, j in part}
        row = fetched(engine, firsts.aggregate(**both, **{f"t_{i}_{j}": _number(turned[i, j]) for i, j in part}))[0]
        for i, j in part:
            counts[:, i, j] = total(row[f"b_{i}_{j}"]), total(row[f"t_{i}_{j}"])
    of_step = {step.key: (total(found[f"e_{i}"]), total(found[f"c_{i}"])) for i, step in enumerate(mapped)}
    order = OrderCheck(
        cases, total(found.get("compared")), total(found.get("turned")), reversals(mapped, counts[0], counts[1])
    )
    return covered(steps, graph, of_step, number_of_events, cases), order


def check_rule(
    engine: Warehouse,
    events: ir.Table,
    graph: DirectlyFollows,
    rule: TimeRule,
    by: Sequence[str],
    recorded: Sequence[str],
    shifts: Sequence[Shift],
    span: tuple[int, int],
    zone: str,
) -> RuleResult:
    """As `analytics.event_log.time_rules`; `recorded` are the attributes of the events, `span` their first and last."""
    cases = engine.keep(
        "rule_cases", _outcomes(events, rule, [recorded.index(name) for name in by if name in recorded])
    )
    outcomes = _table(fetched(engine, cases.group_by(_OUTCOME).aggregate(n=cases.count())))
    after = cases.filter(cases[_DELAY].notnull()).mutate(everyone=ibis.literal(1))
    medians = fetched(engine, middle(after, _DELAY, ["everyone"]))
    groups = []
    for name in by:
        if name in recorded:
            level = ibis.coalesce(cases[attribute(recorded.index(name))], NOT_RECORDED)
            shown: list[str] = []
        else:
            wall = _wall(cases[_START], zone, span)
            level, shown = _weekday(wall) if name == WEEKDAY else _shift(wall, shifts)
        leveled = cases.mutate(level=level)
        rows = fetched(engine, leveled.group_by(["level", _OUTCOME]).aggregate(n=leveled.count()))
        levels = shown or _recorded_last({row["level"] for row in rows})
        for one in levels:
            of_level = [row for row in rows if row["level"] == one]
            if of_level:
                groups.append(RuleGroup.of(name, one, counted(_table(of_level))))
    known = {each.name for each in graph.activities}
    return RuleResult(
        rule,
        counted(outcomes),
        float(medians[0]["median"]) / MINUTE if medians else None,
        tuple(groups),
        tuple(name for name in (*rule.start, *rule.end) if name not in known),
    )


def _outcomes(events: ir.Table, rule: TimeRule, attributes: Sequence[int]) -> ir.Table:
    """One row for each case that began the rule: when, its outcome, milliseconds to the end, and its levels."""
    in_case = ibis.window(group_by=CASE)
    begins, ends = events[ACTIVITY].isin(rule.start), events[ACTIVITY].isin(rule.end)
    marked: dict[str, ir.Value] = {
        _START: ibis.cases((begins, events[AT])).min().over(in_case),
        "start_number": ibis.cases((begins, events[NUMBER])).min().over(in_case),
    }
    for i in attributes:
        there = events[attribute(i)].notnull()
        marked[f"first_{i}"] = ibis.cases((there, events[NUMBER])).min().over(in_case)
    rows = events.mutate(is_end=ends.ifelse(1, 0), **marked)
    rows = rows.filter(rows[_START].notnull())
    is_end = rows["is_end"] == 1
    sums: dict[str, ir.Value] = {
        _START: rows[_START].min(),
        "any_end": ibis.cases((is_end, rows[AT])).min(),
        "end_after": ibis.cases((is_end & (rows[AT] >= rows[_START]), rows[AT])).min(),
    }
    for i in attributes:
        level = rows[attribute(i)]
        sums[f"own_{i}"] = ibis.cases((rows[NUMBER] == rows["start_number"], level)).max()
        sums[f"other_{i}"] = ibis.cases((rows[NUMBER] == rows[f"first_{i}"], level)).max()
    cases = rows.group_by(CASE).aggregate(**sums)
    limit = round(rule.minutes * MINUTE)
    earlier = cases["any_end"] < cases[_START]
    taken = cases["end_after"] - cases[_START]
    is_before = earlier if rule.counts_before else earlier & cases["end_after"].isnull()
    outcome = ibis.cases(
        (cases["any_end"].isnull(), MISSING), (is_before, BEFORE), (taken <= limit, IN_TIME), else_=LATE
    )
    levels = {attribute(i): ibis.coalesce(cases[f"own_{i}"], cases[f"other_{i}"]) for i in attributes}
    delay = ibis.ifelse(is_before, ibis.null("int64"), taken)
    return cases.select(**{_START: cases[_START], _OUTCOME: outcome, _DELAY: delay}, **levels)


def _table(rows: Sequence[dict[str, object]]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = np.zeros(MISSING + 1, dtype=np.int64)
    for row in rows:
        found[total(row[_OUTCOME])] += total(row["n"])
    return found


def _number(condition: ir.BooleanValue) -> ir.Value:
    return ibis.ifelse(condition, 1, 0).sum()


def _recorded_last(levels: set[str]) -> list[str]:
    return [*sorted(levels - {NOT_RECORDED}), *sorted(levels & {NOT_RECORDED})]


def _wall(at: ir.IntegerValue, zone: str, span: tuple[int, int]) -> ir.IntegerValue:
    """The time on the wall, by the few changes of the zone's offset in the log's span; above zero."""
    changes = [] if zone == "UTC" else offsets(zone, *span)
    ahead: ir.IntegerValue = ibis.literal(changes[-1][1] if changes else 0, "int64")
    if len(changes) > 1:
        until = [(at < since, ibis.literal(before, "int64")) for (_, before), (since, _) in pairwise(changes)]
        ahead = ibis.cases(*until, else_=ahead)
    wall: ir.IntegerValue = at + ahead + _AHEAD_OF_1970
    return wall


def _weekday(wall: ir.IntegerValue) -> tuple[ir.StringValue, list[str]]:
    number = ((wall - wall % DAY) / DAY).round().cast("int64") + MONDAY
    return _named(number % len(WEEKDAYS), WEEKDAYS), list(WEEKDAYS)


def _shift(wall: ir.IntegerValue, shifts: Sequence[Shift]) -> tuple[ir.StringValue, list[str]]:
    inside = wall % DAY
    cases = []
    for shift in shifts:
        begins, ends = ((each.hour * 60 + each.minute) * MINUTE for each in (shift.begins, shift.ends))
        after, before = inside >= begins, inside < ends
        cases.append((after & before if begins < ends else after | before, shift.key))
    level: ir.StringValue = ibis.cases(*cases, else_=NO_SHIFT)
    return level, [*(shift.key for shift in shifts), NO_SHIFT]


def _named(number: ir.IntegerValue, names: Sequence[str]) -> ir.StringValue:
    named: ir.StringValue = ibis.cases(*((number == i, name) for i, name in enumerate(names)))
    return named
