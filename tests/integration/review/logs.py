"""Small prediction logs, and reviews of them recorded through the room's own action."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from attending.review.actions.record import record_review
from attending.review.compute import run_review
from attending.review.models import ReviewRun
from attending.sources import ColumnMapping
from tests.integration.house import House

MAPPING = ColumnMapping("risk", "died", "at", by=("sex",), key=("id",))
HEADER = ("id", "risk", "died", "at", "sex")


def rows(months: tuple[str, ...], each: int = 120, *, seed: int = 7, sharp: bool = True) -> list[list[str]]:
    """``each`` rows a month; a blunt score knows nothing of the outcome."""
    random = Random(seed)
    made = []
    for month in months:
        for number in range(each):
            risk = random.random()
            died = random.random() < (risk if sharp else 0.5)
            day = 1 + number % 28
            sex = "female" if number % 2 else "male"
            made.append([f"{month}-{number}", f"{risk:.4f}", str(int(died)), f"{month}-{day:02d}", sex])
    return made


def write(path: Path, content: list[list[str]]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *content])
    return path


def write_parquet(path: Path, content: list[list[str]]) -> Path:
    """A well-typed Parquet file of these rows, which is read without starting the engine."""
    ids, risks, outcomes, times, sexes = zip(*content, strict=True)
    table = pa.table(
        {
            "id": ids,
            "risk": [float(risk) for risk in risks],
            "died": pa.array([int(died) for died in outcomes], pa.int8()),
            "at": pa.array([datetime.fromisoformat(day).replace(tzinfo=UTC) for day in times]),
            "sex": sexes,
        }
    )
    pq.write_table(table, path)
    return path


def review(house: House, folder: Path, months: tuple[str, ...], **changes: object) -> ReviewRun:
    """Record a review of a log of these months."""
    log = write_parquet(folder / f"log-{len(list(folder.iterdir()))}.parquet", rows(months, **changes))
    result = run_review(log, MAPPING, thresholds=(Decimal("0.5"),))
    return record_review(house.platform, house.deployment, result)


def months_before(today: date, count: int) -> tuple[str, ...]:
    """The ``count`` whole months before this one, oldest first."""
    index = today.year * 12 + today.month - 1
    return tuple(f"{(index - back) // 12:04d}-{(index - back) % 12 + 1:02d}" for back in range(count, 0, -1))
