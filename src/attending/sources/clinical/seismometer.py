"""Reads the configuration that hospitals already have from Epic's seismometer, and says what it means here.

The vocabulary is seismometer's (BSD-3; read in version 0.5.0): entity, context, usage, window, offset, merge strategy.
Where the same word means another thing here, a note says so; nothing is taken over in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast, get_args

from attending.sources.clinical.declaration import (
    Declaration,
    EventColumns,
    EventDeclaration,
    Merge,
    Positive,
    PredictionColumns,
    Usage,
)
from attending.sources.clinical.yaml_file import ImportRefused, read_yaml
from attending.sources.mapping import ColumnMapping

_USAGE_KEYS: Final = {
    "entity_id", "context_id", "primary_output", "primary_target", "predict_time", "comparison_time", "event_table",
    "outputs", "cohorts", "features", "events", "cohort_hierarchies", "metrics", "load_time_filters",
    "censor_min_count",
}  # fmt: skip
_EVENT_KEYS: Final = {
    "source", "display_name", "window_hr", "offset_hr", "impute_val", "usage", "aggregation_method",
    "combine_strategy", "merge_strategy", "type", "group_keys",
}  # fmt: skip
_COHORT_KEYS: Final = {"source", "display_name", "splits"}
_TABLE_KEYS: Final = {"type", "time", "value"}
_USAGES: Final[dict[str, Usage]] = {"target": "target", "intervention": "intervention", "recognition": "recognition"}


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader should know about one key: ignored, or of another meaning here."""

    file: str
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}, key {self.key}: {self.text}"


@dataclass(frozen=True, slots=True)
class ImportedDeclaration:
    """What a configuration says in the words used here.

    `declaration` joins predictions and events; it is None when the target is a column of the predictions themselves,
    and then `mapping` alone describes the log. `mapping` always names score, time and attributes of the predictions.
    `smallest_group` is their `censor_min_count`.
    """

    declaration: Declaration | None
    mapping: ColumnMapping
    smallest_group: int
    notes: tuple[Note, ...]


