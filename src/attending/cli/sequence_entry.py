"""One entry of a planning file: its fields read as what they should be, and refused with where they stand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any


class BadFile(ValueError):
    """A planning file cannot be read; the message names file, line, column or field, value and expectation."""


class Entry:
    """Fields of one table of a TOML file, or of one row of a CSV file, whose cells are text.

    where: field -> where it stands, such as "plan.toml, line 12".
    """

    def __init__(self, values: Mapping[str, Any], where: Callable[[str], str]) -> None:
        self._values = values
        self.where = where

    def refuse(self, field: str, expected: str) -> BadFile:
        """The refusal of a field's value."""
        value = self._values.get(field)
        said = f"{field} is missing" if value is None else f"{field} is {value!r}"
        return BadFile(f"{self.where(field)}: {said}; {expected}.")

    def only(self, *fields: str) -> None:
        """Refuse any other field than these: a misspelt one must not be taken for one that was left out."""
        for field in self._values:
            if field not in fields:
                known = ", ".join(sorted(fields))
                raise BadFile(
                    f"{self.where(field)}: {field!r} is not a field here (known: {known}); mend or remove it."
                )

    def has(self, field: str) -> bool:
        """Whether it is given."""
        return self._values.get(field) not in (None, "")

    def text(self, field: str, *, default: str | None = None) -> str:
        """A text that is not empty; without a default it must be given."""
        if not self.has(field):
            if default is None:
                raise self.refuse(field, "give a text")
            return default
        value = self._values[field]
        if not isinstance(value, str):
            raise self.refuse(field, "give a text in quotes")
        return value.strip()

    def number(self, field: str, *, default: float | None = None) -> float:
        """A finite number."""
        if not self.has(field):
            if default is None:
                raise self.refuse(field, "give a number, 0 or more")
            return default
        return self._as_number(field, self._values[field])

    def whole(self, field: str, *, default: int, least: int) -> int:
        """A whole number, `least` or more."""
        value = self.number(field, default=default)
        if value != int(value) or value < least:
            raise self.refuse(field, f"give a whole number, {least} or more")
        return int(value)

    def flag(self, field: str, *, default: bool) -> bool:
        """true or false."""
        if not self.has(field):
            return default
        value = self._values[field]
        if not isinstance(value, bool):
            raise self.refuse(field, "give true or false")
        return value

    def names(self, field: str) -> tuple[str, ...]:
        """A list of texts; in a CSV cell apart by semicolons."""
        if not self.has(field):
            return ()
        value = self._values[field]
        listed = value.split(";") if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(each, str) and each.strip() for each in listed):
            raise self.refuse(field, "give a list of keys")
        return tuple(each.strip() for each in listed)

    def place_in(self, field: str, quarters: Sequence[str]) -> int | None:
        """A quarter by its name, as its place among `quarters`; None: not given."""
        if not self.has(field):
            return None
        value = self._values[field]
        if value not in quarters:
            raise self.refuse(field, f"give one of the quarters {', '.join(quarters)}")
        return quarters.index(value)

    def amounts(self, field: str, count: int) -> dict[str, tuple[float, ...]]:
        """Name -> an amount for each of `count` quarters, from one number for all or a list."""
        return {
            name: tuple(self._as_number(field, each) for each in self._spread(field, name, value, count))
            for name, value in self._table(field).items()
        }

    def limits(self, field: str, count: int) -> dict[str, tuple[float | None, ...]]:
        """The same, where "none" says that there is no limit."""
        return {
            name: tuple(
                None if each == "none" else self._as_number(field, each)
                for each in self._spread(field, name, value, count)
            )
            for name, value in self._table(field).items()
        }

    def single(self, field: str) -> dict[str, float]:
        """Name -> one amount."""
        return {name: self._as_number(field, value) for name, value in self._table(field).items()}

    def _table(self, field: str) -> Mapping[str, Any]:
        if not self.has(field):
            return {}
        value = self._values[field]
        if not isinstance(value, dict):
            raise self.refuse(field, 'give a table such as { "clinician hours" = 40 }')
        return value

    def _spread(self, field: str, name: str, value: Any, count: int) -> Sequence[Any]:
        parts = value.split(";") if isinstance(value, str) and ";" in value else value
        if not isinstance(parts, list):
            return [parts] * count
        if len(parts) != count:
            raise BadFile(
                f"{self.where(field)}: {field} of {name!r} has {len(parts)} amounts; give one number for every "
                f"quarter, or a list of {count}."
            )
        return parts

    def _as_number(self, field: str, value: Any) -> float:
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise BadFile(f"{self.where(field)}: {field} is {value!r}; give a number such as 12 or 0.5.")
        return number
