"""Inputs counted by month in the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv

from attending.analytics.drift import InputTable, input_drift
from attending.analytics.records import from_record, to_record
from attending.sources import reduce_log

from .logs import MAPPING, parquet_log, random_table


def test_counts_are_those_of_the_rows_and_months_add_up(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    rows = 4_000
    lab = rng.lognormal(0, 2, rows)
    lab[:3] = 1e9
    gone = rng.random(rows) < 0.1
    ward = pa.array([("a", "b", None)[i] for i in rng.integers(0, 3, rows)])
    columns = {"lab": pa.array(lab, mask=gone), "ward": ward}
    mapping = replace(MAPPING, inputs=("lab", "ward"))
    whole = reduce_log(parquet_log(tmp_path / "log.parquet", rows, **columns), mapping).inputs
    assert whole is not None
    number, category = whole.columns
    assert sum(map(sum, number.counts)) == rows - gone.sum()
    assert sum(number.missing) == gone.sum()
    expected = np.bincount(
        np.searchsorted(number.buckets.edges, lab[~gone], side="right"), minlength=number.buckets.size
    )
    assert list(np.sum(number.counts, axis=0)) == list(expected)
    assert expected.max() < 0.03 * rows
    assert category.buckets.levels == ("a", "b")
    assert sum(category.missing) == ward.null_count
    time = np.asarray(random_table(rows)["time"]).astype("datetime64[M]")
    parts = []
    for month in np.unique(time):
        folder = tmp_path / str(month)
        folder.mkdir()
        part = random_table(rows, **columns).filter(pa.array(time == month))
        path = folder / "part.parquet"
        pa.parquet.write_table(part, path)
        parts.append(reduce_log(path, replace(mapping, input_buckets=whole.buckets)).inputs)
    assert InputTable.merge([each for each in parts if each is not None]) == whole
    assert from_record(InputTable, to_record(whole)) == whole
    review = input_drift(whole, (whole.periods[0], whole.periods[0]))
    assert [each.distribution.measure for each in (review.inputs[0].periods[1], review.inputs[1].periods[1])] == [
        "ks_distance",
        "cramers_v",
    ]


def test_numbers_in_csv_are_counted_as_numbers_and_an_empty_column_as_missing(tmp_path: Path) -> None:
    number = np.arange(300)
    table = random_table(300, lab=pa.array(number % 50 / 10), none=pa.nulls(300), unit=pa.array(["MAY"] * 300))
    table = table.append_column("day", pa.array([f"2026-01-{i % 9 + 10}" for i in number]))
    table = table.append_column("code", pa.array([f"0{i % 5}" for i in number]))
    table = table.append_column("messy", pa.array([str(i % 7) if i % 10 else "<0.3" for i in number]))
    names = ("lab", "none", "day", "code", "messy", "unit")
    mapping = replace(MAPPING, by=(), inputs=names)
    pa.parquet.write_table(table, tmp_path / "log.parquet")
    texts = table.set_column(3, "time", table["time"].cast(pa.string()))
    csv.write_csv(texts, tmp_path / "log.csv", csv.WriteOptions(quoting_style="none"))

    plain = reduce_log(tmp_path / "log.parquet", mapping)
    found = reduce_log(tmp_path / "log.csv", mapping)
    assert found.inputs == plain.inputs
    assert found.inputs is not None
    kinds = {each.buckets.name: each.buckets.kind for each in found.inputs.columns}
    assert [name for name in names if kinds[name] == "numeric"] == ["lab", "none"]
    assert "No row has a value of none: taken as wholly missing." in plain.intake.warnings
    assert "Every value of lab is a number: counted as numbers, not as categories." in found.intake.warnings

    declared = reduce_log(tmp_path / "log.csv", replace(mapping, numeric=("messy",), categorical=("lab",)))
    assert declared.inputs is not None
    kinds = {each.buckets.name: each.buckets.kind for each in declared.inputs.columns}
    assert (kinds["messy"], kinds["lab"]) == ("numeric", "categorical")
    assert sum(declared.inputs.columns[4].missing) == 30
    assert "30 of 300 values of messy are no numbers and count as missing." in declared.intake.warnings
    with pytest.raises(ValueError, match="once, as an input"):
        replace(mapping, numeric=("lab",), categorical=("lab",))
