"""A column that changes its type between the files of one log is refused by name, and zones may differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from attending.sources import ColumnMapping, Limits, LogRefused, reduce_log

from .logs import MAPPING, csv_log, csv_rows, parquet_log

N = 60
WITH_INPUT = replace(MAPPING, inputs=("lab",))
TIMES = np.datetime64("2026-01-05", "us") + np.arange(N).astype("timedelta64[D]")
SECOND_KEYS = np.arange(N, 2 * N)


def two_files(folder: Path, column: str, first: pa.Array, second: pa.Array) -> Path:
    """A log of two files, the second with other keys; only the type of one column differs."""
    lab = {"lab": pa.array(np.linspace(1, 2, N))}
    parquet_log(folder / "a.parquet", N, **lab | {column: first})
    parquet_log(folder / "b.parquet", N, seed=2, **lab | {"id": pa.array(SECOND_KEYS)} | {column: second})
    return folder


def numbers(kind: pa.DataType) -> pa.Array:
    return pa.array([i % 2 for i in range(N)]).cast(kind)


def words(*levels: str) -> pa.Array:
    return pa.array([levels[i % len(levels)] for i in range(N)])


@pytest.mark.parametrize(
    ("column", "first", "second", "types"),
    [
        ("score", numbers(pa.float64()), words("0.5"), ("double", "string")),
        ("outcome", numbers(pa.int8()), words("0", "1"), ("int8", "string")),
        ("outcome", numbers(pa.bool_()), numbers(pa.int64()), ("bool", "int64")),
        ("unit", numbers(pa.int64()), numbers(pa.float64()), ("int64", "double")),
        ("unit", words("1"), numbers(pa.int64()), ("string", "int64")),
        ("id", pa.array(np.arange(N)), pa.array(SECOND_KEYS * 1.0), ("int64", "double")),
        ("id", pa.array(np.arange(N)), pa.array(SECOND_KEYS.astype(str)), ("int64", "string")),
        (
            "time",
            pa.array(TIMES),
            pa.array(TIMES, pa.timestamp("us", "UTC")),
            ("timestamp[us]", "timestamp[us, tz=UTC]"),
        ),
        ("time", pa.array(TIMES), pa.array(TIMES.astype(str)), ("timestamp[us]", "string")),
        ("time", pa.array(TIMES.astype("datetime64[D]")), pa.array(TIMES), ("date32[day]", "timestamp[us]")),
        ("lab", numbers(pa.float64()), words("high", "low"), ("double", "string")),
    ],
)
def test_a_column_that_changes_its_type_is_refused_with_both_types(
    tmp_path: Path, column: str, first: pa.Array, second: pa.Array, types: tuple[str, str]
) -> None:
    log = two_files(tmp_path, column, first, second)
    with pytest.raises(LogRefused) as refused:
        reduce_log(log, WITH_INPUT)
    rejection = refused.value.rejections[0]
    assert (rejection.file, rejection.column) == ("b.parquet", column)
    assert rejection.rule == f"The column is stored as {types[1]} here and as {types[0]} in a.parquet"
    assert rejection.fix == "Write the column with one type in every file"
    assert refused.value.report.loaded == 0


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [
        ("score", numbers(pa.float64()), numbers(pa.int64())),
        ("score", numbers(pa.float32()), numbers(pa.float64())),
        ("score", numbers(pa.float64()), numbers(pa.float64()).cast(pa.decimal128(6, 3))),
        ("outcome", numbers(pa.int8()), numbers(pa.float64())),
        ("outcome", numbers(pa.int8()), pa.nulls(N)),
        ("unit", words("A", "B"), words("A", "B").cast(pa.large_string())),
        ("unit", words("A", "B"), words("A", "B").dictionary_encode()),
        ("unit", numbers(pa.int16()), numbers(pa.int64())),
        ("time", pa.array(TIMES), pa.array(TIMES.astype("datetime64[ms]"))),
        ("lab", numbers(pa.float64()), numbers(pa.int32())),
    ],
)
def test_the_same_type_stored_in_another_way_is_read(
    tmp_path: Path, column: str, first: pa.Array, second: pa.Array
) -> None:
    reduction = reduce_log(two_files(tmp_path, column, first, second), WITH_INPUT)
    assert reduction.intake.loaded == 2 * N
    assert len([s for s in reduction.table.strata if s.attribute == "unit"]) <= 3
    table = reduction.table
    assert int(table.n[table.stratum == 0].sum()) == 2 * N


def test_a_column_nobody_mapped_may_change(tmp_path: Path) -> None:
    log = two_files(tmp_path, "note", words("x"), numbers(pa.int64()))
    assert reduce_log(log, MAPPING).intake.loaded == 2 * N


def test_text_that_stops_being_numbers_is_listed_row_by_row(tmp_path: Path) -> None:
    csv_log(tmp_path / "a.csv", csv_rows(300))
    csv_log(tmp_path / "b.csv", [*csv_rows(300, start=300), "x,high,0,2026-01-01,ICU"])
    reduction = reduce_log(tmp_path, MAPPING)
    (rejection,) = reduction.intake.rejections
    assert (rejection.file, rejection.line, rejection.value) == ("b.csv", 302, "high")
    assert reduction.intake.loaded == 600


def test_files_in_two_zones_each_count_the_months_they_write(tmp_path: Path) -> None:
    instant = np.array(["2026-02-01T03:00:00"], dtype="datetime64[us]")
    for name, key, zone in (("a", 1, "UTC"), ("b", 2, "America/New_York"), ("c", 3, "Asia/Tokyo")):
        time = pa.array(instant, type=pa.timestamp("us", tz=zone))
        parquet_log(tmp_path / f"{name}.parquet", 1, time=time, id=pa.array([key]))
    for mapping in (MAPPING, ColumnMapping("score", "outcome", "time", key=("id",), patient="id")):
        table = reduce_log(tmp_path, mapping).table
        everyone = table.stratum == 0
        rows = np.bincount(table.period[everyone], weights=table.n[everyone])
        assert dict(zip(table.periods, rows.tolist(), strict=True)) == {"2026-01": 1, "2026-02": 2}


def test_a_time_in_an_unnamed_zone_is_refused(tmp_path: Path) -> None:
    time = pa.array(TIMES, type=pa.timestamp("us", tz="+05:30"))
    with pytest.raises(LogRefused, match=r"column time: .*a time in a named zone or UTC"):
        reduce_log(parquet_log(tmp_path / "log.parquet", N, time=time), MAPPING)


def test_one_prediction_sent_again_in_another_zone_is_a_duplicate_or_a_conflict(tmp_path: Path) -> None:
    instants = np.array(["2026-02-10T12:00:00", "2026-02-01T03:00:00"], dtype="datetime64[us]")
    same = {"id": pa.array([1, 2]), "score": pa.array([0.2, 0.3]), "outcome": pa.array([0, 1]), "unit": words("A")[:2]}
    for name, zone in (("a", "UTC"), ("b", "America/New_York")):
        parquet_log(tmp_path / f"{name}.parquet", 2, **same, time=pa.array(instants, type=pa.timestamp("us", tz=zone)))
    intake = reduce_log(tmp_path, MAPPING, limits=Limits(bad_share=0.9)).intake
    # The second lies in January in one file and in February in the other: nobody can say which month it counts in.
    assert (intake.loaded, intake.duplicate, intake.conflicts) == (1, 1, 2)


def test_offsets_that_change_within_a_file_count_as_written(tmp_path: Path) -> None:
    times = ["2026-01-31T23:30:00-05:00", "2026-02-01T00:30:00+09:00", "2026-02-01", "2026-01-31 20:00:00Z"]
    rows = [f"{i},0.2,0,{time},A" for i, time in enumerate(times)]
    csv = reduce_log(csv_log(tmp_path / "log.csv", rows), MAPPING).table
    text = {"id": pa.array(range(4)), "score": pa.array([0.2] * 4), "outcome": pa.array([0] * 4)}
    path = parquet_log(tmp_path / "log.parquet", 4, **text, time=pa.array(times), unit=pa.array(["A"] * 4))
    for table in (csv, reduce_log(path, MAPPING).table):
        everyone = table.stratum == 0
        assert table.periods == ("2026-01", "2026-02")
        assert table.n[everyone].tolist() == [2, 2]


def test_a_mapping_says_which_columns_are_numbers() -> None:
    mapping = ColumnMapping("s", "y", "t", by=("y", "u"), key=("k",), comparator="c", inputs=("lab", "u"))
    assert mapping.numbers == {"s", "c", "lab"}
