"""Time rules against the log: of the cases that began one, which did the rest before, in time, late or never."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from attending.analytics.compiled import compiled
from attending.analytics.event_log.drawn import Shift, TimeRule
from attending.analytics.event_log.groups import levels_at
from attending.analytics.event_log.log import EventLog, Integers
from attending.analytics.event_log.results import Outcomes, RuleGroup, RuleResult
from attending.analytics.event_log.wall_time import MINUTE

NOT_ACTIVATED, BEFORE, IN_TIME, LATE, MISSING = range(5)


def check_rule(log: EventLog, rule: TimeRule, *, by: Sequence[str] = (), shifts: Sequence[Shift] = ()) -> RuleResult:
    """The outcomes of `rule` in all cases that began it, and by each level of the attributes `by`.

    The clock starts at the case's first start event. Where what came before counts, the case's first end event decides;
    else the first one at or after the start, and a case with an earlier one alone is told as before. At the same
    millisecond, and at exactly the limit, is in time. A group is what the start event says of its attribute.
    """
    outcome, begun, delay = _outcomes(
        log.starts,
        log.activity,
        log.at,
        log.mask(rule.start),
        log.mask(rule.end),
        round(rule.minutes * MINUTE),
        rule.counts_before,
    )
    activated = outcome != NOT_ACTIVATED
    groups = []
    for name in by:
        levels, shown = levels_at(log, name, begun[activated], shifts)
        table = np.zeros((len(levels.names), MISSING + 1), dtype=np.int64)
        np.add.at(table, (levels.codes, outcome[activated]), 1)
        found = dict(zip(levels.names, table, strict=True))
        groups += [RuleGroup.of(name, level, counted(found[level])) for level in shown if found[level].any()]
    after = delay[delay >= 0]
    known = set(log.activities)
    return RuleResult(
        rule,
        counted(np.bincount(outcome, minlength=MISSING + 1)),
        float(np.median(after)) / MINUTE if len(after) else None,
        tuple(groups),
        tuple(name for name in (*rule.start, *rule.end) if name not in known),
    )


def counted(by_outcome: Integers) -> Outcomes:
    """The outcomes of cases counted by outcome (shape: 5, those that did not begin first)."""
    before, in_time, late, missing = (int(number) for number in by_outcome[BEFORE:])
    return Outcomes(before + in_time + late + missing, before, in_time, late, missing)


@compiled
def _outcomes(
    starts: Integers,
    activity: NDArray[np.uint16],
    at: Integers,
    begins: NDArray[np.bool_],
    ends: NDArray[np.bool_],
    limit: int,
    counts_before: bool,
) -> tuple[NDArray[np.int64], Integers, Integers]:
    """Per case its outcome, the position of the event that began it, and milliseconds to the end, -1 if not after."""
    cases = len(starts) - 1
    outcome = np.zeros(cases, dtype=np.int64)
    begun = np.full(cases, -1, dtype=np.int64)
    delay = np.full(cases, -1, dtype=np.int64)
    for c in range(cases):
        start = -1
        for i in range(starts[c], starts[c + 1]):
            if begins[activity[i]]:
                start = i
                break
        if start < 0:
            continue
        begun[c] = start
        outcome[c] = MISSING
        for i in range(starts[c], starts[c + 1]):
            if not ends[activity[i]]:
                continue
            taken = at[i] - at[start]
            if taken < 0:
                outcome[c] = BEFORE
                if counts_before:
                    break
                continue
            delay[c] = taken
            outcome[c] = IN_TIME if taken <= limit else LATE
            break
    return outcome, begun, delay
