"""What one measured process of our own does: Attending's review as far as asked, or the bare pass.

    python benchmarks/sides.py SIDE LOG

Prints what it counted as JSON. It imports no more than it needs, as the scripts of other packages do.
"""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING

from synthetic_log import LEVELS

if TYPE_CHECKING:
    import numpy as np

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


def main(side: str, path: str) -> None:
    """Run one side on a log."""
    figures = bare(path, sums=side == "bare sums") if side.startswith("bare") else attending(path, side)
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
