"""The reduction equals the same table made in memory, whatever the files look like."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from attending.analytics.performance import review_performance
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL
from attending.sources import Progress, reduce_log

from .logs import MAPPING, parquet_log, random_table

THRESHOLDS = (Decimal("0.1"), Decimal("0.29"), Decimal("0.57"), Decimal("0.58"))
COUNTS = ("stratum", "period", "bin", "passed", "n", "labelled", "positive")
SUMS = ("score_low", "score_high", "score_sum", "score_squared_sum", "score_outcome_sum", "score_sum_all")


def in_memory(table: pa.Table) -> ScoreTable:
    outcome = np.array([np.nan if y is None else y for y in table["outcome"].to_pylist()], dtype=float)
    return ScoreTable.from_arrays(
        table["score"].to_numpy(),
        outcome,
        attributes={"unit": table["unit"].to_pylist()},
        period=[t.strftime("%Y-%m") for t in table["time"].to_pylist()],
        thresholds=THRESHOLDS,
    )


def same(found: ScoreTable, expected: ScoreTable) -> None:
    found, expected = found.compacted(), expected.compacted()
    assert (found.strata, found.periods, found.thresholds) == (expected.strata, expected.periods, expected.thresholds)
    assert found.exact == expected.exact
    for name in COUNTS:
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name), err_msg=name)
    for name in SUMS:
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_whole_split_and_shuffled_files_give_the_same_table(tmp_path: Path, kind: str) -> None:
    table = random_table(3000, seed=5)
    edge = pa.array(np.where(np.arange(3000) % 3 == 0, 0.29, table["score"].to_numpy()))
    table = table.set_column(1, "score", edge)
    write = pq.write_table if kind == "parquet" else pc.write_csv
    write(table, tmp_path / f"whole.{kind}")
    shuffled = table.take(np.random.default_rng(0).permutation(3000))
    (tmp_path / "parts").mkdir()
    for part in range(3):
        write(shuffled.slice(part * 1000, 1000), tmp_path / "parts" / f"{part}.{kind}")
    reordered = shuffled.slice(2000, 1000).select(["unit", "time", "id", "score", "outcome"])
    write(reordered, tmp_path / "parts" / f"2.{kind}")
    expected = in_memory(table)
    for location in (tmp_path / f"whole.{kind}", tmp_path / "parts"):
        same(reduce_log(location, MAPPING, thresholds=THRESHOLDS).table, expected)
        binned = reduce_log(location, MAPPING, thresholds=THRESHOLDS, exact_rows=0)
        assert not binned.resolution.exact
        same(binned.table, expected.coarsened(10_000))


def test_binned_measures_lie_within_their_bound_of_the_exact_ones(tmp_path: Path) -> None:
    path = parquet_log(tmp_path / "log.parquet", 5000, seed=9)
    exact = review_performance(reduce_log(path, MAPPING, thresholds=THRESHOLDS).table)
    binned = review_performance(reduce_log(path, MAPPING, thresholds=THRESHOLDS, exact_rows=0).table)
    for one, other in zip([exact.overall, *exact.subgroups], [binned.overall, *binned.subgroups], strict=True):
        auroc, near = one.measures["auroc"].value, other.measures["auroc"]
        assert auroc is not None
        assert near.value == pytest.approx(auroc, abs=near.bound + 1e-12)
        assert other.measures["oe"].value == pytest.approx(one.measures["oe"].value, rel=1e-12)
        counts = [(t.tp, t.fp, t.fn, t.tn) for t in one.at_thresholds]
        assert [(t.tp, t.fp, t.fn, t.tn) for t in other.at_thresholds] == counts


def test_scores_that_crowd_get_finer_bins(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    score = rng.beta(2, 5, 4000) * 1e-3
    outcome = (rng.random(4000) < score * 1000).astype(np.int8)
    path = parquet_log(tmp_path / "log.parquet", 4000, score=pa.array(score), outcome=pa.array(outcome))
    exact = review_performance(reduce_log(path, MAPPING).table).overall.measures["auroc"].value
    reduction = reduce_log(path, MAPPING, exact_rows=0, thresholds=[Decimal("0.0003")])
    assert reduction.resolution.refined > 0
    assert reduction.resolution.auroc_bound < 5e-4
    assert "split further" in str(reduction.resolution)
    found = review_performance(reduction.table).overall.measures["auroc"]
    assert found.value == pytest.approx(exact, abs=found.bound)


def test_coarse_scores_are_exact_at_any_size(tmp_path: Path) -> None:
    score = pa.array(np.round(np.random.default_rng(1).random(2000), 2))
    reduction = reduce_log(parquet_log(tmp_path / "log.parquet", 2000, score=score), MAPPING, exact_rows=0)
    assert reduction.table.exact
    assert reduction.resolution.auroc_bound == 0.0


def test_attributes_add_up_to_everyone(tmp_path: Path) -> None:
    path = parquet_log(tmp_path / "log.parquet", 2000)
    table = reduce_log(path, replace(MAPPING, by=("unit", "outcome")), exact_rows=0).table
    everyone = table.slice(OVERALL)
    for attribute in ("unit", "outcome"):
        strata = [s for s in table.strata if s.attribute == attribute]
        for name in ("n", "labelled", "positive"):
            total = sum(int(getattr(table.slice(s), name).sum()) for s in strata)
            assert total == int(getattr(everyone, name).sum())


def test_thresholds_are_edges_as_doubles_compare(tmp_path: Path) -> None:
    edges = [0.29, 0.57, 0.58, 0.30000000000000004, 0.1]
    around = [x for e in edges for x in (np.nextafter(e, 0), e, np.nextafter(e, 1))]
    path = parquet_log(tmp_path / "log.parquet", len(around), score=pa.array(around))
    thresholds = [Decimal("0.29"), Decimal("0.57"), Decimal("0.58"), Decimal("0.30000000000000004"), Decimal("0.1")]
    for exact_rows in (0, 1000):
        table = reduce_log(path, MAPPING, thresholds=thresholds, exact_rows=exact_rows).table
        for place, threshold in enumerate(table.thresholds):
            flagged = int(table.n[(table.stratum == 0) & (table.passed > place)].sum())
            assert flagged == sum(x >= float(threshold) for x in around)


def test_model_and_comparator_are_compared_on_rows_that_have_both(tmp_path: Path) -> None:
    other = pa.array([None if i % 4 == 0 else float("nan") if i % 4 == 1 else 0.5 for i in range(400)])
    path = parquet_log(tmp_path / "log.parquet", 400, physician=other)
    reduction = reduce_log(path, replace(MAPPING, comparator="physician"))
    assert reduction.comparison is not None
    model, physician = reduction.comparison
    assert int(model.n[model.stratum == 0].sum()) == int(physician.n[physician.stratum == 0].sum()) == 200
    assert int(reduction.table.n[reduction.table.stratum == 0].sum()) == 400


def test_a_log_without_outcomes_or_attributes_is_counted(tmp_path: Path) -> None:
    mapping = replace(MAPPING, outcome=None, by=(), key=())
    for exact_rows in (0, 1000):
        table = reduce_log(parquet_log(tmp_path / "log.parquet", 300), mapping, exact_rows=exact_rows).table
        assert (int(table.n.sum()), int(table.labelled.sum()), table.strata) == (300, 0, (OVERALL,))


def test_progress_is_told_and_ends(tmp_path: Path) -> None:
    seen: list[Progress] = []
    reduce_log(parquet_log(tmp_path / "log.parquet", 100), MAPPING, progress=seen.append)
    assert seen[0].stage == "checking the files"
    assert "reading the rows" in [p.stage for p in seen]
    assert all(0 <= p.done <= p.total for p in seen)
    assert seen[-1].done == seen[-1].total


def test_thresholds_must_be_decimals_from_zero_to_one(tmp_path: Path) -> None:
    path = parquet_log(tmp_path / "log.parquet", 10)
    for wrong in (Decimal("1.5"), Decimal("NaN"), 0.5):
        with pytest.raises(ValueError, match="A threshold is a decimal from 0 to 1"):
            reduce_log(path, MAPPING, thresholds=[wrong])  # type: ignore[list-item]
