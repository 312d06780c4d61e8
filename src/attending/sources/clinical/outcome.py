"""What became of each prediction, as one expression that DuckDB, PostgreSQL and Spark run alike.

Only equality joins, filters, groupings and row numbers: no join by nearest time, no function of one engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import ibis
import ibis.expr.types as ir

from attending.sources.clinical.declaration import Declaration, EventDeclaration, Positive
from attending.sources.clinical.doubt import EARLIER, ENDED, IN_WINDOW, doubts
from attending.sources.clinical.standard import (
    ARRIVED,
    AT,
    ENCOUNTER,
    FOLLOWED,
    NUMBER,
    PATIENT,
    SCORE,
    TYPE,
    WORD,
    hours,
    keys,
)

OUTCOME: Final = "outcome"
STATE: Final = "state"
SEEN: Final = "event_seen"
EVENT_AT: Final = "event_at"
OBSERVED: Final = "observed_until"
DOUBTED: Final = "in_doubt"

HIT: Final = "hit"
WHEN: Final = "event_at_of_row"
_PLACE = "place"
_EVER = 2**53


class State(StrEnum):
    """What is known of a prediction's outcome on the day of the review; only EVENT and NO_EVENT are labels.

    `WAITING`: the horizon has not passed where events are complete. Its outcome counts for nothing yet, even when the
    event is already there: among young predictions events are known sooner than their absence, so counting them would
    raise the event rate at the end of every log. `LOST`: follow-up ended before the horizon, without the event.
    `UNKNOWN`: the event is there and its value cannot be read, or a row that was set aside could have been the event
    (DOUBTED). `SET_APART`: the target came before (a prediction after the event, or a unit before its landmark).
    `UNREADABLE`: patient, score or time is missing, in rows that nobody checked before.
    """

    EVENT = "event"
    NO_EVENT = "no_event"
    WAITING = "waiting"
    LOST = "lost"
    UNKNOWN = "unknown"
    SET_APART = "set_apart"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when after a moment an outcome is looked for, in milliseconds, both ends included."""

    start: int
    end: int


def window_of(event: EventDeclaration) -> Window:
    """The window that an event declares."""
    start = hours(event.offset_hours)
    return Window(start, start + hours(event.window_hours or 0.0))


def known_by(events: ir.Table, as_of: int) -> ir.Table:
    """The events that had happened and, where arrivals are written, arrived by the date of the review."""
    return events.filter((events[AT] <= as_of) & (events[ARRIVED].isnull() | (events[ARRIVED] <= as_of)))


def hit(events: ir.Table, positive: Positive) -> ir.Value:
    """1 where an event's value is positive, 0 where it is not, null where that cannot be said; int8."""
    if positive.rule == "present":
        return ibis.literal(1, "int8")
    if positive.rule == "one_of":
        given = events[WORD].isin([_word(each) for each in positive.values])
        return ibis.cases((events[WORD].isnull(), ibis.null("int8")), (given, 1), else_=0).cast("int8")
    bound = ibis.literal(str(positive.bound)).cast("float64")
    number = events[NUMBER]
    compared = {
        "at_least": number >= bound,
        "above": number > bound,
        "at_most": number <= bound,
        "below": number < bound,
    }[positive.rule]
    return ibis.cases((number.isnull(), ibis.null("int8")), (compared, 1), else_=0).cast("int8")


def of_kind(events: ir.Table, event: EventDeclaration, on: list[str]) -> ir.Table:
    """The rows of one declared event: the joining keys, when, and whether the value is positive."""
    rows = events.filter(events[TYPE].isin(list(event.types)))
    return rows.select([*on], **{WHEN: rows[AT], HIT: hit(rows, event.positive)})


def labelled(
    predictions: ir.Table,
    events: ir.Table,
    declaration: Declaration,
    *,
    complete_until: int,
    as_of: int,
    doubtful: ir.Table | None = None,
) -> ir.Table:
    """Every prediction with STATE, OUTCOME (1, 0 or null), SEEN, EVENT_AT, OBSERVED and DOUBTED beside its own columns.

    `predictions` and `events` are standard tables; `complete_until` and `as_of` milliseconds since 1970. `doubtful` are
    the event rows that were set aside and matter (`doubt.that_matter`). No row is
    dropped and none comes twice. Outcomes depend on who and when alone, so they are found once for each and joined
    back. OBSERVED is until when the prediction's patient was followed, at most its horizon's end.
    """
    before = window_of(declaration.outcome) if declaration.after_event == "set_apart" else None
    return with_outcome(
        predictions,
        known_by(events, as_of),
        declaration,
        on=keys(declaration),
        window=window_of(declaration.outcome),
        complete_until=complete_until,
        apart=None if before is None else Window(-_EVER, -1),
        doubtful=doubtful,
    )


