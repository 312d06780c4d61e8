"""What the clinical join should say, worked out one patient at a time in plain Python (after ehrQL's in-memory engine).

Times are milliseconds. Nothing here is shared with the code under test but the declaration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.sources.clinical import Declaration

HOUR = 3_600_000


@dataclass(frozen=True)
class Prediction:
    patient: str
    encounter: str
    score: float
    at: int
    followed_until: int | None = None


@dataclass(frozen=True)
class Event:
    patient: str
    encounter: str
    type: str
    at: int
    value: str | None
    arrived: int | None = None


@dataclass(frozen=True)
class Answer:
    state: str
    outcome: int | None
    seen: bool
    event_at: int | None


def positive(event: Event, declaration: Declaration) -> bool | None:
    rule = declaration.outcome.positive
    if rule.rule == "present":
        return True
    text = (event.value or "").strip().lower()
    if rule.rule == "one_of":
        return None if not text else _word(text) in {_word(each.strip().lower()) for each in rule.values}
    try:
        number = float(text)
    except ValueError:
        return None
    bound = float(str(rule.bound))
    return {
        "at_least": number >= bound,
        "above": number > bound,
        "at_most": number <= bound,
        "below": number < bound,
    }[rule.rule]


def _word(text: str) -> str:
    """1 and 1.0 are one word."""
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number == int(number) else text


def known(events: Sequence[Event], as_of: int) -> list[Event]:
    return [e for e in events if e.at <= as_of and (e.arrived is None or e.arrived <= as_of)]


def judge(
    at: int,
    mine: Sequence[Event],
    declaration: Declaration,
    complete: int,
    *,
    start: int,
    end: int,
    apart: tuple[int, int] | None,
    followed: int | None,
) -> Answer:
    target = declaration.outcome
    rows = [(e.at, positive(e, declaration)) for e in mine if e.type in target.types]
    rank = {True: 0, None: 1, False: 2}
    inside = [(t, hit) for t, hit in rows if at + start <= t <= at + end]
    chosen: tuple[int, bool | None] | None = None
    if target.merge == "any":
        yes = [t for t, hit in inside if hit]
        if yes:
            chosen = (min(yes), True)
        elif inside:
            chosen = (min(t for t, _ in inside), None if any(hit is None for _, hit in inside) else False)
    elif target.merge in ("first", "last"):
        sign = 1 if target.merge == "first" else -1
        chosen = min(inside, key=lambda row: (sign * row[0], rank[row[1]]), default=None)
    elif target.merge == "forward":
        chosen = min((r for r in rows if r[0] >= at), key=lambda r: (r[0], rank[r[1]]), default=None)
    else:
        chosen = min(rows, key=lambda r: (abs(r[0] - at), -r[0], rank[r[1]]), default=None)
    if chosen is not None and not at + start <= chosen[0] <= at + end:
        chosen = None
    ends = [
        e.at for event in declaration.used_as("follow_up_end") for e in mine if e.type in event.types and e.at >= at
    ]
    ends += [] if followed is None else [followed]
    hit = chosen is not None and chosen[1] is True
    when = chosen[0] if chosen is not None and hit else None
    if apart is not None and any(h and at + apart[0] <= t <= at + apart[1] for t, h in rows):
        return Answer("set_apart", None, hit, when)
    if at + end > complete:
        return Answer("waiting", None, hit, when)
    if hit:
        return Answer("event", 1, hit, when)
    if chosen is not None and chosen[1] is None:
        return Answer("unknown", None, hit, when)
    decided = chosen is not None and target.merge in ("first", "forward", "nearest")
    if not decided and ends and min(ends) < at + end and declaration.ended == "lost":
        return Answer("lost", None, hit, when)
    return Answer("no_event", 0, hit, when)


def alerts(
    predictions: Sequence[Prediction], events: Sequence[Event], declaration: Declaration, complete: int, as_of: int
) -> list[Answer]:
    target = declaration.outcome
    start = round(target.offset_hours * HOUR)
    end = start + round((target.window_hours or 0) * HOUR)
    apart = (-(2**60), -1) if declaration.after_event == "set_apart" else None
    usable = known(events, as_of)
    return [
        judge(
            p.at, [e for e in usable if _same(p, e, declaration.by_encounter)], declaration, complete,
            start=start, end=end, apart=apart, followed=p.followed_until,
        )
        for p in predictions
    ]  # fmt: skip


def units(
    predictions: Sequence[Prediction], events: Sequence[Event], declaration: Declaration, complete: int, as_of: int
) -> dict[tuple[str, ...], tuple[Answer, float, int]]:
    """For each unit the answer, the score picked and from how many predictions."""
    view, target = declaration.view, declaration.outcome
    by_encounter = view.level == "encounter"
    landmark = round((view.landmark_hours or 0) * HOUR)
    start = landmark + round(target.offset_hours * HOUR)
    end = round(declaration.span_hours * HOUR)
    apart = None
    if declaration.after_event == "set_apart":
        apart = (-(2**60), start - 1)
    elif view.landmark_hours is not None:
        apart = (0, start - 1)
    grouped: dict[tuple[str, ...], list[Prediction]] = {}
    for p in predictions:
        grouped.setdefault((p.patient, p.encounter) if by_encounter else (p.patient,), []).append(p)
    found = {}
    for key, rows in grouped.items():
        anchor = min(rows, key=lambda p: (p.at, -p.score))
        mine = [e for e in known(events, as_of) if _same(anchor, e, by_encounter)]
        answer = judge(
            anchor.at, mine, declaration, complete, start=start, end=end, apart=apart, followed=anchor.followed_until
        )
        stop = anchor.at + (landmark if view.landmark_hours is not None else end)
        if view.landmark_hours is None and answer.event_at is not None:
            stop = min(stop, answer.event_at - round(target.offset_hours * HOUR))
        counted = [p for p in rows if p.at <= stop]
        found[key] = (answer, _pick(counted, declaration), len(counted))
    return found


def _pick(rows: Sequence[Prediction], declaration: Declaration) -> float:
    view = declaration.view
    if view.pick == "first":
        return min(rows, key=lambda p: (p.at, -p.score)).score
    if view.pick == "last":
        return max(rows, key=lambda p: (p.at, p.score)).score
    if view.pick == "first_crossing":
        crossed = [p for p in rows if p.score >= float(view.threshold or 0)]
        if crossed:
            return min(crossed, key=lambda p: (p.at, -p.score)).score
    return max(p.score for p in rows)


def _same(p: Prediction, e: Event, by_encounter: bool) -> bool:
    return p.patient == e.patient and (not by_encounter or p.encounter == e.encounter)
