"""One row per encounter or patient: whom it is about is fixed by the first prediction, the score by a declared rule."""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from attending.sources.clinical.declaration import Declaration
from attending.sources.clinical.outcome import EVENT_AT, Window, known_by, labelled, with_outcome
from attending.sources.clinical.standard import AT, ENCOUNTER, FOLLOWED, PATIENT, SCORE, hours, keys

SCANNED: Final = "scanned"
LOOKED_UNTIL: Final = "looked_until"

_UNIT_AT = "unit_at"
_PLACE = "place"


def unit_keys(declaration: Declaration) -> list[str]:
    """What one row of the view stands for, beside the time for alerts."""
    return [PATIENT] if declaration.view.level == "patient" else keys(declaration)


def viewed(
    predictions: ir.Table,
    events: ir.Table,
    declaration: Declaration,
    *,
    complete_until: int,
    as_of: int,
    doubtful: ir.Table | None = None,
) -> ir.Table:
    """The rows of the declared view, labelled; SCANNED says from how many predictions each score was picked.

    For units, AT is the first prediction's time, and LOOKED_UNTIL when the last prediction that counted was made.
    """
    if declaration.view.level == "alert":
        rows = labelled(predictions, events, declaration, complete_until=complete_until, as_of=as_of, doubtful=doubtful)
        return rows.mutate(**{SCANNED: ibis.literal(1, "int64"), LOOKED_UNTIL: rows[AT]})
    on = unit_keys(declaration)
    landmark = hours(declaration.view.landmark_hours or 0.0)
    start = landmark + hours(declaration.outcome.offset_hours)
    window = Window(start, hours(declaration.span_hours))
    units = with_outcome(
        first_predictions(predictions, on),
        known_by(events, as_of),
        declaration,
        on=on,
        window=window,
        complete_until=complete_until,
        apart=_apart(declaration, start),
        doubtful=doubtful,
    )
    picked = _picked(predictions, units, declaration, on, window, landmark)
    joined = units.drop(SCORE).inner_join(picked, on)
    return joined.drop([name for name in joined.columns if name.endswith("_right")])


def first_predictions(predictions: ir.Table, on: list[str]) -> ir.Table:
    """Each unit's first prediction; at the same time the one of the highest score, then by the levels it has."""
    sound = predictions.filter(predictions[AT].notnull() & predictions[SCORE].notnull() & _all_known(predictions, on))
    rest = [sound[name].asc() for name in sound.columns if name not in {*on, AT, SCORE, FOLLOWED, ENCOUNTER}]
    order = [sound[AT].asc(), sound[SCORE].desc(), *rest]
    numbered = sound.mutate(**{_PLACE: ibis.row_number().over(group_by=[sound[name] for name in on], order_by=order)})
    return numbered.filter(numbered[_PLACE] == 0).drop(_PLACE)


def _all_known(table: ir.Table, on: list[str]) -> ir.BooleanValue:
    known = table[on[0]].notnull()
    for name in on[1:]:
        known = known & table[name].notnull()
    return known


def _apart(declaration: Declaration, start: int) -> Window | None:
    """A unit whose event comes before its outcome is looked for is set apart; with a rule, also what came before."""
    earliest = -(2**53) if declaration.after_event == "set_apart" else 0
    if declaration.after_event == "set_apart" or declaration.view.landmark_hours is not None:
        return Window(earliest, start - 1)
    return None


def _picked(
    predictions: ir.Table, units: ir.Table, declaration: Declaration, on: list[str], window: Window, landmark: int
) -> ir.Table:
    view = declaration.view
    anchors = units.select([*on], **{_UNIT_AT: units[AT], EVENT_AT: units[EVENT_AT]})
    made = predictions.filter(predictions[AT].notnull() & predictions[SCORE].notnull())
    pairs = made.select([*on, AT, SCORE]).inner_join(anchors, on)
    end = pairs[_UNIT_AT] + (landmark if view.landmark_hours is not None else window.end)
    if view.landmark_hours is None:
        last_useful = pairs[EVENT_AT] - hours(declaration.outcome.offset_hours)
        end = ibis.cases((last_useful.isnull(), end), (last_useful < end, last_useful), else_=end)
    counted = pairs.filter(pairs[AT] <= end)
    if view.pick == "maximum":
        order = [counted[SCORE].desc(), counted[AT].asc()]
    elif view.pick == "last":
        order = [counted[AT].desc(), counted[SCORE].desc()]
    elif view.pick == "first_crossing":
        edge = ibis.literal(repr(float(view.threshold or 0))).cast("float64")
        crossed = counted[SCORE] >= edge
        order = [
            ibis.cases((crossed, 0), else_=1).asc(),
            ibis.cases((crossed, counted[AT]), else_=0).asc(),
            counted[SCORE].desc(),
        ]
    else:
        order = [counted[AT].asc(), counted[SCORE].desc()]
    groups = [counted[name] for name in on]
    within = ibis.window(group_by=groups)
    numbered = counted.mutate(
        **{
            _PLACE: ibis.row_number().over(group_by=groups, order_by=order),
            SCANNED: counted[SCORE].count().over(within),
            LOOKED_UNTIL: counted[AT].max().over(within),
        }
    )
    return numbered.filter(numbered[_PLACE] == 0).select([*on, SCORE, SCANNED, LOOKED_UNTIL])