def with_outcome(
    rows: ir.Table,
    events: ir.Table,
    declaration: Declaration,
    *,
    on: list[str],
    window: Window,
    complete_until: int,
    apart: Window | None,
    doubtful: ir.Table | None = None,
) -> ir.Table:
    """`labelled` for any rows with keys and AT, and any window; a positive target within `apart` sets a row apart."""
    moments = rows.filter(rows[PATIENT].notnull() & rows[AT].notnull()).select([*on, AT]).distinct()
    target = of_kind(events, declaration.outcome, on)
    found = deciding(moments, target, declaration.outcome, on, window)
    joined = beside(rows, found, [*on, AT])
    joined = _with_earlier(joined, moments, target, on, apart)
    joined = _with_end(joined, moments, events, declaration, on)
    if doubtful is None:
        joined = joined.mutate(**dict.fromkeys((IN_WINDOW, EARLIER, ENDED), ibis.literal(value=False)))
    else:
        found = doubts(
            moments, doubtful, declaration,
            on=on, window=(window.start, window.end), apart=None if apart is None else (apart.start, apart.end),
        )  # fmt: skip
        joined = beside(joined, found, [*on, AT])
        joined = joined.mutate(**{name: ibis.coalesce(joined[name], 0) == 1 for name in (IN_WINDOW, EARLIER, ENDED)})
    return _judged(joined, declaration, window, complete_until)


def beside(rows: ir.Table, more: ir.Table, on: list[str]) -> ir.Table:
    """All rows, with the columns of at most one row of another table beside them."""
    joined = rows.left_join(more, on)
    return joined.drop([name for name in joined.columns if name.endswith("_right")])


def deciding(moments: ir.Table, target: ir.Table, event: EventDeclaration, on: list[str], window: Window) -> ir.Table:
    """For each moment with an event that decides: its hit and when; moments without one are left out."""
    pairs = moments.inner_join(target, on)
    after = pairs[WHEN] - pairs[AT]
    inside = (after >= window.start) & (after <= window.end)
    if event.merge == "any":
        within = pairs.filter(inside)
        counted = within.group_by([*on, AT]).aggregate(
            **{
                HIT: within[HIT].max(),
                "positive_when": within[WHEN].min(where=within[HIT] == 1),
                "unclear": within[HIT].isnull().ifelse(1, 0).sum(),
                "any_when": within[WHEN].min(),
            }
        )
        sure = counted[HIT] == 1
        return counted.select(
            [*on, AT],
            **{
                HIT: ibis.cases((sure, 1), (counted["unclear"] > 0, ibis.null("int8")), else_=0).cast("int8"),
                WHEN: ibis.coalesce(counted["positive_when"], counted["any_when"]),
            },
        )
    candidates = pairs.filter(after >= 0) if event.merge == "forward" else pairs
    candidates = candidates.filter(inside) if event.merge in ("first", "last") else candidates
    when, distance = candidates[WHEN], candidates[WHEN] - candidates[AT]
    rank = ibis.cases((candidates[HIT] == 1, 0), (candidates[HIT].isnull(), 1), else_=2)
    order = {
        "first": [when.asc(), rank.asc()],
        "forward": [when.asc(), rank.asc()],
        "last": [when.desc(), rank.asc()],
        "nearest": [distance.abs().asc(), when.desc(), rank.asc()],
    }[event.merge]
    numbered = candidates.mutate(
        **{_PLACE: ibis.row_number().over(group_by=[candidates[name] for name in [*on, AT]], order_by=order)}
    )
    chosen = numbered.filter(numbered[_PLACE] == 0)
    after = chosen[WHEN] - chosen[AT]
    return chosen.filter((after >= window.start) & (after <= window.end)).select([*on, AT, HIT, WHEN])


