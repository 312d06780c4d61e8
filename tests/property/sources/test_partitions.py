"""Tables of partitions, reduced apart in fixed bins and merged, are the table of all rows: Arrow pass and engine."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attending.analytics.score_table import ScoreTable
from attending.sources import ColumnMapping, reduce_log

COUNTED = ("stratum", "period", "bin", "passed", "n", "labelled", "positive", "score_low", "score_high")
SUMMED = ("score_sum", "score_squared_sum", "score_outcome_sum", "score_sum_all")
ARROW = ColumnMapping("score", "outcome", "time", by=("unit",))
ENGINE = ColumnMapping("score", "outcome", "time", by=("unit", "age"), crossed=(("unit", "age"),))


def rows_of(seed: int, rows: int, digits: int) -> pa.Table:
    rng = np.random.default_rng(seed)
    score = np.round(rng.beta(1, 9, rows), digits)
    return pa.table(
        {
            "score": score,
            "outcome": pa.array((rng.random(rows) < score).astype(np.int32), mask=rng.random(rows) < 0.2),
            "time": pa.array(np.datetime64("2026-01-01") + rng.integers(0, 90, rows), pa.date32()),
            "unit": [("A", "B", None)[i] for i in rng.integers(0, 3, rows)],
            "age": [("old", "young")[i] for i in rng.integers(0, 2, rows)],
        }
    )


@settings(max_examples=8)
@given(seed=st.integers(0, 999), rows=st.integers(3, 400), digits=st.sampled_from([2, 6, 16]), refined=st.booleans())
def test_merged_partitions_are_the_whole(seed: int, rows: int, digits: int, refined: bool) -> None:
    assert_merged(ARROW, seed, rows, digits, refined=refined)


@pytest.mark.parametrize("refined", [False, True])
def test_the_engine_merges_alike(refined: bool) -> None:
    assert_merged(ENGINE, 5, 300, 16, refined=refined)


def assert_merged(mapping: ColumnMapping, seed: int, rows: int, digits: int, *, refined: bool) -> None:
    table = rows_of(seed, rows, digits)
    thresholds = [Decimal("0.05"), Decimal("0.2")]
    cuts = [0, *sorted(np.random.default_rng(seed).integers(1, rows, 2).tolist()), rows]
    with tempfile.TemporaryDirectory() as folder:

        def reduced(part: pa.Table, name: str) -> ScoreTable:
            path = Path(folder) / f"{name}.parquet"
            pq.write_table(part, path, write_page_checksum=True)
            refinement = None
            if refined:
                refinement = reduce_log(whole, mapping, thresholds=thresholds, exact_rows=0).resolution.refinement
            kept = reduce_log(path, mapping, thresholds=thresholds, bins="fixed", refinement=refinement)
            assert not kept.table.exact
            return kept.table

        whole = Path(folder) / "whole.parquet"
        pq.write_table(table, whole, write_page_checksum=True)
        wanted = reduced(table, "all")
        parts = [reduced(table.slice(a, b - a), f"part{a}") for a, b in pairwise(cuts) if b > a]
    merged = ScoreTable.merge(parts)
    assert (merged.strata, merged.periods) == (wanted.strata, wanted.periods)
    for name in COUNTED:
        assert np.array_equal(getattr(merged, name), getattr(wanted, name)), name
    for name in SUMMED:
        assert np.allclose(getattr(merged, name), getattr(wanted, name), rtol=1e-12, atol=1e-12), name


def test_what_excludes_each_other_is_refused() -> None:
    with pytest.raises(ValueError, match="fixed"):
        reduce_log("nowhere", ARROW, bins="finest")  # type: ignore[arg-type]
