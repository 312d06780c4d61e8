"""Groups that can say little: constant scores, one class only, thousands of levels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from attending.analytics.performance import review_performance
from attending.sources import LogRefused, reduce_log

from .logs import MAPPING, parquet_log

N = 120


def test_thousands_of_levels_are_refused_with_their_number_and_the_limit(tmp_path: Path) -> None:
    unit = pa.array([f"u{i}" for i in range(3_000)])
    with pytest.raises(LogRefused, match=r"column unit: .*[23],\d{3} levels; at most 200 are reviewed"):
        reduce_log(parquet_log(tmp_path / "log.parquet", 3_000, unit=unit), MAPPING)


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
