"""Groups that can say little: constant scores, one class only, thousands of levels."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from attending.analytics.performance import review_performance
from attending.review.partitions import update
from attending.sources import Limits, reduce_log

from .logs import MAPPING, parquet_log

N = 120


@pytest.mark.parametrize("exact_rows", [500_000, 0], ids=["exact", "binned"])
def test_an_attribute_of_thousands_of_levels_is_left_out_and_the_rest_reviewed(tmp_path: Path, exact_rows: int) -> None:
    number = np.arange(3_000)
    ward = pa.array([f"ward {i % 7}" for i in number])
    columns = {"unit": pa.array([f"u{i}" for i in number]), "ward": ward}
    path = parquet_log(tmp_path / "log.parquet", 3_000, **columns)
    mapping = replace(MAPPING, by=("unit", "ward"), crossed=(("unit", "ward"),))
    found = reduce_log(path, mapping, exact_rows=exact_rows)
    told = [sentence for sentence in found.intake.warnings if "left out" in sentence]
    assert re.search(
        r"attribute unit is left out: it has about [23],\d{3} levels, and at most 200 are reviewed", told[0]
    )
    assert told[1] == "The combination unit x ward is left out, because unit is."
    assert len(told) == 2
    # The rest is what it would be had nobody asked for the attribute; the fast way, which stands aside, agrees.
    for wanted in (reduce_log(path, replace(MAPPING, by=("ward",)), exact_rows=exact_rows), found):
        assert {s.attribute for s in wanted.table.strata} == {"overall", "ward"}
        assert wanted.intake.loaded == 3_000
    assert review_performance(found.table) == review_performance(wanted.table)
    # At the limit itself all stay; one more is left out, with its exact number.
    levels = pa.array([f"u{i % 201}" for i in number])
    edge = parquet_log(tmp_path / "edge.parquet", 3_000, unit=levels)
    assert any("has 201 levels" in sentence for sentence in reduce_log(edge, MAPPING).intake.warnings)
    whole = reduce_log(edge, MAPPING, limits=Limits(levels=201))
    assert len(whole.table.strata) == 202
    assert not any("left out" in sentence for sentence in whole.intake.warnings)


@pytest.mark.parametrize("exact_rows", [500_000, 0], ids=["exact", "binned"])
@pytest.mark.parametrize("outcome", [0, 1, None])
def test_one_class_and_constant_scores_are_not_estimable_with_a_reason(
    tmp_path: Path, outcome: int | None, exact_rows: int
) -> None:
    columns = {"score": pa.array(np.full(N, 0.2)), "outcome": pa.array([outcome] * N, pa.int8())}
    table = reduce_log(parquet_log(tmp_path / "log.parquet", N, **columns), MAPPING, exact_rows=exact_rows).table
    everyone = table.stratum == 0
    assert int(table.labelled[everyone].sum()) == (0 if outcome is None else N)
    review = review_performance(table)
    for stratum in (review.overall, *review.subgroups):
        auroc = stratum.measures["auroc"]
        assert auroc.value is None
        assert auroc.reason


def test_partitions_are_added_up_without_an_attribute_that_one_of_them_left_out(tmp_path: Path) -> None:
    for month, levels in ((1, 300), (2, 3)):
        time = pa.array([datetime(2026, month, 3)] * 900)  # noqa: DTZ001
        columns = {"unit": pa.array([f"u{i % levels}" for i in range(900)]), "time": time}
        columns["ward"] = pa.array(["a", "b", "c"] * 300)
        parquet_log(tmp_path / f"{month}.parquet", 900, **columns)
    found = update(str(tmp_path), replace(MAPPING, by=("unit", "ward")), {}).result
    assert [s.attribute for s in found.review.subgroups] == ["ward"] * 3
    assert sum(s.n for s in found.review.subgroups) == found.review.overall.n == 1_800
    assert any("attribute unit is left out: it has 300 levels" in said for said in found.intake.warnings)
