"""The review of head scans read by radiologists alone and with the triage flag, from a synthetic log of cases."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from numpy.random import default_rng

from attending.demo.calendar import month_before, month_name
from attending.program.models import Deployment, Person
from attending.review.actions.readings import record_readings
from attending.review.models import ClassifierReview
from attending.review.readings import run_readings
from attending.sources.readings import ReadingColumns, Scale

STEWARD: Final = "Director of Clinical Data Platforms"
SEED: Final = 880
CASES: Final = 1500
MONTHS: Final = 6
CHANGED: Final = 3
NAMES: Final = ("no bleed", "bleed")
COLUMNS: Final = ReadingColumns(
    "final_report",
    "triage_flag",
    "scanned_on",
    "radiologist_alone",
    "radiologist_with_flag",
    "hours",
    ("site",),
    ("case",),
)
SCALE: Final = Scale(NAMES, NAMES, ordered=True, positive_from="bleed", cut="bleed")


def review_scans(steward: Person, deployment: Deployment, folder: Path, today: date) -> ClassifierReview:
    """Write the log and record its review; the flag reorders the reading list in the last three months."""
    log = write_cases(folder / "head-scans-synthetic.parquet", today)
    return record_readings(
        steward, deployment, run_readings(log, COLUMNS, SCALE, changed_from=month_name(today, CHANGED))
    )


def write_cases(path: Path, today: date) -> Path:
    """Half a year of invented scans, spread evenly; scans that nobody called a bleed are verified less often."""
    random = default_rng(SEED)
    start = datetime.combine(month_before(today, MONTHS), datetime.min.time())
    end = datetime.combine(month_before(today, 0), datetime.min.time())
    rows = []
    for case in range(CASES):
        at = start + (end - start) * case / CASES
        bleed = random.random() < 0.08
        flag = random.random() < (0.91 if bleed else 0.06)
        alone = random.random() < (0.93 if bleed else 0.02)
        aided = random.random() < (0.965 if bleed else 0.025)
        verified = random.random() < (0.97 if flag or alone or aided else 0.6)
        sooner = bleed and flag and at.date() >= month_before(today, CHANGED)
        rows.append(
            {
                "case": f"S{case:05d}",
                "scanned_on": at.replace(microsecond=0),
                "final_report": NAMES[bleed] if verified else None,
                "triage_flag": NAMES[flag],
                "radiologist_alone": NAMES[alone],
                "radiologist_with_flag": NAMES[aided],
                "hours": round(float(random.lognormal(-1.3 if sooner else -0.4, 0.5)), 2),
                "site": "North" if case % 3 == 0 else "General",
            }
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path, compression="zstd", write_page_checksum=True)
    return path