class _Reader:
    """Values of one file with the place of each in what is refused."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.notes: list[Note] = []

    def note(self, key: str, text: str) -> None:
        self.notes.append(Note(self.file, key, text))

    def refuse(self, key: str, value: object, expected: str) -> ImportRefused:
        return ImportRefused(self.file, key, value, expected)

    def text(self, holder: Mapping[str, Any], name: str, key: str, default: str | None = None) -> str:
        value = holder.get(name, default)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"{key}{name}", value, "a name in words (in quotes when it looks like a number)")
        return value

    def listed(self, holder: Mapping[str, Any], name: str, key: str) -> list[Any]:
        value = holder.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.refuse(f"{key}{name}", value, "a list")
        return value

    def mapped(self, value: Any, key: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value):
            raise self.refuse(key, value, "a mapping from words to values")
        return value

    def number(self, holder: Mapping[str, Any], name: str, key: str, default: float | None) -> float | None:
        value = holder.get(name, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(f"{key}{name}", value, "a number of hours")
        return float(value)

    def unknown(self, holder: Mapping[str, Any], known: set[str], key: str) -> None:
        for name in sorted(set(holder) - known):
            self.note(f"{key}{name}", "This key is not known here and was not used.")


def from_seismometer(
    usage_config: str | Path,
    data_dictionary: str | Path | None = None,
    *,
    windows: Mapping[str, float] | None = None,
) -> ImportedDeclaration:
    """Read a `usage_config.yml` and, when given, the data dictionary (predictions, events, or both in one file).

    `windows` gives hours to events (by display name) whose configuration has none: here an outcome without a horizon
    would never be mature. Raises ImportRefused, a ValueError that names file, key, value and what was expected.
    """
    path = Path(usage_config)
    reader = _Reader(path.name)
    usage = reader.mapped(read_yaml(path).get("data_usage"), "data_usage")
    reader.unknown(usage, _USAGE_KEYS, "data_usage.")
    by = _cohorts(reader, usage)
    patient = reader.text(usage, "entity_id", "data_usage.", "Id")
    encounter = reader.text(usage, "context_id", "data_usage.") if usage.get("context_id") is not None else None
    score = reader.text(usage, "primary_output", "data_usage.", "Score")
    time = reader.text(usage, "predict_time", "data_usage.", "Time")
    target = reader.text(usage, "primary_target", "data_usage.", "Target")
    events = _events(reader, usage, target, windows or {})
    inline = not any(event.name == target for event in events)
    if inline:
        reader.note(
            "data_usage.primary_target",
            f"No event is called {target!r}, so it is read as a column of the predictions with 0, 1 or nothing; "
            "empty is not known yet, never 0.",
        )
    _other_keys(reader, usage, time, events)
    if data_dictionary is not None:
        columns = [score, time, patient, *([encounter] if encounter else []), *by, *([target] if inline else [])]
        _check_dictionary(reader, Path(data_dictionary), columns, events)
    try:
        mapping = ColumnMapping(score, target if inline else None, time, by=by)
        declaration = None
        if not inline:
            table = reader.mapped(usage.get("event_table") or {}, "data_usage.event_table")
            reader.unknown(table, _TABLE_KEYS, "data_usage.event_table.")
            declaration = Declaration(
                PredictionColumns(patient, score, time, encounter, by),
                EventColumns(
                    patient,
                    reader.text(table, "type", "data_usage.event_table.", "Type"),
                    reader.text(table, "time", "data_usage.event_table.", "EventTime"),
                    reader.text(table, "value", "data_usage.event_table.", "Value"),
                    encounter,
                ),
                events,
                target,
            )
    except ImportRefused:
        raise
    except ValueError as error:
        raise reader.refuse("data_usage", None, f"a consistent configuration: {error}") from None
    return ImportedDeclaration(declaration, mapping, _smallest(reader, usage), tuple(reader.notes))


def _cohorts(reader: _Reader, usage: Mapping[str, Any]) -> tuple[str, ...]:
    names = []
    for i, value in enumerate(reader.listed(usage, "cohorts", "data_usage.")):
        key = f"data_usage.cohorts[{i}]"
        cohort = reader.mapped(value, key)
        reader.unknown(cohort, _COHORT_KEYS, f"{key}.")
        source = reader.text(cohort, "source", f"{key}.")
        if reader.listed(cohort, "splits", f"{key}."):
            reader.note(
                f"{key}.splits",
                f"{source!r} is a number to be cut into bands. Numbers are not banded here, so it is left out of the "
                "subgroups: add a column with the band.",
            )
            continue
        if cohort.get("display_name") not in (None, source):
            reader.note(f"{key}.display_name", f"Subgroups are called as the column is: {source!r}.")
        names.append(source)
    return tuple(dict.fromkeys(names))


def _events(
    reader: _Reader, usage: Mapping[str, Any], target: str, windows: Mapping[str, float]
) -> tuple[EventDeclaration, ...]:
    declared: list[EventDeclaration] = []
    for i, value in enumerate(reader.listed(usage, "events", "data_usage.")):
        key = f"data_usage.events[{i}]."
        event = reader.mapped(value, key.rstrip("."))
        reader.unknown(event, _EVENT_KEYS, key)
        made = _event(reader, event, key, target, windows)
        if made is not None and any(other.name == made.name for other in declared):
            raise reader.refuse(f"{key}display_name", made.name, "a name that no other event has")
        declared += [made] if made is not None else []
    return tuple(declared)


def _event(
    reader: _Reader, event: Mapping[str, Any], key: str, target: str, windows: Mapping[str, float]
) -> EventDeclaration | None:
    source = event.get("source")
    types = (source,) if isinstance(source, str) else source
    if not types or not isinstance(types, list | tuple) or not all(isinstance(t, str) and t.strip() for t in types):
        raise reader.refuse(f"{key}source", source, "an event type, or a list of them, in words")
    name = reader.text(event, "display_name", key, types[0] if len(types) == 1 else None)
    usage = _usage(reader, event, key, name, target)
    if usage is None:
        return None
    window = reader.number(event, "window_hr", key, None)
    if window is None:
        if name not in windows:
            if name == target:
                raise reader.refuse(
                    f"{key}window_hr", None,
                    f"a number of hours for {name!r}: there, no window means for ever; here, an outcome that is never "
                    f"complete never counts. Write it, or give it as windows={{{name!r}: hours}}",
                )  # fmt: skip
            reader.note(f"{key}window_hr", f"{name!r} has no window and was left out: give it one in hours.")
            return None
        window = float(windows[name])
        reader.note(f"{key}window_hr", f"There is none; {window:g} hours were given with the import.")
    offset = reader.number(event, "offset_hr", key, 0.0) or 0.0
    merge = _merge(reader, event, key, is_target=name == target)
    _values(reader, event, key)
    if usage == "intervention":
        reader.note(
            f"{key}window_hr",
            "Interventions are looked for within this window after the first score at the threshold, not after every "
            "prediction.",
        )
    try:
        return EventDeclaration(name, tuple(types), usage, window, offset, merge, Positive("one_of", ("1", "true")))
    except ValueError as error:
        raise reader.refuse(key.rstrip("."), name, f"a consistent event: {error}") from None


def _usage(reader: _Reader, event: Mapping[str, Any], key: str, name: str, target: str) -> Usage | None:
    given = event.get("usage")
    if name == target:
        if given not in (None, "target"):
            reader.note(f"{key}usage", f"{name!r} is the primary target, so it is read as a target and not as {given}.")
        return "target"
    if isinstance(given, str) and given in _USAGES:
        return _USAGES[given]
    what = "has no usage" if given is None else f"is of usage {str(given)[:40]!r}"
    reader.note(
        f"{key}usage",
        f"{name!r} {what}, which has no meaning here (target, intervention, recognition, follow_up_end), and was left "
        "out.",
    )
    return None


def _merge(reader: _Reader, event: Mapping[str, Any], key: str, *, is_target: bool) -> Merge:
    given = event.get("merge_strategy", "forward")
    if given == "count":
        if is_target:
            raise reader.refuse(f"{key}merge_strategy", given, "first, last, nearest or forward: a count is no outcome")
        reader.note(f"{key}merge_strategy", "Counts are not made; any event in the window is taken as one.")
        return "any"
    if given is None:
        return "forward"
    if given not in get_args(Merge):
        raise reader.refuse(f"{key}merge_strategy", given, "first, last, nearest or forward")
    if given in ("first", "last"):
        reader.note(
            f"{key}merge_strategy",
            f"There, {given!r} takes the {given} event of the whole log and then asks whether it lies in the window; "
            "here it is that of the window, as its documentation says.",
        )
    return cast(Merge, given)


def _values(reader: _Reader, event: Mapping[str, Any], key: str) -> None:
    if event.get("impute_val") is not None:
        reader.note(
            f"{key}impute_val",
            "Values are not imputed: an event whose value is missing has an unknown outcome, and the row is counted as "
            "such.",
        )
    for name in ("aggregation_method", "combine_strategy"):
        if event.get(name) is not None:
            reader.note(
                f"{key}{name}",
                f"{event[name]!r} picks an encounter's score, and there 'max' and 'min' look at the outcome first. "
                "The imported view is every prediction; choose a view by encounter or patient to pick one score.",
            )


def _other_keys(reader: _Reader, usage: Mapping[str, Any], time: str, events: tuple[EventDeclaration, ...]) -> None:
    if events:
        reader.note(
            "data_usage.events",
            "There, a prediction without an event is 0. Here it is 0 only when its window has passed where events are "
            "complete (the newest event, unless declared otherwise); before, it waits, and counts for nothing.",
        )
        reader.note(
            "data_usage.events",
            "There, an event with a time and no value is 1; here its outcome is unknown. Values 1 and true are "
            "positive, every other value is negative.",
        )
        reader.note(
            "data_usage.event_table.time",
            "Every event needs a time; a row without one is listed as bad. Times without an offset are UTC.",
        )
        if usage.get("context_id") is not None:
            reader.note(
                "data_usage.context_id",
                "Events are joined by entity and context; when the events have no such column, take it out of the "
                "events' columns to join by entity alone.",
            )
    for name, text in (
        ("outputs", "One score is reviewed at a time: the primary output."),
        ("features", "Only the columns that the review needs are read."),
        ("cohort_hierarchies", "Hierarchies of cohorts are not used."),
        ("metrics", "Metrics of their own are not used."),
        ("load_time_filters", "Rows are NOT filtered: the review is of every row. Filter the tables before."),
    ):
        if usage.get(name):
            reader.note(f"data_usage.{name}", text)
    if usage.get("comparison_time") not in (None, "", time):
        reader.note("data_usage.comparison_time", f"Months and windows are counted from {time!r}.")
    reader.note(
        "data_usage.primary_output", "The score is a probability from 0 to 1; 0 to 100 is refused, never rescaled."
    )


def _smallest(reader: _Reader, usage: Mapping[str, Any]) -> int:
    value = usage.get("censor_min_count", 10)
    if isinstance(value, bool) or not isinstance(value, int) or value < 10:
        raise reader.refuse("data_usage.censor_min_count", value, "a whole number of 10 or more")
    return value


def _check_dictionary(reader: _Reader, path: Path, columns: list[str], events: tuple[EventDeclaration, ...]) -> None:
    """Hold the names against the dictionary; a part of it that is absent or empty says nothing."""
    dictionary = _Reader(path.name)
    content = read_yaml(path)
    dictionary.unknown(content, {"predictions", "events"}, "")
    described = _names(dictionary, content, "predictions")
    for column in columns:
        if described and column not in described:
            raise ImportRefused(path.name, "predictions", column, f"an entry for this column of {reader.file}")
    types = _names(dictionary, content, "events")
    for event in events:
        for word in event.types:
            if types and word not in types:
                raise ImportRefused(path.name, "events", word, f"an entry for this event type of {reader.file}")
    for event in events:
        kinds = {types[word] for word in event.types if types.get(word)}
        if kinds and not kinds <= {"bool", "boolean", "int", "int8", "int16", "int32", "int64", "float", "float64"}:
            dictionary.note(
                "events", f"{event.name!r} is of type {', '.join(sorted(kinds))}; only its values 1 and true count."
            )
    reader.notes += dictionary.notes


def _names(reader: _Reader, content: Mapping[str, Any], part: str) -> dict[str, str]:
    """The names of one part of the dictionary and the type of each, empty where it has none."""
    found = {}
    for i, value in enumerate(reader.listed(content, part, "")):
        item = reader.mapped(value, f"{part}[{i}]")
        reader.unknown(item, {"name", "display_name", "dtype", "definition"}, f"{part}[{i}].")
        found[reader.text(item, "name", f"{part}[{i}].")] = str(item.get("dtype") or "")
    return found
