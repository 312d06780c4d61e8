"""What leaves of a reality check gives no small count away: not by itself, and not by taking others from a total."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.event_log import DrawnStep, EventLog, TimeRule, check_reality, disclosed
from attending.analytics.event_log.results import Outcomes, RealityCheck, RuleGroup, RuleResult

RULE = TimeRule("r", "R", ("triage",), ("lactate",), 60)
CELLS = ("before", "in_time", "late", "missing")
GROUPS = st.lists(st.tuples(*[st.sampled_from((0, 0, 1, 3, 8, 12, 40, 200))] * 4).filter(any), min_size=2, max_size=6)


def log_of(*cases: tuple[str, int]) -> EventLog:
    """Cases as words of one-letter activities, each so many times; events are a second apart."""
    words = [word for word, number in cases for _ in range(number)]
    names = tuple(sorted(set("".join(words))))
    starts = np.cumsum([0, *(len(word) for word in words)])
    activity = np.array([names.index(letter) for word in words for letter in word], np.uint16)
    return EventLog(names, starts, activity, np.arange(len(activity), dtype=np.int64) * 1000)


def with_groups(rows: list[tuple[int, ...]]) -> RealityCheck:
    groups = tuple(RuleGroup("site", str(at), sum(row), *row) for at, row in enumerate(rows))
    whole = Outcomes(sum(map(sum, rows)), *(sum(column) for column in zip(*rows, strict=True)))
    return replace(check_reality(log_of(("a", 1))), rules=(RuleResult(RULE, whole, None, groups, ()),))


@given(GROUPS, st.integers(2, 12))
def test_no_small_cell_of_a_group_follows_from_the_totals(rows, smallest):
    (told,) = disclosed(with_groups(rows), smallest).rules
    hidden = [
        (r, c) for r, group in enumerate(told.groups) for c, name in enumerate(CELLS) if getattr(group, name) is None
    ]
    lines = [[place[1] == c for place in hidden] for c in range(4)]
    lines += [[place[0] == r for place in hidden] for r, group in enumerate(told.groups) if group.activated is not None]
    known = np.array(lines, dtype=float).reshape(len(lines), len(hidden))
    rank = np.linalg.matrix_rank(known) if hidden else 0
    for at, (r, c) in enumerate(hidden):
        if 0 < rows[r][c] < smallest:
            alone = np.eye(len(hidden))[at]
            assert np.linalg.matrix_rank(np.vstack([known, alone])) > rank, f"{rows[r][c]} of group {r} can be computed"
    assert all(
        getattr(g, name) is None or getattr(g, name) == 0 or getattr(g, name) >= smallest
        for g in told.groups
        for name in CELLS
    )


def test_a_count_of_one_site_does_not_follow_from_the_other_s():
    (told,) = disclosed(with_groups([(0, 150, 3, 47), (0, 200, 27, 73)])).rules
    assert [group.late for group in told.groups] == [None, None]
    assert [group.activated for group in told.groups] == [200, 300]


WORDS = st.lists(st.tuples(st.text("abcd", min_size=1, max_size=6), st.integers(1, 30)), min_size=1, max_size=8)


@given(WORDS, st.integers(2, 12))
def test_what_is_not_told_of_an_activity_s_transitions_is_of_nobody_or_of_many(words, smallest):
    check = check_reality(log_of(*words))
    told = disclosed(check, smallest).graph
    pairs = {(edge.source, edge.target) for edge in told.edges}
    assert all(edge.cases >= smallest for edge in told.edges)
    whole = {each.name: each for each in check.graph.activities}
    for each in told.activities:
        for end, way in (("last", 0), ("first", 1)):
            rest = sum(
                edge.cases
                for edge in check.graph.edges
                if (edge.source, edge.target)[way] == each.name and (edge.source, edge.target) not in pairs
            )
            rest += getattr(whole[each.name], end) if getattr(each, end) is None else 0
            assert rest == 0 or rest >= smallest
            assert getattr(each, end) is None or not 0 < getattr(each, end) < smallest


def test_what_one_patient_did_fifty_times_is_not_told():
    told = disclosed(check_reality(log_of(("ab", 60), ("acb", 40), ("a" * 51 + "b", 1)))).graph
    assert [(edge.source, edge.target) for edge in told.edges] == [("a", "b"), ("c", "b")], "a to c would tell it"


def test_the_events_of_a_rare_activity_do_not_follow_from_what_steps_cover():
    steps = [DrawnStep("s", "Give", ("a", "b")), DrawnStep("t", "Watch", ("c",))]
    log = log_of(("ac", 60), ("abc", 3), ("acd", 8))
    whole = check_reality(log, steps=steps)
    told = disclosed(whole)
    assert whole.coverage is not None
    assert told.coverage is not None
    assert told.graph.rarer.rows == 2
    assert told.coverage.drawn_events == sum(each.events for each in told.graph.activities)
    assert [step.cases for step in told.coverage.steps] == [None, 71], "71 cases less those with a would tell b"


def test_reversals_too_rare_to_be_told_are_not_told_by_their_sum():
    steps = [DrawnStep(name, name, (name,)) for name in "abc"]
    check = check_reality(log_of(("abc", 50), ("bac", 20), ("cba", 3)), steps=steps, flows=[("a", "b"), ("b", "c")])
    order = disclosed(check).order
    assert order is not None
    assert order.rarer.rows == 3 or order.rarer.total >= 11
