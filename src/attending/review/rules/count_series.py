"""Counts handed in for control charts: reading them, adding them to what is kept, and the entries a chart needs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Final, TypeAlias

from attending.analytics.control_charts import ChartKind, EventCount, Measurement
from attending.program.rules import Refused
from attending.review.models import SeriesKind
from attending.review.rules.chart_data import Rows, calendar
from attending.review.rules.line_problems import csv_rows, refuse

MOST_ROWS: Final = 5_000
COLUMNS: Final = {SeriesKind.EXPOSURE: ("month", "events", "exposure"), SeriesKind.DATES: ("date", "since")}
"""The columns of a file; ``since`` may be left out or left empty."""

Kept: TypeAlias = list[list[object]]
"""As the database keeps it: [month, events, exposure], or [date, units since the event before or None]."""

_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_COUNT: Final = re.compile(r"\d{1,12}")


def read_rows(kind: SeriesKind, text: str, today: date) -> Kept:
    """The rows of a CSV file in order of time. Raises Refused with every line that is wrong."""
    header, numbered = csv_rows(text, most=MOST_ROWS)
    wanted = COLUMNS[kind]
    needed = wanted if kind is SeriesKind.EXPOSURE else wanted[:1]
    if any(name not in wanted for name in header) or any(name not in header for name in needed):
        raise Refused(f"The first line names the columns {', '.join(wanted)}; this file has {', '.join(header)}.")
    rows: Kept = []
    problems = []
    for line, cells in numbered:
        found = dict(zip(header, cells, strict=False))
        try:
            if len(cells) != len(header):
                raise ValueError(f"has {len(cells)} values, not {len(header)}")
            rows.append(_counted(found, today) if kind is SeriesKind.EXPOSURE else _dated(found, today))
        except ValueError as problem:
            problems.append(f"Line {line} {problem}.")
    if kind is SeriesKind.EXPOSURE:
        months = [str(row[0]) for row in rows]
        problems.extend(f"{month} is given twice." for month in sorted({m for m in months if months.count(m) > 1}))
    refuse(problems)
    return sorted(rows, key=lambda row: str(row[0]))


def added(kind: SeriesKind, kept: Kept, newer: Kept) -> Kept:
    """What is kept with what is new: a month takes its newest counts; dated events come after those that are known.

    Raises Refused for dated events that lie between known ones: every wait after them would change.
    """
    if kind is SeriesKind.EXPOSURE:
        months = {str(row[0]): row for row in (*kept, *newer)}
        return [months[month] for month in sorted(months)]
    last = str(kept[-1][0]) if kept else ""
    known = [row for row in newer if str(row[0]) <= last]
    if known and known != kept[-len(known) :] and known != kept:
        raise Refused(
            f"This series is known up to {last}. Hand in later events only, or the same ones again; begin a new series "
            "where an earlier event was missed."
        )
    return [*kept, *(row for row in newer if str(row[0]) > last)]


def series_rows(kind: ChartKind, kept: Kept) -> Rows:
    """One entry a calendar month, or one for each event after the first."""
    if not kept:
        return ()
    if kind in ("u", "u_prime"):
        months = {str(row[0]): row for row in kept}
        return tuple(
            EventCount(label, int(str(months[label][1])), float(str(months[label][2])))
            if label in months
            else EventCount(label, 0, 0.0)
            for label in calendar(min(months), max(months))
        )
    labels = event_labels([str(row[0]) for row in kept])
    entries = []
    for at in range(1, len(kept)):
        value: float | None = float((_day(kept[at][0]) - _day(kept[at - 1][0])).days)
        if kind == "g":
            value = None if kept[at][1] is None else float(str(kept[at][1]))
        entries.append(Measurement(labels[at], value, 1.0))
    return tuple(entries)


def event_labels(days: Sequence[str]) -> tuple[str, ...]:
    """A label for each event: its date, and from the second of a day on its number."""
    return tuple(day if days.index(day) == at else f"{day} ({at - days.index(day) + 1})" for at, day in enumerate(days))


def counts_units(kept: Kept) -> bool:
    """Whether every dated event but the first says how many units lie before it, as a g chart needs."""
    return len(kept) > 1 and all(row[1] is not None for row in kept[1:])


def _counted(cells: dict[str, str], today: date) -> list[object]:
    month, events, exposure = (cells[name] for name in COLUMNS[SeriesKind.EXPOSURE])
    if not _MONTH.fullmatch(month) or month > f"{today:%Y-%m}":
        raise ValueError(f"has {month!r} as its month; write one that has begun, such as 2026-03")
    if not _COUNT.fullmatch(events):
        raise ValueError(f"has {events!r} events; write a whole number")
    try:
        size = float(exposure)
    except ValueError:
        size = math.nan
    if not (math.isfinite(size) and size >= 0) or (size == 0 and int(events) > 0):
        raise ValueError(f"has an exposure of {exposure!r}; write a number above 0")
    return [month, int(events), size]


def _dated(cells: dict[str, str], today: date) -> list[object]:
    try:
        day = date.fromisoformat(cells["date"])
    except ValueError:
        raise ValueError(f"has {cells['date']!r} as its date; write it as 2026-03-14") from None
    if day > today:
        raise ValueError(f"lies ahead, at {day.isoformat()}")
    since = cells.get("since", "")
    if since and not _COUNT.fullmatch(since):
        raise ValueError(f"has {since!r} units since the event before; write a whole number or nothing")
    return [day.isoformat(), int(since) if since else None]


def _day(value: object) -> date:
    return date.fromisoformat(str(value))
