"""On which line of a TOML text each key stands: ``tomllib`` tells none, and a person mends a text by its lines."""

from __future__ import annotations

import re
from typing import Final

_TABLE: Final = re.compile(r"\s*(\[\[?)\s*([\w.\- ]+?)\s*\]\]?")
_ENTRY: Final = re.compile(r"\s*([\w\-]+(?:\s*\.\s*[\w\-]+)*)\s*=(.*)")
_STRING: Final = re.compile(r'"""|\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|[\[\]{}]')


def line_of(lines: dict[str, int], key: str) -> int:
    """The line of a key, or of the nearest table around it; 0 where none is known."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 0)


def lines(text: str) -> dict[str, int]:
    """The line, from 1, of every table and key, such as ``questions[2].text``; those in braces share a line.

    The text is one that ``tomllib`` reads; strings over several lines are skipped as a whole.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, depth, closing = "", 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        rest = line
        if not depth and not closing:
            head, entry = _TABLE.match(line), _ENTRY.match(line)
            if head:
                table = _place(head[2], counts, many=head[1] == "[[")
                found.setdefault(table, number)
                continue
            if entry:
                found.setdefault(".".join(part for part in (table, _plain(entry[1])) if part), number)
                rest = entry[2]
        depth, closing = _open(rest, depth, closing)
    return found


def _place(name: str, counts: dict[str, int], *, many: bool) -> str:
    """The name of a table, with the number of the entry it belongs to where it is one of several."""
    name = _plain(name)
    if many:
        counts[name] = counts.get(name, 0) + 1
    first, dot, rest = name.partition(".")
    return f"{first}[{counts[first]}]{dot}{rest}" if first in counts else name


def _plain(name: str) -> str:
    return ".".join(part.strip() for part in name.split("."))


def _open(rest: str, depth: int, closing: str) -> tuple[int, str]:
    """How many brackets, or which string over several lines, are still open at the end of a line."""
    if closing:
        at = rest.find(closing)
        if at < 0:
            return depth, closing
        rest = rest[at + 3 :]
    for token in _STRING.finditer(rest):
        mark = token[0]
        if mark in ('"""', "'''"):
            after = rest[token.end() :]
            return (depth, mark) if mark not in after else _open(after.partition(mark)[2], depth, "")
        depth += (mark in "[{") - (mark in "]}")
    return depth, ""
