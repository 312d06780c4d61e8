"""Frozen results as plain JSON and back, without losing a digit.

A record is a dataclass of numbers, text, decimals, dates, enums, tuples, mappings by text, and other records. Its type
hints are the schema: what they do not promise is refused when it is read.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_record(value: Any) -> Any:
    """JSON-ready: dicts, lists, strings, numbers, booleans and None only.

    Floats stay floats, since JSON as Python writes it keeps every bit of a double; decimals and dates become text.
    Raises TypeError for a value no record may hold.
    """
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_record(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_record(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_record(each) for each in value]
    raise TypeError(f"A record cannot hold {type(value).__name__}: {value!r}.")


def from_record(kind: type[T], document: Any) -> T:
    """The record of type `kind` that `to_record` was given. Raises ValueError where the document is another kind."""
    read: T = _read(kind, document, kind.__name__)
    return read


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any, place: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return value
    if origin in (Union, types.UnionType):
        if value is None and type(None) in inner:
            return None
        return _read_any(tuple(each for each in inner if each is not type(None)), value, place)
    if origin is Literal:
        if value not in inner:
            raise _unlike(place, " or ".join(map(repr, inner)), value)
        return value
    if origin is tuple:
        return _read_tuple(inner, value, place)
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        if not isinstance(value, Mapping):
            raise _unlike(place, "an object", value)
        return {key: _read(inner[1], each, f"{place}.{key}") for key, each in value.items()}
    if is_dataclass(kind):
        return _read_dataclass(kind, value, place)
    return _read_plain(kind, value, place)


def _read_any(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    for kind in kinds[:-1]:
        try:
            return _read(kind, value, place)
        except ValueError:
            continue
    return _read(kinds[-1], value, place)


def _read_tuple(inner: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _unlike(place, "a list", value)
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], each, f"{place}[{i}]") for i, each in enumerate(value))
    if len(value) != len(inner):
        raise _unlike(place, f"a list of {len(inner)}", value)
    return tuple(_read(kind, each, f"{place}[{i}]") for i, (kind, each) in enumerate(zip(inner, value, strict=True)))


def _read_dataclass(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        raise _unlike(place, f"an object for {kind.__name__}", value)
    hints = _hints(kind)
    unknown = sorted(set(value) - {field.name for field in fields(kind)})
    if unknown:
        raise ValueError(f"{place} has {unknown[0]!r}, which {kind.__name__} does not know.")
    try:
        return kind(**{name: _read(hints[name], each, f"{place}.{name}") for name, each in value.items()})
    except TypeError as error:
        raise ValueError(f"{place} cannot be read as {kind.__name__}: {error}.") from None


def _read_plain(kind: Any, value: Any, place: str) -> Any:
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if kind is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind in (str, bool) and isinstance(value, kind):
        return value
    if kind is Decimal and isinstance(value, str):
        return Decimal(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    raise _unlike(place, getattr(kind, "__name__", str(kind)), value)


def _unlike(place: str, expected: str, value: Any) -> ValueError:
    return ValueError(f"{place} should be {expected}, not {str(value)[:60]!r}.")
