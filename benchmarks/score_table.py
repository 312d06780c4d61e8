"""How long a whole review of a prediction log takes, against a bare pass of Arrow and `numpy.bincount` over it.

    python benchmarks/score_table.py --rows 10_000_000

Writes a seeded synthetic Parquet file (score, outcome with 5 % not yet known, timestamp over 12 months, attributes of
2, 5, 6 and 20 levels, page checksums), then runs the sides several times in turn, each in a fresh process:

- bare: streams the row groups of the same columns and counts rows by level x month x 10,000 score bins x outcome with
  one `numpy.bincount` per attribute. No sums, no check of the file or of any row, no thresholds, no table, no measure.
- bare sums: the same with the sums of the scores and of their squares, two more weighted `bincount`s per attribute;
  this is what a score table without least and greatest scores needs.
- reduce: `reduce_log` alone (SHA-256, every page's checksum, every value validated, five thresholds as bin edges, least
  and greatest score of each cell, the score table).
- one review: `reduce_log`, then `review_performance` over all months: overall, each level, each month.
- review: the same, and again over the last three and the last six months, as a page of the product shows it.
- lattice: one review, and every measure of each level in each month.

Printed: medians of CPU and wall seconds, peak memory, imports included, and the ratios to both bare passes.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from processes import Run, run
from synthetic_log import LEVELS, write_log

THRESHOLDS = ("0.05", "0.1", "0.2", "0.29", "0.5")
SIDES = ("bare", "bare sums", "reduce", "one review", "review", "lattice")
BINS = 10_000


def bare(path: str, *, sums: bool) -> dict[str, object]:
    """Stream the file and count."""
    import numpy as np
    import pyarrow.parquet as pq

    months = 12
    totals: dict[str, list[np.ndarray]] = {}
    with pq.ParquetFile(path, read_dictionary=list(LEVELS)) as file:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group, columns=["score", "outcome", "time", *LEVELS]).combine_chunks()
            score = table["score"].to_numpy()
            outcome = table["outcome"].fill_null(2).to_numpy().astype(np.int64)
            day = table["time"].to_numpy().view(np.int64) // 86_400_000_000
            first = int(np.datetime64("2025-01-01", "D").astype(np.int64))
            calendar = np.arange(first, first + 366).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
            within = ((calendar - calendar[0])[day - first] * BINS + (score * BINS).astype(np.int64)) * 3 + outcome
            for name, levels in LEVELS.items():
                codes = table[name].combine_chunks().indices.to_numpy().astype(np.int64)
                key, size = codes * (months * BINS * 3) + within, len(levels) * months * BINS * 3
                found = [np.bincount(key, minlength=size)]
                if sums:
                    found += [np.bincount(key, score, size), np.bincount(key, score * score, size)]
                known = totals.setdefault(name, [np.zeros_like(f) for f in found])
                for total, more in zip(known, found, strict=True):
                    total += more
    return {"cells": int(sum(np.count_nonzero(found[0]) for found in totals.values()))}


def attending(path: str, side: str) -> dict[str, object]:
    """Reduce the file, and review it as far as the side goes."""
    from attending.sources import ColumnMapping, reduce_log

    started = time.perf_counter()
    mapping = ColumnMapping("score", "outcome", "time", by=tuple(LEVELS))
    table = reduce_log(path, mapping, thresholds=[Decimal(t) for t in THRESHOLDS]).table
    figures: dict[str, object] = {"cells": len(table), "reduce_s": round(time.perf_counter() - started, 2)}
    if side == "reduce":
        return figures

    from attending.analytics import review_performance
    from attending.analytics.performance import measure_stratum
    from attending.analytics.stratum import OVERALL

    started = time.perf_counter()
    review = review_performance(table)
    strata = 1 + len(review.subgroups) + len(review.months)
    if side == "review":
        for months in (3, 6):
            recent = review_performance(table.since(table.periods[-months]))
            strata += 1 + len(recent.subgroups) + len(recent.months)
    if side == "lattice":
        levels = [stratum for stratum in table.strata if stratum != OVERALL]
        strata += len([measure_stratum(table.slice(level, month)) for level in levels for month in table.periods])
    return figures | {
        "review_s": round(time.perf_counter() - started, 2),
        "strata": strata,
        "auroc": review.overall.measures["auroc"].value,
    }


def child(side: str, path: str) -> None:
    """One measured process: prints what it counted as JSON."""
    match side:
        case "bare" | "bare sums":
            figures = bare(path, sums=side == "bare sums")
        case _:
            figures = attending(path, side)
    print(json.dumps(figures))


def main() -> None:
    """Compare the sides and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    parser.add_argument("--file", help="use this file, made by an earlier run, instead of writing one")
    parser.add_argument("--child", choices=SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        bytecode = Path(folder) / "bytecode"
        path = Path(given.file) if given.file else Path(folder) / "log.parquet"
        if not path.exists():
            write_log(path, given.rows)
        print(f"{path.stat().st_size / 1e6:.0f} MB Parquet, {given.rounds} rounds in turn")
        measured: dict[str, list[Run]] = {side: [] for side in given.sides}
        commands = {side: [sys.executable, __file__, "--child", side, "--file", str(path)] for side in given.sides}
        for command in commands.values():
            run(command, 3_600, bytecode=bytecode)  # compiles the modules, unmeasured
        for _ in range(given.rounds):
            for side, runs in measured.items():
                runs.append(run(commands[side], 3_600, bytecode=bytecode))
                last = runs[-1]
                said = last.failure or last.output.strip()
                print(
                    f"{side:10} wall {last.wall_s:6.2f} CPU {last.cpu_s:6.2f} {last.peak_mb:5.0f} MB {said}", flush=True
                )
    report(measured)


def report(measured: dict[str, list[Run]]) -> None:
    """Print medians, and each side's median ratio to the bare passes of the same round."""
    for side, runs in measured.items():
        line = (
            f"{side:10} wall {statistics.median(r.wall_s for r in runs):.2f} s, "
            f"CPU {statistics.median(r.cpu_s for r in runs):.2f} s, peak {max(r.peak_mb for r in runs):.0f} MB"
        )
        for base in ("bare", "bare sums"):
            if base in measured and not side.startswith("bare"):
                pairs = list(zip(runs, measured[base], strict=True))
                wall = statistics.median(ours.wall_s / theirs.wall_s for ours, theirs in pairs)
                cpu = statistics.median(ours.cpu_s / theirs.cpu_s for ours, theirs in pairs)
                memory = statistics.median(ours.peak_mb / theirs.peak_mb for ours, theirs in pairs)
                line += f"; to {base}: wall x{wall:.2f}, CPU x{cpu:.2f}, memory x{memory:.2f}"
        print(line)


if __name__ == "__main__":
    main()
