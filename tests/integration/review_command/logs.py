"""Small prediction logs for the tests of `attending review`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

HEADER = ("id", "risk", "died", "at", "unit")
OPTIONS = ("--score", "risk", "--outcome", "died", "--time", "at")

Row = tuple[str, str, str, str, str]


def row(number: int) -> Row:
    """A row that is right; rows spread over three months and two units."""
    risk = (number * 37 % 97 + 1) / 100
    died = int((number * 53 % 89) / 89 < risk)
    return (f"p{number}", f"{risk:.2f}", f"{died}", f"2026-0{number % 3 + 1}-15T10:00:00Z", ("ICU", "ward")[number % 2])


def write_csv(
    path: Path,
    count: int = 300,
    *,
    header: Sequence[str] = HEADER,
    change: Callable[[int, Row], Sequence[str]] = lambda _, right: right,
) -> Path:
    """`count` rows, each passed through `change` with its number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [header, *(change(number, row(number)) for number in range(count))]
        )
    return path
