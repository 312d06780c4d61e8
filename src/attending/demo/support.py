"""The demonstration's real data: the SUPPORT study's model and physicians, as a prediction log.

The study gives no dates. Patients, in the order of the study, are spread evenly over the months before ``today``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from attending.sources import ColumnMapping

MONTHS = 12
MAPPING = ColumnMapping(
    score="model_risk",
    outcome="died",
    time="predicted_at",
    by=("diagnosis", "sex", "race", "age"),
    key=("patient",),
    comparator="physician_risk",
)


def period(today: date, months: int = MONTHS) -> tuple[datetime, datetime]:
    """The start of the first and the end of the last of ``months`` whole months before the month of ``today``."""
    end = datetime(today.year, today.month, 1, tzinfo=UTC)
    index = end.year * 12 + end.month - 1 - months
    return datetime(index // 12, index % 12 + 1, 1, tzinfo=UTC), end


def predicted_at(rows: int, today: date) -> list[datetime]:
    """One time for each patient: evenly spread, to the minute."""
    start, end = period(today)
    step = (end - start) / rows
    return [(start + step * row).replace(second=0, microsecond=0) for row in range(rows)]


def write_log(path: Path, today: date, *, until: date | None = None) -> Path:
    """Write the prediction log, or the part of it before ``until``, as Parquet with page checksums."""
    source = resources.files("attending.demo").joinpath("data/support.parquet")
    with source.open("rb") as file:
        table = pq.read_table(pa.BufferReader(file.read()))
    times = predicted_at(table.num_rows, today)
    table = table.append_column("predicted_at", pa.array(times, pa.timestamp("us", tz="UTC")))
    if until is not None:
        limit = datetime.combine(until, datetime.min.time(), tzinfo=UTC)
        table = table.slice(0, sum(time < limit for time in times))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", write_page_checksum=True)
    return path


def three_months_before_the_end(today: date) -> date:
    """The first day of the last three whole months."""
    _, end = period(today)
    day = end.date()
    for _ in range(3):
        day = (day - timedelta(days=1)).replace(day=1)
    return day
