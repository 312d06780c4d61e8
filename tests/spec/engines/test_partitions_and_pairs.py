"""Every engine: separately reduced months merge; patients, combinations and pairs are those of the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from attending.analytics.score_table import ScoreTable
from attending.analytics.score_table_storage import from_bytes, to_bytes
from attending.sources import reduce_log, reduce_table

from .test_same_numbers import MAPPING, THRESHOLDS, assert_same, log

if TYPE_CHECKING:
    from .conftest import Place


def test_stored_months_in_fixed_bins_are_those_of_all_rows(place: Place, parquet: Callable[[pa.Table], Path]) -> None:
    rows = log(1_500)
    name, months = place.put(rows), ("2026-01", "2026-02", "2026-03")
    parts = [
        reduce_table(place.connection, name, MAPPING, thresholds=THRESHOLDS, since=m, until=m, bins="fixed").table
        for m in months
    ]
    wanted = reduce_log(parquet(rows), MAPPING, thresholds=THRESHOLDS, bins="fixed")
    assert not wanted.table.exact
    assert wanted.resolution.refined == 0
    assert_same(ScoreTable.merge([from_bytes(to_bytes(part)) for part in parts]), wanted.table)


def test_patients_combinations_and_pairs_are_those_of_the_files(
    place: Place, parquet: Callable[[pa.Table], Path]
) -> None:
    rows = log(900)
    rng = np.random.default_rng(3)
    rows = rows.append_column("patient", pa.array([f"p{i}" for i in rng.integers(0, 200, 900)]))
    rows = rows.append_column("clinician", pa.array(np.round(rng.random(900), 2), mask=rng.random(900) < 0.2))
    mapping = replace(MAPPING, patient="patient", comparator="clinician", crossed=(("unit", "age"),))
    wanted = reduce_log(parquet(rows), mapping, thresholds=THRESHOLDS[:1])
    found = reduce_table(place.connection, place.put(rows), mapping, thresholds=THRESHOLDS[:1])
    assert_same(found.table, wanted.table)
    assert found.paired is not None
    assert wanted.paired is not None
    for side in ("model_low", "comparator_low", "n", "outcome"):
        a, b = (np.sort(getattr(paired, side)) for paired in (found.paired, wanted.paired))
        assert np.allclose(a, b, rtol=0, atol=1e-9), side
    assert found.paired_clusters is not None
    assert wanted.paired_clusters is not None
    assert dict(found.paired_clusters.patients) == dict(wanted.paired_clusters.patients)
    assert found.paired_clusters.sums.keys() == wanted.paired_clusters.sums.keys()
    for key, sums in wanted.paired_clusters.sums.items():
        for field in ("squares", "of_events", "of_others", "of_both"):
            mine, other = getattr(found.paired_clusters.sums[key], field), getattr(sums, field)
            assert mine == pytest.approx(other, rel=1e-9, abs=1e-12), (key, field)
    assert found.clusters is not None
    assert wanted.clusters is not None
    assert len(found.clusters.strata) == len(wanted.clusters.strata)
    for mine, other in zip(found.clusters.strata, wanted.clusters.strata, strict=True):
        assert (mine.attribute, mine.level, mine.period, mine.patients) == (
            other.attribute, other.level, other.period, other.patients,
        )  # fmt: skip
        for key, measure in other.measures.items():
            same = mine.measures[key]
            assert same.clusters == measure.clusters
            for field in ("value", "error", "design_effect", "expected"):
                assert getattr(same, field) == pytest.approx(getattr(measure, field), rel=1e-9, abs=1e-12), key
