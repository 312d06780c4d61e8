"""The fast way through a log gives the engine's table and account to the last count, or gives way to the engine."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attending.analytics.case_blocks import MonthBlocks
from attending.sources import ColumnMapping, Limits, LogRefused, Reduction, silent
from attending.sources.arrow_pass import reduce_clean
from attending.sources.inspection import inspect
from attending.sources.reduction import Asked, reduce_files
from attending.sources.resolution import Fineness

THRESHOLDS = tuple(Decimal(t) for t in ("0.1", "0.29", "0.5"))
COUNTED = ("stratum", "period", "bin", "passed", "score_low", "score_high", "n", "labelled", "positive")
SUMMED = ("score_sum", "score_squared_sum", "score_outcome_sum", "score_sum_all")
SETTINGS = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

edge_scores = [0.0, -0.0, 1.0, 0.1, 0.29, float(np.nextafter(0.29, 0)), 0.28999, 0.5, 1e-12, 0.9999]
score_values = st.sampled_from(edge_scores) | st.floats(0, 1)
outcome_values = st.sampled_from([0, 1, None])
seconds = st.sampled_from([0, 1, -1, 951_782_400, 1_767_225_600, 1_767_225_599, 1_774_994_400]) | st.integers(
    0, 2_000_000_000
)
units = st.sampled_from(["ICU", " ICU ", "MAY", "", None, "  ", "1", "né\u2003", "\u00a0x", "nan"])
rows = st.lists(st.tuples(score_values, outcome_values, seconds, units), min_size=1, max_size=40)

score_types = st.sampled_from([pa.float64(), pa.float32()])
outcome_types = st.sampled_from([pa.int8(), pa.bool_(), pa.float64(), pa.int64(), pa.uint8()])
berlin = pa.timestamp("us", "Europe/Berlin")
time_types = st.sampled_from([pa.timestamp("ms"), pa.timestamp("us", "UTC"), pa.timestamp("ns"), berlin, pa.date32()])
unit_types = st.sampled_from([pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])


def written(given_rows: list[tuple[Any, ...]], kinds: tuple[pa.DataType, ...], start: int) -> pa.Table:
    score, outcome, time, unit = zip(*given_rows, strict=True)
    instants = pa.array(list(time), pa.int64())
    if pa.types.is_date32(kinds[2]):
        times = pa.array([t // 86_400 for t in time], pa.int32()).view(pa.date32())
    else:
        per_second = {"ms": 10**3, "us": 10**6, "ns": 10**9}[kinds[2].unit]
        times = pa.array(np.asarray(instants) * per_second).view(kinds[2])
    known = pa.array([None if y is None else bool(y) for y in outcome], pa.bool_())
    typed = pa.array(score, kinds[0]) if pa.types.is_float64(kinds[0]) else pa.array(np.float32(score), kinds[0])
    return pa.table(
        {
            "id": pa.array(range(start, start + len(score))),
            "score": typed,
            "outcome": known.cast(pa.int8()).cast(kinds[1]),
            "time": times,
            "unit": pa.array(unit, pa.string()).cast(kinds[3]),
            "bed": pa.array([len(str(u)) % 3 for u in unit], pa.int16()),
        }
    )


def by_engine(folder: Path, mapping: ColumnMapping, exact_rows: int) -> Reduction | None:
    inspection = inspect(folder, mapping, None, Limits(), silent)
    asked = Asked(mapping, Limits())
    try:
        return reduce_files(
            folder, None, asked, inspection, THRESHOLDS, Fineness(exact_rows), silent, all_or_nothing=True
        )
    except LogRefused:
        return None


def by_arrow(folder: Path, mapping: ColumnMapping, exact_rows: int) -> Reduction | None:
    inspection = inspect(folder, mapping, None, Limits(), silent)
    return reduce_clean(inspection, mapping, THRESHOLDS, Fineness(exact_rows), Limits(), silent)


def assert_same(fast: Reduction, slow: Reduction) -> None:
    ours, theirs = fast.table, slow.table
    assert (ours.strata, ours.periods, ours.exact) == (theirs.strata, theirs.periods, theirs.exact)
    for name in COUNTED:
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name), err_msg=name)
    for name in SUMMED:
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-12, atol=1e-15, err_msg=name)
    assert [without_sums(each) for each in fast.cases] == [without_sums(each) for each in slow.cases]
    for one, other in zip(fast.cases, slow.cases, strict=True):
        np.testing.assert_allclose(sums(one), sums(other), rtol=1e-9, atol=1e-12)
    assert fast.resolution == slow.resolution
    assert fast.intake == slow.intake


def without_sums(each: MonthBlocks) -> tuple[Any, ...]:
    return each.period, each.since, each.n, each.events, [arm.odds_ratio for arm in each.arms]


def sums(each: MonthBlocks) -> list[tuple[float, ...]]:
    arms = [column for arm in each.arms for column in (arm.total, arm.highest, arm.end, arm.peak)]
    return [each.expected, each.variance, *arms]


@SETTINGS
@given(
    st.lists(rows, min_size=1, max_size=3),
    st.tuples(score_types, outcome_types, time_types, unit_types),
    st.booleans(),
    st.sampled_from([(), ("unit",), ("unit", "bed")]),
    st.booleans(),
)
def test_a_clean_log_has_the_engines_table(
    files: list[list[tuple[Any, ...]]],
    kinds: tuple[pa.DataType, ...],
    exact: bool,
    by: tuple[str, ...],
    keyed: bool,
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, start = Path(name), 0
        for i, given_rows in enumerate(files):
            pq.write_table(written(given_rows, kinds, start), folder / f"{i}.parquet", write_page_checksum=True)
            start += len(given_rows)
        mapping = ColumnMapping("score", "outcome", "time", by=by, key=("id",) if keyed or len(files) > 1 else ())
        exact_rows = 500_000 if exact else 0
        fast = by_arrow(folder, mapping, exact_rows)
        slow = by_engine(folder, mapping, exact_rows)
        if fast is not None:
            assert slow is not None
            assert_same(fast, slow)


BAD = {
    "score": [
        pa.array([0.5, np.nan]), pa.array([0.5, 1.0000001]), pa.array([0.5, -1e-9]), pa.array([0.5, None]),
        pa.array(["0.5", "0.6"]), pa.array([np.inf, 0.1]),
    ],
    "outcome": [pa.array([0, 2], pa.int8()), pa.array([0.0, 0.5]), pa.array(["0", "1"])],
    "time": [
        pa.array([None, 0], pa.timestamp("us")), pa.array([-10**17, 0], pa.int64()).view(pa.timestamp("us")),
        pa.array(["2026-01-01", "2026-01-02"]), pa.array([10**13, 0], pa.int64()).view(pa.timestamp("ms")),
    ],
    "unit": [pa.array(["a\tb", "c"]), pa.array(["u" * 101, "c"]), pa.array([0.5, 1.0])],
    "id": [pa.array([1, 1]), pa.array(["x", None]), pa.array([" x", "y"]), pa.array(["", "y"]), pa.array(["k", "k"])],
}  # fmt: skip


@pytest.mark.parametrize(("column", "value"), [(c, v) for c, values in BAD.items() for v in values])
def test_whatever_is_not_plainly_right_is_left_to_the_engine(tmp_path: Path, column: str, value: pa.Array) -> None:
    table = written(
        [(0.2, 1, 0, "ICU"), (0.4, 0, 5, "ER")], (pa.float64(), pa.int8(), pa.timestamp("us"), pa.string()), 0
    )
    changed = table.set_column(table.schema.get_field_index(column), column, value)
    pq.write_table(changed, tmp_path / "log.parquet")
    mapping = ColumnMapping("score", "outcome", "time", by=("unit",), key=("id",))
    assert by_arrow(tmp_path, mapping, 500_000) is None


@pytest.mark.parametrize(
    "texts", [["a", "b", "ab", "ba", "abcdefgh", "abcdefghi", "é"], [f"P{i:05d}" for i in range(300)]]
)
def test_distinct_keys_of_any_length_pass(tmp_path: Path, texts: list[str]) -> None:
    size = len(texts)
    kinds = (pa.float64(), pa.int8(), pa.timestamp("us"), pa.string())
    table = written([(0.2, 1, i, "ICU") for i in range(size)], kinds, 0).set_column(0, "id", pa.array(texts))
    pq.write_table(table, tmp_path / "log.parquet")
    mapping = ColumnMapping("score", "outcome", "time", by=("unit",), key=("id",))
    fast, slow = by_arrow(tmp_path, mapping, 500_000), by_engine(tmp_path, mapping, 500_000)
    assert fast is not None
    assert slow is not None
    assert_same(fast, slow)


def test_crowded_scores_are_split_as_the_engine_splits_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    size = 20_000
    score = rng.beta(1, 2000, size)
    outcome = (rng.random(size) < 40 * score).astype(np.int8)
    table = pa.table(
        {
            "score": score,
            "outcome": outcome,
            "time": pa.array(rng.integers(0, 2 * 10**8, size) * 10**6).view(pa.timestamp("us")),
            "unit": pa.array(np.array(["a", "b", "c"])[rng.integers(0, 3, size)]),
        }
    )
    pq.write_table(table, tmp_path / "log.parquet", row_group_size=3_000)
    mapping = ColumnMapping("score", "outcome", "time", by=("unit",))
    fast, slow = by_arrow(tmp_path, mapping, 0), by_engine(tmp_path, mapping, 0)
    assert fast is not None
    assert slow is not None
    assert fast.resolution.refined
    assert_same(fast, slow)
