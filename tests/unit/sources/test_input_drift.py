"""Inputs counted by month in the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

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
