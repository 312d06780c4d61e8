"""Patients scored in each hour, from what a person entered: 24 numbers, or a number a day with a shape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from attending.program.rules import Refused

HOURS: Final = 24
WEEK: Final = 168


@dataclass(frozen=True, slots=True)
class DayShape:
    """How a day's patients spread over its hours: a title with where it comes from, and 24 weights."""

    title: str
    weights: tuple[float, ...]


SHAPES: Final[Mapping[str, DayShape]] = MappingProxyType(
    {
        "even": DayShape("The same at every hour (an assumption)", (1.0,) * HOURS),
        "ward": DayShape(
            "A ward: vital signs at 6, 10, 14, 18 and 22, little between (an assumption)",
            tuple(4.0 if hour in {6, 10, 14, 18, 22} else 1.0 for hour in range(HOURS)),
        ),
        "emergency": DayShape(
            "An emergency department: quiet from 2 to 7, busiest from 11 to 21 (an assumption)",
            (
                3,
                2,
                1.5,
                1.2,
                1,
                1,
                1.2,
                2,
                3.2,
                4.4,
                5.2,
                5.6,
                5.6,
                5.5,
                5.4,
                5.3,
                5.3,
                5.3,
                5.4,
                5.4,
                5.2,
                4.8,
                4.2,
                3.6,
            ),
        ),
    }
)


def spread_over_the_day(per_day: float, shape: str) -> tuple[float, ...]:
    """So many patients a day by the hour. Raises Refused for a number or a shape that cannot be."""
    if shape not in SHAPES:
        raise Refused(f"There is no shape {shape!r} of a day; choose one of: {', '.join(SHAPES)}.")
    if not math.isfinite(per_day) or per_day <= 0:
        raise Refused(f"{per_day:g} patients a day make no alerts; give a number above 0.")
    weights = SHAPES[shape].weights
    whole = math.fsum(weights)
    return tuple(per_day * weight / whole for weight in weights)


def read_hours(text: str) -> tuple[float, ...]:
    """24 numbers from midnight on, or 168 from Monday's midnight on; or lines ``hour, number`` as a sheet gives them.

    Raises Refused that names the line, what stands there and what is expected.
    """
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), start=1) if line.strip()]
    columns = [line.replace(";", ",").replace("\t", ",") for _, line in lines]
    as_sheet = len(lines) > HOURS - 1 and all(line.count(",") == 1 for line in columns)
    if as_sheet:
        return _sheet([(at, line) for (at, _), line in zip(lines, columns, strict=True)])
    found = [
        _number(word, f"Line {at}")
        for (at, _), line in zip(lines, columns, strict=True)
        for word in line.replace(",", " ").split()
    ]
    if len(found) not in {HOURS, WEEK}:
        raise Refused(
            f"There are {len(found)} numbers; give {HOURS}, one for each hour from midnight on, or {WEEK} from "
            "midnight on Monday."
        )
    return _some(found)


def _sheet(lines: list[tuple[int, str]]) -> tuple[float, ...]:
    if not lines[0][1][0].isdigit():
        lines = lines[1:]
    if len(lines) not in {HOURS, WEEK}:
        raise Refused(f"The sheet has {len(lines)} hours; give {HOURS}, or {WEEK} for a week from Monday on.")
    found = []
    for hour, (at, line) in enumerate(lines):
        named, _, number = line.partition(",")
        if (named.strip().partition(":")[0].lstrip("0") or "0") != str(hour):
            raise Refused(f"Line {at} is for hour {named.strip()!r}; {hour} is expected there.")
        found.append(_number(number.strip(), f"Line {at}"))
    return _some(found)


def _number(word: str, place: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise Refused(f"{place}: {word!r} is no number of patients; write a number such as 12 or 3.5, 0 or more.")
    return value


def _some(found: list[float]) -> tuple[float, ...]:
    if not any(found):
        raise Refused("Every hour has 0 patients, so there would be no alert; give at least one hour a number above 0.")
    return tuple(found)
