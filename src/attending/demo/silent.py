"""The ward sepsis score in silent running: a synthetic log of scores that nobody sees, and its first review."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from numpy.random import default_rng

from attending.demo.calendar import month_before
from attending.program.models import Deployment, Person
from attending.review.actions.record import record_review
from attending.review.actions.sources import map_log
from attending.review.compute import run_review
from attending.review.models import ReviewRun
from attending.sources import ColumnMapping

STEWARD: Final = "Director of Clinical Data Platforms"
SEED: Final = 23
MONTHS: Final = 3
ROWS: Final = 3000
PATIENTS: Final = 1200
THRESHOLDS: Final = tuple(Decimal(each) / 20 for each in range(1, 13))
"""0.05 to 0.6 by 0.05, so that a workload study has something to choose from."""
MAPPING: Final = ColumnMapping(
    score="score", outcome="sepsis", time="scored_at", by=("ward",), key=("row",), patient="patient"
)


def review_silently(steward: Person, deployment: Deployment, folder: Path, today: date) -> ReviewRun:
    """Write the log, keep where it lies, and record its review."""
    log = write_scores(folder / "ward-sepsis-synthetic.parquet", today)
    map_log(steward, deployment, MAPPING, thresholds=THRESHOLDS, location=str(log))
    return record_review(steward, deployment, run_review(log, MAPPING, thresholds=THRESHOLDS))


def write_scores(path: Path, today: date) -> Path:
    """Three months of invented scores, several for a patient; the risk stated is too high by a third."""
    random = default_rng(SEED)
    start = datetime.combine(month_before(today, MONTHS), datetime.min.time(), UTC)
    end = datetime.combine(month_before(today, 0), datetime.min.time(), UTC)
    ill = [random.normal(-3.2, 1.3) for _ in range(PATIENTS)]
    rows = []
    for row in range(ROWS):
        patient = row * PATIENTS // ROWS
        log_odds = ill[patient] + random.normal(0, 0.5)
        rows.append(
            {
                "row": row,
                "patient": patient,
                "scored_at": (start + (end - start) * row / ROWS).replace(second=0, microsecond=0),
                "score": round(float(1 / (1 + math.exp(-log_odds - 0.3 - random.normal(0, 0.4)))), 4),
                "sepsis": int(random.random() < 1 / (1 + math.exp(-log_odds))),
                "ward": ("Hospital Medicine", "Hospital Medicine North")[patient % 2],
            }
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd", write_page_checksum=True)
    return path
