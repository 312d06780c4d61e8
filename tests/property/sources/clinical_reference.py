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
class Doubt:
    """An event row that was set aside; None is what cannot be read."""

    patient: str | None
    encounter: str | None
    type: str | None
    at: int | None
    arrived: int | None = None


@dataclass(frozen=True)
class Answer:
    state: str
    outcome: int | None
    seen: bool
    event_at: int | None
    decided: bool = False


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
    doubts: Sequence[Doubt] = (),
) -> Answer:
    """The answer as the loaded rows give it, and unknown where a row that was set aside could change it."""
    answer = _judge(at, mine, declaration, complete, start=start, end=end, apart=apart, followed=followed)
    if answer.state in ("waiting", "set_apart"):
        return answer
    target = declaration.outcome
    least = {"forward": 0, "nearest": -end}.get(target.merge, start)
    ends = {word for event in declaration.used_as("follow_up_end") for word in event.types}
    for doubt in doubts:
        after = None if doubt.at is None else doubt.at - at
        if doubt.type is None or doubt.type in target.types:
            earlier = apart is not None and (after is None or apart[0] <= after <= apart[1])
            inside = (after is None or least <= after <= end) and not (target.merge == "any" and answer.outcome == 1)
            if earlier or inside:
                return Answer("unknown", None, answer.seen, answer.event_at)
        if declaration.ended == "lost" and ends and (doubt.type is None or doubt.type in ends):
            decided = answer.state == "event" or answer.decided
            if answer.state == "no_event" and not decided and (after is None or 0 <= after < end):
                return Answer("unknown", None, answer.seen, answer.event_at)
    return answer


def _judge(
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
    return Answer("no_event", 0, hit, when, decided)


def _mine(p: Prediction, doubts: Sequence[Doubt], as_of: int, by_encounter: bool) -> list[Doubt]:
    return [
        d
        for d in doubts
        if d.patient == p.patient
        and (not by_encounter or d.encounter in (None, p.encounter))
        and (d.at is None or d.at <= as_of)
        and (d.arrived is None or d.arrived <= as_of)
    ]


def alerts(
    predictions: Sequence[Prediction],
    events: Sequence[Event],
    declaration: Declaration,
    complete: int,
    as_of: int,
    doubts: Sequence[Doubt] = (),
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
            doubts=_mine(p, doubts, as_of, declaration.by_encounter),
        )
        for p in predictions
    ]  # fmt: skip


def units(
    predictions: Sequence[Prediction],
    events: Sequence[Event],
    declaration: Declaration,
    complete: int,
    as_of: int,
    doubts: Sequence[Doubt] = (),
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
            anchor.at, mine, declaration, complete,
            start=start, end=end, apart=apart, followed=anchor.followed_until,
            doubts=_mine(anchor, doubts, as_of, by_encounter),
        )  # fmt: skip
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
