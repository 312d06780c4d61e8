"""Declarations of impact evaluations, and CSV files for them, made from a seed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from random import Random
from typing import Any

from attending.program.actions.use_cases import agree_outcome
from attending.program.models import OutcomeMeasure
from attending.review.actions.impact import declare
from attending.review.models import Design, ImpactEvaluation
from attending.review.rules.impact_settings import Settings
from tests.integration.house import House, outcome


def months(first: int, count: int) -> list[str]:
    """``count`` ISO months from January of a year on."""
    return [f"{first + index // 12:04d}-{index % 12 + 1:02d}" for index in range(count)]


def promised(house: House) -> OutcomeMeasure:
    """From 95 to 85 minutes within four quarters."""
    return agree_outcome(
        house.owner,
        house.use_case,
        outcome(
            "Mean time to antibiotics",
            baseline=95.0,
            baseline_n=1200,
            baseline_period="2023",
            baseline_source="EHR",
            target=85.0,
        ),
    )


def settings(**changes: Any) -> Settings:
    """A mean in one unit that starts in January 2025."""
    values: dict[str, Any] = {
        "outcome": "Mean time to antibiotics",
        "unit": "minutes",
        "kind": "mean",
        "better": "lower",
        "starts": {"4 West": "2025-01"},
        "baseline": 95.0,
        "target": 85.0,
        "promised_by": "2025-Q4",
    }
    return Settings(**{**values, **changes})


def declared(house: House, design: Design = Design.INTERRUPTED_TIME_SERIES, **changes: Any) -> ImpactEvaluation:
    """An evaluation declared by the clinical owner."""
    return declare(house.owner, house.use_case, design, settings(**changes), reason="The unit where sepsis is seen.")


def file(rows: Iterable[Iterable[object]], header: Iterable[str] = ("period", "unit", "value")) -> bytes:
    """A CSV file."""
    target = io.StringIO()
    csv.writer(target).writerows([list(header), *map(list, rows)])
    return target.getvalue().encode()


def series(effect: float = -12.0, count: int = 24, seed: int = 3) -> bytes:
    """Two years around 95 minutes; from the second on with an effect."""
    random = Random(seed)
    rows = []
    for index, month in enumerate(months(2024, count)):
        rows.append((month, "4 West", round(95 + random.gauss(0, 2) + (effect if index >= 12 else 0), 2)))
    return file(rows)


def units(starts: dict[str, str | None], effect: float = -12.0, count: int = 12, seed: int = 5) -> bytes:
    """A year of several units around levels of their own."""
    random = Random(seed)
    rows = []
    for number, (unit, start) in enumerate(starts.items()):
        for month in months(2025, count):
            treated = start is not None and month >= start
            rows.append((month, unit, round(90 + 3 * number + random.gauss(0, 1) + (effect if treated else 0), 2)))
    return file(rows)
