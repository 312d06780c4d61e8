"""How long a whole review of a prediction log takes, against DuckDB's bare group-by of the same file.

    python benchmarks/score_table.py --rows 10_000_000

Writes a seeded Parquet file (score, outcome with 5 % not yet known, timestamp over 12 months, three attributes of 2, 5
and 6 levels, page checksums), then runs both sides several times in turn, each in a fresh process:

- bare: DuckDB reads the file and groups it into the same strata: month x score bin for everyone and for the levels of
  each attribute, in one query with GROUPING SETS and again as four queries; the faster of the two counts. Per cell:
  rows, labelled rows, positives, and three sums. No check of the file or of any row, no thresholds, no measure.
- attending: `reduce_log` (SHA-256, every page's checksum, every value validated, five thresholds as bin edges, least
  and greatest score of each cell) and `review_performance` (all measures with intervals, overall, by level and month).

Printed: wall and CPU seconds and peak memory of each process, imports included, and the median ratios.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

LEVELS = {
    "sex": ["female", "male"],
    "race": ["asian", "black", "hispanic", "other", "white"],
    "age_band": ["18-29", "30-44", "45-59", "60-74", "75-84", "85+"],
}
THRESHOLDS = ("0.05", "0.1", "0.2", "0.29", "0.5")
SEED = 20260301

BARE_CELLS = """count(*) AS n, count(outcome) AS labelled, sum(outcome) AS positive,
    sum(score) FILTER (outcome IS NOT NULL) AS score_sum,
    sum(score * score) FILTER (outcome IS NOT NULL) AS score_squared_sum,
    sum(score) FILTER (outcome = 1) AS score_outcome_sum"""
BARE_ROWS = """(SELECT score, outcome, sex, race, age_band, year(time) * 12 + month(time) AS month,
    floor(score * 10000)::INT AS bin FROM read_parquet($file))"""
BARE_SETS = f"""SELECT sex, race, age_band, month, bin, {BARE_CELLS} FROM {BARE_ROWS}
    GROUP BY GROUPING SETS ((month, bin), (sex, month, bin), (race, month, bin), (age_band, month, bin))"""
BARE_FOUR = [
    f"SELECT {a}month, bin, {BARE_CELLS} FROM {BARE_ROWS} GROUP BY {a}month, bin"
    for a in ("", "sex, ", "race, ", "age_band, ")
]


def write_log(path: Path, rows: int) -> None:
    """A log of a model that discriminates and under-predicts late in the year."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(SEED)
    schema = pa.schema(
        [("score", pa.float64()), ("outcome", pa.int8()), ("time", pa.timestamp("us"))]
        + [(name, pa.string()) for name in LEVELS]
    )
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        for start in range(0, rows, 1_000_000):
            size = min(1_000_000, rows - start)
            score = rng.beta(1.2, 8.0, size)
            second = rng.integers(0, 365 * 86_400, size)
            drift = np.where(second > 243 * 86_400, 1.25, 1.0)
            outcome = rng.random(size) < np.minimum(1.0, score * drift)
            columns = [
                pa.array(score),
                pa.array(outcome.astype(np.int8), mask=rng.random(size) < 0.05),
                pa.array(np.datetime64("2025-01-01", "us") + second.astype("timedelta64[s]")),
                *(pa.array(np.array(levels)[rng.integers(0, len(levels), size)]) for levels in LEVELS.values()),
            ]
            writer.write_table(pa.table(columns, schema=schema))


def run_bare(path: str, queries: list[str], memory_mb: int) -> dict[str, float]:
    """Group the file with DuckDB and fetch the cells."""
    import duckdb

    with duckdb.connect(config={"threads": 2, "memory_limit": f"{memory_mb}MB"}) as connection:
        cells = sum(connection.execute(query, {"file": path}).to_arrow_table().num_rows for query in queries)
    return {"cells": cells}


def run_attending(path: str, key: bool) -> dict[str, float]:
    """Reduce and review the file."""
    from attending.analytics.performance import review_performance
    from attending.sources import ColumnMapping, reduce_log

    started = time.perf_counter()
    stages: dict[str, float] = {}
    last = ["start", started]

    def watch(progress: object) -> None:
        stage = progress.stage  # type: ignore[attr-defined]
        now = time.perf_counter()
        if stage != last[0]:
            stages[last[0]] = round(now - last[1], 2)
            last[:] = [stage, now]

    mapping = ColumnMapping("score", "outcome", "time", by=tuple(LEVELS), key=("time",) if key else ())
    reduction = reduce_log(path, mapping, thresholds=[Decimal(t) for t in THRESHOLDS], progress=watch)
    reduced = time.perf_counter()
    review = review_performance(reduction.table)
    reviewed = time.perf_counter()
    auroc = review.overall.measures["auroc"]
    return {
        "cells": len(reduction.table),
        "reduce_s": round(reduced - started, 2),
        "review_s": round(reviewed - reduced, 2),
        "auroc": auroc.value,
        "bound": auroc.bound,
        "stages": stages,
    }


def child(side: str, path: str, memory_mb: int) -> None:
    """One measured process: prints its figures as JSON."""
    started = time.perf_counter()
    match side:
        case "sets":
            figures = run_bare(path, [BARE_SETS], memory_mb)
        case "four":
            figures = run_bare(path, BARE_FOUR, memory_mb)
        case _:
            figures = run_attending(path, key=False)
    used = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    figures |= {
        "wall_s": round(time.perf_counter() - started, 2),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "peak_mb": round(used.ru_maxrss * unit / 1e6),
    }
    print(json.dumps(figures))


def measure(side: str, path: Path, memory_mb: int) -> dict[str, float]:
    """Run one side in a fresh process; its wall time includes starting Python and all imports."""
    command = [sys.executable, __file__, "--child", side, "--file", str(path), "--bare-memory-mb", str(memory_mb)]
    started = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout) | {"wall_s": round(time.perf_counter() - started, 2)}


def main() -> None:
    """Compare both sides and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--file", help="use this file, made by an earlier run, instead of writing one")
    parser.add_argument("--bare-memory-mb", type=int, default=700, help="memory limit of the bare DuckDB")
    parser.add_argument("--child", choices=["sets", "four", "attending"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.file, given.bare_memory_mb)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given.file) if given.file else Path(folder) / "log.parquet"
        if not path.exists():
            write_log(path, given.rows)
        print(f"{path.stat().st_size / 1e6:.0f} MB Parquet, {given.rounds} rounds in turn")
        measured: dict[str, list[dict[str, float]]] = {"sets": [], "four": [], "attending": []}
        for _ in range(given.rounds):
            for side, runs in measured.items():
                runs.append(measure(side, path, given.bare_memory_mb))
                print(f"{side:10}", json.dumps(runs[-1]), flush=True)
    report(measured)


def report(measured: dict[str, list[dict[str, float]]]) -> None:
    """Print medians, and the ratio to the faster of the bare queries in each round."""

    def median(side: str, figure: str) -> float:
        return statistics.median(run[figure] for run in measured[side])

    for side in measured:
        print(
            f"{side:10} wall {median(side, 'wall_s'):.2f} s, CPU {median(side, 'cpu_s'):.2f} s, "
            f"peak memory {max(run['peak_mb'] for run in measured[side]):.0f} MB"
        )
    for figure in ("wall_s", "cpu_s"):
        ratios = [
            ours[figure] / min(sets[figure], four[figure])
            for sets, four, ours in zip(measured["sets"], measured["four"], measured["attending"], strict=True)
        ]
        print(
            f"{figure[:-2]} ratio: median {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
