"""A workload from a TOML file, whose validation may be a prediction log beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from attending.analytics.alert_queue import Validation, Workload, read_workload
from attending.analytics.records import to_record

_LARGEST_BYTES = 5_000_000
_MOST_BINS = 2_000
_LOG_FIELDS = ("log", "score", "outcome", "time")


def read_file(path: Path, thresholds: Sequence[str] = ()) -> Workload:
    """The workload of a file, at other `thresholds` if some are given.

    Raises ValueError, which names the file, the field and what is expected; LogRefused for a log that cannot be read.
    """
    try:
        document = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} is not TOML: {error}. docs/how-to/workload.md shows a whole file.") from error
    if thresholds:
        document["thresholds"] = [_number(each) for each in thresholds]
    validation = document.get("validation")
    if isinstance(validation, Mapping) and "log" in validation:
        document["validation"] = _from_log(path, validation, document.get("thresholds", []))
    try:
        return read_workload(document)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            raise ValueError(f"{path} is a folder; name the TOML file in it.")
        if path.stat().st_size > _LARGEST_BYTES:
            raise ValueError(f"{path} is larger than 5 MB; name a log with validation.log instead of listing its bins.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text (byte {error.start:,}); save it as UTF-8.") from error
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}.") from error


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"--threshold {text!r} is no number; give one such as 0.2.") from error


def _from_log(path: Path, given: Mapping[str, Any], thresholds: object) -> Any:
    """The bins of a log's labelled rows: each distinct score where these are few; edges at `thresholds` too."""
    for name in given:
        if name not in _LOG_FIELDS:
            raise ValueError(f"{path.name}: validation has {name!r}; beside log it knows score, outcome and time.")
    named = {
        name: given.get(name, default) for name, default in zip(_LOG_FIELDS, (None, *_LOG_FIELDS[1:]), strict=True)
    }
    for name, value in named.items():
        if not isinstance(value, str) or not value:
            raise ValueError(f"{path.name}: {name} of the validation is {value!r}; give a name in quotes.")
    # Loaded here because the engine takes a second, and most files name no log.
    from attending.analytics import OVERALL
    from attending.sources import ColumnMapping, reduce_log

    log = path.parent / named["log"]
    mapping = ColumnMapping(named["score"], named["outcome"], named["time"])
    edges = [_decimal(path, each) for each in thresholds] if isinstance(thresholds, list) else []
    table = reduce_log(log, mapping, thresholds=edges).table
    scores = (table if len(table) <= _MOST_BINS else table.coarsened(_MOST_BINS)).slice(OVERALL)
    source = f"{named['log']}: {scores.total_labelled:,} labelled predictions, {scores.events:,} events"
    return to_record(Validation.from_scores(scores, source))


def _decimal(path: Path, given: object) -> Decimal:
    try:
        return Decimal(repr(given))
    except InvalidOperation as error:
        raise ValueError(f"{path.name}: thresholds has {given!r}; give numbers from 0 to 1.") from error
