"""A patient's rows taken together in the engine, and attributes combined into subgroups."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from attending.analytics import NOT_RECORDED, OVERALL, Stratum
from attending.analytics.calibration_curve import Fit, fit_curve
from attending.analytics.clustering import curve_influence, influences, measure_curve
from attending.analytics.equity import crossed_stratum, parts_of
from attending.analytics.performance import measure_stratum
from attending.sources import ColumnMapping, Limits, reduce_log

THRESHOLD = Decimal("0.29")
MAPPING = ColumnMapping(
    "score", "outcome", "time", by=("sex", "unit"), crossed=(("sex", "unit"),), patient="medical_record"
)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rng = np.random.default_rng(2)
    rows = 1500
    patient = rng.integers(0, 200, rows)
    score = np.round(1 / (1 + np.exp(1 - rng.normal(0, 1, rows) - rng.normal(0, 1, 200)[patient])), 3)
    outcome = pa.array(
        [None if u < 0.1 else int(u < 0.1 + 0.8 * s) for u, s in zip(rng.random(rows), score, strict=True)]
    )
    path = tmp_path_factory.mktemp("clustered") / "log.parquet"
    table = {
        "score": score,
        "outcome": outcome,
        "time": [f"2026-{1 + m:02d}-05" for m in rng.integers(0, 2, rows)],
        "sex": [("female", " female ", "male", None)[i] for i in rng.integers(0, 4, rows)],
        "unit": [("3 x 4", "MAY")[i] for i in rng.integers(0, 2, rows)],
        "medical_record": [f"MRN-{i}" for i in patient],
    }
    pq.write_table(pa.table(table), path)
    return path


@pytest.mark.parametrize("exact_rows", [500_000, 10])
def test_sums_over_patients_in_the_engine_are_those_over_rows(log: Path, exact_rows: int) -> None:
    reduction = reduce_log(log, MAPPING, thresholds=(THRESHOLD,), exact_rows=exact_rows)
    assert reduction.clusters is not None
    rows = pq.read_table(log).to_pylist()
    stratum = crossed_stratum([Stratum("sex", "female"), Stratum("unit", "3 x 4")])
    chosen = {
        OVERALL: rows,
        stratum: [r for r in rows if (r["sex"] or "").strip() == "female" and r["unit"] == "3 x 4"],
    }
    for place, kept in chosen.items():
        found = reduction.clusters.of(place.attribute, place.level)
        assert found is not None
        assert found.patients == len({r["medical_record"] for r in kept})
        scores = reduction.table.slice(place)
        assert scores.total == len(kept)
        for influence in influences(scores, measure_stratum(scores)):
            if influence.measure == "auroc":
                continue
            moved: dict[str, float] = {}
            for r in kept:
                bin_ = int(np.searchsorted(scores.score_high, r["score"]))
                of = {1: influence.of_events, 0: influence.of_others, None: influence.of_unknown}[r["outcome"]]
                moved[r["medical_record"]] = moved.get(r["medical_record"], 0.0) + float(of[bin_])
            g = found.measures[influence.key].clusters
            variance = sum(v * v for v in moved.values()) * g / (g - 1)
            assert found.measures[influence.key].error == pytest.approx(variance**0.5, rel=1e-9), influence.key
        fit = fit_curve(scores)
        assert isinstance(fit, Fit)
        curve = curve_influence(scores, fit)
        turned: dict[str, np.ndarray] = {}
        for r in kept:
            if r["outcome"] is not None:
                bin_ = int(np.searchsorted(scores.score_high, r["score"]))
                of_row = (curve.of_events if r["outcome"] else curve.of_others)[bin_]
                turned[r["medical_record"]] = turned.get(r["medical_record"], 0.0) + of_row
        products = sum(np.outer(each, each) for each in turned.values())
        wanted = measure_curve(scores, fit, products, len(turned))
        assert found.curve is not None
        for engine, reference in zip(found.curve.errors, wanted.errors, strict=True):
            assert (engine.low, engine.high) == pytest.approx((reference.low, reference.high), rel=1e-9)
            assert (engine.value, engine.note) == (reference.value, reference.note)
    assert reduction.clusters.of("overall", "all", "2026-02") is not None
    assert {s.level for s in reduction.table.strata if s.attribute == "sex"} == {"female", "male", NOT_RECORDED}


def test_combined_levels_add_up_and_can_be_taken_apart(log: Path) -> None:
    table = reduce_log(log, MAPPING, thresholds=(THRESHOLD,)).table
    combined = [s for s in table.strata if s.attribute == "sex x unit"]
    assert len(combined) == 6
    assert sum(table.slice(s).total for s in combined) == 1500
    assert Stratum("unit", "3 x 4") in {part for s in combined for part in parts_of(s)}
    assert crossed_stratum(parts_of(combined[0])) == combined[0]


def test_a_patients_value_does_not_leave_the_engine(log: Path) -> None:
    from attending.analytics.records import to_record

    reduction = reduce_log(log, MAPPING, thresholds=(THRESHOLD,))
    assert "MRN-" not in str(to_record(reduction.clusters)) + str(reduction)


def test_a_combination_with_too_many_levels_is_left_out_by_name(log: Path) -> None:
    found = reduce_log(log, MAPPING, limits=Limits(levels=5))
    assert "sex x unit" not in {stratum.attribute for stratum in found.table.strata}
    assert any(said.startswith("The attribute sex x unit is left out") for said in found.intake.warnings)


@pytest.mark.parametrize("crossed", [(("sex",),), (("sex", "sex"),), (("sex", "age"),), (("sex", "unit"),) * 2])
def test_a_combination_needs_different_attributes_once(crossed: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"combined|twice"):
        ColumnMapping("score", "outcome", "time", by=("sex", "unit"), crossed=crossed)


def test_a_patient_is_no_attribute() -> None:
    with pytest.raises(ValueError, match="identifies a patient"):
        ColumnMapping("score", "outcome", "time", by=("mrn",), patient="mrn")
