"""Small predictions and events of made-up patients, and how they are joined."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from attending.sources.clinical import (
    CutOff,
    Declaration,
    EventColumns,
    EventDeclaration,
    Positive,
    PredictionColumns,
)

DECLARATION = Declaration(
    PredictionColumns("patient", "score", "time", "stay", ("unit",)),
    EventColumns("patient", "type", "time", "value", "stay"),
    (
        EventDeclaration("Sepsis", ("Sepsis",), "target", 12.0, positive=Positive("one_of", ("1",))),
        EventDeclaration("Recognised", ("Antibiotics",), "recognition", 48.0),
        EventDeclaration("Treated", ("Antibiotics",), "intervention", 6.0),
    ),
    "Sepsis",
    cut_off=CutOff("newest_event"),
)


def write_logs(folder: Path, *, patients: int = 300, seed: int = 3) -> tuple[Path, Path]:
    """Four months of patients with four predictions each; whoever scores high more often gets the event."""
    random = Random(seed)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    predictions, events = [], []
    for number in range(patients):
        came = start + timedelta(hours=number * 2880 / patients)
        risk = random.random() ** 2
        unit = random.choice(("ICU", "MAY"))
        for hour in (0, 4, 8, 12):
            score = min(max(risk + random.uniform(-0.1, 0.1), 0.0), 1.0)
            at = came + timedelta(hours=hour)
            predictions.append([f"p{number}", f"s{number}", f"{score:.3f}", at.isoformat(), unit])
        if random.random() < risk:
            when = came + timedelta(hours=random.uniform(1, 23))
            events.append([f"p{number}", f"s{number}", "Sepsis", when.isoformat(), "1"])
            treated = when + timedelta(hours=random.uniform(-5, 5))
            events.append([f"p{number}", f"s{number}", "Antibiotics", treated.isoformat(), ""])
    return (
        _write(folder / "predictions.csv", ["patient", "stay", "score", "time", "unit"], predictions),
        _write(folder / "events.csv", ["patient", "stay", "type", "time", "value"], events),
    )


def _write(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path
