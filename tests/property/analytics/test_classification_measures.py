"""Categorical readers against scikit-learn, statsmodels and scipy; coverage by simulation."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import accuracy_score, precision_score, recall_score, roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar

from attending.analytics.classification import (
    DurationHistogram,
    PatientReadings,
    ReadingTable,
    compare_readers,
    compare_turnaround,
    mcnemar_exact,
    paired_difference,
    reader_performance,
    review_classification,
    review_verification,
    turnaround,
)
from attending.analytics.peer_review import UsageCounts, measure_usage
from attending.analytics.peer_review.usage import median_ranks

GRADES = ("1", "2", "3", "4")
CASES = st.lists(
    st.tuples(
        st.sampled_from(["2026-01", "2026-02"]),
        *(st.sampled_from([*GRADES, None]) for _ in range(4)),
        st.sampled_from(["A", "B", None]),
    ),
    min_size=1,
    max_size=60,
)


def table_of(cases: list[tuple]) -> ReadingTable:
    period, reference, ai, clinician, with_ai, site = zip(*cases, strict=True)
    return ReadingTable.from_arrays(
        categories=GRADES,
        ordered=True,
        period=period,
        reference=reference,
        ai=ai,
        clinician=clinician,
        with_ai=with_ai,
        attributes={"site": site},
    )


@given(cases=CASES, cut=st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_merging_parts_is_counting_all(cases: list[tuple], cut: int) -> None:
    parts = [table_of(part) for part in (cases[:cut], cases[cut:]) if part]
    assert ReadingTable.merge(parts) == ReadingTable.merge([table_of(cases)])


@given(cases=CASES)
@settings(max_examples=60, deadline=None)
def test_measures_are_those_of_scikit_learn(cases: list[tuple]) -> None:
    readings = table_of(cases).slice()
    reader = reader_performance(readings, "ai", "3")
    known = [(c[1], c[2]) for c in cases if c[1] and c[2]]
    assert reader.cases == len(known)
    assert reader.cases + reader.not_read == sum(c[1] is not None for c in cases)
    if not known:
        assert reader.accuracy.accuracy.value is None
        return
    truth, given_ = zip(*known, strict=True)
    assert reader.accuracy.accuracy.value == pytest.approx(accuracy_score(truth, given_))
    for grade in GRADES:
        mine = reader.categories[grade].measures
        binary = [t == grade for t in truth], [g == grade for g in given_]
        theirs = {
            "sensitivity": recall_score(*binary, zero_division=np.nan),
            "ppv": precision_score(*binary, zero_division=np.nan),
            "specificity": recall_score(*binary, pos_label=False, zero_division=np.nan),
        }
        for name, value in theirs.items():
            assert (mine[name].value is None) == np.isnan(value)
            assert np.isnan(value) or mine[name].value == pytest.approx(value)
    positive = [t >= "3" for t in truth]
    if 0 < sum(positive) < len(positive):
        assert reader.auroc.value == pytest.approx(roc_auc_score(positive, [int(g) for g in given_]))


@given(cases=CASES)
@settings(max_examples=60, deadline=None)
def test_differences_are_those_of_the_two_readers_on_shared_cases(cases: list[tuple]) -> None:
    shared = [c for c in cases if c[2] and c[3]]
    compared = compare_readers(table_of(cases).slice(), "ai", "clinician", "3")
    if not any(c[1] for c in shared):
        assert compared.accuracy.difference.value is None
        return
    readings = table_of(shared).slice()
    first, second = (reader_performance(readings, each, "3") for each in ("ai", "clinician"))
    assert compared.accuracy.difference.value == pytest.approx(
        first.accuracy.accuracy.value - second.accuracy.accuracy.value
    )
    for grade in GRADES[1:]:
        a, b = (r.cuts[grade].measures["sensitivity"].value for r in (first, second))
        found = compared.sensitivity_at_cut[grade].difference.value
        assert found is None if a is None else found == pytest.approx(a - b)


@given(b=st.integers(0, 60), c=st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_exact_mcnemar_is_that_of_statsmodels(b: int, c: int) -> None:
    if b + c:
        assert mcnemar_exact(b, c) == pytest.approx(mcnemar([[5, b], [c, 5]], exact=True).pvalue)


@pytest.mark.slow
@pytest.mark.parametrize(
    "shares", [(0.4, 0.2, 0.2, 0.2), (0.9, 0.06, 0.02, 0.02), (0.02, 0.03, 0.05, 0.9), (0.3, 0.3, 0.05, 0.35)]
)
@pytest.mark.parametrize("n", [20, 80])
def test_paired_differences_cover(shares: tuple[float, ...], n: int) -> None:
    draws, times = np.unique(np.random.default_rng(2).multinomial(n, shares, 3000), axis=0, return_counts=True)
    held = 0
    for counts, count in zip(draws.tolist(), times.tolist(), strict=True):
        estimate = paired_difference("accuracy_difference", *counts).difference
        held += count * (estimate.low <= shares[1] - shares[2] <= estimate.high)
    assert held / 3000 >= 0.935


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cases", "prevalence", "verified"), [(600, 0.3, (0.2, 0.8)), (2000, 0.05, (0.1, 0.9)), (300, 0.5, (0.5, 0.5))]
)
def test_corrected_sensitivity_covers_where_the_plain_one_fails(
    cases: int, prevalence: float, verified: tuple[float, float]
) -> None:
    rng = np.random.default_rng(6)
    held = {"sensitivity": 0, "specificity": 0, "plain": 0}
    runs = 300
    names = ("no", "yes")
    for _ in range(runs):
        ill = (rng.random(cases) < prevalence).astype(int)
        read = (rng.random(cases) < np.where(ill == 1, 0.85, 0.1)).astype(int)
        seen = rng.random(cases) < np.array(verified)[read]
        (kinds, times) = np.unique(np.column_stack([np.where(seen, ill, -1), read]), axis=0, return_counts=True)
        table = ReadingTable.from_arrays(categories=names, ordered=True, period="2026-01", reference=[None], ai=["no"])
        cells = tuple((0, 0, int(d), int(t), -1, -1, int(k)) for (d, t), k in zip(kinds, times, strict=True))
        table = ReadingTable(names, names, True, table.strata, table.periods, cells)
        review = review_verification(table.slice(), "ai", cut="yes", positive_from="yes")
        sensitivity, specificity = review.corrected_sensitivity, review.corrected_specificity
        plain = review.as_verified.measures["sensitivity"]
        held["sensitivity"] += sensitivity.low <= 0.85 <= sensitivity.high
        held["specificity"] += specificity.low <= 0.9 <= specificity.high
        held["plain"] += plain.low <= 0.85 <= plain.high
    assert held["sensitivity"] / runs >= 0.92, held
    assert held["specificity"] / runs >= 0.92, held
    if verified[0] < verified[1]:
        assert held["plain"] / runs < 0.8


@given(n=st.integers(6, 300), quantile=st.sampled_from([0.5, 0.9]))
@settings(max_examples=60, deadline=None)
def test_ranks_hold_the_quantile(n: int, quantile: float) -> None:
    first, last = median_ranks(n, quantile)
    assert 1 <= first <= last <= n
    assert first == 1 or stats.binom.cdf(first - 1, n, quantile) <= 0.025
    assert last == n or stats.binom.cdf(last - 1, n, quantile) >= 0.975
    assert first == n or stats.binom.cdf(first, n, quantile) > 0.025
    assert last == 1 or stats.binom.cdf(last - 2, n, quantile) < 0.975


EDGES = tuple(Decimal(e) for e in (0, 1, 2, 4, 6, 8, 12, 24, 48, 96, 400))


def counted(hours: np.ndarray, period: str) -> DurationHistogram:
    counts = np.histogram(hours, [*(float(e) for e in EDGES), np.inf])[0]
    return DurationHistogram(period, EDGES, tuple(int(c) for c in counts))


@pytest.mark.slow
@pytest.mark.parametrize("n", [15, 200])
def test_turnaround_covers_and_its_bound_holds(n: int) -> None:
    rng = np.random.default_rng(8)
    truth = float(stats.lognorm(1, scale=6).median())
    held = 0
    for _ in range(400):
        hours = rng.lognormal(np.log(6), 1, n)
        estimate = turnaround(counted(hours, "2026-01"))
        assert abs(estimate.value - np.sort(hours)[int(np.ceil(n / 2)) - 1]) <= estimate.bound + 1e-9
        held += estimate.low <= truth <= estimate.high
    assert held / 400 >= 0.95


def test_change_of_turnaround_against_raw_durations() -> None:
    rng = np.random.default_rng(9)
    slow, quick = rng.lognormal(2, 1, 400), rng.lognormal(1.5, 1, 500)
    change = compare_turnaround(counted(slow, "2026-01"), counted(quick, "2026-02"))
    u = stats.mannwhitneyu(slow, quick).statistic / (len(slow) * len(quick))
    assert abs(change.faster.value - u) <= change.faster.bound
    assert change.faster.low > 0.5
    assert abs(change.median_change.value - (np.median(quick) - np.median(slow))) <= change.median_change.bound
    assert change.median_change.low <= change.median_change.value <= change.median_change.high


@pytest.mark.slow
@pytest.mark.parametrize(("users", "drafts", "spread"), [(12, 60, 0.15), (40, 20, 0.1), (12, 60, 0.0)])
def test_usage_rates_allow_for_the_habits_of_users(users: int, drafts: int, spread: float) -> None:
    rng = np.random.default_rng(10)
    held = 0
    for _ in range(300):
        habit = np.clip(rng.normal(0.4, spread, users), 0.02, 0.98)
        discarded = rng.binomial(drafts, habit)
        counts = [
            UsageCounts(
                "2026-01", "unit", f"user {i}", drafts, drafts - int(k), 0, int(k), (Decimal(0), Decimal(1)), (0,)
            )
            for i, k in enumerate(discarded)
        ]
        estimate = measure_usage(counts).overall.discard_rate
        held += estimate.low <= 0.4 <= estimate.high
    assert held / 300 >= 0.92


GRADE = np.array(GRADES, dtype=object)


def drawn(rng: np.random.Generator, patients: int, own: float) -> dict[str, list]:
    """Cases of patients with 1 to 4 each, who are alike in how they are read where `own` is large."""
    patient = np.repeat(np.arange(patients), rng.integers(1, 5, patients))
    size = len(patient)
    ill = rng.random(patients)[patient] < 0.45
    kept = rng.random(size) < 0.9

    def read(spread: float) -> list:
        seen = np.where(ill, 1.6, 0.4) + rng.normal(0, own, patients)[patient] + rng.normal(0, spread, size)
        return GRADE[np.clip(np.floor(seen), -1, 2).astype(int) + 1].tolist()

    reference = np.where(kept, np.where(ill, "yes", "no"), None)
    return {
        "patient": patient.tolist(),
        "reference": reference.tolist(),
        "ai": read(0.5),
        "clinician": read(0.8),
        "with_ai": read(0.6),
    }


def measured(cases: dict[str, list], *, together: bool = True) -> dict[str, tuple]:
    """Value, limits and patients of what a review says, with or without each patient's cases together."""
    declared = {"categories": GRADES, "references": ("no", "yes"), "ordered": True, "period": "2026-01"}
    table = ReadingTable.from_arrays(**declared, **{k: v for k, v in cases.items() if k != "patient"})
    patients = PatientReadings.from_arrays(**declared, **cases) if together else None
    review = review_classification(table, positive_from="yes", cut="3", given=("clinician",), patients=patients)
    pair = review.comparisons["ai / clinician"]
    found = dict(review.readers["ai"].cuts["3"].measures) | {
        "area": review.readers["ai"].auroc,
        "areas": pair.areas.difference,
        "kappa": pair.agreement.kappa,
        "weighted": pair.agreement.weighted,
        "percent": pair.agreement.percent_agreement,
        "sensitivities": pair.sensitivity_at_cut["3"].difference,
        "specificities": pair.specificity_at_cut["3"].difference,
        "misled": review.automation.misled_rate,
        "corrected": review.verification.corrected_sensitivity,
        "verified": review.verification.by_category["3"],
    }
    return {name: (e.value, e.low, e.high, e.clusters) for name, e in found.items()}


