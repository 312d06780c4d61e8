"""What the two tables of a clinical log hold and how they are joined: declared once, never guessed.

Predictions are wide (one row each), events narrow (one row each: who, which type, when, which value). The vocabulary
(entity and context, usage, window, offset, merge strategy) is the one that Epic's seismometer made known in hospitals.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, Literal, get_args

from attending.analytics.records import from_record, to_record
from attending.analytics.stratum import OVERALL

Usage = Literal["target", "intervention", "recognition", "follow_up_end"]
Merge = Literal["any", "first", "last", "forward", "nearest"]
Comparison = Literal["present", "one_of", "at_least", "above", "at_most", "below"]
Level = Literal["alert", "encounter", "patient"]
Pick = Literal["first", "last", "maximum", "first_crossing"]
Completeness = Literal["declared", "newest_event", "newest_arrival"]

LONGEST_HOURS: Final = 24 * 366 * 20


def _check_names(columns: tuple[str, ...], table: str) -> None:
    for name in columns:
        if not name.strip():
            raise ValueError(f"A column name of the {table} is empty: name the column as the table's header writes it.")
        if columns.count(name) > 1:
            raise ValueError(f"Column {name!r} of the {table} is given two parts: each part needs a column of its own.")


def _check_choice(what: str, given: str, choices: tuple[str, ...]) -> None:
    if given not in choices:
        raise ValueError(f"The {what} is one of {', '.join(choices)}, not {given!r}.")


@dataclass(frozen=True, slots=True)
class PredictionColumns:
    """The columns of the predictions table; every other column is left alone.

    `patient` is who was scored, `encounter` the stay or visit it belongs to, `score` a probability in [0, 1], `time`
    when it was made, `by` the attributes whose levels become subgroups, `key` identifies one prediction (none: the same
    patient, encounter and time are the same prediction), `follow_up_end` until when the patient was followed.
    """

    patient: str
    score: str
    time: str
    encounter: str | None = None
    by: tuple[str, ...] = ()
    key: str | None = None
    follow_up_end: str | None = None

    def __post_init__(self) -> None:
        _check_names(self.columns, "predictions")
        if OVERALL.attribute in self.by:
            raise ValueError(f"An attribute cannot be called {OVERALL.attribute!r}, which means everyone: rename it.")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        named = (self.key, self.patient, self.encounter, self.score, self.time, self.follow_up_end, *self.by)
        return tuple(name for name in named if name is not None)


@dataclass(frozen=True, slots=True)
class EventColumns:
    """The columns of the events table.

    `encounter` joins events by encounter as well; leave it None to join by patient alone. `value` may be None when the
    event's presence says all. `arrived` is when the row reached the table, which shows label delay; `key` identifies
    one event (none: rows that agree in every column are one event).
    """

    patient: str
    type: str
    time: str
    value: str | None = None
    encounter: str | None = None
    arrived: str | None = None
    key: str | None = None

    def __post_init__(self) -> None:
        _check_names(self.columns, "events")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        named = (self.key, self.patient, self.encounter, self.type, self.time, self.value, self.arrived)
        return tuple(name for name in named if name is not None)


@dataclass(frozen=True, slots=True)
class Positive:
    """Which value makes an event count: its mere presence, one of some words, or a comparison with a number.

    `one_of` compares text without outer blanks and case. An event whose value is missing or cannot be read so is
    *unknown*, never negative; with `present` the value is not looked at.
    """

    rule: Comparison = "present"
    values: tuple[str, ...] = ()
    bound: Decimal | None = None

    def __post_init__(self) -> None:
        _check_choice("positive rule", self.rule, get_args(Comparison))
        if (self.rule == "one_of") != bool(self.values):
            raise ValueError("Positive values are words for the rule 'one_of', and only for it.")
        if (self.rule in ("at_least", "above", "at_most", "below")) != (self.bound is not None):
            raise ValueError("A bound belongs to 'at_least', 'above', 'at_most' and 'below', and only to them.")
        if self.bound is not None and not self.bound.is_finite():
            raise ValueError(f"The bound is a finite number, not {self.bound}.")


@dataclass(frozen=True, slots=True)
class EventDeclaration:
    """One kind of event and which predictions it concerns.

    `types` are the words of the type column. `usage`: the `target` is what the model predicts; an `intervention` is
    what an alert should lead to; `recognition` is the clinicians' own (an order, a diagnosis, a transfer);
    `follow_up_end` is after when nothing would be seen of the patient.

    An event concerns a prediction at t when it lies in [t + offset, t + offset + window], both ends included, in
    hours. Of several, `merge` decides: `any` (positive if one is), `first` or `last` in the window; `forward` takes
    the next at or after t and `nearest` the one closest to t on either side, and either counts only if it lies in the
    window. At the same time, a positive value goes before an unknown one and that before a negative one; equally near,
    the later event goes first. For `recognition`, the window is how far from the target event it still belongs to the
    same episode, on either side. For `follow_up_end` neither window, merge nor value has a meaning.
    """

    name: str
    types: tuple[str, ...]
    usage: Usage
    window_hours: float | None = None
    offset_hours: float = 0.0
    merge: Merge = "any"
    positive: Positive = Positive()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("An event needs a name that people know it by.")
        _check_choice("usage", self.usage, get_args(Usage))
        _check_choice("merge rule", self.merge, get_args(Merge))
        if not self.types or any(not each.strip() for each in self.types):
            raise ValueError(f"Event {self.name!r} needs the words its rows have in the type column.")
        if len(set(self.types)) < len(self.types):
            raise ValueError(f"Event {self.name!r} names a type twice.")
        if self.usage == "follow_up_end":
            return
        if self.window_hours is None:
            raise ValueError(
                f"Event {self.name!r} needs a window in hours: without a horizon no prediction would ever be mature."
            )
        if not 0 < self.window_hours <= LONGEST_HOURS:
            raise ValueError(f"The window of {self.name!r} is more than 0 and at most {LONGEST_HOURS:,} hours.")
        if not 0 <= self.offset_hours <= LONGEST_HOURS:
            raise ValueError(f"The offset of {self.name!r} is 0 to {LONGEST_HOURS:,} hours.")


@dataclass(frozen=True, slots=True)
class CutOff:
    """Until when events are complete, so that an absent event means something.

    `declared`: `at` says so. `newest_event` or `newest_arrival`: the newest event's or arrival's time that is not
    after the date of the review. From either, `lag_hours` are taken off: how late rows may come. The choice is stated
    with the result. Never later than the date of the review.
    """

    rule: Completeness = "newest_event"
    at: datetime | None = None
    lag_hours: float = 0.0

    def __post_init__(self) -> None:
        _check_choice("cut-off rule", self.rule, get_args(Completeness))
        if (self.rule == "declared") != (self.at is not None):
            raise ValueError("A time belongs to the cut-off rule 'declared', and only to it.")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("The time until when events are complete needs its offset from UTC.")
        if not 0 <= self.lag_hours <= LONGEST_HOURS:
            raise ValueError("The lag is 0 hours or more.")


@dataclass(frozen=True, slots=True)
class View:
    """What one row of the review is: every prediction, or one per encounter or patient.

    At the levels `encounter` and `patient` the row begins with the unit's first prediction, at a; its month and
    attributes are that prediction's. Its outcome is whether the target comes within `span_hours` of a (None: the
    target's offset and window), and it is mature when that span has passed. The score is picked by a rule that never
    looks at the label:

    * with `landmark_hours` L, from the predictions of the first L hours, for everybody alike; the target is then
      looked for from a + L + offset on, and units that have it sooner are set apart. Units with and without event were
      looked at equally long, so this is the comparison to prefer;
    * without, from the predictions up to the event less the offset, or up to the end of the span where there is none:
      a score made after the event predicts nothing. This is the usual "maximum before the event", and it is not even:
      who has no event is looked at longer and so has more chances of a high score, which makes a model look worse. How
      long each was looked at is reported with the result.

    `pick`: `first`, `last`, `maximum`, or `first_crossing`: the first score that reaches `threshold`, and the maximum
    where none does.
    """

    level: Level = "alert"
    pick: Pick = "maximum"
    span_hours: float | None = None
    landmark_hours: float | None = None
    threshold: Decimal | None = None

    def __post_init__(self) -> None:
        _check_choice("level", self.level, get_args(Level))
        _check_choice("pick", self.pick, get_args(Pick))
        if (self.pick == "first_crossing") != (self.threshold is not None):
            raise ValueError("A threshold belongs to the pick 'first_crossing', and only to it.")
        if self.threshold is not None and not (self.threshold.is_finite() and 0 <= self.threshold <= 1):
            raise ValueError(f"The threshold of the first crossing is 0 to 1, not {self.threshold}.")
        if self.span_hours is not None and not 0 < self.span_hours <= LONGEST_HOURS:
            raise ValueError("The span is more than 0 hours.")
        if self.landmark_hours is not None and not 0 <= self.landmark_hours <= LONGEST_HOURS:
            raise ValueError("The landmark is 0 hours or more after the first prediction.")


@dataclass(frozen=True, slots=True)
class Declaration:
    """Predictions, events, what they mean, and when an outcome counts.

    `target` names the event that the review is about. `after_event` says what becomes of predictions made after the
    target came: `keep` (it can come again) or `set_apart` (no longer at risk; counted, not measured). `ended` says what
    a follow-up means that ended before the horizon without an event: `lost` (unknown) or `no_event` (as when a patient
    goes home well and the target can only happen in hospital). `time_zone` names the zone of times that are written
    without an offset, such as Europe/Berlin; without it they are UTC, and may not stand beside times with an offset.
    """

    predictions: PredictionColumns
    events: EventColumns
    declared: tuple[EventDeclaration, ...]
    target: str
    view: View = View()
    cut_off: CutOff = CutOff()
    after_event: Literal["keep", "set_apart"] = "keep"
    ended: Literal["lost", "no_event"] = "lost"
    time_zone: str | None = None

    def __post_init__(self) -> None:
        names = [each.name for each in self.declared]
        if len(set(names)) < len(names):
            raise ValueError("Two declared events have the same name: give each its own.")
        if self.target not in names:
            raise ValueError(f"The target {self.target!r} is not among the declared events: {', '.join(names)}.")
        if self.outcome.usage != "target":
            raise ValueError(f"{self.target!r} is declared as {self.outcome.usage}, so it cannot be the target.")
        if self.time_zone is not None and self.time_zone not in zoneinfo.available_timezones():
            raise ValueError(f"{self.time_zone!r} is not the name of a time zone: write one such as Europe/Berlin.")
        if self.view.level == "encounter" and not self.by_encounter:
            raise ValueError("A view by encounter needs the encounter's column in both tables.")
        if self.cut_off.rule == "newest_arrival" and self.events.arrived is None:
            raise ValueError("The newest arrival needs the events' column of arrival.")
        if self.view.level != "alert":
            before = (self.view.landmark_hours or 0.0) + self.outcome.offset_hours
            if self.span_hours <= before:
                raise ValueError(f"The span of {self.span_hours:g} hours ends before the outcome is looked for.")

    @property
    def outcome(self) -> EventDeclaration:
        """The declared target."""
        return next(each for each in self.declared if each.name == self.target)

    @property
    def by_encounter(self) -> bool:
        """Whether both tables say to which encounter a row belongs."""
        return self.predictions.encounter is not None and self.events.encounter is not None

    @property
    def span_hours(self) -> float:
        """How long after the first prediction a unit's outcome is looked for."""
        target = self.outcome
        return self.view.span_hours or target.offset_hours + (target.window_hours or 0.0)

    def used_as(self, usage: Usage) -> tuple[EventDeclaration, ...]:
        """The declared events of one usage."""
        return tuple(each for each in self.declared if each.usage == usage)

    def to_document(self) -> dict[str, Any]:
        """The declaration as plain JSON."""
        document: dict[str, Any] = to_record(_without_time(self))
        at = self.cut_off.at
        document["cut_off"]["at"] = None if at is None else at.astimezone(UTC).isoformat()
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Declaration:
        """The declaration that `to_document` wrote; raises ValueError that names the place of what is wrong."""
        if not isinstance(document, Mapping) or not isinstance(document.get("cut_off", {}), Mapping):
            raise ValueError("A declaration is an object, and its cut_off as well.")
        cut_off = dict(document.get("cut_off", {}))
        written = cut_off.pop("at", None)
        rule = cut_off.pop("rule", "newest_event")
        plain = from_record(cls, {**document, "cut_off": cut_off})
        at = None if written is None else _moment(written)
        lag = plain.cut_off.lag_hours
        return cls(
            plain.predictions,
            plain.events,
            plain.declared,
            plain.target,
            plain.view,
            CutOff(rule, at, lag),
            plain.after_event,
            plain.ended,
            plain.time_zone,
        )


def _moment(written: object) -> datetime:
    try:
        return datetime.fromisoformat(str(written))
    except ValueError:
        raise ValueError(f"cut_off.at should be an ISO 8601 time with its offset, not {str(written)[:60]!r}.") from None


def _without_time(declaration: Declaration) -> Any:
    shown = {name: getattr(declaration, name) for name in Declaration.__dataclass_fields__ if name != "cut_off"}
    return {**shown, "cut_off": {"rule": declaration.cut_off.rule, "lag_hours": declaration.cut_off.lag_hours}}
