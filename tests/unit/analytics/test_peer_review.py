"""Sampled peer review: the draw, the failure rates, the usage, and what is refused."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest

from attending.analytics.catalogs import measures
from attending.analytics.peer_review import (
    PASSED,
    AgreementReview,
    Draw,
    FailureReview,
    PairAgreement,
    Ratings,
    ReviewedItem,
    ReviewStratum,
    SequentialPlan,
    StratumCount,
    UsageCounts,
    UsageReview,
    allocate,
    cohen_kappa,
    curtailed_plan,
    discovery_sample,
    draw,
    failure_rate,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    measure_usage,
    merge_usage,
    precision_sample,
    probability_ratio_plan,
    review_agreement,
    review_failures,
)
from attending.analytics.records import from_record, to_record

STRATA = (ReviewStratum("ED", "ana", 60), ReviewStratum("ED", "ben", 30), ReviewStratum("ICU", "cho", 10))
REFERENCES = {s.key: [f"{s.user}-{i}" for i in range(s.population)] for s in STRATA}


def again(value: Any) -> Any:
    return from_record(type(value), json.loads(json.dumps(to_record(value), allow_nan=False)))


def test_the_draw_can_be_repeated_by_hand_from_its_own_words() -> None:
    drawn = draw(REFERENCES, allocate(STRATA, 20, minimum=3), seed="2026-Q1", reserve=2)
    assert [sum(i.user == u for i in drawn.items) for u in ("ana", "ben", "cho")] == [11, 6, 3]
    digests = sorted(
        (hashlib.sha256(json.dumps(["2026-Q1", "ED", "ana", r], separators=(",", ":")).encode()).hexdigest(), r)
        for r in REFERENCES["ED", "ana"]
    )
    assert {i.reference for i in drawn.items if i.user == "ana"} == {r for _, r in digests[:11]}
    assert [i.reference for i in drawn.reserves if i.user == "ana"] == [r for _, r in digests[11:13]]
    assert sum(i.weight for i in drawn.items) == pytest.approx(100)
    assert again(drawn) == drawn
    assert isinstance(again(drawn), Draw)


def test_the_order_of_the_list_changes_nothing_and_the_seed_everything() -> None:
    allocation = allocate(STRATA, 20, minimum=3)
    reverse = {key: list(reversed(each)) for key, each in reversed(REFERENCES.items())}
    first = draw(REFERENCES, allocation, seed="a")
    assert draw(reverse, allocation, seed="a") == first
    other = draw(REFERENCES, allocation, seed="b")
    assert other.frame == first.frame
    assert {i.reference for i in other.items} != {i.reference for i in first.items}


def test_a_larger_draw_keeps_the_smaller_one() -> None:
    small, large = (draw(REFERENCES, allocate(STRATA, n), seed="a") for n in (10, 40))
    assert {i.reference for i in small.items} <= {i.reference for i in large.items}


def test_every_item_is_drawn_about_equally_often() -> None:
    allocation = allocate((ReviewStratum("ED", "ana", 10),), 3)
    times = dict.fromkeys(REFERENCES["ED", "ana"][:10], 0)
    for seed in range(1000):
        for item in draw({("ED", "ana"): list(times)}, allocation, seed=str(seed)).items:
            times[item.reference] += 1
    # Chi-square of 10 items drawn 300 times each, variance n p (1 - p) x 10 / 9; 0.999 quantile with 9 degrees is 27.9.
    assert sum((k - 300) ** 2 for k in times.values()) / 300 / 0.7 * 0.9 < 27.9


@pytest.mark.parametrize(
    ("references", "seed", "words"),
    [
        (REFERENCES, "", "needs a seed"),
        (REFERENCES | {("ED", "ana"): ["x"] * 60}, "a", "listed twice"),
        (REFERENCES | {("ED", "ana"): ["x"]}, "a", "lists 1 items, but the allocation was made for 60"),
        (REFERENCES | {("OR", "dee"): ["x"]}, "a", "no place in the allocation"),
    ],
)
def test_a_draw_that_does_not_fit_its_list_is_refused(references: dict, seed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        draw(references, allocate(STRATA, 20), seed=seed)


def test_plans_decide_and_refuse() -> None:
    plan = probability_ratio_plan(Decimal("0.02"), Decimal("0.08"))
    assert plan.decide(3, 3) == "reject"
    assert plan.decide(10, 0) == "continue"
    assert plan.decide(47, 0) == "accept"
    assert again(plan) == plan
    assert plan.failure_rate(47, 0).low == 0
    for call, words in [
        (lambda: plan.decide(3, 4), "cannot be"),
        (lambda: plan.decide(1000, 4), "at the latest"),
        (lambda: plan.failure_rate(10, 0), "had not stopped"),
        (lambda: probability_ratio_plan(Decimal("0.1"), Decimal("0.1")), "must be below"),
        (lambda: curtailed_plan(Decimal("0.0010"), Decimal("0.0011")), "lie further"),
        (lambda: discovery_sample(Decimal(1)), "between 0 and 1"),
        (lambda: discovery_sample(Decimal("0.1"), population=10, allowed=2), "allow at most 1"),
        (lambda: precision_sample(Decimal("0.1"), Decimal("0.6")), "half-width"),
        (lambda: allocate(STRATA, 5, minimum=3), "9 to 100"),
        (lambda: allocate(STRATA, 200), "3 to 100"),
    ]:
        with pytest.raises(ValueError, match=words):
            call()
    assert isinstance(plan, SequentialPlan)


def test_a_small_population_is_reviewed_whole_at_most() -> None:
    sample = discovery_sample(Decimal("0.05"), population=20)
    assert sample.n == 16
    assert 1 - sample.chance_to_pass(Decimal("0.1")) == pytest.approx(1 - (4 * 3) / (20 * 19))
    assert sample.chance_to_pass(Decimal(0)) == 1


ITEMS = (
    *[ReviewedItem("ED", "ana", {"accurate": PASSED, "complete": PASSED})] * 8,
    ReviewedItem("ED", "ana", {"accurate": "major", "complete": "minor"}),
    ReviewedItem("ED", "ana", {"accurate": PASSED}),
    *[ReviewedItem("ED", "ben", {"accurate": PASSED, "complete": PASSED})] * 4,
    ReviewedItem("ED", "ben", {"accurate": PASSED, "complete": "minor"}),
)


def test_failure_rates_by_severity_criterion_and_unit() -> None:
    review = review_failures(ITEMS, STRATA, severities=("minor", "major"))
    assert review.overall.value == pytest.approx((60 * 0.1 + 30 * 0.2) / 90)
    assert (review.overall.n, review.overall.events) == (15, 2)
    assert "10 items in strata without a review are not represented" in review.overall.note
    assert review.by_severity["minor"].events == 2
    assert review.by_severity["major"].value == pytest.approx(60 * 0.1 / 90)
    assert review.by_criterion["complete"].n == 14
    assert review.by_criterion["accurate"].events == 1
    assert review.by_unit["ICU"].value is None
    assert "at least 1 needed" in review.by_unit["ICU"].reason
    assert again(review) == review
    assert isinstance(review, FailureReview)
    with pytest.raises(ValueError, match="'awful' is not one of"):
        review_failures([ReviewedItem("ED", "ana", {"accurate": "awful"})], STRATA, severities=("minor",))
    with pytest.raises(ValueError, match="not among the strata"):
        review_failures([ReviewedItem("ED", "zoe", {})], STRATA, severities=("minor",))


def test_a_census_has_no_sampling_error_and_impossible_counts_are_refused() -> None:
    whole = failure_rate([StratumCount(ReviewStratum("ED", "ana", 20), 20, 3)])
    assert (whole.low, whole.value, whole.high) == (0.15, 0.15, 0.15)
    assert "Every one of 20" in whole.note
    with pytest.raises(ValueError, match="cannot be"):
        failure_rate([StratumCount(ReviewStratum("ED", "ana", 5), 6, 3)])


def test_agreement_that_cannot_be_told_says_why() -> None:
    assert "same category" in cohen_kappa([[9, 0], [0, 0]]).reason
    assert "same category" in fleiss_kappa([[2, 0]] * 9).reason
    assert "same category" in krippendorff_alpha([[2, 0]] * 9, scale="nominal").reason
    assert gwet_ac1([[2, 0]] * 9).value == 1
    for each in (cohen_kappa([[0, 0], [0, 0]]), fleiss_kappa([[1, 0]]), gwet_ac1([[0, 0]])):
        assert "at least 1 needed" in each.reason


def test_full_agreement_is_not_certainty() -> None:
    counts = [[2, 0]] * 6 + [[0, 2]] * 6
    for each in (
        cohen_kappa([[6, 0], [0, 6]]),
        fleiss_kappa(counts),
        gwet_ac1(counts),
        krippendorff_alpha(counts, scale="ordinal"),
    ):
        assert each.value == pytest.approx(1)
        assert 0.4 < each.low < 0.8
        assert "Wilson" in each.note


def test_review_of_agreement_travels_as_a_record() -> None:
    rows = (("low", "low", None), ("low", "mid", "mid"), ("high", "high", "high"), ("mid", None, None))
    review = review_agreement(Ratings(("low", "mid", "high"), True, ("a", "b", "c"), rows), seed=3, resamples=200)
    assert (review.items, review.rated_twice) == (4, 3)
    assert sum(review.prevalence.values()) == pytest.approx(1)
    assert set(review.pairs) == {"a / b", "a / c", "b / c"}
    assert isinstance(review.pairs["a / b"], PairAgreement)
    assert review.pairs["a / b"].weighted.value > review.pairs["a / b"].kappa.value
    assert again(review) == review
    assert isinstance(review, AgreementReview)
    empty = review_agreement(Ratings(("low", "mid"), False, ("a", "b"), ()))
    assert empty.krippendorff_alpha.value is None
    with pytest.raises(ValueError, match="'odd' is not one of"):
        Ratings(("low", "mid"), False, ("a", "b"), (("odd", "low"),))
    with pytest.raises(ValueError, match="at least two reviewers"):
        Ratings(("low", "mid"), False, ("a",), ())


EDGES = (Decimal(0), Decimal("0.05"), Decimal("0.2"), Decimal("0.5"), Decimal(1))


def usage(period: str, user: str, *numbers: int, changed: tuple[int, ...] = (0, 0, 0, 0)) -> UsageCounts:
    return UsageCounts(period, "ED", user, *numbers, EDGES, changed)


def test_usage_leaves_open_drafts_out_and_merges() -> None:
    one = usage("2026-01", "ana", 20, 8, 6, 2, changed=(1, 3, 1, 1))
    two = usage("2026-02", "ana", 10, 2, 5, 3, changed=(0, 1, 2, 2))
    review = measure_usage([two, one])
    rates = review.overall
    assert (rates.offered, rates.resolved, rates.open) == (30, 26, 4)
    assert rates.discard_rate.value == pytest.approx(5 / 26)
    assert rates.used_rate.value == pytest.approx(21 / 26)
    assert "4 drafts still open" in rates.discard_rate.note
    assert (rates.median_change.n, rates.median_change.low, rates.median_change.high) == (11, EDGES[2], EDGES[3])
    assert list(review.by_period) == ["2026-01", "2026-02"]
    assert merge_usage([one, two, one]) == (usage("2026-01", "ana", 40, 16, 12, 4, changed=(2, 6, 2, 2)), two)
    assert again(review) == review
    assert isinstance(review, UsageReview)
    assert measure_usage([usage("2026-01", "ana", 3, 0, 0, 0)]).overall.used_rate.value is None


def test_users_who_differ_widen_the_interval() -> None:
    alike = [usage("2026-01", str(i), 50, 25, 0, 25) for i in range(6)]
    apart = [usage("2026-01", str(i), 50, 5 + 40 * (i % 2), 0, 45 - 40 * (i % 2)) for i in range(6)]
    narrow, wide = (measure_usage(each).overall.discard_rate for each in (alike, apart))
    assert narrow.value == wide.value == 0.5
    assert wide.high - wide.low > 3 * (narrow.high - narrow.low)
    assert "6 users" in wide.note


def test_intervals_of_agreement_stay_within_their_scale() -> None:
    """Two ratings that never agree, at a high agreement by chance: the Wilson interval used to end at -3.6."""
    counts = [[0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    for weights in ("none", "linear", "quadratic"):
        found = cohen_kappa(counts, weights=weights)
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert -1 <= found.low <= found.value <= found.high <= 1


def test_users_who_all_use_every_draft_count_as_users_and_not_as_drafts() -> None:
    counts = [usage("2026-01", name, 500, 500, 0, 0) for name in ("ana", "ben")]
    rate = measure_usage(counts).overall.unedited_rate
    assert (rate.value, rate.high) == (1, 1)
    # Wilson's lower limit of two of two; that of 1,000 drafts would be 0.996.
    assert rate.low == pytest.approx(2 / (2 + 1.959964**2), abs=1e-6)


@pytest.mark.parametrize(
    ("numbers", "changed"),
    [((10, 8, 3, 0), (0, 0, 0, 0)), ((10, -1, 3, 0), (0, 0, 0, 0)), ((10, 1, 3, 0), (4, 0, 0, 0))],
)
def test_usage_that_cannot_be_is_refused(numbers: tuple[int, ...], changed: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"cannot be|no more drafts"):
        usage("2026-01", "ana", *numbers, changed=changed)


def test_every_measure_is_in_the_catalog() -> None:
    for name in ("failure_rate", "percent_agreement", "cohen_kappa", "fleiss_kappa", "gwet_ac1", "krippendorff_alpha"):
        assert name in measures()
    for name in ("used_rate", "unedited_rate", "discard_rate"):
        assert name in measures()
