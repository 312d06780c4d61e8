"""Small logs for the tests of `sources`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from attending.sources import ColumnMapping

MAPPING = ColumnMapping("score", "outcome", "time", by=("unit",), key=("id",))
HEADER = "id,score,outcome,time,unit"


def csv_rows(n: int, *, start: int = 0) -> list[str]:
    """Rows that are right, over three months and three units (one of them called MAY)."""
    return [
        f"{i},{(i * 37 % 101) / 100},{'' if i % 11 == 0 else i % 3 // 2},2026-{i % 3 + 1:02d}-15T10:00:00Z,"
        f"{('ICU', 'MAY', '')[i % 3]}"
        for i in range(start, start + n)
    ]


def csv_log(path: Path, rows: list[str], *, header: str = HEADER, end: str = "\n") -> Path:
    path.write_bytes("".join(line + end for line in [header, *rows]).encode())
    return path


def parquet_log(path: Path, n: int = 500, *, checksums: bool = True, seed: int = 1, **columns: object) -> Path:
    """Random rows that are right; `columns` replace or add columns."""
    pq.write_table(random_table(n, seed=seed, **columns), path, write_page_checksum=checksums, compression="zstd")
    return path


def random_table(n: int, *, seed: int = 1, **columns: object) -> pa.Table:
    rng = np.random.default_rng(seed)
    score = rng.beta(2, 5, n)
    made: dict[str, object] = {
        "id": pa.array(np.arange(n)),
        "score": pa.array(score),
        "outcome": pa.array((rng.random(n) < score).astype(np.int8), mask=rng.random(n) < 0.1),
        "time": pa.array(np.datetime64("2026-01-01", "us") + rng.integers(0, 90, n).astype("timedelta64[D]")),
        "unit": pa.array([("ICU", "MAY", None)[i] for i in rng.integers(0, 3, n)]),
    }
    return pa.table(made | columns)
