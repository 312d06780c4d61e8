"""The blocks that leave a log are those of its labelled rows in order of time and key, whichever way it is read."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.analytics.case_blocks import MonthBlocks
from attending.sources import ColumnMapping, Connection, Limits, reduce_log, reduce_table, silent
from attending.sources import reduction as engine
from attending.sources.arrow_pass import stream
from attending.sources.inspection import inspect
from attending.sources.reduction import Asked, reduce_files
from attending.sources.resolution import Fineness

from .logs import csv_log

MAPPING = ColumnMapping("score", "outcome", "time", key=("id",))
Row = tuple[str, float, int | None, str]


def log_rows(seed: int = 3) -> list[Row]:
    """Four months of 40, 5, 300 and 12 rows, not in order, some without outcome; many share a time."""
    random = Random(seed)
    made: list[Row] = []
    for month, number in (("2025-12", 40), ("2026-01", 5), ("2026-02", 300), ("2026-03", 12)):
        for _ in range(number):
            at = f"{month}-{random.randint(1, 28):02d}T{random.randint(0, 3):02d}:{random.choice(('00', '30'))}:00"
            score = round(random.random() ** 2, 3)
            outcome = None if random.random() < 0.1 else int(random.random() < score)
            made.append((str(len(made)), score, outcome, at))
    random.shuffle(made)
    return made


def reference(rows: list[Row]) -> dict[str, list[list[Row]]]:
    """The cases by block, in plain Python: a month of fewer than eleven with the next, at most 24 blocks a month."""
    known = sorted((row for row in rows if row[2] is not None), key=lambda row: (row[3][:7], row[3], row[0]))
    found: dict[str, list[list[Row]]] = {}
    waiting: list[Row] = []
    for month in sorted({row[3][:7] for row in known}):
        waiting += [row for row in known if row[3][:7] == month]
        if len(waiting) >= 11:
            count = min(len(waiting) // 11, 24)
            size = len(waiting) // count
            bounds = [*(size * i for i in range(count)), len(waiting)]
            found[month] = [waiting[a:b] for a, b in pairwise(bounds)]
            waiting = []
    return found


def assert_like(found: tuple[MonthBlocks, ...], rows: list[Row]) -> None:
    wanted = reference(rows)
    assert [each.period for each in found] == list(wanted)
    for month in found:
        blocks = wanted[month.period]
        assert month.n == tuple(map(len, blocks))
        assert min(month.n) >= 11
        assert month.events == tuple(sum(row[2] or 0 for row in block) for block in blocks)
        assert month.expected == pytest.approx([sum(row[1] for row in block) for block in blocks])
        assert month.variance == pytest.approx([sum(row[1] * (1 - row[1]) for row in block) for block in blocks])
        assert [arm.odds_ratio for arm in month.arms] == pytest.approx([1.25, 0.8, 1.5, 2 / 3, 2.0, 0.5])
        for arm in month.arms:
            for climb, block in zip(arm.climbs, blocks, strict=True):
                assert_climbs(climb, block, arm.odds_ratio)


def assert_climbs(climb: Any, block: list[Row], odds: float) -> None:
    total, highest, level, peak = 0.0, -math.inf, 0.0, 0.0
    for _, p, outcome, _ in block:
        weight = (math.log(odds) if outcome else 0.0) - math.log(1 - p + odds * p)
        total += weight
        highest = max(highest, total)
        level = max(0.0, level + weight)
        peak = max(peak, level)
    assert (climb.total, climb.highest, climb.end, climb.peak) == pytest.approx((total, highest, level, peak), abs=1e-9)


def as_table(rows: list[Row], *, text: bool = False) -> pa.Table:
    times = [row[3] for row in rows]
    return pa.table(
        {
            "id": [row[0] for row in rows],
            "score": [row[1] for row in rows],
            "outcome": pa.array([row[2] for row in rows], pa.int8()),
            "time": pa.array(times) if text else pa.array(times).cast(pa.timestamp("us")),
        }
    )


def by_engine(path: Path) -> tuple[MonthBlocks, ...]:
    asked = Asked(MAPPING, Limits())
    seen = inspect(path, MAPPING, None, Limits(), silent)
    return reduce_files(path, None, asked, seen, (), Fineness(), silent, all_or_nothing=False).cases


def test_files_read_by_either_way(tmp_path: Path) -> None:
    rows = log_rows()
    path = tmp_path / "log.parquet"
    pq.write_table(as_table(rows), path)
    fast = reduce_log(path, MAPPING)
    assert_like(fast.cases, rows)
    assert [each.since for each in fast.cases] == ["2025-12", "2026-01", "2026-03"][: len(fast.cases)]
    assert_like(by_engine(path), rows)


def test_texts_written_in_several_styles_are_put_in_order_of_time(tmp_path: Path) -> None:
    rows = log_rows(4)
    styles = (lambda t: t, lambda t: t.replace("T", " "), lambda t: t[:-3], lambda t: f" {t}.000")
    lines = [
        f"{key},{score},{'' if outcome is None else outcome},{styles[i % 4](at)}Z,"
        for i, (key, score, outcome, at) in enumerate(rows)
    ]
    assert_like(reduce_log(csv_log(tmp_path / "log.csv", lines), MAPPING).cases, rows)


def test_a_row_that_comes_again_counts_once_and_keeps_its_place(tmp_path: Path) -> None:
    rows = log_rows(5)
    path = tmp_path / "log.parquet"
    pq.write_table(as_table([*rows, *rows[:40]]), path)
    found = reduce_log(path, MAPPING)
    assert found.intake.duplicate == 40
    assert_like(found.cases, rows)


def test_a_warehouse_gives_the_same(tmp_path: Path) -> None:
    import ibis

    rows = log_rows(6)
    backend = ibis.duckdb.connect(tmp_path / "lake.duckdb")
    backend.create_table("log", as_table(rows))
    backend.create_table("texts", as_table(rows, text=True))
    backend.disconnect()
    lake = Connection("lake", "duckdb", f"duckdb://{tmp_path / 'lake.duckdb'}")
    for table in ("log", "texts"):
        assert_like(reduce_table(lake, table, MAPPING).cases, rows)


def test_a_log_without_outcomes_or_of_too_many_rows_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = log_rows()
    path = tmp_path / "log.parquet"
    pq.write_table(as_table(rows), path)
    assert reduce_log(path, ColumnMapping("score", None, "time", key=("id",))).cases == ()
    few = [row for row in rows if row[3].startswith("2026-01")]
    pq.write_table(as_table(few), tmp_path / "few.parquet")
    assert reduce_log(tmp_path / "few.parquet", MAPPING).cases == ()
    assert by_engine(tmp_path / "few.parquet") == ()
    for module in (stream, engine):
        monkeypatch.setattr(module, "MOST_ROWS", 300)
    assert reduce_log(path, MAPPING).cases == ()
    assert by_engine(path) == ()
