"""The review as a whole: strata, months, comparison, document, and awkward but estimable cases."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import (
    LEVEL,
    OVERALL,
    ScoreTable,
    compare_scores,
    from_document,
    review_performance,
    to_document,
)
from attending.analytics.catalogs import measures
from attending.analytics.performance import measure_stratum

T = (Decimal("0.1"), Decimal("0.29"))


def rows(seed: int = 0, n: int = 3_000, digits: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(-1.5, 1, n)
    outcome = (rng.random(n) < 1 / (1 + np.exp(-x))).astype(float)
    outcome[:50] = np.nan
    return (
        (1 / (1 + np.exp(-x))).round(digits),
        outcome,
        rng.choice(["female", "male"], n),
        rng.choice(["2026-01", "2026-02", "2026-04"], n),
    )


def table(seed: int = 0) -> ScoreTable:
    score, outcome, sex, month = rows(seed)
    return ScoreTable.from_arrays(score, outcome, attributes={"sex": list(sex)}, period=list(month), thresholds=T)


def test_a_review_measures_everyone_every_level_and_every_month() -> None:
    review = review_performance(table())
    assert (review.overall.attribute, review.overall.level) == ("overall", "all")
    assert [(s.attribute, s.level) for s in review.subgroups] == [("sex", "female"), ("sex", "male")]
    assert [s.period for s in review.months] == [(m, m) for m in ("2026-01", "2026-02", "2026-04")]
    assert review.overall.period == ("2026-01", "2026-04")
    assert (review.overall.n, review.overall.labelled) == (3_000, 2_950)
    assert (review.thresholds, review.exact, review.comparator) == (T, True, None)
    assert review.overall.decision_curve
    assert not review.months[0].decision_curve


def test_every_measure_is_in_the_catalog_and_carries_its_context() -> None:
    review = review_performance(table())
    catalog = measures()
    seen = set()
    for stratum in (review.overall, *review.subgroups, *review.months):
        for where in (stratum, *stratum.at_thresholds):
            for name, estimate in where.measures.items():
                seen.add(name)
                assert estimate.measure == name
                assert name in catalog
                assert estimate.level == LEVEL == 0.95
                assert estimate.n == (stratum.n if name == "flag_rate" else stratum.labelled)
                assert estimate.events == stratum.events
                assert estimate.low < estimate.value < estimate.high
                assert (estimate.bound, estimate.reason) == (0, None)
                assert estimate.threshold == (None if where is stratum else where.threshold)
    assert seen == {
        *("auroc", "auprc", "oe", "calibration_intercept", "calibration_slope", "ici", "e50", "e90"),
        *("brier", "event_rate", "mean_score"),
        *("sensitivity", "specificity", "ppv", "npv", "flag_rate", "nne", "net_benefit"),
    }


def test_groups_of_the_calibration_curve_are_of_about_equal_size() -> None:
    points = review_performance(table()).overall.calibration
    assert len(points) == 10
    assert sum(p.n for p in points) == 2_950
    assert all(250 < p.n < 340 for p in points)
    assert [p.mean_score for p in points] == sorted(p.mean_score for p in points)
    for p in points:
        assert p.observed == p.events / p.n
        assert p.low < p.observed < p.high


def test_few_rows_make_few_groups_and_ties_stay_together() -> None:
    few = ScoreTable.from_arrays(np.linspace(0, 1, 25), [0, 1] * 12 + [0], period="2026-01")
    assert [p.n for p in measure_stratum(few.slice(OVERALL)).calibration] == [12, 13]
    tied = ScoreTable.from_arrays([0.2] * 90 + [0.8] * 10, [0, 1] * 50, period="2026-01")
    assert [p.n for p in measure_stratum(tied.slice(OVERALL)).calibration] == [90, 10]


def test_perfect_and_useless_scores_keep_an_honest_interval() -> None:
    perfect = ScoreTable.from_arrays([0.1] * 30 + [0.9] * 6, [0] * 30 + [1] * 6, period="2026-01")
    area = review_performance(perfect).overall.measures["auroc"]
    assert (area.value, area.high) == (1, 1)
    assert area.low == pytest.approx(6 / (6 + 1.959963984540054**2))
    constant = ScoreTable.from_arrays([0.5] * 20, [0, 1] * 10, period="2026-01")
    area = review_performance(constant).overall.measures["auroc"]
    assert area.low < area.value == 0.5 < area.high
    single = ScoreTable.from_arrays([0.1, 0.2, 0.9], [0, 0, 1], period="2026-01")
    area = review_performance(single).overall.measures["auroc"]
    assert (area.value, area.high) == (1, 1)
    assert area.low < 0.3


def test_scores_without_a_logit_are_counted_and_their_weight_is_shown() -> None:
    score, outcome, *_ = rows()
    known = ~np.isnan(outcome)
    score, outcome = np.r_[score[known], 0.0, 1.0, 1.0], np.r_[outcome[known], 0, 1, 0]
    with_ends = review_performance(ScoreTable.from_arrays(score, outcome, period="2026-01")).overall.measures
    without = review_performance(ScoreTable.from_arrays(score[:-3], outcome[:-3], period="2026-01")).overall.measures
    for measure in ("calibration_intercept", "calibration_slope"):
        note = with_ends[measure].note
        assert note is not None
        assert note.startswith("3 scores nearer to 0 or 1 than 0.000001 taken as 0.000001 or 0.999999")
        assert note.endswith(f"without them the estimate is {without[measure].value:.3f}")
        assert without[measure].note is None
    ends = ScoreTable.from_arrays([0.0, 1.0], [0, 1], period="2026-01").slice(OVERALL)
    note = measure_stratum(ends).measures["calibration_intercept"].note
    assert note is not None
    assert note.endswith("without them there is no estimate")
    wide = ScoreTable.from_arrays([0.0, 0.3, 0.6], [0, 1, 0], period="2026-01").coarsened(2).slice(OVERALL)
    note = measure_stratum(wide).measures["calibration_intercept"].note
    assert note is not None
    assert note.startswith("Up to 2 scores")


def test_two_scores_on_the_same_rows() -> None:
    score, outcome, *_ = rows()
    model = ScoreTable.from_arrays(score, outcome, period="2026-01", thresholds=T)
    clinician = ScoreTable.from_arrays(score.round(1), outcome, period="2026-01", thresholds=T)
    comparison = compare_scores(model, clinician)
    assert comparison.model.measures["auroc"].value > comparison.comparator.measures["auroc"].value
    assert comparison.model.decision_curve
    assert comparison.comparator.decision_curve
    assert review_performance(table(), comparison=(model, clinician)).comparator == comparison


def test_two_scores_on_other_rows_are_refused() -> None:
    score, outcome, *_ = rows()
    model = ScoreTable.from_arrays(score, outcome, period="2026-01", thresholds=T)
    with pytest.raises(ValueError, match="not recorded on the same rows"):
        compare_scores(model, ScoreTable.from_arrays(score[1:], outcome[1:], period="2026-01", thresholds=T))
    with pytest.raises(ValueError, match="different thresholds"):
        compare_scores(model, ScoreTable.from_arrays(score, outcome, period="2026-01"))


def test_a_table_without_everyone_is_refused() -> None:
    whole = table()
    keep = whole.stratum > 0
    columns = {
        name: getattr(whole, name)[keep]
        for name in whole.__dataclass_fields__
        if isinstance(getattr(whole, name), np.ndarray)
    }
    columns["stratum"] = columns["stratum"] - 1
    with pytest.raises(ValueError, match="no overall stratum"):
        review_performance(replace(whole, strata=whole.strata[1:], **columns))


def test_a_document_of_another_kind_is_refused() -> None:
    document = to_document(review_performance(table()))
    assert document["schema"] == "attending.performance-review/2"
    with pytest.raises(ValueError, match="run the review again"):
        from_document(document | {"schema": "attending.performance-review/0"})


def test_a_document_of_the_first_schema_is_read_with_what_it_has() -> None:
    document = to_document(review_performance(table(), comparison=(table(), table())))
    first = {key: value for key, value in document.items() if key != "schema"}
    for stratum in (first["overall"], *first["subgroups"], *first["months"], *first["comparator"].values()):
        if stratum is None:
            continue
        del stratum["smoothed"], stratum["brier_parts"], stratum["measures"]["auprc"]
        for point in stratum["decision_curve"]:
            del point["avoided_per_100"], point["avoided_low"], point["avoided_high"]
    del first["comparator"]["paired"]
    review = from_document({"schema": "attending.performance-review/1", **first})
    assert review.overall.smoothed is None
    assert review.overall.brier_parts is None
    assert review.overall.decision_curve[0].avoided_per_100 is None
    assert review.comparator is not None
    assert review.comparator.paired is None
    assert review.overall.measures["auroc"] == review_performance(table()).overall.measures["auroc"]
    assert "auprc" not in review.overall.measures
