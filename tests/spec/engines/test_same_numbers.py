"""Every engine gives the numbers that a log of files gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL
from attending.sources import ColumnMapping, Limits, LogRefused, reduce_log
from attending.sources.warehouse_reduction import reduce_table

if TYPE_CHECKING:
    from .conftest import Place

MAPPING = ColumnMapping("score", "outcome", "time", by=("unit", "age"), key=("id",))
THRESHOLDS = (Decimal("0.29"), Decimal("0.57"), Decimal("0.58"))
LENIENT = Limits(bad_share=0.9)


def log(rows: int = 3_000, seed: int = 7) -> pa.Table:
    rng = np.random.default_rng(seed)
    score = np.round(rng.beta(1, 6, rows), 5)
    return pa.table(
        {
            "id": pa.array(np.arange(rows)),
            "score": pa.array(score),
            "outcome": pa.array((rng.random(rows) < score).astype(np.int32), mask=rng.random(rows) < 0.1),
            "time": pa.array(
                np.datetime64("2026-01-01", "us") + rng.integers(0, 90, rows).astype("timedelta64[D]"),
                pa.timestamp("us"),
            ),
            "unit": pa.array([("ICU", "MAY", None, "venti f")[i] for i in rng.integers(0, 4, rows)]),
            "age": pa.array([("18-39", "40-64", "65+")[i] for i in rng.integers(0, 3, rows)]),
        }
    )


def assert_same(found: ScoreTable, wanted: ScoreTable) -> None:
    assert (found.strata, found.periods, found.thresholds, found.exact) == (
        wanted.strata, wanted.periods, wanted.thresholds, wanted.exact,
    )  # fmt: skip
    for name in ("stratum", "period", "bin", "passed", "n", "labelled", "positive"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
    for name in ("score_low", "score_high", "score_sum", "score_squared_sum", "score_outcome_sum", "score_sum_all"):
        assert np.allclose(getattr(found, name), getattr(wanted, name), rtol=1e-9, atol=1e-9), name


def assert_same_cases(found: Sequence[MonthBlocks], wanted: Sequence[MonthBlocks]) -> None:
    """Cut in the same places, so that every block has the same cases; sums to the last digits."""
    assert [(each.period, each.since, each.n, each.events) for each in found] == [
        (each.period, each.since, each.n, each.events) for each in wanted
    ]
    for one, other in zip(found, wanted, strict=True):
        for arm, same in zip(one.arms, other.arms, strict=True):
            assert np.allclose(
                [arm.total, arm.highest, arm.end, arm.peak], [same.total, same.highest, same.end, same.peak], atol=1e-9
            )


@pytest.mark.parametrize("exact_rows", [500_000, 0], ids=["exact", "binned"])
def test_counts_and_sums_are_those_of_the_files(
    place: Place, parquet: Callable[[pa.Table], Path], exact_rows: int
) -> None:
    table = log()
    wanted = reduce_log(parquet(table), MAPPING, thresholds=THRESHOLDS, exact_rows=exact_rows)
    found = reduce_table(place.connection, place.put(table), MAPPING, thresholds=THRESHOLDS, exact_rows=exact_rows)
    assert_same(found.table, wanted.table)
    assert_same_cases(found.cases, wanted.cases)
    assert found.resolution.auroc_bound == pytest.approx(wanted.resolution.auroc_bound, abs=1e-9)
    assert (found.intake.read, found.intake.loaded) == (wanted.intake.read, wanted.intake.loaded)


def test_columns_of_text_keep_the_same_rules(place: Place, parquet: Callable[[pa.Table], Path]) -> None:
    scores = [
        "0.5", " .25 ", "1", "+0.75", "5e-1", "1e-99", "0_5", "0.5f", "0x1p-1", "nan", "inf", "-0.1", "1.01", "",
        "many",
    ]  # fmt: skip
    times = [
        "2026-01-31", "2026-02-29", "2024-02-29", "2026-04-31", "2026-05-01T10:00:00+02:00", "2026-05-31 23:30:00Z",
        "2026-13-01", "1850-01-01", "01/02/2026", "2026-06-30T23:59:59.999999999-11:00", "", "2026-06-01T24:00",
    ]  # fmt: skip
    outcomes = ["1", "0", "TRUE", " false ", "", "yes", "1.0", "2"]
    rows = [(s, "2026-01-01", "0") for s in scores] + [("0.3", t, "1") for t in times]
    rows += [("0.3", "2026-01-02", o) for o in outcomes]
    table = pa.table(
        {
            "id": [f"f{i}" for i in range(len(rows))],
            "score": [row[0] for row in rows],
            "time": [row[1] for row in rows],
            "outcome": [row[2] for row in rows],
            "unit": ["MAY"] * (len(rows) - 1) + ["a\tb"],
        }
    )
    mapping = replace(MAPPING, by=("unit",))
    wanted = reduce_log(parquet(table), mapping, limits=LENIENT)
    found = reduce_table(place.connection, place.put(table), mapping, limits=LENIENT)
    assert_same(found.table, wanted.table)
    assert found.intake.rule_counts == wanted.intake.rule_counts
    assert {(r.column, r.value, r.rule) for r in found.intake.rejections} == {
        (r.column, r.value, r.rule) for r in wanted.intake.rejections
    }
    assert all(r.line is None and r.key and r.key.startswith("id=f") for r in found.intake.rejections)


def test_a_key_again_is_a_duplicate_or_a_conflict(place: Place, parquet: Callable[[pa.Table], Path]) -> None:
    table = log(60)
    other = table.slice(4, 1).set_column(1, "score", pa.array([0.99]))
    again = pa.concat_tables([table, table.slice(0, 3), other])
    wanted = reduce_log(parquet(again), MAPPING, limits=LENIENT)
    found = reduce_table(place.connection, place.put(again), MAPPING, limits=LENIENT)
    assert_same(found.table, wanted.table)
    assert (found.intake.duplicate, found.intake.conflicts) == (3, 2)
    assert "id=4" in str(found.intake.rejections[0])


def test_months_of_instants_are_those_of_the_stated_zone(place: Place) -> None:
    from .conftest import moments

    table = log(2).drop_columns(["time"])
    table = table.append_column("time", moments("2026-03-31T23:30:00+00:00", "2026-03-31T21:30:00+00:00"))
    name = place.put(table)
    utc = reduce_table(place.connection, name, MAPPING).table
    berlin = reduce_table(replace(place.connection, time_zone="Europe/Berlin"), name, MAPPING).table
    assert utc.periods == ("2026-03",)
    assert berlin.periods == ("2026-03", "2026-04")


def test_adding_a_month_equals_recomputing_all(place: Place) -> None:
    table = place.put(log())
    whole = reduce_table(place.connection, table, MAPPING, thresholds=THRESHOLDS)
    parts = [
        reduce_table(place.connection, table, MAPPING, thresholds=THRESHOLDS, since=month, until=month).table
        for month in whole.table.periods
    ]
    assert len(parts) == 3
    assert_same(ScoreTable.merge(parts), whole.table)


def test_what_cannot_be_read_is_refused_by_name(place: Place) -> None:
    name = place.put(log(20))
    with pytest.raises(LogRefused, match=name):
        reduce_table(place.connection, f"{name}; drop table {name}", MAPPING)
    with pytest.raises(LogRefused, match="no column 'scores'"):
        reduce_table(place.connection, name, replace(MAPPING, score="scores"))
    with pytest.raises(LogRefused, match="stored as"):
        reduce_table(place.connection, name, replace(MAPPING, score="time", time="score"))


def test_an_attribute_of_too_many_levels_is_left_out_and_named(place: Place) -> None:
    name = place.put(log(20))
    found = reduce_table(place.connection, name, replace(MAPPING, by=("id",)), limits=Limits(levels=5))
    assert any(said.startswith("The attribute id is left out: it has") for said in found.intake.warnings)
    assert {stratum.attribute for stratum in found.table.strata} == {"overall"}
    assert found.intake.loaded == 20


def test_one_class_and_constant_scores_are_counted(place: Place) -> None:
    table = log(30)
    table = table.set_column(1, "score", pa.array(np.full(30, 0.2))).set_column(
        2, "outcome", pa.array(np.zeros(30, dtype=np.int32))
    )
    cells = reduce_table(place.connection, place.put(table), MAPPING).table.slice(OVERALL)
    assert (list(cells.score_low), list(cells.n), int(cells.positive.sum())) == ([0.2], [30], 0)
