"""Small logs of cases read in categories, and reviews of them recorded through the room's own action."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from random import Random

from attending.review.actions.readings import record_readings
from attending.review.models import ClassifierReview
from attending.review.readings import ReadingsResult, run_readings
from attending.sources.readings import ReadingColumns, Scale
from tests.integration.house import House

COLUMNS = ReadingColumns("pathology", "ai", "read_on", "alone", "aided", "hours", ("site",), ("case",))
BY_PATIENT = replace(COLUMNS, patient="patient", score="probability")
SCALE = Scale(("1", "2", "3", "4", "5"), ("benign", "cancer"), ordered=True, positive_from="cancer", cut="4")
HEADER = ("case", "pathology", "ai", "alone", "aided", "read_on", "hours", "site", "patient", "probability")
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")


def cases(count: int = 480, seed: int = 3) -> list[list[str]]:
    """The higher the categories, the more often the case was verified; half the readers follow the AI."""
    random = Random(seed)
    made = []
    for number in range(count):
        ill = random.random() < 0.3
        seen = random.gauss(1.7 if ill else 0, 1)
        ai, alone = (_category(seen + random.gauss(0, spread)) for spread in (0.5, 0.8))
        aided = ai if random.random() < 0.5 else alone
        verified = random.random() < (0.95 if max(ai, aided) >= "4" else 0.5)
        month = MONTHS[number * len(MONTHS) // count]
        slow = 2.2 if month < "2026-03" else 1.7
        made.append(
            [
                str(number),
                ("cancer" if ill else "benign") if verified else "",
                ai,
                alone,
                aided,
                f"{month}-{1 + number % 28:02d}",
                f"{random.lognormvariate(slow, 0.7):.2f}" if number % 40 else "",
                "East" if number % 2 else "West",
                f"P{number // 2}",
                f"{min(max(0.2 + 0.2 * seen, 0), 1):.4f}",
            ]
        )
    return made


def write(path: Path, rows: list[list[str]]) -> Path:
    """A CSV file of these cases."""
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def reviewed(folder: Path, rows: list[list[str]] | None = None) -> ReadingsResult:
    """A review that is not recorded."""
    log = write(folder / "cases.csv", rows or cases())
    return run_readings(log, COLUMNS, SCALE, changed_from="2026-03")


def recorded(house: House, folder: Path) -> ClassifierReview:
    """A review of these cases, recorded."""
    return record_readings(house.platform, house.deployment, reviewed(folder))


def _category(value: float) -> str:
    return str(1 + sum(value > edge for edge in (-0.6, 0.3, 1.1, 2.0)))