def _with_earlier(rows: ir.Table, moments: ir.Table, target: ir.Table, on: list[str], apart: Window | None) -> ir.Table:
    if apart is None:
        return rows.mutate(apart=ibis.literal(value=False))
    pairs = moments.inner_join(target.filter(target[HIT] == 1), on)
    after = pairs[WHEN] - pairs[AT]
    early = pairs.filter((after >= apart.start) & (after <= apart.end)).select([*on, AT]).distinct()
    marked = early.mutate(early=ibis.literal(value=True))
    joined = beside(rows, marked, [*on, AT])
    return joined.mutate(apart=joined.early.notnull()).drop("early")


def _with_end(rows: ir.Table, moments: ir.Table, events: ir.Table, declaration: Declaration, on: list[str]) -> ir.Table:
    """The rows with `ended`: when their follow-up ended, by a column or by the first such event at or after them."""
    types = [word for event in declaration.used_as("follow_up_end") for word in event.types]
    column = rows[FOLLOWED] if FOLLOWED in rows.columns else ibis.null("int64")
    if not types:
        return rows.mutate(ended=column)
    ends = events.filter(events[TYPE].isin(types)).select([*on], end_when=events[AT])
    pairs = moments.inner_join(ends, on)
    first = pairs.filter(pairs.end_when >= pairs[AT]).group_by([*on, AT]).aggregate(end_when=lambda t: t.end_when.min())
    joined = beside(rows, first, [*on, AT])
    written = joined[FOLLOWED] if FOLLOWED in rows.columns else ibis.null("int64")
    both = ibis.cases(
        (written.isnull(), joined.end_when),
        (joined.end_when.isnull(), written),
        (written < joined.end_when, written),
        else_=joined.end_when,
    )
    return joined.mutate(ended=both).drop("end_when")


def _judged(rows: ir.Table, declaration: Declaration, window: Window, complete_until: int) -> ir.Table:
    end = rows[AT] + window.end
    unreadable = rows[PATIENT].isnull() | rows[AT].isnull() | rows[SCORE].isnull()
    if ENCOUNTER in rows.columns and ENCOUNTER in keys(declaration):
        unreadable = unreadable | rows[ENCOUNTER].isnull()
    found = rows[WHEN].notnull()
    # With these rules one event decides, so its negative value is an answer, not the absence of one.
    one_decides = declaration.outcome.merge in ("first", "forward", "nearest")
    answered = found & (rows[HIT] == 0) & ibis.literal(one_decides)
    cut_short = rows.ended.notnull() & (rows.ended < end)
    # Only where any positive event counts can another one not take an event back.
    sure = (rows[HIT] == 1) & ibis.literal(declaration.outcome.merge == "any")
    undecided = rows[EARLIER] | (rows[IN_WINDOW] & ~ibis.coalesce(sure, ibis.literal(value=False)))
    state = ibis.cases(
        (unreadable, State.UNREADABLE.value),
        (rows.apart, State.SET_APART.value),
        (end > complete_until, State.WAITING.value),
        (undecided, State.UNKNOWN.value),
        (rows[HIT] == 1, State.EVENT.value),
        (found & rows[HIT].isnull(), State.UNKNOWN.value),
        (answered, State.NO_EVENT.value),
        (cut_short, State.LOST.value if declaration.ended == "lost" else State.NO_EVENT.value),
        (rows[ENDED], State.UNKNOWN.value),
        else_=State.NO_EVENT.value,
    )
    judged = rows.mutate(
        **{
            STATE: state,
            SEEN: ibis.coalesce(found & (rows[HIT] == 1), ibis.literal(value=False)),
            EVENT_AT: ibis.cases((rows[HIT] == 1, rows[WHEN])),
            OBSERVED: _least(_least(end, rows.ended), ibis.literal(complete_until, "int64")),
        }
    )
    judged = judged.mutate(
        **{DOUBTED: (judged[STATE] == State.UNKNOWN.value) & (judged[EARLIER] | judged[IN_WINDOW] | judged[ENDED])}
    )
    outcome = ibis.cases((judged[STATE] == State.EVENT.value, 1), (judged[STATE] == State.NO_EVENT.value, 0))
    return judged.mutate(**{OUTCOME: outcome.cast("int8")}).drop(HIT, WHEN, "apart", "ended", EARLIER, IN_WINDOW, ENDED)


def _least(one: ir.Value, other: ir.Value) -> ir.Value:
    return ibis.cases((other.isnull(), one), (other < one, other), else_=one)


def _word(written: str) -> str:
    plain = written.strip().lower()
    try:
        number = float(plain)
    except ValueError:
        return plain
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else plain
