"""Frozen results as plain JSON and back, without losing a digit.

A record is a dataclass of numbers, text, decimals, dates, enums, tuples, mappings by text, and other records. Its type
hints are the schema: what they do not promise is refused when it is read.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any, str], Any]
"""Of a value and its place in the document; raises ValueError where the value is of another kind."""

_AS_THEY_ARE: Final = frozenset({type(None), bool, int, float, str})


def to_record(value: Any) -> Any:
    """JSON-ready: dicts, lists, strings, numbers, booleans and None only.

    Floats stay floats, since JSON as Python writes it keeps every bit of a double; decimals and dates become text.
    Raises TypeError for a value no record may hold.
    """
    kind: Hashable = value.__class__
    if kind in _AS_THEY_ARE:
        return value
    names = _names(kind)
    if names is not None:
        return {name: to_record(getattr(value, name)) for name in names}
    if isinstance(value, bool | int | float | str) and not isinstance(value, Enum):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_record(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_record(each) for each in value]
    raise TypeError(f"A record cannot hold {type(value).__name__}: {value!r}.")


def from_record(kind: type[T], document: Any) -> T:
    """The record of type `kind` that `to_record` was given. Raises ValueError where the document is another kind."""
    read: T = _reader(kind)(document, kind.__name__)
    return read


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a dataclass, asked once for each; None for any other type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


@cache
def _readers(kind: Any) -> dict[str, Reader]:
    """By field of a dataclass, made once for each from its type hints: a study holds ten thousand records of a kind."""
    hints = get_type_hints(kind)
    return {name: _reader(hints[name]) for name in _names(kind) or ()}


def _reader(kind: Any) -> Reader:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return lambda value, _: value
    if origin in (Union, types.UnionType):
        readers = tuple(_reader(each) for each in inner if each is not type(None))
        return partial(_read_any, readers, type(None) in inner)
    if origin is Literal:
        return partial(_read_one_of, inner)
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return partial(_read_list, _reader(inner[0]))
        return partial(_read_tuple, tuple(_reader(each) for each in inner))
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return partial(_read_mapping, _reader(inner[1]))
    if is_dataclass(kind):
        return partial(_read_dataclass, kind)
    return partial(_read_plain, kind)


def _read_any(readers: tuple[Reader, ...], optional: bool, value: Any, place: str) -> Any:
    if value is None and optional:
        return None
    for read in readers[:-1]:
        try:
            return read(value, place)
        except ValueError:
            continue
    return readers[-1](value, place)


def _read_one_of(values: tuple[Any, ...], value: Any, place: str) -> Any:
    if value not in values:
        raise _unlike(place, " or ".join(map(repr, values)), value)
    return value


def _read_list(read: Reader, value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _unlike(place, "a list", value)
    return tuple([read(each, f"{place}[{i}]") for i, each in enumerate(value)])


def _read_tuple(readers: tuple[Reader, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _unlike(place, "a list", value)
    if len(value) != len(readers):
        raise _unlike(place, f"a list of {len(readers)}", value)
    return tuple([read(each, f"{place}[{i}]") for i, (read, each) in enumerate(zip(readers, value, strict=True))])


def _read_mapping(read: Reader, value: Any, place: str) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise _unlike(place, "an object", value)
    return {key: read(each, f"{place}.{key}") for key, each in value.items()}


def _read_dataclass(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        raise _unlike(place, f"an object for {kind.__name__}", value)
    readers = _readers(kind)
    unknown = sorted(value.keys() - readers.keys())
    if unknown:
        raise ValueError(f"{place} has {unknown[0]!r}, which {kind.__name__} does not know.")
    try:
        return kind(**{name: readers[name](each, f"{place}.{name}") for name, each in value.items()})
    except TypeError as error:
        raise ValueError(f"{place} cannot be read as {kind.__name__}: {error}.") from None


def _read_plain(kind: Any, value: Any, place: str) -> Any:
    if kind is type(value) and kind in _AS_THEY_ARE:
        return value
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
