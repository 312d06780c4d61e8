"""A column keeps one type over the files of a log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from attending.sources.report import refusal

_NUMBERS: Final = "a number"


@dataclass(frozen=True, slots=True)
class TypedFile:
    """A file with rows, its columns and their Arrow types."""

    name: str
    columns: tuple[str, ...]
    types: tuple[Any, ...]


def check_one_type(files: Sequence[TypedFile], columns: Sequence[str], numbers: Collection[str]) -> None:
    """Raise LogRefused, naming file, column and both types, when a column's type changes from one file to another.

    What stays one type: text however it is stored (plain, large, dictionary); integers of any width; floating numbers
    of any width; and, in the columns of `numbers` (scores, outcomes, inputs), all numbers, for there 1 and 1.0 mean the
    same. In a key or an attribute they do not: the prediction "1" would not be known again as "1.0", and one unit would
    become two. Times keep to one of date, timestamp without zone and timestamp with zone: between the last two, hours
    near a month's end would move. Zones themselves may differ from file to file; every file's months are those that its
    own zone writes. A column of nulls alone has no type and fits every other. CSV is text throughout.
    """
    for column in columns:
        first: tuple[str, Any] | None = None
        for file in files:
            kind = file.types[file.columns.index(column)]
            if pa.types.is_null(kind):
                continue
            if first is None:
                first = file.name, kind
            elif _family(kind, number=column in numbers) != _family(first[1], number=column in numbers):
                raise refusal(
                    f"The column is stored as {kind} here and as {first[1]} in {first[0]}",
                    "Write the column with one type in every file",
                    file=file.name,
                    column=column,
                )


def _family(kind: Any, *, number: bool) -> str:
    if pa.types.is_dictionary(kind):
        return _family(kind.value_type, number=number)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return "text"
    if pa.types.is_integer(kind):
        return _NUMBERS if number else "an integer"
    if pa.types.is_floating(kind):
        return _NUMBERS if number else "a floating number"
    if pa.types.is_decimal(kind) and number:
        return _NUMBERS
    if pa.types.is_date(kind):
        return "a date"
    if pa.types.is_timestamp(kind):
        return "a timestamp without zone" if kind.tz is None else "a timestamp with zone"
    return str(kind)
