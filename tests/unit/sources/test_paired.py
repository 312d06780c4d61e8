"""Joint counts of model and comparator from a log."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.analytics.paired_comparison import compare_paired
from attending.analytics.paired_influence import clusters_of_rows
from attending.analytics.paired_scores import PairedScores
from attending.sources import ColumnMapping, reduce_log

T = (Decimal("0.1"), Decimal("0.29"), Decimal("0.57"))
MAPPING = ColumnMapping("score", "outcome", "time", comparator="doctor")


def written(folder: Path, *, outcome_known: bool = True) -> tuple[Path, PairedScores]:
    rng = np.random.default_rng(5)
    rows = 3_000
    x = rng.normal(-1.5, 1, rows)
    outcome = (rng.random(rows) < 1 / (1 + np.exp(-x))).astype(float)
    outcome[::11] = np.nan
    score = 1 / (1 + np.exp(-x - rng.normal(0, 0.3, rows)))
    doctor = (1 / (1 + np.exp(-x - rng.normal(0, 0.9, rows)))).round(2)
    score[:3], doctor[:3], doctor[::7] = (0.0, 0.29, 1.0), (0.57, 0.0, 1.0), np.nan
    if not outcome_known:
        outcome[:] = np.nan
    path = folder / "log.parquet"
    columns = {"score": score, "outcome": outcome, "doctor": doctor}
    table = pa.table(
        {name: pa.array(v, mask=np.isnan(v)) for name, v in columns.items()}
        | {"time": ["2026-03-01"] * rows, "who": [f"p{i // 3}" for i in range(rows)]}
    )
    pq.write_table(table, path)
    return path, PairedScores.from_arrays(score, doctor, outcome, thresholds=T)


def test_exact_joint_counts_are_those_of_the_rows(tmp_path: Path) -> None:
    path, expected = written(tmp_path)
    paired = reduce_log(path, MAPPING, thresholds=T).paired
    assert paired is not None
    assert paired.exact
    assert compare_paired(paired).at_thresholds == compare_paired(expected).at_thresholds
    assert compare_paired(paired).auroc.value == pytest.approx(compare_paired(expected).auroc.value, abs=1e-12)
    assert len(paired) == len(expected)


def test_binned_joint_counts_keep_thresholds_exact_and_state_their_bound(tmp_path: Path) -> None:
    path, expected = written(tmp_path)
    paired = reduce_log(path, MAPPING, thresholds=T, exact_rows=0).paired
    assert paired is not None
    assert not paired.exact
    found, exact = compare_paired(paired), compare_paired(expected)
    assert found.at_thresholds == exact.at_thresholds
    assert found.brier.value == pytest.approx(exact.brier.value, abs=1e-12)
    assert found.auroc.value is not None
    assert exact.auroc.value is not None
    assert 0 < found.auroc.bound < 0.002
    assert abs(found.auroc.value - exact.auroc.value) <= found.auroc.bound


def test_no_labelled_row_pairs_nothing(tmp_path: Path) -> None:
    path, _ = written(tmp_path, outcome_known=False)
    paired = reduce_log(path, MAPPING, thresholds=T).paired
    assert paired is not None
    assert paired.total == 0
    assert compare_paired(paired).auroc.value is None
    alone = reduce_log(path, ColumnMapping("score", "outcome", "time"), thresholds=T)
    assert alone.paired is None


@pytest.mark.parametrize("exact_rows", [500_000, 0])
def test_patients_rows_are_taken_together_as_in_memory(tmp_path: Path, exact_rows: int) -> None:
    path, _ = written(tmp_path)
    mapping = ColumnMapping("score", "outcome", "time", comparator="doctor", patient="who")
    reduction = reduce_log(path, mapping, thresholds=T, exact_rows=exact_rows)
    paired, clusters = reduction.paired, reduction.paired_clusters
    assert paired is not None
    assert clusters is not None
    rows = pq.read_table(path).to_pandas().dropna()
    scale = np.linspace(0, 1, 1_001) if exact_rows == 0 else None
    places = []
    for name, key, low in (
        ("score", paired.model_bin, paired.model_low),
        ("doctor", paired.comparator_bin, paired.comparator_low),
    ):
        if scale is None:
            places.append((rows[name].to_numpy(), low))
        else:
            grid = np.minimum(np.floor(rows[name].to_numpy() * 1_000), 999).astype(int) * 4
            places.append((grid + np.searchsorted([float(t) for t in T], rows[name], side="right"), key))
    found = {
        (m, c, y): i
        for i, (m, c, y) in enumerate(zip(places[0][1], places[1][1], paired.outcome.tolist(), strict=True))
    }
    cell = [found[key] for key in zip(places[0][0], places[1][0], rows["outcome"].astype(int), strict=True)]
    patient = np.unique(rows["who"], return_inverse=True)[1]
    expected = clusters_of_rows(paired, np.array(cell), patient, np.ones(len(rows), dtype=np.int64))
    assert dict(clusters.patients) == dict(expected.patients)
    for key, sums in expected.sums.items():
        assert clusters.sums[key].squares == pytest.approx(sums.squares, rel=1e-9, abs=1e-18), key
        assert clusters.sums[key].of_both == pytest.approx(sums.of_both, rel=1e-9, abs=1e-12), key
    compared = compare_paired(paired, clusters)
    assert compared.clusters == len(set(rows["who"]))
    assert "Clustered by patient" in compared.auroc.method
