"""What is counted in arrays is what plain Python counts, whatever the order, ties and repeats of the events."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.event_log import DrawnStep, EventLog, Levels, TimeRule, check_reality, disclosed, in_order
from attending.analytics.event_log.drawn import precedes
from attending.analytics.event_log.results import RealityCheck

from .event_log_reference import Event, Reference

NAMES = ("arrive", "triage", "lactate", "antibiotics")
EVENTS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(NAMES), st.integers(0, 8)), max_size=60)
STEPS = [
    DrawnStep("a", "Arrival", ("arrive",)),
    DrawnStep("b", "Bloods and triage", ("triage", "lactate")),
    DrawnStep("c", "Treatment", ("lactate", "antibiotics")),
    DrawnStep("d", "Never mapped"),
    DrawnStep("e", "Never seen", ("scan",)),
]
FLOWS = [("a", "b"), ("b", "d"), ("d", "c"), ("c", "e")]
ORDER = {("a", "b"), ("a", "c"), ("b", "c"), ("a", "e"), ("b", "e"), ("c", "e")}


def log_of(events: list[Event], *, once: bool = True) -> EventLog:
    numbers: dict[int, int] = {}
    case = [numbers.setdefault(case, len(numbers)) for case, _, _ in events]
    return in_order(
        np.array(case, np.int32),
        np.array([NAMES.index(activity) for _, activity, _ in events], np.uint16),
        np.array([60_000 * minute for _, _, minute in events], np.int64),
        NAMES,
        drop_repeated=once,
    ).log


def outcomes(check: RealityCheck, at: int) -> dict[str, int]:
    found = check.rules[at].outcomes
    told = {name: getattr(found, name) for name in ("before", "in_time", "late", "missing")}
    assert found.activated == sum(told.values())
    return {name: number for name, number in told.items() if number}


@given(EVENTS, st.booleans(), st.integers(0, 5), st.booleans())
def test_every_figure_is_that_of_plain_python(events, once, minutes, counts_before):
    wanted = Reference.of(events, once=once)
    rule = TimeRule("r", "R", ("triage", "arrive"), ("antibiotics", "lactate"), minutes, counts_before)
    check = check_reality(log_of(events, once=once), steps=STEPS, flows=FLOWS, rules=[rule], top=1000)
    assert check.cases == len(wanted.cases)
    assert check.events == sum(map(len, wanted.cases))
    assert {(e.source, e.target): (e.count, e.mean_seconds, e.median_seconds) for e in check.graph.edges} == {
        pair: pytest.approx(found) for pair, found in wanted.edges().items()
    }
    assert {(e.source, e.target): e.cases for e in check.graph.edges} == wanted.edge_cases()
    assert check.graph.transitions == check.events - check.cases
    assert {a.name: (a.events, a.cases, a.first, a.last) for a in check.graph.activities} == wanted.activities()
    assert {v.activities: v.cases for v in check.variants.top} == wanted.variants()
    assert check.variants.distinct == len(wanted.variants())
    assert check.variants.single == sum(number == 1 for number in wanted.variants().values())
    assert outcomes(check, 0) == wanted.rule(set(rule.start), set(rule.end), minutes, counts_before=counts_before)
    turned, compared, against = wanted.reversals({s.key: set(s.activities) for s in STEPS if s.activities}, ORDER)
    names = {step.name: step.key for step in STEPS}
    assert {(names[p.earlier], names[p.later]): (p.both, p.reversed) for p in check.order.pairs} == turned
    assert (check.order.compared, check.order.reversed) == (compared, against)
    spans = [case[-1][0] - case[0][0] for case in wanted.cases]
    assert check.throughput.mean_seconds == (pytest.approx(60 * np.mean(spans)) if spans else None)
    seen = {step.key: step.cases for step in check.coverage.steps}
    assert seen["c"] == sum(wanted.first(case, {"lactate", "antibiotics"}) is not None for case in wanted.cases)
    assert (seen["d"], seen["e"]) == (0, 0)


@given(EVENTS)
def test_the_order_of_the_rows_matters_only_between_events_of_one_time(events):
    log = log_of(events)
    by_time = log_of(sorted(events, key=lambda event: event[2]))
    found, wanted = (check_reality(each, top=1000) for each in (log, by_time))
    assert found.graph == wanted.graph
    assert found.variants == wanted.variants


@given(EVENTS, st.integers(1, 12))
def test_no_small_count_is_told(events, smallest):
    check = check_reality(log_of(events), steps=STEPS, flows=FLOWS, rules=[
        TimeRule("r", "R", ("triage",), ("antibiotics",), 3)
    ], by=["weekday"])  # fmt: skip
    told = disclosed(check, smallest)
    assert all(edge.count >= smallest for edge in told.graph.edges)
    assert all(each.cases >= smallest for each in (*told.graph.activities, *told.variants.top, *told.coverage.undrawn))
    assert all(pair.reversed >= smallest for pair in told.order.pairs)
    assert all(not 0 < (step.cases or 0) < smallest for step in told.coverage.steps)
    cells = [n for r in told.rules for g in r.groups for n in (g.activated, g.before, g.in_time, g.late, g.missing)]
    assert all(not 0 < (n or 0) < smallest for n in cells)
    hidden = [g for r in told.rules for g in r.groups if g.activated is None]
    assert not hidden or len(hidden) == len(told.rules[0].groups) or sum(
        g.activated for g in check.rules[0].groups if g.level in {each.level for each in hidden}
    ) >= smallest  # fmt: skip
    assert sum(e.count for e in told.graph.edges) + told.graph.rarer_edges.total == check.graph.transitions
    assert len(told.graph.activities) + told.graph.rarer.rows == len(check.graph.activities)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=15))
def test_drawn_order_is_a_path_and_no_way_back(flows):
    keys = [str(i) for i in range(7)]
    named = [(str(a), str(b)) for a, b in flows]
    reach = np.zeros((7, 7), bool)
    for a, b in flows:
        reach[a, b] = True
    for k in range(7):
        reach |= reach[:, [k]] & reach[[k], :]
    assert (precedes(keys, named) == (reach & ~reach.T)).all()


@given(st.lists(st.integers(0, 3), min_size=1, max_size=400), st.integers(0, 2))
def test_a_long_case_is_ordered_and_held_apart_as_a_short_one(minutes, identities):
    """More events of one case, and of one time, than are compared pair by pair."""
    at = np.array(minutes, np.int64) * 60_000
    identity = [np.arange(len(at), dtype=np.int32) % (3 + i) - 1 for i in range(identities)]
    activity = (np.arange(len(at)) % 4).astype(np.uint16)
    ordered = in_order(np.zeros(len(at), np.int32), activity, at, NAMES, identity=identity)
    seen, kept = set(), []
    for row in sorted(range(len(at)), key=lambda row: minutes[row]):
        says = (minutes[row], int(activity[row]), *(int(codes[row]) for codes in identity))
        if says not in seen:
            kept.append((minutes[row], int(activity[row])))
        seen.add(says)
    assert list(zip((ordered.log.at // 60_000).tolist(), ordered.log.activity.tolist(), strict=True)) == kept
    assert ordered.repeated == len(at) - len(kept)
    assert ordered.moved == sum(b < a for a, b in pairwise(minutes))


def test_levels_are_those_of_the_starting_event_or_the_first_that_the_case_says():
    at = np.arange(5, dtype=np.int64)
    codes = np.array([1, 0, -1, -1, 0], np.int32)
    log = EventLog(NAMES, np.array([0, 3, 5]), np.array([0, 1, 1, 1, 2], np.uint16), at,
                   {"site": Levels(("North", "South"), codes)})  # fmt: skip
    rule = TimeRule("r", "R", ("triage",), ("lactate",), 1)
    groups = check_reality(log, rules=[rule], by=["site"]).rules[0].groups
    assert [(g.level, g.activated, g.in_time) for g in groups] == [("North", 2, 1)]
