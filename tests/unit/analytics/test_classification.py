"""Categorical readers: what is counted, what is refused, what is said."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from attending.analytics import OVERALL, Estimate, Stratum
from attending.analytics.catalogs import measures
from attending.analytics.classification import (
    ClassificationReview,
    DurationHistogram,
    ReadingTable,
    automation_effect,
    compare_turnaround,
    merge_durations,
    paired_difference,
    review_classification,
    turnaround,
    within_hours,
)
from attending.analytics.records import from_record, to_record

NO_YES = ("no", "yes")


def table(rows: list[tuple[str | None, str | None, str | None, str | None, int]], **more: Any) -> ReadingTable:
    cases = [row[:4] for row in rows for _ in range(row[4])]
    reference, ai, clinician, with_ai = zip(*cases, strict=True)
    return ReadingTable.from_arrays(
        categories=NO_YES,
        ordered=True,
        period="2026-01",
        reference=reference,
        ai=ai,
        clinician=clinician,
        with_ai=with_ai,
        **more,
    )


FULL = table(
    [
        ("yes", "yes", "no", "yes", 6),
        ("yes", "yes", "no", "no", 2),
        ("no", "yes", "no", "yes", 3),
        ("no", "yes", "no", "no", 9),
        ("yes", "yes", "yes", "no", 1),
        ("no", "yes", "yes", "no", 4),
        ("yes", "yes", "yes", "yes", 20),
        ("no", "no", "no", "no", 50),
        (None, "no", "no", "no", 30),
        ("yes", None, "yes", "yes", 5),
    ]
)


def test_what_the_ai_changed_is_counted_by_who_was_right() -> None:
    effect = automation_effect(FULL.slice(), positive_from="yes")
    assert (effect.helped, effect.ignored, effect.misled, effect.resisted) == (6, 2, 3, 9)
    assert (effect.lost, effect.recovered, effect.cases) == (1, 4, 95)
    assert effect.misled_rate.value == 0.25
    assert effect.helped_rate.value == 0.75
    assert automation_effect(FULL.slice(), positive_from="yes", cut="yes") == effect


def test_unknown_references_and_readings_are_never_negatives() -> None:
    review = review_classification(FULL, positive_from="yes", cut="yes")
    assert (review.cases, review.verified) == (130, 100)
    ai = review.readers["ai"]
    assert (ai.cases, ai.not_read) == (95, 5)
    at = ai.cuts["yes"]
    assert (at.tp, at.fp, at.fn, at.tn) == (29, 16, 0, 50)
    assert at == ai.categories["yes"]
    assert ai.accuracy.commonest == "no"
    assert ai.accuracy.no_information_rate.value == pytest.approx(66 / 95)
    assert ai.accuracy.p_value < 0.01
    pair = review.comparisons["with_ai / clinician"]
    assert pair.sensitivity_at_cut["yes"].first_only == 6
    assert pair.agreement.items == 130
    assert review.verification.by_category["no"].value == pytest.approx(50 / 80)
    assert "depends on its reading" in review.verification.warning


def test_a_review_travels_as_a_record_with_measures_of_the_catalog() -> None:
    review = review_classification(FULL, positive_from="yes", cut="yes", given=("clinician",))
    document = json.loads(json.dumps(to_record(review), allow_nan=False))
    assert from_record(ClassificationReview, document) == review
    assert from_record(ReadingTable, json.loads(json.dumps(to_record(FULL)))) == FULL

    def estimates(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["measure"]] if "measure" in value else []
            return own + [name for each in value.values() for name in estimates(each)]
        return [name for each in value for name in estimates(each)] if isinstance(value, list) else []

    assert set(estimates(document)) <= set(measures())


def test_verification_that_never_happened_cannot_be_corrected_for() -> None:
    review = review_classification(
        table([("yes", "yes", None, None, 9), ("no", "yes", None, None, 9), (None, "no", None, None, 50)]),
        positive_from="yes",
        cut="yes",
    )
    assert review.verification.corrected_sensitivity.value is None
    assert "1 of 2 combinations of readings lack a verified case" in review.verification.corrected_sensitivity.reason
    assert review.automation is None
    assert set(review.readers) == {"ai"}


def test_few_verified_negatives_leave_sensitivity_wide_open() -> None:
    review = review_classification(
        table(
            [
                ("yes", "yes", None, None, 50),
                ("no", "yes", None, None, 50),
                ("no", "no", None, None, 20),
                (None, "no", None, None, 9980),
            ]
        ),
        positive_from="yes",
        cut="yes",
    )
    corrected = review.verification.corrected_sensitivity
    assert review.verification.as_verified.measures["sensitivity"].low > 0.9
    assert (corrected.value, corrected.high) == (1, 1)
    assert corrected.low < 0.1


def test_subgroups_periods_and_references_of_their_own() -> None:
    grades = ("1", "2", "3")
    readings = ReadingTable.from_arrays(
        categories=grades,
        references=("benign", "cancer"),
        ordered=True,
        period=["2026-02", "2026-01", "2026-01", "2026-02"],
        reference=["cancer", "benign", None, "benign"],
        ai=["3", "1", "2", "2"],
        attributes={"site": ["A", None, "B", "A"]},
    )
    assert readings.periods == ("2026-01", "2026-02")
    assert Stratum("site", "not recorded") in readings.strata
    review = review_classification(readings, positive_from="cancer", cut="3", stratum=Stratum("site", "A"))
    assert (review.cases, review.readers["ai"].accuracy, dict(review.readers["ai"].categories)) == (2, None, {})
    assert readings.slice(OVERALL, "2026-01").total == 2
    with pytest.raises(KeyError, match="no period"):
        readings.slice(OVERALL, "2027-01")
    with pytest.raises(ValueError, match="cannot divide"):
        review_classification(readings, positive_from="benign", cut="3")
    with pytest.raises(ValueError, match="cannot divide the readings"):
        review_classification(readings, positive_from="cancer", cut="1")
    with pytest.raises(ValueError, match="different categories cannot be merged"):
        ReadingTable.merge([readings, FULL])


def test_bad_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="'maybe' of ai is not one of no, yes"):
        table([("yes", "maybe", None, None, 1)])
    with pytest.raises(ValueError, match="1 references but 2 values of site"):
        table([("yes", "yes", None, None, 1)], attributes={"site": ["A", "B"]})
    with pytest.raises(ValueError, match="not listed"):
        ReadingTable(NO_YES, NO_YES, True, (OVERALL,), ("2026-01",), ((0, 0, 2, 0, 0, 0, 1),))


def test_no_shared_case_means_no_difference() -> None:
    none = paired_difference("accuracy_difference", 0, 0, 0, 0)
    assert none.difference.value is None
    assert none.p_value is None
    alike = paired_difference("accuracy_difference", 20, 0, 0, 5)
    assert (alike.difference.value, alike.p_value) == (0, 1)
    assert alike.difference.low < 0 < alike.difference.high


EDGES = tuple(Decimal(e) for e in (0, 1, 4, 24))


def hours(*counts: int, unfinished: int = 0) -> DurationHistogram:
    return DurationHistogram("2026-01", EDGES, counts, unfinished)


def test_turnaround_states_its_bound_and_what_it_cannot_tell() -> None:
    estimate = turnaround(hours(10, 60, 30, 0, unfinished=4))
    assert 1 < estimate.value < 4
    assert (estimate.low, estimate.high) == (1, 4)
    assert estimate.bound == pytest.approx(max(estimate.value - 1, 4 - estimate.value))
    assert "4 unfinished" in estimate.note
    assert "5 finished cases; at least 6 needed (1 more)" in turnaround(hours(1, 4, 0, 0)).reason
    assert "value lies beyond the last edge (24 h)" in turnaround(hours(0, 0, 5, 95)).reason
    assert "upper end" in turnaround(hours(0, 0, 52, 48)).reason
    assert within_hours(hours(10, 60, 30, 0), Decimal(4)).value == 0.7
    with pytest.raises(ValueError, match="not an edge"):
        within_hours(hours(1, 1, 1, 1), Decimal(5))
    with pytest.raises(ValueError, match=r"not at 0\.8"):
        turnaround(hours(10, 60, 30, 0), Decimal("0.8"))


def test_two_periods_and_what_is_refused() -> None:
    change = compare_turnaround(hours(10, 60, 30, 0), hours(60, 35, 5, 0))
    assert change.median_change.value < 0
    assert change.faster.value > 0.7
    assert change.later_p90.measure == "turnaround_p90"
    blank = compare_turnaround(hours(0, 0, 0, 0), hours(60, 35, 5, 0))
    assert blank.median_change.reason.startswith("Earlier median: 0 finished cases")
    assert isinstance(blank.faster, Estimate)
    assert blank.faster.value is None
    assert merge_durations([hours(1, 2, 3, 4), hours(1, 1, 1, 1)], "2026").counts == (2, 3, 4, 5)
    with pytest.raises(ValueError, match="ascending from 0"):
        DurationHistogram("2026-01", (Decimal(1), Decimal(2)), (1, 1))
    with pytest.raises(ValueError, match="same edges"):
        merge_durations([], "2026")
    for name in ("turnaround_median", "turnaround_p90", "turnaround_change", "turnaround_faster", "within_hours"):
        assert name in measures()
