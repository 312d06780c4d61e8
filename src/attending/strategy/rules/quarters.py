"""Calendar quarters: their names, and how many lie between two of them. Pure."""

from __future__ import annotations

from datetime import date

MONTHS_IN_A_QUARTER = 3


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter that a day lies in."""
    return date(day.year, day.month - (day.month - 1) % MONTHS_IN_A_QUARTER, 1)


def begins_a_quarter(day: date) -> bool:
    """Whether a day is the first of a calendar quarter."""
    return day == quarter_of(day)


def later(quarter: date, count: int) -> date:
    """The first day of the quarter that lies ``count`` quarters after (below 0: before) that of ``quarter``."""
    first = quarter_of(quarter)
    index = first.year * 12 + first.month - 1 + count * MONTHS_IN_A_QUARTER
    return date(index // 12, index % 12 + 1, 1)


def between(first: date, second: date) -> int:
    """How many quarters the second day's quarter lies after the first one's; below 0 where it lies before."""
    months = (second.year - first.year) * 12 + quarter_of(second).month - quarter_of(first).month
    return months // MONTHS_IN_A_QUARTER


def name_of(day: date) -> str:
    """The quarter a day lies in, such as ``2027 Q1``."""
    return f"{day.year} Q{(day.month - 1) // MONTHS_IN_A_QUARTER + 1}"


def names(first: date, count: int) -> tuple[str, ...]:
    """The names of ``count`` quarters from that of ``first`` on."""
    return tuple(name_of(later(first, at)) for at in range(count))