def test_each_case_thrice_says_no_more_than_once() -> None:
    """Every case three times, as three of one patient: the same intervals, but for what half a case was added to."""
    cases = drawn(np.random.default_rng(2), 150, 0.5)
    size = len(cases["ai"])
    once = measured(cases | {"patient": list(range(size))})
    thrice = measured({name: values * 3 for name, values in (cases | {"patient": list(range(size))}).items()})
    plain = measured(cases, together=False)
    for name in once:
        assert once[name][3] == thrice[name][3]
        close = 0.02 if name == "corrected" else 1e-9
        assert once[name][:3] == pytest.approx(thrice[name][:3], abs=close), name
        # Student's t and G / (G - 1) apart, one case a patient is what independent cases give.
        assert plain[name][:3] == pytest.approx(once[name][:3], abs=0.02), name
        assert plain[name][3] is None


def covered(patients: int, own: float, repeats: int) -> tuple[dict[str, float], dict[str, float]]:
    """Coverage with each patient's cases together, and with cases as independent."""
    rng = np.random.default_rng(patients)
    truth = {name: found[0] for name, found in measured(drawn(rng, 20_000, own), together=False).items()}
    held: dict[str, list[list[bool]]] = {name: [[], []] for name in truth}
    for _ in range(repeats):
        cases = drawn(rng, patients, own)
        for i in (0, 1):
            for name, (value, low, high, _) in measured(cases, together=i == 0).items():
                if value is not None:
                    held[name][i].append(low <= truth[name] <= high)
    return tuple({name: float(np.mean(each[i])) for name, each in held.items()} for i in (0, 1))


def test_patients_with_several_cases_are_covered() -> None:
    together, independent = covered(60, 1.0, 60)
    assert min(together.values()) >= 0.85, together
    assert np.mean(list(independent.values())) < np.mean(list(together.values()))


@pytest.mark.slow
@pytest.mark.parametrize(("patients", "own"), [(40, 1.0), (120, 1.5), (200, 0.2)])
def test_patients_with_several_cases_are_covered_at_many_sizes(patients: int, own: float) -> None:
    together, _ = covered(patients, own, 600)
    assert min(together.values()) >= 0.915, together
