"""One table of a policy's text: its values are asked for by name, and every problem is kept with its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from attending.policies.lines import line_of
from attending.policies.problems import PolicyProblem

LONGEST: Final = 300
"""The longest text of a policy, in characters."""


class Entry:
    """Reads one table; what is wrong is added to the problems, and a stand-in is given so that reading goes on."""

    def __init__(
        self, table: Mapping[str, Any], path: str, lines: dict[str, int], problems: list[PolicyProblem]
    ) -> None:
        self._table, self._path, self._lines, self._problems = table, path, lines, problems

    def refuse(self, name: str, expected: str) -> None:
        """Keep a problem of one key."""
        key = ".".join(part for part in (self._path, name) if part)
        value = self._table.get(name, "")
        said = "" if isinstance(value, dict | list) else str(value)
        self._problems.append(PolicyProblem(line_of(self._lines, key), key, said, expected))

    def only(self, *names: str) -> None:
        """Refuse every key that is none of these."""
        for name in self._table:
            if name not in names:
                self.refuse(name, f"is not known here; expected one of {', '.join(names)}")

    def text(self, name: str) -> str:
        """A text of one line that is not empty."""
        value = self._table.get(name)
        if isinstance(value, str) and value.strip() and "\n" not in value.strip() and len(value) <= LONGEST:
            return value.strip()
        self.refuse(name, f"expected a text of one line, at most {LONGEST} characters")
        return ""

    def choice(self, name: str, of: Collection[str]) -> str:
        """One of some words."""
        value = self._table.get(name)
        if isinstance(value, str) and value in of:
            return value
        self.refuse(name, f"expected one of {', '.join(of)}")
        return next(iter(of))

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self._table.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.refuse(name, f"expected a whole number from {least} to {most:,}")
        return least

    def words(self, name: str, of: Collection[str], kind: str) -> tuple[str, ...]:
        """A list of different words, each one of those known."""
        value = self._table.get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.refuse(name, f"expected a list of {kind}, such as {name} = [{', '.join(map(_quoted, list(of)[:2]))}]")
            return ()
        unknown = [each for each in value if each not in of]
        if unknown:
            self.refuse(name, f"{', '.join(map(_quoted, unknown))}: no {kind} of that name; known are {', '.join(of)}")
        if len(set(value)) < len(value):
            self.refuse(name, f"names one of its {kind} twice")
        return tuple(value)

    def table(self, name: str) -> Entry:
        """A table within this one."""
        value = self._table.get(name)
        if not isinstance(value, dict):
            self.refuse(name, "is missing: expected a table")
            value = {}
        return Entry(value, ".".join(part for part in (self._path, name) if part), self._lines, self._problems)

    def tables(self, name: str) -> Sequence[Entry]:
        """The tables of a list of them."""
        value = self._table.get(name)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.refuse(name, f"is missing: expected [[{name}]] entries")
            return []
        path = ".".join(part for part in (self._path, name) if part)
        return [
            Entry(each, f"{path}[{place}]", self._lines, self._problems) for place, each in enumerate(value, start=1)
        ]

    def names(self) -> tuple[str, ...]:
        """The keys of this table, in the order of the text."""
        return tuple(self._table)


def _quoted(word: str) -> str:
    return f'"{word}"'
