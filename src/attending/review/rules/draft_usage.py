"""Monthly counts of what became of drafts, as handed over from a usage log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Final

from attending.analytics.peer_review import UsageCounts
from attending.program.rules import Refused
from attending.review.rules.line_problems import csv_rows, refuse

COLUMNS: Final = ("period", "unit", "user_group", "offered", "unedited", "edited", "discarded")
MOST_ROWS: Final = 20_000

_COUNTED: Final = COLUMNS[3:]
_PERIOD: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_COUNT: Final = re.compile(r"\d{1,9}")
_BUCKET: Final = "changed_to_"


def read_usage(text: str) -> tuple[UsageCounts, ...]:
    """The counts of a CSV file with the columns above; one row a month, unit and group of users.

    Further columns ``changed_to_0.05``, ``changed_to_0.2``, ... ``changed_to_1`` count edited drafts by the share of
    their text that was changed, up to that edge. Raises Refused with the line numbers.
    """
    header, lines = csv_rows(text, most=MOST_ROWS)
    missing = [name for name in COLUMNS if name not in header]
    if missing or len(set(header)) != len(header):
        raise Refused(f"The first line names each once: {', '.join(COLUMNS)}. Missing: {', '.join(missing) or 'none'}.")
    edges, buckets = _edges([name for name in header if name not in COLUMNS])
    found: list[UsageCounts] = []
    problems: list[str] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in lines:
        if len(cells) != len(header):
            problems.append(f"Line {number}: {len(cells)} cells, not {len(header)}.")
            continue
        try:
            counts = _counts(dict(zip(header, cells, strict=True)), edges, buckets)
        except ValueError as problem:
            problems.append(f"Line {number}: {problem}")
            continue
        key = (counts.period, counts.unit, counts.user)
        if key in seen:
            problems.append(f"Line {number}: the month, unit and group of line {seen[key]} again.")
        seen.setdefault(key, number)
        found.append(counts)
    refuse(problems)
    return tuple(found)


def _edges(names: Sequence[str]) -> tuple[tuple[Decimal, ...], tuple[str, ...]]:
    if not names:
        return (Decimal(0), Decimal(1)), ()
    edges = [Decimal(0)]
    for name in names:
        if not name.startswith(_BUCKET):
            raise Refused(f"The column {name[:60]} is not known; buckets of changed text are named changed_to_0.2.")
        try:
            edges.append(Decimal(name.removeprefix(_BUCKET)))
        except InvalidOperation:
            raise Refused(f"The column {name[:60]} names no share of text, such as changed_to_0.2.") from None
    if not all(edge.is_finite() for edge in edges) or edges[-1] != 1 or any(b <= a for a, b in pairwise(edges)):
        raise Refused("The columns changed_to_... ascend, and the last is changed_to_1.")
    return tuple(edges), tuple(names)


def _counts(row: Mapping[str, str], edges: tuple[Decimal, ...], buckets: Sequence[str]) -> UsageCounts:
    if not _PERIOD.fullmatch(row["period"]):
        raise ValueError(f"a period is a month, such as 2026-03; it reads {_shown(row['period'])}.")
    if not 1 <= len(row["unit"]) <= 80 or not 1 <= len(row["user_group"]) <= 80:
        raise ValueError("name the unit and the group of users, each in at most 80 characters.")
    for name in (*_COUNTED, *buckets):
        if not _COUNT.fullmatch(row[name]):
            raise ValueError(f"{name} is a whole number, 0 or more; it reads {_shown(row[name])}.")
    offered, unedited, edited, discarded = (int(row[name]) for name in _COUNTED)
    changed = tuple(int(row[name]) for name in buckets) or (0,)
    return UsageCounts(
        row["period"], row["unit"], row["user_group"], offered, unedited, edited, discarded, edges, changed
    )


def _shown(cell: str) -> str:
    """A cell as a refusal may repeat it."""
    return f"“{cell[:20]}”" if cell else "empty"
